"""A record's fields as words to be read: labels and plain text, nothing of how they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from diary.clock import When
from diary.practice.spans import when_words
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.view import View
from ui.widgets.whentext import NAMES

_UNSAID = {"links", "link"}


def words_of(spec: FieldSpec, value: Any) -> str:
    """The value of a field as a person reads it; "" where nothing is recorded, and for links."""
    if value in (None, "", []) or spec.type in _UNSAID:
        return ""
    if spec.type == "items":
        return "\n".join(item_words(spec, item) for item in value if isinstance(item, Mapping))
    make = _WORDS.get(spec.type)
    return str(value) if make is None else make(spec, value)


def _choices(spec: FieldSpec, value: Any) -> str:
    return ", ".join(spec.words_for(str(code)) for code in value)


def item_words(spec: FieldSpec, item: Mapping[str, Any]) -> str:
    """One of several things as a line: its first part, then the others with what they are."""
    said = [words for part in spec.parts if (words := words_of(part, item.get(part.name)))]
    return " · ".join(said)


def fields_of(view: View, *, without: tuple[str, ...] = ()) -> list[tuple[FieldSpec, str]]:
    """Every field of a record that says something and is not hidden, in the record's order."""
    kind = registry.kind(view.kind)
    out = []
    for spec in kind.fields.values():
        if spec.hidden or spec.name in without or spec.type in _UNSAID:
            continue
        if words := words_of(spec, view.get(spec.name)):
            out.append((spec, words))
    return out


def whole_words(view: View) -> tuple[str, str]:
    """All that an entry says: (own words, everything else with its labels)."""
    own = [(s, w) for s, w in fields_of(view) if s.type == "own_words"]
    happened = registry.kind(view.kind).happened
    rest = [(s, w) for s, w in fields_of(view, without=(happened,)) if s.type != "own_words"]
    words = own[0][1] if own else ""
    told = [f"{spec.label}:{chr(10) if chr(10) in said else ' '}{said}" for spec, said in rest]
    told += [f"{spec.label}: {said}" for spec, said in own[1:]]
    return words, "\n".join(told)


def _when(_spec: FieldSpec, value: Any) -> str:
    try:
        return when_words(When.parse(value), date.min)
    except (ValueError, TypeError, AttributeError):
        return ""


def _day(_spec: FieldSpec, value: Any) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{day.day} {NAMES[day.month - 1]} {day.year}"


_WORDS: dict[str, Callable[[FieldSpec, Any], str]] = {
    "flag": lambda _spec, value: "Yes" if value else "No",
    "choice": lambda spec, value: spec.words_for(str(value)),
    "choices": _choices,
    "when": _when,
    "date": _day,
}
