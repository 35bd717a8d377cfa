"""One question put to one young person's facts: what is due just now, by these rules? `Asking`
holds the question, `Reason` is one answer. The answers themselves are found in `urgent.py`,
`bonds.py` and `ahead.py`; `reminders.py` puts them in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from diary.practice.facts import Discreet, PersonFacts
from diary.practice.rules import Group, Rule, Rules
from diary.practice.spans import local, midnight, plural

Level = Literal["calm", "soon", "now", "late"]
LEVELS: tuple[Level, ...] = ("calm", "soon", "now", "late")


@dataclass(frozen=True, slots=True, repr=False)
class Reason(Discreet):
    """Why something is due. `words` fits a chip, `why` a line beneath; `title` carries "{name}"
    for the chosen name; `at` (UTC) is when it fell or falls due; `clock` is what is left, or "".
    `kind` and `record` say what to open."""

    key: str
    code: str
    group: Group
    rank: int
    order: int
    title: str
    words: str
    why: str
    at: datetime
    clock: str
    level: Level
    action: str
    kind: str
    record: str
    silenceable: bool

    def titled(self, name: str) -> str:
        """The title with the young person's chosen name in it; "" where it is about nobody."""
        title = self.title if name else self.title.removesuffix(" · {name}")
        return title.replace("{name}", name)

    def to_map(self) -> dict[str, Any]:
        """Plain values, for JSON; instants as RFC 3339 UTC."""
        return {
            "key": self.key,
            "code": self.code,
            "group": self.group,
            "title": self.title,
            "words": self.words,
            "why": self.why,
            "at": self.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "clock": self.clock,
            "level": self.level,
            "action": self.action,
            "kind": self.kind,
            "record": self.record,
            "silenceable": self.silenceable,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Asking(Discreet):
    """The question: this young person, these rules, this instant, where the worker is."""

    person: PersonFacts
    rules: Rules
    now: datetime
    zone: str

    @property
    def today(self) -> date:
        return local(self.now, self.zone).date()

    def rule(self, code: str) -> Rule | None:
        """The rule when it is on."""
        return self.rules.get(code)

    def answer(
        self,
        rule: Rule,
        at: datetime,
        *,
        kind: str = "young_person",
        record: str = "",
        level: Level = "calm",
        clock: str = "",
        why: str = "",
        mark: str = "",
        **values: str,
    ) -> Reason:
        """A reason by `rule`, its words filled with `values`. `why` replaces the rule's own;
        `mark` tells apart what comes back (a birthday, next year's)."""
        about = record or self.person.id or "nobody"
        return Reason(
            key=":".join(part for part in (rule.code, about, mark) if part),
            code=rule.code,
            group=rule.group,
            rank=rule.rank,
            order=rule.order,
            title=fill(rule.title, values),
            words=fill(rule.words, values),
            why=fill(why or rule.why, values),
            at=at.astimezone(UTC),
            clock=clock,
            level=level,
            action=rule.action,
            kind=kind,
            record=record or self.person.id or "",
            silenceable=rule.silenceable,
        )

    def start_of(self, day: date) -> datetime:
        """When `day` begins where the worker is (UTC)."""
        return midnight(day, self.zone)

    def end_of(self, day: date) -> datetime:
        """When `day` is over where the worker is (UTC)."""
        return midnight(day + timedelta(days=1), self.zone)


Answers = Iterator[Reason]


def fill(template: str, values: dict[str, str]) -> str:
    """`template` with each {word} that `values` knows put in, in one pass: what is put in is
    never read as a template. Other braces stay ("{name}" is filled when it is shown)."""
    out: list[str] = []
    rest = template
    while rest:
        before, brace, tail = rest.partition("{")
        out.append(before)
        word, closing, after = tail.partition("}")
        if brace and closing and word in values:
            out.append(values[word])
            rest = after
        else:
            out.append(brace)
            rest = tail
    return "".join(out)


def day_from(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 3 days", "1 day late"."""
    days = (day - today).days
    if days < 0:
        return f"{plural(-days, 'day')} late"
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"


def level_of(day: date, today: date) -> Level:
    """How pressing a day is."""
    if day < today:
        return "late"
    return "now" if day == today else "soon"
