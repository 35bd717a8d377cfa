"""A record's fields as words to be read: labels and plain text, nothing of how they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from diary.clock import When
from diary.practice.spans import when_words
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.view import View
from ui.widgets.whentext import NAMES

Names = Mapping[str, str]
_UNSAID = {"links", "link"}


def words_of(spec: FieldSpec, value: Any, names: Names | None = None) -> str:
    """The value of a field as a person reads it; "" where nothing is recorded."""
    if value is None or value == "" or value == []:
        return ""
    if spec.type == "link":
        return (names or {}).get(str(value), "")
    if spec.type == "flag":
        return "Yes" if value else "No"
    if spec.type == "choice":
        return spec.words_for(str(value))
    if spec.type == "choices":
        return ", ".join(spec.words_for(str(code)) for code in value)
    if spec.type == "when":
        return _when(value)
    if spec.type == "date":
        return _day(str(value))
    if spec.type == "items":
        return "\n".join(item_words(spec, item) for item in value if isinstance(item, Mapping))
    return "" if spec.type == "links" else str(value)


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
    told = [f"{spec.label}: {said}" if "\n" not in said else f"{spec.label}:\n{said}" for spec, said in rest]
    told += [f"{spec.label}: {said}" for spec, said in own[1:]]
    return words, "\n".join(told)


def _when(value: Any) -> str:
    try:
        return when_words(When.parse(value), date.min)
    except (ValueError, TypeError, AttributeError):
        return ""


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {NAMES[day.month - 1]} {day.year}"
