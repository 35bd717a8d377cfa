"""Trust as it can be read back: what was seen and done, newest first, and what was promised. An aid
to reflection: nothing here counts, weighs or compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from diary.records import promise
from diary.records.plain import moment
from diary.records.reads import Reads
from diary.records.view import View


@dataclass(frozen=True, slots=True, repr=False)
class TrustView:
    """Observations newest first; open promises by when they are due, then the settled ones, newest
    first. `now` is aware UTC, `zone` the worker's."""

    observations: tuple[View, ...]
    open: tuple[View, ...]
    settled: tuple[View, ...]
    now: datetime
    zone: str


def trust_view(reads: Reads, person: str, *, limit: int = 0) -> TrustView:
    """What a young person's page says of trust and promises."""
    promises = reads.all("promise", person=person)
    still_open = [view for view in promises if promise.is_open(view.values)]
    settled = [view for view in promises if not promise.is_open(view.values)]
    return TrustView(
        observations=tuple(reads.all("trust", person=person, limit=limit)),
        open=tuple(sorted(still_open, key=_due)),
        settled=tuple(sorted(settled, key=_settled, reverse=True)),
        now=reads.clock.now(),
        zone=reads.clock.zone(),
    )


def _due(view: View) -> tuple[float, str]:
    at = moment(view.values, "due")
    first = None if at is None else at.earliest()
    return (float("inf") if first is None else first.timestamp(), view.id)


def _settled(view: View) -> tuple[float, str]:
    at = moment(view.values, "settled_at")
    first = None if at is None else at.earliest()
    return (view.changed_at / 1000 if first is None else first.timestamp(), view.id)
