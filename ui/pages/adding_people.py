"""The panel that begins a diary: one chosen name a line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diary.casework.contacts import add_people
from diary.errors import InvalidEntry
from diary.practice.spans import plural
from ui.desk.desk import Desk
from ui.theme import theme
from ui.widgets import Card, Field, GrowingText, PrimaryButton, SecondaryButton

ASKS = "Who are you standing by?"
_HELP = "One chosen name a line: the name that they use for themselves. The rest can wait."


class AddPeople(Card):
    """Names in, diaries out. `added(ids)` after saving, `left` when it is closed with nothing."""

    added = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(ASKS)
        self._desk = desk
        self.names = GrowingText("Chosen names", lines=3)
        self.field = Field("Chosen names", self.names, help_text=_HELP)
        self.save = PrimaryButton("Add", "user-plus")
        self.leave = SecondaryButton("Not now")
        self.add(self.field)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.save)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.add(foot)
        self.names.edited.connect(self._edited)
        self.names.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.leave.clicked.connect(self._leave)

    def open(self, *, can_leave: bool = True) -> None:
        """Shows it with the cursor in it; what was typed before is still there."""
        self.leave.setVisible(can_leave)
        self.show()
        self.names.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.leave.isVisibleTo(self):
            self._leave()
            return
        super().keyPressEvent(event)

    def _list(self) -> list[str]:
        return [" ".join(name.split()) for name in self.names.text().splitlines() if name.strip()]

    def _edited(self) -> None:
        names = self._list()
        self.field.set_error(None)
        if not names:
            self.save.set_text("Add")
        elif len(names) == 1:
            self.save.set_text(f"Add {names[0]}")
            self.save.setObjectName("Add")
        else:
            self.save.set_text(f"Add {plural(len(names), 'young person', 'young people')}")

    def submit(self) -> None:
        """Saves, or says what is missing; what was typed stays."""
        names = self._list()
        if not names:
            self.field.set_error("Write a chosen name first.")
            self.names.setFocus()
            return
        self.save.setEnabled(False)
        who = names[0] if len(names) == 1 else plural(len(names), "young person", "young people")
        self._desk.do(
            self,
            add_people,
            names,
            then=self._were_added,
            failed=self._were_refused,
            said=f"Added {who}.",
        )

    def _were_added(self, people: object) -> None:
        self.save.setEnabled(True)
        self.names.set_text("")
        self.added.emit(people)

    def _were_refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            self.field.set_error(" ".join(error.fields.values()))
            self.names.setFocus()
        else:
            self._desk.fail(error)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
