"""Late writing, said plainly: "written 3 days later". A late entry says that it is late and is
welcome all the same; nothing is hidden and nobody is blamed."""

from __future__ import annotations

from datetime import datetime, timedelta

from diary.clock import When
from diary.practice.spans import bounds, local, plural

LATE_AFTER = timedelta(hours=24)


def lateness(happened: When | None, written_at: datetime) -> timedelta | None:
    """How long after it happened it was written, at the least; None when that is not known."""
    span = bounds(happened)
    return None if span is None else max(written_at - span[1], timedelta(0))


def is_late(happened: When | None, written_at: datetime, *, after: timedelta = LATE_AFTER) -> bool:
    """Whether it was certainly written more than `after` later than it happened."""
    late = lateness(happened, written_at)
    return late is not None and late > after


def late_words(
    happened: When | None, written_at: datetime, *, after: timedelta = LATE_AFTER
) -> str:
    """ "written 3 days later", counted in calendar days where it happened; "" when it is not late
    or the time is not known."""
    late = lateness(happened, written_at)
    if happened is None or late is None or late <= after:
        return ""
    day = happened.local_day()
    days = 0 if day is None else (local(written_at, happened.zone).date() - day).days
    if days < 1:
        return f"written {plural(late // timedelta(hours=1), 'hour')} later"
    return f"written {_long(days)} later"


def _long(days: int) -> str:
    if days < 60:
        return plural(days, "day")
    if days < 730:
        return plural(days // 30, "month")
    return plural(days // 365, "year")
