"""What is due, and why: one line per young person, the most urgent reason first, in the order kept
everywhere: a concern not passed on; missing now; running clocks; the rest. Pure: facts and rules
in, lines out. It speaks names to nobody; the caller puts the chosen name in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diary.errors import InvalidEntry, NotAllowed
from diary.ids import PersonId
from diary.practice import ahead, bonds, urgent
from diary.practice.asking import LEVELS, Asking, Level, Reason
from diary.practice.facts import Discreet, Facts, PersonFacts, Snooze
from diary.practice.rules import Group, Rules
from diary.practice.spans import local

_QUESTIONS = (
    urgent.concerns,
    urgent.missing,
    urgent.returns,
    bonds.repeat_episodes,
    ahead.moments,
    ahead.turning_18,
    bonds.promises,
    bonds.agreed_contact,
    bonds.silence,
    bonds.actions,
    bonds.drafts,
    ahead.anniversaries,
    ahead.birthdays,
    ahead.bank_holidays,
)


@dataclass(frozen=True, slots=True, repr=False)
class Due(Discreet):
    """One young person's line. `reasons` is never empty and its first is the one that leads; a
    reason can be opened, snoozed or marked done by its own key."""

    person: PersonId | None
    reasons: tuple[Reason, ...]

    @property
    def lead(self) -> Reason:
        return self.reasons[0]

    @property
    def key(self) -> str:
        """Stable as long as the same reason leads."""
        return self.lead.key

    @property
    def group(self) -> Group:
        return self.lead.group

    @property
    def rank(self) -> int:
        return self.lead.rank

    @property
    def at(self) -> datetime:
        """When the leading reason fell, or falls, due (UTC)."""
        return self.lead.at

    @property
    def clock(self) -> str:
        """The one clock of the line: that of the first reason which has one."""
        return next((reason.clock for reason in self.reasons if reason.clock), "")

    @property
    def level(self) -> Level:
        """As pressing as the most pressing of its reasons."""
        return max((reason.level for reason in self.reasons), key=LEVELS.index)

    @property
    def action(self) -> str:
        return self.lead.action

    @property
    def kind(self) -> str:
        return self.lead.kind

    @property
    def record(self) -> str:
        return self.lead.record

    @property
    def silenceable(self) -> bool:
        return self.lead.silenceable

    def titled(self, name: str) -> str:
        """The line's title with the chosen name in it."""
        return self.lead.titled(name)

    def to_map(self) -> dict[str, Any]:
        """Plain values, for JSON. `title` carries "{name}" for the chosen name."""
        return {
            **self.lead.to_map(),
            "person": self.person,
            "clock": self.clock,
            "level": self.level,
            "reasons": [reason.to_map() for reason in self.reasons],
        }


def due_list(facts: Facts, rules: Rules, now: datetime, *, quiet: bool = True) -> list[Due]:
    """What is due at `now` (aware), in order. In quiet hours only concerns and missing children
    speak; `quiet` false shows the rest as well, for one who asks to see it."""
    hush = quiet and rules.is_quiet(local(now, facts.zone).time())
    lines = []
    for person, reasons in _by_person(facts, rules, now):
        heard = [r for r in reasons if not (hush and r.silenceable)]
        if heard:
            lines.append(Due(person, tuple(sorted(heard, key=_reason_order))))
    return sorted(lines, key=_line_order)


def held_back(facts: Facts, rules: Rules, now: datetime) -> int:
    """How many reasons the quiet hours keep back just now, so that the screen can say so."""
    shown = sum(len(line.reasons) for line in due_list(facts, rules, now))
    return sum(len(line.reasons) for line in due_list(facts, rules, now, quiet=False)) - shown


def snooze(reason: Reason, *, until: datetime, why: str, now: datetime) -> Snooze:
    """A checked snooze of one reason. Raises NotAllowed for a concern or a missing child, and
    InvalidEntry where the reason is empty or the time is not ahead."""
    if not reason.silenceable:
        raise NotAllowed(reason.code)
    wrong = {}
    if not why.strip():
        wrong["why"] = "say why it can wait"
    if until <= now:
        wrong["until"] = "choose a time that is still to come"
    if wrong:
        raise InvalidEntry(wrong)
    return Snooze(reason.key, until.astimezone(UTC), why.strip())


def _by_person(
    facts: Facts, rules: Rules, now: datetime
) -> Iterator[tuple[PersonId | None, list[Reason]]]:
    """Reasons by person id, so that facts which come in two parts still make one line."""
    asleep = {s.key for s in facts.snoozes if s.why.strip() and now < s.until} | facts.dealt_with
    gathered: dict[PersonId | None, dict[str, Reason]] = {}
    for person in facts.people:
        mine = gathered.setdefault(person.id, {})
        for reason in _reasons(person, rules, now, facts.zone):
            if not (reason.silenceable and reason.key in asleep):
                mine[reason.key] = min(mine.get(reason.key, reason), reason, key=_graver)
    for person_id, reasons in gathered.items():
        yield person_id, list(reasons.values())


def _reasons(person: PersonFacts, rules: Rules, now: datetime, zone: str) -> Iterable[Reason]:
    asking = Asking(person, rules, now.astimezone(UTC), zone)
    for question in _QUESTIONS:
        yield from question(asking)


def _graver(reason: Reason) -> tuple[int, datetime, str, str]:
    """Of two that tell the same, the one that presses more."""
    return -LEVELS.index(reason.level), reason.at, reason.words, reason.why


def _press(reason: Reason) -> int:
    """What comes first inside a group, before time decides."""
    if reason.group == "running_clock":
        # The nearest end leads, whatever rule it comes from; what has no end follows.
        return 0 if reason.clock else 1
    if reason.group == "rest":
        return -LEVELS.index(reason.level)
    return 0 if reason.code == "concern_danger" else 1


def _reason_order(reason: Reason) -> tuple[int, int, int, datetime, str]:
    order = 0 if reason.clock and reason.group == "running_clock" else reason.order
    return reason.rank, _press(reason), order, reason.at, reason.key


def _line_order(line: Due) -> tuple[int, int, datetime, str]:
    return line.rank, _press(line.lead), line.at, line.person or ""
