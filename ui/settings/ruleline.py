"""One reminder in Settings: on or off, what it says, and behind “Change” its numbers and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.practice.asking import fill
from diary.practice.rules import NUMBERS, Rule
from ui.pages.bound import sentence
from ui.settings.section import in_a_row
from ui.theme import theme
from ui.widgets import Chip, Column, Field, LinkButton, NumberBox, Text, named

_EXAMPLES = {
    "birthday": "Fri 18 Dec",
    "by": "by Thu 26 Nov",
    "conversation": "return conversation",
    "day": "today",
    "doubt": "",
    "expected": "on Mon 30 Nov",
    "facts": "",
    "holiday": "Christmas Day",
    "hours": "4 hours",
    "left": "",
    "made": "on Thu 19 Nov",
    "Missed": "Two",
    "moment": "a first day at college",
    "name": "Jaz",
    "next": "",
    "promise": "",
    "rhythm": "weekly",
    "task": "",
    "times": "3",
    "when": "Tue 24 Nov, 15:30",
    "years": "Two years",
}
"""What stands in a list for what is filled in later; invented."""
_NUMBER_WORDS = {
    "after_hours": "After how many hours",
    "after_days": "After how many days",
    "before_days": "How many days before",
    "count": "How many times",
    "within_days": "Within how many days",
}
_TEXT_WORDS = {"words": "On the badge", "why": "Why, in a line", "ahead": "Said ahead"}


class RuleLine(QWidget):
    """One reminder: on or off, what it says, and behind “Change” its numbers and words."""

    edited = Signal()

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self._rule = self._base = rule
        name = plain_words(rule)
        named(self, name)
        self.on = Chip(name, checked=rule.on)
        self.title = Text(name, "strong")
        self.says = Text("", "small", "muted")
        self.change = LinkButton("Change")
        self.change.setCheckable(True)
        named(self.change, f"Change: {name}")
        self._inside: QWidget | None = None
        self.fields: dict[str, Field] = {}
        head = QHBoxLayout()
        self.on.setVisible(rule.silenceable)
        self.title.setVisible(not rule.silenceable)
        head.addWidget(self.on)
        head.addWidget(self.title, 1)
        if rule.silenceable:
            head.addStretch(1)
        head.addWidget(self.change)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(3))
        self._column.addLayout(head)
        self._column.addWidget(self.says)
        self.change.setVisible(bool(self._parts()))
        self.on.clicked.connect(self.edited)
        self.change.toggled.connect(self._open)
        self._say()

    def _parts(self) -> tuple[str, ...]:
        return tuple(part for part in self._base.editable if part != "on")

    def show_rule(self, rule: Rule) -> None:
        """The rule as it holds now."""
        self._rule = rule
        self.on.setChecked(rule.on)
        for part, field in self.fields.items():
            if not field.widget.hasFocus():
                _put(field.widget, getattr(rule, part))
            field.set_error(None)
        self._say()

    def changed(self) -> dict[str, Any]:
        """What differs from what comes with Kith."""
        now = {part: _value(field.widget) for part, field in self.fields.items()}
        for part in self._parts():
            now.setdefault(part, getattr(self._rule, part))
        if self._base.silenceable:
            now["on"] = self.on.isChecked()
        return {part: value for part, value in now.items() if value != getattr(self._base, part)}

    def refuse(self, wrong: Mapping[str, str]) -> None:
        """Says beside each field why it can't be taken."""
        for part, field in self.fields.items():
            field.set_error(sentence(wrong[part]) if part in wrong else None)
        self._say()

    def _say(self) -> None:
        given = {part: _value(field.widget) for part, field in self.fields.items()}
        numbers = [
            _number_words(part, given.get(part, getattr(self._rule, part)))
            for part in self._parts()
            if part in NUMBERS
        ]
        counts = "; ".join(numbers)
        parts = (example(self._rule, self._rule.why), counts and sentence(counts))
        said = " ".join(part for part in parts if part)
        self.says.setText(said)
        self.says.setVisible(bool(said))

    def _open(self, opened: bool) -> None:
        if self._inside is None:
            self._inside = self._make_inside()
            self._column.addWidget(self._inside)
        self._inside.setVisible(opened)
        self.change.set_text("Done" if opened else "Change")
        named(self.change, f"{'Done' if opened else 'Change'}: {plain_words(self._base)}")
        if opened:
            next(iter(self.fields.values())).widget.setFocus()

    def _make_inside(self) -> QWidget:
        inside = QWidget()
        column = Column(inside)
        column.setContentsMargins(theme().gap(2), 0, 0, theme().gap(1))
        column.setSpacing(theme().gap(1))
        for part in self._parts():
            field = self.fields[part] = self._field(part)
            column.add(field)
        back = LinkButton("As it comes with Kith", "undo-2")
        back.clicked.connect(self.go_back)
        column.add(in_a_row(back))
        return inside

    def _field(self, part: str) -> Field:
        if part in NUMBERS:
            box = NumberBox(_NUMBER_WORDS[part], 0, 3660)
            box.setMaximumWidth(theme().px(140))
            field = Field(_NUMBER_WORDS[part], box)
            _put(box, getattr(self._rule, part))
            box.valueChanged.connect(self._edited)
            return field
        line = QLineEdit()
        field = Field(_TEXT_WORDS[part], line)
        _put(line, getattr(self._rule, part))
        line.textEdited.connect(self._edited)
        return field

    def _edited(self) -> None:
        self._say()
        self.edited.emit()

    def go_back(self) -> None:
        """As it comes with Kith."""
        for part, field in self.fields.items():
            _put(field.widget, getattr(self._base, part))
        self.on.setChecked(self._base.on)
        self._edited()


def _put(widget: QWidget, value: Any) -> None:
    widget.blockSignals(True)
    if isinstance(widget, NumberBox):
        widget.setValue(int(value))
    elif isinstance(widget, QLineEdit) and widget.text() != value:
        widget.setText(value)
    widget.blockSignals(False)


def _value(widget: QWidget) -> Any:
    if isinstance(widget, NumberBox):
        return widget.value()
    return widget.text() if isinstance(widget, QLineEdit) else None


def _number_words(part: str, number: int) -> str:
    unit = "hour" if part == "after_hours" else "day"
    units = unit if number == 1 else f"{unit}s"
    return {
        "after_hours": f"after {number} {units}",
        "after_days": f"after {number} {units}",
        "before_days": f"{number} {units} before",
        "count": f"{number} times",
        "within_days": f"within {number} {units}",
    }[part]


def plain_words(rule: Rule) -> str:
    """What a reminder is called in a list: its badge as it might look."""
    code = rule.code.replace("return_", "return_conversation_")
    return example(rule, rule.words) or code.replace("_", " ").capitalize()


def example(rule: Rule, words: str) -> str:
    """Words of a rule with something in place of what is filled in later."""
    own = {part: str(number) for part in NUMBERS if (number := getattr(rule, part)) is not None}
    own["days"] = own.get("within_days", "16 days")
    filled = fill(words, {**_EXAMPLES, **own})
    return " ".join(re.sub(r"\{\w+\}", "…", filled).split())
