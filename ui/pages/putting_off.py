"""Putting a reminder off, or saying that it has been dealt with: never without a reason, never a
concern or a missing child. It opens in its place, beneath the list; nothing is in the way."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from diary.casework.reminding import deal_with, put_off
from diary.errors import InvalidEntry
from diary.practice.asking import Reason
from diary.practice.reminders import Due
from ui.desk.desk import Desk
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Field,
    GrowingText,
    PrimaryButton,
    SecondaryButton,
    Text,
    named,
)

_UNTIL = (("1", "Tomorrow morning"), ("3", "In three days"), ("7", "In a week"))
_MORNING = time(8)
_NEVER = "A concern and a missing young person can't be put off."


class PutOff(Card):
    """The panel. `ask(due, reason)` opens it; `closed` when it is done with."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(panel="choice")
        self._desk = desk
        self._due: Due | None = None
        self._reason: Reason | None = None
        self._done = False
        self.what = Text("", "strong")
        self.how = ChipRow("Until when", _UNTIL, exclusive=True, required=True)
        self.how_field = Field("Until when", self.how)
        self.why = GrowingText("Why can it wait?", lines=1)
        self.why_field = Field("Why can it wait?", self.why)
        self.save = PrimaryButton("Put off")
        self.leave = SecondaryButton("Leave it as it is")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.save)
        row.addWidget(self.leave)
        row.addStretch(1)
        for part in (self.what, self.how_field, self.why_field, foot):
            self.add(part)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.dismiss)
        self.why.submitted.connect(self._save)
        self.hide()

    def menu(self, due: Due, at: QPoint, parent: QWidget) -> None:
        """The menu of a line: put off or dealt with, for each of its reasons that may rest."""
        menu = QMenu(parent)
        named(menu, "What to do with this reminder")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for reason in due.reasons:
            if reason.silenceable:
                for words, done in (("Put off", False), ("It has been dealt with", True)):
                    action = menu.addAction(f"{words}: {reason.words}")
                    action.triggered.connect(_Asker(self, due, reason, done).ask)
        if menu.isEmpty():
            menu.addAction(_NEVER).setEnabled(False)
        menu.popup(at)

    def ask(self, due: Due, reason: Reason, *, done: bool = False) -> None:
        """Open for one reason."""
        self._due, self._reason, self._done = due, reason, done
        self.what.setText(f"{reason.words}: {reason.why}")
        self.how.set_values(["1"])
        self.how_field.setVisible(not done)
        words = "How was it dealt with?" if done else "Why can it wait?"
        self.why_field.label.setText(words)
        named(self.why, words)
        self.save.set_text("It has been dealt with" if done else "Put off")
        self.why.set_text("")
        self.why_field.set_error(None)
        self.show()
        self.why.setFocus()

    def dismiss(self) -> None:
        """Close; nothing is changed."""
        self.hide()
        self._due = self._reason = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _until(self) -> datetime:
        clock = self._desk.clock
        zone = ZoneInfo(clock.zone())
        day = clock.now().astimezone(zone).date() + timedelta(days=int(self.how.value() or 1))
        return datetime.combine(day, _MORNING, zone)

    def _save(self) -> None:
        if self._due is None or self._reason is None:
            return
        why = self.why.text().strip()
        person = self._due.person
        if self._done:
            self._desk.do(
                self, deal_with, self._reason, person, why=why,
                then=self._saved, failed=self._refused, said="Noted as dealt with.",
            )  # fmt: skip
        else:
            self._desk.do(
                self, put_off, self._reason, person, until=self._until(), why=why,
                then=self._saved, failed=self._refused, said="Put off.",
            )  # fmt: skip

    def _saved(self, _record: object) -> None:
        self.dismiss()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, InvalidEntry):
            reason = next(iter(error.fields.values()))
            self.why_field.set_error(f"{reason[0].upper()}{reason[1:]}.")
            self.why.setFocus()
        else:
            self._desk.fail(error)


class _Asker:
    """A menu's slot for one reason."""

    def __init__(self, panel: PutOff, due: Due, reason: Reason, done: bool) -> None:
        self._panel, self._due, self._reason, self._done = panel, due, reason, done

    def ask(self) -> None:
        self._panel.ask(self._due, self._reason, done=self._done)
