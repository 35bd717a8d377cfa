"""Stretches of time, reckoned and put into words. Elapsed hours are reckoned on the UTC line, so a
night in which the clocks change is as long as it really is. What the hours *mean* (deadlines,
silence, lateness) belongs to the modules that use this one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from whenever import Instant

from diary.clock import When

_MINUTE = timedelta(minutes=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_YEAR = 182
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def after(at: datetime, hours: float) -> datetime:
    """The instant `hours` elapsed hours after `at` (aware, any zone), in UTC."""
    return Instant(at).add(hours=hours).to_stdlib().astimezone(UTC)


def bounds(when: When | None) -> tuple[datetime, datetime] | None:
    """Earliest and latest instant (UTC) that `when` can mean; None when it is not known.
    A day runs from 00:00 to 24:00 where it happened: 23 or 25 hours when the clocks change.
    *About* carries no invented margin: both ends are the time that was given."""
    if when is None:
        return None
    if when.at is not None:
        return when.at, when.at
    if when.day is None:
        return None
    return midnight(when.day, when.zone), midnight(when.day + timedelta(days=1), when.zone)


def midnight(day: date, zone: str) -> datetime:
    """The instant (UTC) at which `day` begins in `zone`."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """`at` on the wall clock of `zone`."""
    return at.astimezone(ZoneInfo(zone))


def hours_words(span: timedelta) -> str:
    """ "9 h 20 min", always in hours, never in days; rounded down to the minute."""
    minutes = max(span, timedelta(0)) // _MINUTE
    if minutes == 0:
        return "less than 1 min"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def long_words(span: timedelta) -> str:
    """ "1 d 3 h" from a day (24 elapsed hours) on, below that as `hours_words`."""
    if span < timedelta(days=1):
        return hours_words(span)
    days, rest = divmod(span, timedelta(days=1))
    hours = rest // timedelta(hours=1)
    return f"{days} d {hours} h" if hours else f"{days} d"


def day_words(day: date, near: date | None = None) -> str:
    """ "Tue 24 Nov", the machine's locale notwithstanding; with the year where `near` (mostly
    today) is given and half a year or more away."""
    year = f" {day.year}" if near is not None and abs((day - near).days) > _HALF_YEAR else ""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def moment_words(at: datetime, zone: str, near: date | None = None) -> str:
    """ "Tue 24 Nov, 02:00" on the wall clock of `zone`; year as in `day_words`."""
    there = local(at, zone)
    return f"{day_words(there.date(), near)}, {there:%H:%M}"


def when_words(when: When | None, near: date | None = None) -> str:
    """As `moment_words`, with "about" or without the hour where that is all that is known."""
    if when is None or when.precision == "unknown":
        return "at a time not known"
    if when.at is None:
        return day_words(when.day, near) if when.day else "at a time not known"
    said = moment_words(when.at, when.zone, near)
    return f"about {said}" if when.precision == "about" else said


def count_words(number: int) -> str:
    """ "two" up to ten, "11" after."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 day", "16 days"."""
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"
