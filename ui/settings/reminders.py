"""What the diary reminds of: quiet hours, each reminder with its numbers and words, and the term of
the return conversation. Checked by the practice rules before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from diary.casework.gathering import RULES_SETTING
from diary.errors import InvalidEntry
from diary.practice.rules import (
    GROUPS,
    TIMES,
    Group,
    Rule,
    load_rules,
)
from ui.desk.desk import Desk
from ui.pages.bound import sentence
from ui.settings.ruleline import RuleLine
from ui.settings.section import Section, in_a_row
from ui.settings.terms import TermsCards
from ui.theme import theme
from ui.widgets import Chip, Field, LinkButton

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
