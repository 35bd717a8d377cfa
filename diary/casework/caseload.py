"""The young people a worker stands by: who they are, when each was last seen, what is agreed next,
what is open. Never a score, never an order by need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from diary.casework.gathering import next_agreed
from diary.clock import When
from diary.records.reads import Reads
from diary.records.view import View
from diary.store import drafts as local
from diary.store import lists

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, repr=False)
class PersonCard:
    """A young person as lists show them. Instants UTC; `missing_since` and `concerns` name what is
    open now."""

    id: str
    name: str
    pronouns: str
    in_short: str
    age: int | None
    last_seen: datetime | None
    last_contact: datetime | None
    next_agreed: When | None
    missing: str | None
    concerns: int
    promises: int
    drafts: int
    entries: int
    archived: bool


def caseload(reads: Reads, *, archived: bool = False) -> list[PersonCard]:
    """Everyone in the diary, by chosen name. `archived` adds those who were put away."""
    now = int(reads.clock.now().timestamp())
    seen = lists.newest_marked(reads.cursor, "seen", now)
    touch = lists.newest_marked(reads.cursor, "touch", now)
    entries = lists.counts(reads.cursor)
    open_lines: dict[str, list[lists.Line]] = {}
    for line in lists.marked(reads.cursor, ("away", "untold", "open")):
        open_lines.setdefault(line.person or "", []).append(line)
    unfinished: dict[str, int] = {}
    for draft in local.drafts(reads.cursor):
        unfinished[draft.person or ""] = unfinished.get(draft.person or "", 0) + 1
    cards = [
        _card(
            reads,
            view,
            seen.get(view.id),
            touch.get(view.id),
            open_lines.get(view.id, []),
            unfinished.get(view.id, 0),
            entries.get(view.id, 0),
        )
        for view in reads.all("young_person")
        if archived or not view.get("archived")
    ]
    return sorted(cards, key=lambda card: (card.name.casefold(), card.id))


def card(reads: Reads, person: str) -> PersonCard:
    """One young person's card. Raises Gone."""
    reads.view(person)
    return next(c for c in caseload(reads, archived=True) if c.id == person)


def _card(
    reads: Reads,
    view: View,
    seen: int | None,
    touch: int | None,
    open_lines: list[lists.Line],
    unfinished: int,
    entries: int,
) -> PersonCard:
    last = max((t for t in (seen, touch) if t is not None), default=None)
    return PersonCard(
        id=view.id,
        name=view.get("chosen_name") or "",
        pronouns=view.get("pronouns") or "",
        in_short=view.get("in_short") or "",
        age=age(view.values, reads.clock.now().date()),
        last_seen=_instant(seen),
        last_contact=_instant(last),
        next_agreed=next_agreed(reads, view.id),
        missing=next((line.id for line in open_lines if line.mark == "away"), None),
        concerns=sum(line.mark == "untold" for line in open_lines),
        promises=sum(line.kind == "promise" for line in open_lines),
        drafts=unfinished,
        entries=entries,
        archived=view.get("archived") is True,
    )


def age(values: Any, today: date) -> int | None:
    """Whole years on `today`; None where the date of birth is not known."""
    born = values.get("born")
    if not born:
        return None
    day = date.fromisoformat(born)
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def recent(reads: Reads, limit: int = 4) -> list[PersonCard]:
    """Those with the newest contact first, for Today and the quick log."""
    cards = caseload(reads)
    far = datetime.min.replace(tzinfo=UTC)
    return sorted(cards, key=lambda c: c.last_contact or far, reverse=True)[:limit]


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else _EPOCH + timedelta(seconds=seconds)
