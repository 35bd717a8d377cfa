"""What to know before going to see a young person, or ringing: a strip that folds away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.fieldwords import words_of
from ui.theme import theme
from ui.widgets import FlowLayout, LinkButton, Text, clear_layout, named
from diary.records import registry

FIELDS = ("hazards", "safe_times", "may_answer", "ways", "address", "address_known_to")
FIELDS += ("interpreter", "allergies", "medication")


class BeforeYouGo(QWidget):
    """The strip. `says` is true when anything is written in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, "Before you go")
        self._desk = desk
        self._person = ""
        self.says = False
        self._flow = FlowLayout(self, gap=28, line_gap=10)
        self.hide()

    def show_person(self, view: View) -> None:
        """What is known about visiting and reaching them."""
        self._person = view.id
        clear_layout(self._flow)
        fields = registry.kind("young_person").fields
        told = [(fields[n], words_of(fields[n], view.get(n))) for n in FIELDS]
        self.says = any(words for _, words in told)
        for spec, words in told:
            if words:
                self._flow.addWidget(Fact(spec.label, words))
        if not self.says:
            self._flow.addWidget(
                Text("Nothing is written yet: people, dogs, stairs, when to ring, who may answer.",
                     "body", "muted")
            )  # fmt: skip
        self.edit = LinkButton("Change this" if self.says else "Write it", "pencil-line")
        self.edit.clicked.connect(self._go)
        self._flow.addWidget(self.edit)

    def _go(self) -> None:
        self._desk.go("entry", kind="young_person", record=self._person, person=self._person)


class Fact(QWidget):
    """A small label with what it says below."""

    def __init__(self, label: str, words: str, *, widest: int = 420) -> None:
        super().__init__()
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(label, "small", "muted"))
        text = Text(words)
        column.addWidget(text)
        self.setMaximumWidth(theme().px(widest))
