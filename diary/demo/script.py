"""What the invented diary says, read from `resources/demo/` and put in the order of writing. How it
is written is the teller's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from diary.clock import Clock, When
from diary.demo.times import Times
from diary.paths import resource
from diary.records import registry

Row = dict[str, Any]

FOLDER = "demo"
_LATER = ("edit", "retract", "misfiled", "attach")
_SLOTS = ((16, 10), (15, 40), (17, 5), (16, 35), (15, 20))
_MINUTES = (25, 40, 55, 35, 50, 30, 65)
_MEANS = {"phone", "message", "video", "letter"}


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One thing to write, when, and whose diary it goes to ("" the worker's own)."""

    at: datetime
    person: str
    row: Row


@dataclass(frozen=True, slots=True, repr=False)
class Script:
    """All steps, in the order in which they are written."""

    steps: tuple[Step, ...]
    times: Times

    @property
    def begins(self) -> datetime:
        """A day before anything was written."""
        return self.steps[0].at - timedelta(days=1)

    @classmethod
    def read(cls, clock: Clock) -> Script:
        """The bundled script, counted from the clock's now. Raises ValueError where it is wrong."""
        times = Times(clock.now(), clock.zone())
        steps = list(_steps("", _file("worker"), times))
        for name in _file("order")["young_people"]:
            told = _file(name)
            began = times.written(told["wrote"], None)
            steps.append(Step(began, name, {"is": "young_person", **told["person"]}))
            steps += _steps(name, told, times)
        return cls(tuple(sorted(steps, key=lambda step: step.at)), times)


def _file(name: str) -> Row:
    return tomllib.loads(resource(FOLDER, f"{name}.toml").read_text(encoding="utf-8"))


def _steps(person: str, told: Mapping[str, Any], times: Times) -> Iterator[Step]:
    named: dict[str, datetime] = {}
    for row in told.get("entries", ()):
        happened = times.when(row["on"]) if "on" in row else None
        wrote = times.written(row.pop("wrote", ""), happened)
        # Just after midnight "two hours ago" may lie before what it adds to was written.
        about = next((row[verb] for verb in _LATER if verb in row), "")
        if about in named:
            wrote = max(wrote, named[about] + timedelta(minutes=2))
        if "id" in row:
            named[row["id"]] = wrote
        yield Step(wrote, person, _placed(row, happened))
    for usual in told.get("usual", ()):
        yield from _usual(person, usual, times)


def _placed(row: Row, happened: When | None) -> Row:
    """The row with the time in the field that says when it happened."""
    if happened is None or "attach" in row:
        return row
    out = {name: value for name, value in row.items() if name != "on"}
    return {registry.kind(row["is"]).happened: happened, **out}


def _usual(person: str, usual: Mapping[str, Any], times: Times) -> Iterator[Step]:
    """Everyday contacts, spread evenly over working days, in the order in which they stand."""
    first, last = _days(usual["from"]), _days(usual["to"])
    told = [line for line in usual["lines"].splitlines() if line.strip()]
    for number, line in enumerate(told):
        days = first + (last - first) * number // max(1, len(told) - 1)
        hour, minute = _SLOTS[(number + len(line)) % len(_SLOTS)]
        happened = times.when(f"{days}dw {hour:02}:{minute:02}")
        wrote = times.written(f"+{1 + len(line) % 4}h", happened)
        yield Step(wrote, person, {"at": happened, **_everyday(line, number)})


def _days(words: str) -> int:
    return int(words.removesuffix("d"))


def _everyday(line: str, number: int) -> Row:
    head, note, *words = (part.strip() for part in line.split(" | "))
    what, _, place = head.partition(" @ ")
    kind, _, activity = what.partition(": ")
    row: Row = {"is": "contact", "kind": kind, "with_or_about": "with", "note": note}
    row |= {"place": place or None, "activity": activity or None}
    if words:
        row |= {"words": words[0], "words_mark": "exact"}
    if kind == "missed":
        row |= {"kind": "did_not_happen", "went": "missed"}
    elif kind not in _MEANS:
        row |= {"seen": "yes", "minutes": _MINUTES[number % len(_MINUTES)]}
    return row
