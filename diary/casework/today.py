"""What Today shows, read in one go: who is working, what is due and why, whom they saw last, what
is unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diary.casework.caseload import PersonCard, caseload
from diary.casework.gathering import due
from diary.practice.reminders import Due
from diary.records import registry
from diary.records.reads import Reads
from diary.store import drafts as local


@dataclass(frozen=True, slots=True, repr=False)
class DraftLine:
    """An unfinished entry: whose, of what kind, how many words, when kept (ms since 1970, UTC)."""

    id: str
    kind: str
    kind_name: str
    icon: str
    person: str | None
    name: str
    words: int
    saved_at: int


@dataclass(frozen=True, slots=True, repr=False)
class TodayView:
    """Today, as one moment has it. `people` are all young people, those seen last first."""

    worker: str
    now: datetime
    zone: str
    due: tuple[Due, ...]
    people: tuple[PersonCard, ...]
    drafts: tuple[DraftLine, ...]
    names: Mapping[str, str]


def today(reads: Reads) -> TodayView:
    """Everything that Today shows."""
    names = reads.people()
    cards = caseload(reads)
    return TodayView(
        worker=reads.streams.name_of(reads.streams.me),
        now=reads.clock.now(),
        zone=reads.clock.zone(),
        due=tuple(due(reads)),
        people=tuple(sorted(cards, key=_newest_first)),
        drafts=tuple(draft_lines(reads)),
        names=names,
    )


def draft_lines(reads: Reads, person: str | None = None) -> list[DraftLine]:
    """Unfinished entries, newest first; of one young person if named."""
    names = reads.people()
    return [_line(draft, names) for draft in local.drafts(reads.cursor, person)]


def _line(draft: local.Draft, names: Mapping[str, str]) -> DraftLine:
    kind = registry.kind(draft.kind) if registry.known(draft.kind) else None
    return DraftLine(
        id=draft.id,
        kind=draft.kind,
        kind_name=draft.kind if kind is None else kind.name,
        icon="pencil-line" if kind is None else kind.icon,
        person=draft.person,
        name=names.get(draft.person or "", ""),
        words=_count(draft.data),
        saved_at=draft.saved_at,
    )


def _count(value: object) -> int:
    if isinstance(value, str):
        return len(value.split())
    if isinstance(value, Mapping):
        return sum(_count(v) for v in value.values())
    if isinstance(value, list):
        return sum(_count(v) for v in value)
    return 0


def _newest_first(card: PersonCard) -> tuple[float, str]:
    last = card.last_contact
    return (-last.timestamp() if last is not None else 0.0, card.name.casefold())
