"""The reminder rules: which there are, when each speaks, and its words. The rows live in
`resources/reminders.toml`; a team's settings lie over them and are checked here. Whether a rule
applies to a young person is reckoned in `reminders.py` and the rooms beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, cast

from diary.errors import InvalidEntry
from diary.paths import resource

Group = Literal["concern_not_passed_on", "missing_now", "running_clock", "rest"]
GROUPS: tuple[Group, ...] = ("concern_not_passed_on", "missing_now", "running_clock", "rest")
NEVER_SILENT: tuple[Group, ...] = ("concern_not_passed_on", "missing_now")
NUMBERS = ("after_hours", "after_days", "before_days", "count", "within_days")
TEXTS = ("words", "why", "ahead")
TIMES = ("quiet_from", "quiet_until", "day_from", "day_until")
LONGEST_TEXT = 240
LARGEST = 3660
_BRACED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One reminder. Numbers that a rule does not use are None. `order` is its place on screen."""

    code: str
    order: int
    group: Group
    title: str
    words: str
    why: str
    action: str
    ahead: str = ""
    on: bool = True
    opt_in: bool = False
    settled_by: str = ""
    after_hours: int | None = None
    after_days: int | None = None
    before_days: int | None = None
    count: int | None = None
    within_days: int | None = None

    @property
    def silenceable(self) -> bool:
        """Whether it may be snoozed or rest in quiet hours: never a concern, never missing."""
        return self.group not in NEVER_SILENT

    @property
    def rank(self) -> int:
        return GROUPS.index(self.group)

    @property
    def editable(self) -> tuple[str, ...]:
        """The fields that settings may change: a rule keeps the numbers and texts that it has."""
        numbers = tuple(f for f in NUMBERS if getattr(self, f) is not None)
        texts = tuple(f for f in TEXTS if getattr(self, f))
        return (("on",) if self.silenceable else ()) + numbers + texts


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules by code, with the hours of the day (local) that they keep to."""

    rules: Mapping[str, Rule]
    quiet_on: bool
    quiet_from: time
    quiet_until: time
    day_from: time
    day_until: time

    def get(self, code: str) -> Rule | None:
        """The rule if there is one and it is on."""
        rule = self.rules.get(code)
        return rule if rule is not None and rule.on else None

    def is_quiet(self, local: time) -> bool:
        """Whether `local` lies in the quiet hours, which may run over midnight."""
        if not self.quiet_on or self.quiet_from == self.quiet_until:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= local < self.quiet_until
        return local >= self.quiet_from or local < self.quiet_until


def load_rules(overrides: Mapping[str, Any] | None = None) -> Rules:
    """The bundled rules with settings laid over them:
    {"quiet_from": "22:00", "rules": {"silence": {"on": False}}}.
    Raises InvalidEntry naming "silence.after_days" where a setting can't be taken."""
    base, wrong = _bundled(), dict[str, str]()
    changed: dict[str, Any] = {}
    for key, value in (overrides or {}).items():
        if key == "rules" and isinstance(value, Mapping):
            changed["rules"] = _lay_over(base.rules, value, wrong)
        elif key == "quiet_on" and isinstance(value, bool):
            changed[key] = value
        elif key in TIMES:
            changed[key] = _time(key, value, wrong)
        else:
            wrong[str(key)] = "there is no such setting"
    if not wrong:
        rules = replace(base, **changed)
        if rules.day_from < rules.day_until:
            return rules
        wrong["day_until"] = "daytime must end after it begins"
    raise InvalidEntry(wrong)


def _lay_over(
    base: Mapping[str, Rule], overrides: Mapping[str, Any], wrong: dict[str, str]
) -> Mapping[str, Rule]:
    rules = dict(base)
    for code, fields in overrides.items():
        rule = rules.get(code)
        if rule is None or not isinstance(fields, Mapping):
            wrong[str(code)] = "there is no such reminder"
            continue
        for field, value in fields.items():
            if reason := _refuse(rule, field, value):
                wrong[f"{code}.{field}"] = reason
        if not wrong:
            rules[code] = replace(rule, **fields)
    return MappingProxyType(rules)


def _refuse(rule: Rule, field: str, value: Any) -> str:
    if field == "on" and value is False and not rule.silenceable:
        return "a concern or a missing child can't be turned off"
    if field not in rule.editable:
        return "this can't be changed"
    if field == "on":
        return "" if isinstance(value, bool) else "say yes or no"
    if field in NUMBERS:
        least = 1 if field in {"count", "within_days"} else 0
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and least <= value <= LARGEST else "give a whole number"
    if not (isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT):
        return f"give words, {LONGEST_TEXT} letters at the most"
    return _unfilled(rule, value)


def _unfilled(rule: Rule, text: str) -> str:
    """Why a word in braces would stand there as it is, with its braces."""
    known = sorted(set(_BRACED.findall(f"{rule.title} {rule.words} {rule.why} {rule.ahead}")))
    unknown = next((word for word in _BRACED.findall(text) if word not in known), None)
    if unknown is None:
        return ""
    usable = ", ".join(f"{{{word}}}" for word in known)
    there_are = f"there are {usable}" if known else "there is nothing to fill in here"
    return f"{{{unknown}}} can't be filled in; {there_are}"


def _time(key: str, value: Any, wrong: dict[str, str]) -> time:
    try:
        return time.fromisoformat(value).replace(second=0, microsecond=0, tzinfo=None)
    except (TypeError, ValueError):
        wrong[key] = "write the time as 21:00"
        return time(0)


@cache
def _bundled() -> Rules:
    raw = tomllib.loads(resource("reminders.toml").read_text(encoding="utf-8"))
    rules = {
        code: _rule(code, order, row) for order, (code, row) in enumerate(raw["rules"].items())
    }
    times = {key: time.fromisoformat(raw[key]) for key in TIMES}
    return Rules(rules=MappingProxyType(rules), quiet_on=raw["quiet_on"], **times)


def _rule(code: str, order: int, row: Mapping[str, Any]) -> Rule:
    if row["group"] not in GROUPS:
        raise ValueError(f"reminders.toml: {code}: no such group")
    opt_in = bool(row.get("opt_in", False))
    return Rule(**cast(Any, {**row, "code": code, "order": order, "on": not opt_in}))
