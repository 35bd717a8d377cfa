"""Verbs for an entry of any kind: write it, amend it, take it back, bring it back, say where else
it was entered. What one kind means more by saving stays with that kind's own verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diary.ids import RecordId
from diary.records.work import Work


def save_entry(
    work: Work,
    kind: str,
    values: Mapping[str, Any],
    *,
    person: str | None = None,
    restricted: bool = False,
) -> RecordId:
    """A new entry of any kind; a young person where that is the kind. Raises InvalidEntry."""
    said = {name: value for name, value in values.items() if value is not None}
    if kind == "young_person":
        return work.create_person(said)
    return work.create(kind, said, person=person, restricted=restricted)


def amend_entry(
    work: Work,
    record: str,
    values: Mapping[str, Any],
    *,
    base: Sequence[str],
    base_values: Mapping[str, Any],
    why: str | None = None,
) -> RecordId:
    """The entry as the form has it now. Raises InvalidEntry ("why" where a reason is needed),
    NotAllowed, Gone."""
    work.edit(record, values, base=base, base_values=base_values, why=why)
    return RecordId(record)


def take_back(work: Work, record: str, why: str) -> None:
    """Out of sight, with the reason; it stays readable in the history. Raises InvalidEntry."""
    work.retract(record, why)


def bring_back(work: Work, record: str) -> None:
    """In sight again."""
    work.restore(record)


def entered_in(work: Work, record: str, where: Mapping[str, Any]) -> None:
    """That the entry also stands in another system. Raises InvalidEntry."""
    view = work.view(record)
    work.edit(record, {"also_entered": [*(view.get("also_entered") or []), dict(where)]})


def copy_taken_out(work: Work, person: str | None, what: str, at: Mapping[str, Any]) -> None:
    """That a copy of something left the diary as a file; kept in the young person's record."""
    by = work.streams.name_of(work.streams.me)
    if person is not None:
        values = {"at": dict(at), "what": what, "by": by or None, "form": "other", "entries": 1}
        work.create("export_log", values, person=person)
