"""A field's value as a person reads it, and a whole entry as plain text: for the reading view, the
history, the copy for the council's system. What a field means comes from its spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from diary.clock import When
from diary.records.fields import FieldSpec
from diary.records.registry import Kind
from diary.store.shape import Values

_NO_TITLES: Mapping[str, str] = {}
_SPEAK = {"when", "narrative", "own_words", "choice"}
_MERE = {"Yes", "No", "Not sure", "Does not apply"}


def value_words(spec: FieldSpec, value: Any, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """The value in words; "" where it is not recorded. `titles` names linked entries by id."""
    if value is None or value == []:
        return ""
    if spec.type == "flag":
        return "Yes" if value else "No"
    if spec.type == "when":
        return when_value_words(value)
    if spec.type == "date":
        return _date_words(value)
    if spec.type in {"link", "links"}:
        ids = value if isinstance(value, list) else [value]
        return ", ".join(titles.get(str(one), "an entry") for one in ids)
    if spec.type == "items" and isinstance(value, list):
        return "\n".join(item_words(spec, item, titles) for item in value)
    if isinstance(value, list):
        return ", ".join(spec.words_for(str(one)) for one in value)
    return spec.words_for(str(value)) if spec.choices else str(value)


def item_words(spec: FieldSpec, item: Any, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """One line of a many-valued field: its parts in order."""
    return " · ".join(_parts(spec, item, titles))


def _parts(spec: FieldSpec, item: Any, titles: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(item, Mapping):
        return
    for number, part in enumerate(spec.parts):
        if told := value_words(part, item.get(part.name), titles):
            # The first of a line says what it is by itself; a mere yes needs its question.
            bare = part.type in _SPEAK or (number == 0 and part.type == "text")
            colon = "" if part.label.endswith("?") else ":"
            yield told if bare and told not in _MERE else f"{part.label}{colon} {told}"


def when_value_words(value: Any) -> str:
    """ "Tue 24 Nov 2026, 15:30", where it happened; as well as it is known."""
    try:
        when = When.parse(value)
    except (ValueError, TypeError):
        return ""
    if when.precision == "unknown":
        return "time not known"
    local, day = when.local(), when.local_day()
    if local is None:
        return f"{day:%a} {day.day} {day:%b %Y}" if day else "time not known"
    said = f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
    return f"about {said}" if when.precision == "about" else said


def _date_words(value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return ""
    return f"{day:%a} {day.day} {day:%b %Y}"


def plain_text(kind: Kind, values: Values, titles: Mapping[str, str] = _NO_TITLES) -> str:
    """An entry as plain text to paste elsewhere: its title, then label and value by field."""
    out = [kind.title(values)]
    for name, spec in kind.fields.items():
        said = value_words(spec, values.get(name), titles)
        if not said or spec.hidden or name in {"also_entered", "hidden_from_carers"}:
            continue
        long = spec.is_words or spec.type == "items" or "\n" in said
        out.append(f"\n{spec.label}:\n{said}" if long else f"{spec.label}: {said}")
    return "\n".join(out) + "\n"
