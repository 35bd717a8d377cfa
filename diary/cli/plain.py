"""Records as plain maps for JSON, and as words for people. What a field means comes from its
spec; where it is printed is `printing`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from diary.casework.names import Names
from diary.clock import When, utc_text
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.registry import Kind
from diary.records.view import View

_MS = 1000


def instant(ms: int | None) -> str | None:
    """Milliseconds since 1970 as RFC 3339 in UTC."""
    return None if ms is None else utc_text(datetime.fromtimestamp(ms / _MS, UTC))


def record_map(view: View, names: Names) -> dict[str, Any]:
    """A record for JSON. `values` has the field names that `kith kinds` tells."""
    return {
        "id": view.id,
        "kind": view.kind,
        "title": registry.kind(view.kind).title(view.values),
        "person": view.person,
        "person_name": names.person(view.person) or None,
        "restricted": view.restricted,
        "author": view.author,
        "author_name": names.of(view.author) or (view.origin or {}).get("name") or None,
        "device": view.device,
        "zone": view.zone,
        "written_at": instant(view.written_at),
        "changed_at": instant(view.changed_at),
        "changed_by": view.changed_by,
        "happened": instant(None if view.happened is None else view.happened * _MS),
        "version": view.version,
        "heads": list(view.heads),
        "amended": view.amended,
        "retracted": view.retracted,
        "questions": dict(view.questions),
        "invalid": dict(view.invalid),
        "origin": view.origin,
        "values": dict(view.values),
    }


def kind_map(kind: Kind) -> dict[str, Any]:
    """A kind for JSON: everything that a form or a script has to know."""
    fields = [spec_map(spec) for spec in kind.fields.values()]
    return {
        "code": kind.code,
        "name": kind.name,
        "plural": kind.plural,
        "icon": kind.icon,
        "home": kind.home,
        "listed": kind.listed,
        "living": kind.living,
        "happened": kind.happened or None,
        "sections": list(dict.fromkeys(spec.section for spec in kind.fields.values())),
        "fields": fields,
    }


def spec_map(spec: FieldSpec) -> dict[str, Any]:
    """A field for JSON."""
    return {
        "name": spec.name,
        "type": spec.type,
        "label": spec.label,
        "help": spec.help,
        "required": spec.required,
        "section": spec.section,
        "choices": [{"code": c.code, "words": c.words} for c in spec.choices],
        "parts": [spec_map(part) for part in spec.parts],
        "to": spec.to,
        "hold": spec.hold,
        "beside": spec.beside,
        "hidden": spec.hidden,
    }


def words_of(spec: FieldSpec, value: Any) -> str:
    """A field's value as a person reads it; "" where it is not recorded."""
    if value is None:
        return ""
    if spec.type == "flag":
        return "Yes" if value else "No"
    if spec.type == "choice":
        return spec.words_for(str(value))
    if spec.type == "when" and isinstance(value, Mapping):
        return when_words(value)
    if spec.type == "items" and isinstance(value, list):
        return "\n".join("• " + "; ".join(_item(spec, item)) for item in value)
    if isinstance(value, list):
        return ", ".join(spec.words_for(str(one)) for one in value)
    return str(value)


def _item(spec: FieldSpec, item: Any) -> Iterator[str]:
    for part in spec.parts:
        if isinstance(item, Mapping) and (told := words_of(part, item.get(part.name))):
            yield f"{part.label}: {told}"


def when_words(value: Mapping[str, Any]) -> str:
    """ "Tue 24 Nov 2026, 15:30", in the zone where it happened."""
    try:
        at = When.parse(value)
    except (ValueError, TypeError):
        return ""
    if at.precision == "unknown":
        return "time not known"
    if at.day is not None:
        return f"{at.day:%a} {at.day.day} {at.day:%b %Y}"
    local = at.local()
    assert local is not None
    told = clock_words(local)
    return f"about {told}" if at.precision == "about" else told


def moment_words(ms: int | None, zone: str) -> str:
    """Milliseconds since 1970, in a zone."""
    if ms is None:
        return ""
    return clock_words(datetime.fromtimestamp(ms / _MS, UTC).astimezone(ZoneInfo(zone)))


def clock_words(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def happened_words(view: View) -> str:
    """When it happened, as it was written; else when it was written down."""
    kind = registry.kind(view.kind)
    value = view.get(kind.happened) if kind.happened else None
    if isinstance(value, Mapping):
        return when_words(value)
    if isinstance(value, str):
        return when_words({"at": value, "precision": "day"})
    return moment_words(view.written_at, view.zone)
