"""Putting a young person away, out of the list of those one stands by, and bringing them back. Only
by a person, with a reason; never by age or time. Nothing is deleted."""

from __future__ import annotations

from diary.errors import InvalidEntry
from diary.records.work import Work


def put_away(work: Work, person: str, why: str) -> None:
    """Out of the list, with the reason. Raises InvalidEntry (archived_why), Gone."""
    if not why.strip():
        raise InvalidEntry({"archived_why": "say why; it stays in the history"})
    work.edit(person, {"archived": True, "archived_why": why})


def bring_back(work: Work, person: str) -> None:
    """In the list again. Raises Gone."""
    work.edit(person, {"archived": None, "archived_why": None})
