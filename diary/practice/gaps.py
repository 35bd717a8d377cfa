"""Gaps in a timeline, named: "16 days, no contact". Dates in, gaps out; what counts as a contact is
for the caller to say, and no gap is a judgement of the young person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from diary.practice.spans import plural

SHORTEST = 14


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two dates with nothing in it. `days` counts from the one to the other;
    `open` means that it lasts until today."""

    since: date
    until: date
    open: bool = False

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def words(self) -> str:
        return gap_words(self.days)


def gap_words(days: int) -> str:
    """ "16 days, no contact"."""
    return f"{plural(days, 'day')}, no contact"


def gaps(
    contacts: Iterable[date],
    *,
    today: date | None = None,
    since: date | None = None,
    shortest: int = SHORTEST,
) -> list[Gap]:
    """Every stretch of at least `shortest` days without a contact, oldest first. `since` (when
    the work began) opens the first, `today` closes the last. Order and repeats do not matter."""
    days = set(contacts)
    if since is not None:
        days = {d for d in days if d >= since} | {since}
    if today is not None:
        days = {d for d in days if d <= today}
    marks = sorted(days)
    found = [Gap(a, b) for a, b in pairwise(marks) if b - a >= timedelta(days=shortest)]
    if today is not None and marks and today - marks[-1] >= timedelta(days=shortest):
        found.append(Gap(marks[-1], today, open=True))
    return found
