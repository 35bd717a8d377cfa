"""A young person's page, read in one go: what matters now, and a chapter of the story with the
bands, the silences and the unfinished entries that stand beside it. Wording is the screen's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from diary.casework.caseload import PersonCard, card
from diary.casework.gathering import due
from diary.casework.timeline import Band, Filter, StoryLine, bands, silences, story
from diary.casework.today import DraftLine, draft_lines
from diary.practice.asking import Reason
from diary.practice.gaps import Gap
from diary.records.reads import Reads
from diary.records.view import View

_ENOUGH = 60


@dataclass(frozen=True, slots=True, repr=False)
class PersonNow:
    """Who they are and what matters now. `now` is aware UTC, `zone` the worker's."""

    card: PersonCard
    view: View
    reasons: tuple[Reason, ...]
    now: datetime
    zone: str


@dataclass(frozen=True, slots=True, repr=False)
class Chapter:
    """A page of the story, newest first, and what stands beside it. `more` is what to hand back as
    `before`, None at the end. `bands`, `silences` and `drafts` come with the first page only."""

    lines: tuple[StoryLine, ...]
    more: int | None
    bands: tuple[Band, ...]
    silences: tuple[Gap, ...]
    drafts: tuple[DraftLine, ...]
    me: str
    now: datetime
    zone: str


def person_now(reads: Reads, person: str) -> PersonNow:
    """What the head of a young person's page shows. Raises Gone."""
    mine = next((line for line in due(reads, quiet=False) if line.person == person), None)
    return PersonNow(
        card=card(reads, person),
        view=reads.view(person),
        reasons=() if mine is None else tuple(mine.reasons),
        now=reads.clock.now(),
        zone=reads.clock.zone(),
    )


def chapter(
    reads: Reads,
    person: str,
    *,
    only: Iterable[Filter] = (),
    before: int | None = None,
    limit: int = 200,
    brief: bool = False,
) -> Chapter:
    """A page of the story; a filter that leaves little reads on until there is enough to show.
    `brief` leaves out what stands beside it: enough for the first paint."""
    chosen = tuple(only)
    found = story(reads, person, only=chosen, before=before, limit=limit)
    lines, more = list(found.lines), found.more
    while more is not None and len(lines) < min(_ENOUGH, limit):
        found = story(reads, person, only=chosen, before=more, limit=limit)
        lines += found.lines
        more = found.more
    first = before is None and not brief
    return Chapter(
        lines=tuple(lines),
        more=more,
        bands=tuple(bands(reads, person)) if first else (),
        silences=tuple(silences(reads, person)) if first else (),
        drafts=tuple(draft_lines(reads, person)) if before is None else (),
        me=reads.streams.me,
        now=reads.clock.now(),
        zone=reads.clock.zone(),
    )
