"""Elapsed time and its words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import When
from diary.practice.spans import (
    after,
    bounds,
    count_words,
    day_words,
    hours_words,
    long_words,
    moment_words,
    plural,
    when_words,
)

LONDON = "Europe/London"
zones = st.timezone_keys(allow_prefix=False).filter(lambda key: key not in {"Factory", "localtime"})


@given(
    at=st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"),
        max_value=datetime.fromisoformat("2060-01-01"),
        timezones=st.timezones(),
    ),
    hours=st.integers(0, 400),
)
def test_hours_are_elapsed_hours_in_any_zone(at: datetime, hours: int) -> None:
    assert after(at, hours) - at.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # The clocks go forward on the last Sunday of March, back on the last Sunday of October.
        ("2026-03-27T10:00", "2026-03-30T11:00"),
        ("2026-10-23T10:00", "2026-10-26T09:00"),
        ("2026-11-20T10:00", "2026-11-23T10:00"),
    ],
)
def test_three_days_over_a_clock_change(start: str, end: str) -> None:
    there = ZoneInfo(LONDON)
    due = after(datetime.fromisoformat(start).replace(tzinfo=there), 72)
    assert f"{due.astimezone(there):%Y-%m-%dT%H:%M}" == end


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 24), 24)],
)
def test_a_day_is_as_long_as_it_was(day: date, hours: int) -> None:
    span = bounds(When.on(day, LONDON))
    assert span is not None
    assert span[1] - span[0] == timedelta(hours=hours)


@given(day=st.dates(date(1990, 1, 1), date(2060, 1, 1)), zone=zones)
def test_a_day_lies_between_its_bounds(day: date, zone: str) -> None:
    span = bounds(When.on(day, zone))
    assert span is not None
    # Samoa left out 30 December 2011 altogether; no other day is empty.
    assert span[0] <= span[1]
    assert span[1] - span[0] <= timedelta(hours=48)


def test_about_has_no_invented_margin_and_unknown_no_bounds() -> None:
    at = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert bounds(When.about(at, LONDON)) == (at, at)
    assert bounds(When.unknown(LONDON)) is None
    assert bounds(None) is None


@pytest.mark.parametrize(
    ("span", "hours", "long"),
    [
        (timedelta(seconds=30), "less than 1 min", "less than 1 min"),
        (timedelta(minutes=20), "20 min", "20 min"),
        (timedelta(hours=9, minutes=20, seconds=59), "9 h 20 min", "9 h 20 min"),
        (timedelta(hours=27), "27 h", "1 d 3 h"),
        (timedelta(hours=72), "72 h", "3 d"),
    ],
)
def test_words_for_a_span(span: timedelta, hours: str, long: str) -> None:
    assert hours_words(span) == hours
    assert long_words(span) == long


def test_words_for_a_moment() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert moment_words(summer, LONDON) == "Wed 1 Jul, 13:00"
    assert when_words(When.about(summer, LONDON)) == "about Wed 1 Jul, 13:00"
    assert when_words(When.on(date(2026, 7, 1), LONDON)) == "Wed 1 Jul"
    assert when_words(When.unknown(LONDON)) == "at a time not known"


def test_the_year_is_said_when_it_is_not_plain() -> None:
    assert day_words(date(2025, 1, 3), date(2026, 11, 24)) == "Fri 3 Jan 2025"
    assert day_words(date(2027, 1, 3), date(2026, 11, 24)) == "Sun 3 Jan"


def test_counting_words() -> None:
    assert [count_words(n) for n in (0, 2, 10, 11)] == ["no", "two", "ten", "11"]
    assert plural(1, "day") == "1 day"
    assert plural(2, "day") == "2 days"
    assert plural(2, "child", "children") == "2 children"
