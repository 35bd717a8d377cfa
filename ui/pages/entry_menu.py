"""What can be done with one entry of a story without opening it: its history, a second account
beside it, taking it back, moving what was misfiled. What needs a reason asks for it in a panel in
the page."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from diary.casework.caseload import PersonCard, caseload
from diary.casework.misfiled import misfiled
from diary.casework.timeline import StoryLine
from diary.errors import InvalidEntry
from diary.records.reads import Reads
from diary.records.work import Work
from ui.desk.desk import Desk
from ui.pages.bound import sentence
from ui.pages.going import record_target
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Choice,
    Field,
    PrimaryButton,
    SecondaryButton,
    Text,
)

Asking = Literal["take_back", "misfiled"]
_SAYS = {
    "take_back": "It goes out of sight and stays readable in its history, with your reason.",
    "misfiled": "It is written anew where it belongs, still by its author and with its own time."
    " Here it goes out of sight, with your reason.",
}


def _take_back(work: Work, record: str, why: str) -> None:
    work.retract(record, why)


def _restore(work: Work, record: str) -> None:
    work.restore(record)


def _others(reads: Reads, person: str) -> list[PersonCard]:
    return [card for card in caseload(reads) if card.id != person]


class EntryMenu(Card):
    """The panel; `menu(line)` is the menu. `closed` when the panel is done with."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Take back", parent=parent)
        self._desk = desk
        self._person = self._name = ""
        self._line: StoryLine | None = None
        self._asking: Asking = "take_back"
        self.says = Text("", "body", "muted")
        self.which = Text("", "strong")
        self.to = ChipRow("Whose is it?", exclusive=True)
        self.to_field = Field("Whose is it?", self.to)
        self.why = QLineEdit()
        self.why_field = Field("Why?", self.why)
        self.go = PrimaryButton("Take back")
        self.leave = SecondaryButton("Leave it as it is")
        for part in (self.which, self.says, self.to_field, self.why_field):
            self.add(part)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.go)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.add(foot)
        self.to.changed.connect(self._chosen)
        self.why.returnPressed.connect(self.submit)
        self.go.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close_panel)
        self.hide()

    def set_person(self, person: str, name: str) -> None:
        """Whose story the entries stand in."""
        self._person, self._name = person, name

    def menu(self, line: StoryLine) -> QMenu:
        """The menu of an entry."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        desk, record, person = self._desk, line.line.id, self._person
        key, args = record_target(line.line.kind, record, person)
        menu.addAction("Open").triggered.connect(lambda: desk.go(key, **args))
        menu.addAction("History").triggered.connect(lambda: desk.go("history", record=record))
        if line.line.retracted:
            back = menu.addAction("Bring back into the story")
            back.triggered.connect(lambda: self._bring_back(record))
            return menu
        beside = menu.addAction("Write a second account beside it")
        values = {"of": record}
        beside.triggered.connect(
            lambda: desk.go("entry", kind="second_account", person=person, values=values)
        )
        menu.addSeparator()
        menu.addAction("Take back…").triggered.connect(lambda: self.ask("take_back", line))
        menu.addAction("This is about someone else…").triggered.connect(
            lambda: self.ask("misfiled", line)
        )
        return menu

    def ask(self, what: Asking, line: StoryLine) -> None:
        """Opens the panel for an entry."""
        self._asking, self._line = what, line
        moving = what == "misfiled"
        self.set_title("Move to another diary" if moving else "Take this entry back")
        self.which.setText(line.line.title)
        self.says.setText(_SAYS[what])
        self.go.set_text("Choose whose it is" if moving else "Take back")
        self.to_field.setVisible(moving)
        self.to.set_choices([])
        self.why.clear()
        self._clear_errors()
        self.go.setEnabled(True)
        self.show()
        self.why.setFocus()
        if moving:
            self._desk.ask(self, _others, self._show_others, self._person)

    def _show_others(self, cards: object) -> None:
        assert isinstance(cards, list)
        self.to.set_choices([Choice(card.id, card.name) for card in cards])

    def _chosen(self) -> None:
        value = self.to.value()
        name = self.to.chip(value).accessibleName() if value else ""
        words = f"Move to {name}'s diary" if name else "Choose whose it is"
        self.go.set_text(words)
        self.go.setObjectName("Move")
        self._clear_errors()

    def submit(self) -> None:
        """Does it, or says beside the field what is missing."""
        if self._line is None or not self.go.isEnabled():
            return
        record, why = self._line.line.id, self.why.text()
        self._clear_errors()
        if self._asking == "misfiled" and not self.to.value():
            self.to_field.set_error("Choose whose diary it belongs in.")
            return
        if not why.strip():
            self.why_field.set_error("Say why; it stays with the entry.")
            self.why.setFocus()
            return
        self.go.setEnabled(False)
        done, failed = self._was_done, self._was_refused
        if self._asking == "misfiled":
            name = self.to.chip(self.to.value() or "").accessibleName()
            self._desk.do(
                self, misfiled, record, self.to.value(), why,
                then=done, failed=failed, said=f"Moved to {name}'s diary.",
            )  # fmt: skip
        else:
            self._desk.do(
                self, _take_back, record, why, then=done, failed=failed, said="Taken back."
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def close_panel(self) -> None:
        """Shuts the panel without doing anything."""
        was = self._line is not None
        self._line = None
        self.hide()
        if was:
            self.closed.emit()

    def _bring_back(self, record: str) -> None:
        self._desk.do(self, _restore, record, said="Back in the story.")

    def _was_done(self, _result: object) -> None:
        self.close_panel()

    def _was_refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, InvalidEntry):
            self.why_field.set_error(" ".join(sentence(r) for r in error.fields.values()))
            self.why.setFocus()
        else:
            self._desk.fail(error)

    def _clear_errors(self) -> None:
        self.to_field.set_error(None)
        self.why_field.set_error(None)
