"""What to know before going to see a young person, or ringing: a strip that folds away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from diary.records import registry
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.fieldwords import words_of
from ui.theme import theme
from ui.widgets import LinkButton, Text, clear_layout, named

FIELDS = (
    "hazards",
    "safe_times",
    "may_answer",
    "ways",
    "address",
    "address_known_to",
    "interpreter",
    "allergies",
    "medication",
)
_LABELS = {"hazards": "To know before a visit"}
_NOTHING = "Nothing is written yet: people, dogs, stairs, when to ring, who may answer."
_COLUMN = 260


class BeforeYouGo(QWidget):
    """The strip. `says` is true when anything is written in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "Before you go")
        self._desk = desk
        self._person = ""
        self.says = False
        self._facts: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme().gap(0), 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_person(self, view: View) -> None:
        """What is known about visiting and reaching them."""
        self._person = view.id
        clear_layout(self._grid)
        fields = registry.kind("young_person").fields
        told = [(fields[name], words_of(fields[name], view.get(name))) for name in FIELDS]
        self._facts = [fact(_LABELS.get(s.name, s.label), words) for s, words in told if words]
        self.says = bool(self._facts)
        if not self.says:
            self._facts.append(Text(_NOTHING, "body", "muted"))
        edit = LinkButton("Change this" if self.says else "Write it", "pencil-line")
        edit.clicked.connect(self._edit)
        self.edit = edit
        self._facts.append(_alone(edit))
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        # The grid by itself counts every text at its narrowest, and the window would grow for it.
        wide = theme().px(_COLUMN)
        return QSize(wide, self._grid.heightForWidth(max(self.width(), wide)))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def _arrange(self) -> None:
        """As many columns as there is room for."""
        columns = max(1, min(len(self._facts), self.width() // theme().px(_COLUMN)))
        if columns == self._columns:
            return
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for number, each in enumerate(self._facts):
            self._grid.addWidget(
                each, number // columns, number % columns, Qt.AlignmentFlag.AlignTop
            )
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)
        self._grid.setHorizontalSpacing(theme().gap(3))
        self._grid.setVerticalSpacing(theme().gap(1))

    def _edit(self) -> None:
        self._desk.go("entry", kind="young_person", record=self._person, person=self._person)


def _alone(button: LinkButton) -> QWidget:
    box = QWidget()
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return box


def fact(label: str, words: str) -> QWidget:
    """A small label with what it says below."""
    box = QWidget()
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(label, "small", "muted"))
    column.addWidget(Text(words))
    return box
