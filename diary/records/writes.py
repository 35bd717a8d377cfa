"""From a form's values to the writes of a change: only what differs, set by set, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diary.records.fields import FieldSpec
from diary.records.registry import Kind

Writes = dict[str, Any]


def writes_for(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any], why: str = "") -> Writes:
    """Path → value for what `new` (cleaned) changes against `old` (as the form was showing it).
    Fields that `new` does not name are left alone."""
    writes: Writes = {}
    for name, value in new.items():
        spec = kind.fields[name]
        before = old.get(name)
        if spec.type == "items":
            _item_writes(writes, spec, before or [], value or [], why)
        elif spec.is_set:
            _set_writes(writes, name, before or [], value or [])
        elif value != before:
            writes[name] = value
    return writes


def _set_writes(writes: Writes, name: str, before: list[str], after: list[str]) -> None:
    for code in after:
        if code not in before:
            writes[f"{name}/{code}"] = True
    for code in before:
        if code not in after:
            writes[f"{name}/{code}"] = False


def _item_writes(
    writes: Writes, spec: FieldSpec, before: list[Any], after: list[Any], why: str
) -> None:
    known = {item["id"]: item for item in before}
    for item in after:
        path = f"{spec.name}/{item['id']}"
        old = known.pop(item["id"], None)
        if old is None:
            writes[path] = True
            old = {}
        for part in spec.parts:
            if item.get(part.name) != old.get(part.name):
                writes[f"{path}/{part.name}"] = item.get(part.name)
    for gone in known:
        writes[f"{spec.name}/{gone}"] = {"gone": why or "taken out by the author"}
