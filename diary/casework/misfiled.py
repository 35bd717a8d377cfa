"""Misfiled: an entry that was written into the wrong young person's diary is written anew where it
belongs, and the wrong one is taken out of sight with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diary.errors import Gone, InvalidEntry, NotAllowed
from diary.ids import RecordId
from diary.records import registry
from diary.records.view import View
from diary.records.work import Work

_GOES_ALONG = {"attachment": "entry", "second_account": "of"}
"""What hangs on an entry and moves with it: kind to the field that names the entry."""


def misfiled(work: Work, record: str, to_person: str, why: str) -> RecordId:
    """Move an entry, with what hangs on it; the id that it has now. Whose words they are and when
    they were written stays as it was. Raises Gone, NotAllowed, InvalidEntry (person, why)."""
    view = work.view(record)
    if view.retracted is not None:
        raise Gone("record")
    if view.kind == "young_person" or registry.kind(view.kind).home == "private":
        raise NotAllowed("misfiled")
    if view.person == to_person:
        raise InvalidEntry({"person": "it is in their diary already"})
    if work.find("young_person", to_person) is None:
        raise Gone("person")
    moved = _anew(work, view, to_person, dict(view.values), why)
    for other, field in list(_along(work, view)):
        _anew(work, other, to_person, {**other.values, field: moved}, why)
    return moved


def _along(work: Work, view: View) -> Iterator[tuple[View, str]]:
    for kind, field in _GOES_ALONG.items():
        for other in work.all(kind, person=view.person):
            if other.get(field) == view.id and other.person == view.person:
                yield other, field


def _anew(work: Work, view: View, person: str, values: dict[str, Any], why: str) -> RecordId:
    origin = {
        "author": view.author,
        "device": view.device,
        "at": view.written_at,
        "zone": view.zone,
        "name": work.streams.name_of(view.author) or (view.origin or {}).get("name", ""),
    }
    made = work.create(
        view.kind, values, person=person, restricted=view.restricted, why=why, origin=origin
    )
    work.retract(view.id, why)
    return made
