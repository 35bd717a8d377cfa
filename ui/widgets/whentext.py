"""Dates and times as people type them, read without guessing: a date that could be two days is
refused with the reason. No widgets in here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DATE_SAMPLE = "24 Nov 2026"
TIME_SAMPLE = "15:30"


class NotRead(ValueError):
    """The text is not one date or time. The message is a sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A moment that was read, and a remark about it where one is due."""

    at: datetime
    remark: str = ""


def day_text(day: date) -> str:
    """A date as this program writes it in a field: 24 Nov 2026."""
    return f"{day.day} {NAMES[day.month - 1][:3]} {day.year}"


def read_day(text: str, today: date) -> date:
    """The day that the text means. Raises NotRead with a plain reason."""
    said = " ".join(text.lower().replace(",", " ").split())
    if said in {"today", "yesterday"}:
        return today - timedelta(days=said == "yesterday")
    said = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+", "", said)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said):
        year, month, day = map(int, found.groups())
        return _day(year, month, day)
    if found := re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)?\s*([a-z]{3,9})\.?(?:\s*(\d{2}|\d{4}))?", said
    ):
        return _worded(int(found[1]), found[2], found[3], today)
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})", said):
        return _numbers(int(found[1]), int(found[2]), int(found[3]), text.strip())
    raise NotRead(f"Write the date with the month as a word, such as {DATE_SAMPLE}.")


def read_time(text: str) -> time:
    """The time of day that the text means: 15:30, 1530, 3.30pm. Raises NotRead."""
    said = text.lower().replace(" ", "")
    if said in {"midday", "noon"}:
        return time(12)
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?", said)
    if not found or (found[2] is None and found[3] is None):
        raise NotRead(f"Write the time as hours and minutes, such as {TIME_SAMPLE}.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise NotRead(f"There is no {text.strip()}. Write it such as {TIME_SAMPLE}.")
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotRead(f"There is no {text.strip()} on the clock. Write it such as {TIME_SAMPLE}.")
    return time(hour, minute)


def moment(day: date, at: time, zone: str) -> Read:
    """The instant (UTC) of a wall-clock time in a zone. Raises NotRead for a time that the change
    of the clocks left out; one that came twice is taken as the first, and the remark says so."""
    here = ZoneInfo(zone)
    local = datetime.combine(day, at, here)
    instant = local.astimezone(UTC)
    if instant.astimezone(here).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NotRead("The clocks went forward then, so there was no such time that night.")
    later = local.replace(fold=1).astimezone(UTC)
    if later != instant:
        return Read(instant, "The clocks went back then: taken as the first of the two.")
    return Read(instant)


def _worded(day: int, word: str, year: str | None, today: date) -> date:
    month = next((i for i, name in enumerate(NAMES, 1) if name.lower().startswith(word)), 0)
    if not month:
        raise NotRead(f"“{word}” is not a month. Write it such as {DATE_SAMPLE}.")
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = (today.year - 1, today.year, today.year + 1)
    near = [found for y in years if (found := _maybe(y, month, day)) is not None]
    if not near:
        return _day(today.year, month, day)
    return min(near, key=lambda found: abs(found - today))


def _numbers(first: int, second: int, year: int, text: str) -> date:
    year += 2000 if year < 100 else 0
    if first <= 12 and second <= 12 and first != second:
        one, other = _day(year, second, first), _day(year, first, second)
        raise NotRead(
            f"{text} could be {one.day} {NAMES[one.month - 1]} or "
            f"{other.day} {NAMES[other.month - 1]}. Write the month as a word, "
            f"such as {day_text(one)}."
        )
    return _day(year, second, first) if first > 12 or first == second else _day(year, first, second)


def _day(year: int, month: int, day: int) -> date:
    found = _maybe(year, month, day)
    if found is None:
        raise NotRead(f"There is no such day. Write the date such as {DATE_SAMPLE}.")
    return found


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
