"""The panel that asks why a young person is put away. It never opens by itself: nobody is put away
by age or time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from diary.casework.archiving import bring_back, put_away
from diary.errors import InvalidEntry
from ui.desk.desk import Desk
from ui.theme import theme
from ui.widgets import Card, Field, PrimaryButton, SecondaryButton, Text

_SAYS = "Nothing is deleted, and you can bring them back at any time."


class PutAway(Card):
    """Asks for the reason, then puts away; the toast offers Undo. `finished` when it is over either
    way."""

    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Put away")
        self._desk = desk
        self._person = ""
        self._name = ""
        self.why = QLineEdit()
        self.field = Field("Why?", self.why, help_text=_SAYS)
        self.go = PrimaryButton("Put away", "archive")
        self.leave = SecondaryButton("Leave as it is")
        self.add(Text("They leave the list of young people you stand by.", "body", "muted"))
        self.add(self.field)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.go)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.add(foot)
        self.go.clicked.connect(self.submit)
        self.leave.clicked.connect(self._close)
        self.why.returnPressed.connect(self.submit)
        self.hide()

    def ask(self, person: str, name: str) -> None:
        """Opens for a young person."""
        self._person, self._name = person, name
        self.set_title(f"Put {name} away")
        self.setObjectName("Put away")
        self.why.clear()
        self.field.set_error(None)
        self.go.setEnabled(True)
        self.show()
        self.why.setFocus()

    def submit(self) -> None:
        """Put them away, or say what is missing."""
        self.go.setEnabled(False)
        self._desk.do(
            self,
            put_away,
            self._person,
            self.why.text(),
            then=self._was_put,
            failed=self._was_refused,
            said=f"{self._name} is put away.",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    def _was_put(self, _result: object) -> None:
        self._close()

    def _was_refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, InvalidEntry):
            reason = error.fields.get("archived_why", "")
            self.field.set_error(f"{reason[:1].upper()}{reason[1:]}.")
            self.why.setFocus()
        else:
            self._desk.fail(error)

    def _close(self) -> None:
        self.hide()
        self.finished.emit()


def fetch_back(desk: Desk, owner: QWidget, person: str, name: str) -> None:
    """Brings someone back into the list; the toast offers Undo."""
    desk.do(owner, bring_back, person, said=f"{name} is back in your list.")
