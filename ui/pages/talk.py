"""A return conversation being written: what is saved, what is typed over it, and the base of the
steps that show parts of it. One place holds the values; every step reads and writes there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.conversation import TalkView
from diary.clock import Clock
from ui.pages.bound import Bound, Sheet, side_by_side
from ui.theme import theme
from ui.widgets import LinkButton, Text


class Talk:
    """The values on screen: the record's, with what was typed since laid over them."""

    def __init__(self, view: TalkView, edits: Mapping[str, Any] | None = None) -> None:
        self.view = view
        self.edits: dict[str, Any] = dict(edits or {})

    @property
    def record(self) -> str | None:
        return self.view.talk.id if self.view.talk is not None else None

    @property
    def saved(self) -> dict[str, Any]:
        """What the record says."""
        return dict(self.view.talk.values) if self.view.talk is not None else {}

    @property
    def values(self) -> dict[str, Any]:
        """What is on screen."""
        return {**self.saved, **self.edits}

    def get(self, key: str) -> Any:
        return self.edits[key] if key in self.edits else self.saved.get(key)

    def set(self, key: str, value: Any) -> None:
        """Something was typed; back to what is saved is no edit."""
        before = self.saved.get(key)
        if value == before or (value in (None, [], "") and before in (None, [], "")):
            self.edits.pop(key, None)
        else:
            self.edits[key] = value

    def ask_what_was_spoken(self) -> None:
        """A section with a line in it was asked after all."""
        spoken = {line.get("section") for line in self.get("lines") or []}
        for step in STEPS:
            key = f"asked_{step.section}"
            if step.section in spoken and self.get(key) == "not_asked":
                self.set(key, None)

    def renew(self, view: TalkView) -> None:
        """The record was read again; what is typed and not saved stays."""
        self.view = view
        for key in tuple(self.edits):
            self.set(key, self.edits[key])


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the page: its key, its line in the list, the question over it."""

    key: str
    title: str
    about: str
    question: str
    help: str = "Any order is fine. Nothing here is compulsory."
    section: str = ""


STEPS = (
    Step(
        "start",
        "Before we start",
        "three taps",
        "Before we start",
        "For you, before you sit down together.",
    ),
    Step("offers", "Offers", "none made yet", "Offers", "Every offer counts, whatever the answer."),
    Step(
        "before",
        "Before",
        "what was going on",
        "What was going on before you left?",
        section="before",
    ),
    Step(
        "away",
        "While away",
        "where, with whom, what",
        "What was it like while you were away?",
        section="away",
    ),
    Step(
        "back",
        "Coming back",
        "how it was, to what",
        "How was coming back?",
        section="back",
    ),
    Step("health", "Health", "hurt, unwell, sleep, food", "How are you feeling?", section="health"),
    Step(
        "safe",
        "Staying safe",
        "what would help, helplines",
        "What would help you stay safe?",
        section="safe",
    ),
    Step(
        "sharing",
        "Sharing",
        "what goes to whom",
        "Who hears what?",
        "Police and children's services must hear about harm. The rest is for {them} to agree.",
    ),
    Step("finish", "Finish", "nothing blocks it", "Finish", "Nothing here has to be complete."),
)


class StepPane(QWidget):
    """One step. `edited` follows every change that a person makes; `next_wanted` Ctrl+Enter."""

    edited = Signal()
    next_wanted = Signal()
    beside_wanted = Signal()

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__()
        self.step, self.clock = step, clock
        self.sheet = Sheet(parent=self)
        self.talk: Talk | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme().gap(1) + theme().px(2))
        self.question = Text(step.question, "question")
        self.help = Text(step.help, "body", "muted")
        head = QHBoxLayout()
        head.addWidget(self.question, 1)
        self.side = LinkButton("Side by side", "columns-2")
        self.side.setToolTip("The whole window for the two of you (Ctrl+B)")
        self.side.clicked.connect(self.beside_wanted)
        if step.section:
            head.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.column.addWidget(self.help)
        self.sheet.edited.connect(self._sheet_edited)
        self.sheet.submitted.connect(self.next_wanted)

    def put(self, *bounds: Bound) -> None:
        """Fields of the record; several stand in one row."""
        for bound in bounds:
            self.sheet.add(bound)
        self.column.addWidget(bounds[0] if len(bounds) == 1 else side_by_side(*bounds))

    def show_talk(self, talk: Talk) -> None:
        """Shows the values; what is being typed stays as it is."""
        self.talk = talk
        theirs = talk.view.pronouns
        self.help.setText(theirs.fill(self.step.help))
        for bound in self.sheet.bounds.values():
            bound.rename(theirs.fill(bound.template))
            if not bound.problem() or not bound.touched:
                bound.show_value(talk.get(bound.key))

    def first_focus(self) -> None:
        """The keyboard goes to the first thing to fill in."""
        for bound in self.sheet.bounds.values():
            if bound.isVisibleTo(self):
                bound.take_focus()
                return

    def raw(self) -> dict[str, Any]:
        """Times that can't be read yet, as they were typed."""
        return {k: b.typed() for k, b in self.sheet.bounds.items() if b.touched and b.problem()}

    def _sheet_edited(self) -> None:
        if self.talk is None:
            return
        for key, bound in self.sheet.bounds.items():
            if bound.touched and not bound.problem():
                self.talk.set(key, bound.value())
        self.edited.emit()
