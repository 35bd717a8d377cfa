"""Hypothesis strategies for plain values of any record kind, as the door keeps them: cleaning a
value drawn here changes nothing. Shared by the tests of records, log, merge and command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from diary.clock import When
from diary.ids import LENGTH
from diary.records.fields import FieldSpec
from diary.records.registry import Kind

ZONES = ("Europe/London", "Europe/Paris", "America/New_York", "UTC")
_DAYS = st.dates(date(2008, 1, 1), date(2035, 12, 31))
_FIRST, _LAST = datetime(2008, 1, 1), datetime(2035, 12, 31)  # noqa: DTZ001 hypothesis wants naive
_TIMES = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"))

ids = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=LENGTH, max_size=LENGTH)


def whens() -> st.SearchStrategy[dict[str, str]]:
    """Times of every precision, as plain maps."""
    zone = st.sampled_from(ZONES)
    return st.one_of(
        st.builds(When.exact, _TIMES, zone),
        st.builds(When.about, _TIMES, zone),
        st.builds(When.on, _DAYS, zone),
        st.builds(When.unknown, zone),
    ).map(When.to_map)


def one_line(limit: int = 60) -> st.SearchStrategy[str]:
    """Text of one line, its spaces single."""
    return (
        st.text(_LETTERS, min_size=1, max_size=limit)
        .map(lambda t: " ".join(t.split()))
        .filter(bool)
    )


def many_lines(limit: int = 200) -> st.SearchStrategy[str]:
    """Text over several lines, kept to the letter."""
    letters = st.one_of(_LETTERS, st.sampled_from("\n\t"))
    return st.text(letters, min_size=1, max_size=limit).filter(lambda t: bool(t.strip()))


@cache
def value_for(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """A plain value of one field, never None."""
    codes = [c.code for c in spec.choices]
    by_type: Mapping[str, Any] = {
        "text": one_line,
        "narrative": many_lines,
        "own_words": many_lines,
        "choice": lambda: st.sampled_from(codes),
        "choices": lambda: st.lists(st.sampled_from(codes), min_size=1, unique=True),
        "flag": st.booleans,
        "number": lambda: st.integers(0, 300),
        "date": lambda: _DAYS.map(date.isoformat),
        "when": whens,
        "link": lambda: ids,
        "links": lambda: st.lists(ids, min_size=1, max_size=3, unique=True),
        "items": lambda: _items(spec),
    }
    made: st.SearchStrategy[Any] = by_type[spec.type]()
    return made


def _items(spec: FieldSpec) -> st.SearchStrategy[list[dict[str, Any]]]:
    needed = {"id": ids} | {p.name: value_for(p) for p in spec.parts if p.required}
    free = {p.name: value_for(p) for p in spec.parts if not p.required}
    item = st.fixed_dictionaries(needed, optional=free)
    return st.lists(item, min_size=1, max_size=3, unique_by=lambda i: i["id"])


@st.composite
def values_for(draw: st.DrawFn, kind: Kind, full: bool = False) -> dict[str, Any]:
    """Whole, valid values of a kind: `kind.problems(values)` is empty. With `full`, every field is
    filled, but for those that do not go with the rest."""
    specs = kind.fields
    needed = {n: value_for(s) for n, s in specs.items() if full or s.required}
    free = {n: value_for(s) for n, s in specs.items() if n not in needed}
    values: dict[str, Any] = draw(st.fixed_dictionaries(needed, optional=free))
    while wrong := kind.problems(values):
        for name in wrong:
            if values.pop(name, None) is None:
                values[name] = draw(value_for(specs[name]))
    return values
