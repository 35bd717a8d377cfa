"""What the diary reminds of: quiet hours, each reminder with its numbers and words, and the term of
the return conversation. Checked by the practice rules before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.casework.gathering import RULES_SETTING
from diary.errors import InvalidEntry
from diary.practice.rules import (
    GROUPS,
    NUMBERS,
    TIMES,
    Group,
    Rule,
    load_rules,
)
from ui.desk.desk import Desk
from ui.pages.bound import sentence
from ui.settings.section import Section, in_a_row
from ui.settings.terms import TermsCards
from ui.theme import theme
from ui.widgets import Chip, Column, Field, LinkButton, NumberBox, Text, named

_PAUSE_MS = 500
_GROUPS: Mapping[Group, tuple[str, str]] = {
    "concern_not_passed_on": (
        "A concern nobody has been told of",
        "These are never silent and can't be turned off.",
    ),
    "missing_now": ("Missing now", "These are never silent and can't be turned off."),
    "running_clock": ("Running clocks", "Return conversations, from found to held."),
    "rest": ("What comes next", "Promises, silence, plans, and what else is good to remember."),
}
_NUMBER_WORDS = {
    "after_hours": "After how many hours",
    "after_days": "After how many days",
    "before_days": "How many days before",
    "count": "How many times",
    "within_days": "Within how many days",
}
_TEXT_WORDS = {"words": "On the badge", "why": "Why, in a line", "ahead": "Said ahead"}
_TIME_WORDS = {
    "quiet_from": "Quiet from",
    "quiet_until": "Quiet until",
    "day_from": "Daytime from",
    "day_until": "Daytime until",
}


class RemindersSection(Section):
    key, label, icon = "reminders", "Reminders", "bell"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._shown = False
        self.times: dict[str, QLineEdit] = {}
        self.fields: dict[str, Field] = {}
        self.quiet = Chip("Quiet hours")
        self.lines: dict[str, RuleLine] = {}
        self._add_hours()
        rules = load_rules().rules
        for group in GROUPS:
            title, words = _GROUPS[group]
            card = self.card(title, words)
            for rule in rules.values():
                if rule.group == group:
                    card.add(self._line(rule))
            if group == "running_clock":
                self.terms = TermsCards(self)
        self._add_reset()
        desk.about_to_lock.connect(self._keep_now)
        self.setFocusProxy(self.quiet)

    def _add_hours(self) -> None:
        card = self.card(
            "The hours of the day",
            "In quiet hours only what can't wait is shown: a concern that nobody has been told of, "
            "and a child who is missing.",
        )
        card.add(in_a_row(self.quiet))
        self.quiet.clicked.connect(self._edited)
        row = QHBoxLayout()
        row.setSpacing(theme().gap(2))
        for key in TIMES:
            line = self.times[key] = QLineEdit()
            line.setPlaceholderText("21:00")
            line.textEdited.connect(self._edited)
            field = self.fields[key] = Field(_TIME_WORDS[key], line)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        card.add(row)

    def _line(self, rule: Rule) -> RuleLine:
        line = self.lines[rule.code] = RuleLine(rule)
        line.edited.connect(self._edited)
        return line

    def _add_reset(self) -> None:
        card = self.card("Back to the beginning")
        self.reset = LinkButton("All reminders as they come with Kith", "undo-2")
        self.reset.clicked.connect(self._reset)
        card.add(in_a_row(self.reset))

    def arrive(self) -> None:
        if not self._pause.isActive():
            self.fetch({RULES_SETTING: {}}, self._show)
        self.terms.arrive()

    def _show(self, kept: dict[str, Any]) -> None:
        try:
            rules = load_rules(kept[RULES_SETTING])
        except InvalidEntry:
            rules = load_rules()
        self.quiet.setChecked(rules.quiet_on)
        for key, line in self.times.items():
            if not (self._shown and line.hasFocus()):
                line.setText(f"{getattr(rules, key):%H:%M}")
                self.fields[key].set_error(None)
        for code, rule in rules.rules.items():
            self.lines[code].show_rule(rule)
        self._shown = True

    # -- keeping ----------------------------------------------------------------------------

    def _edited(self) -> None:
        self._pause.start()

    def _keep_now(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _collected(self) -> dict[str, Any]:
        """Only what differs from what comes with Kith, so that better words reach everybody who
        did not change them."""
        base = load_rules()
        out: dict[str, Any] = {}
        if self.quiet.isChecked() != base.quiet_on:
            out["quiet_on"] = self.quiet.isChecked()
        for key, line in self.times.items():
            if line.text().strip() != f"{getattr(base, key):%H:%M}":
                out[key] = line.text().strip()
        changed = {code: line.changed() for code, line in self.lines.items() if line.changed()}
        if changed:
            out["rules"] = changed
        return out

    def _keep(self) -> None:
        self._pause.stop()
        if not self._shown:
            return
        collected = self._collected()
        try:
            load_rules(collected)
        except InvalidEntry as error:
            self._refuse(error.fields)
        else:
            self._refuse({})
            self.keep(RULES_SETTING, collected)

    def _refuse(self, wrong: Mapping[str, str]) -> None:
        for key, field in self.fields.items():
            field.set_error(sentence(wrong[key]) if key in wrong else None)
        for code, line in self.lines.items():
            line.refuse({k.split(".")[1]: v for k, v in wrong.items() if k.startswith(f"{code}.")})

    def _reset(self) -> None:
        base = load_rules()
        for key, line in self.times.items():
            line.setText(f"{getattr(base, key):%H:%M}")
        for rule_line in self.lines.values():
            rule_line.go_back()
        self._pause.stop()
        self.keep(RULES_SETTING, {}, then=self.arrive)
        self.desk.say("All reminders are as they come with Kith.")


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
        said = ". ".join(part for part in (_plain(self._rule.why), "; ".join(numbers)) if part)
        said = said.replace("?.", "?").replace("..", ".")
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
    """What a reminder is called in a list: its badge or title, with dots for what is filled in."""
    return _plain(rule.words) or rule.code.replace("_", " ").capitalize()


def _plain(words: str) -> str:
    if not re.sub(r"\{\w+\}", "", words).strip():
        return ""
    return " ".join(re.sub(r"\{\w+\}", "…", words).split())
