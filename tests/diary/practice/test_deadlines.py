"""The return clock: elapsed hours, doubt said, last daytime chance named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diary.clock import When
from diary.practice.deadlines import (
    ReturnClock,
    from_stored,
    last_daytime,
    left,
    next_limit,
    return_clock,
)
from diary.practice.nations import Basis, load_nations, nation

LONDON = "Europe/London"
ENGLAND, SCOTLAND = nation("england"), nation("scotland")
instants = st.integers(0, 60 * 24 * 365 * 50).map(
    lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# The nights on which the clocks change in London, where mistakes would hide.
changes = st.integers(-100, 30).flatmap(
    lambda hours: st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC) + timedelta(hours=hours),
            datetime(2026, 10, 25, 1, tzinfo=UTC) + timedelta(hours=hours),
        ]
    )
)
zones = st.sampled_from(
    [LONDON, "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]
)
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def exact(*parts: int) -> When:
    return When.exact(utc(*parts), LONDON)


def english(returned: When | None, found: When | None = None) -> ReturnClock:
    return return_clock(found=found, returned=returned, profile=ENGLAND)


@given(at=instants | changes, zone=zones)
def test_exactly_72_elapsed_hours(at: datetime, zone: str) -> None:
    clock = english(When.exact(at.astimezone(ZoneInfo(zone)), zone))
    assert clock.due_earliest == clock.due_latest == at + timedelta(hours=72)


@given(day=days, zone=zones)
def test_a_day_gives_earliest_and_latest(day: date, zone: str) -> None:
    clock = english(When.on(day, zone))
    begins = datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)
    assert clock.due_earliest == begins + timedelta(hours=72)
    assert clock.due_latest == ends + timedelta(hours=72)
    assert clock.complete_by == clock.due_earliest


@given(one=instants | changes, other=instants | changes)
def test_a_later_return_never_ends_sooner(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    before, behind = english(When.exact(first, LONDON)), english(When.exact(second, LONDON))
    assert before.due is not None
    assert behind.due is not None
    assert before.due.earliest <= behind.due.earliest


def test_over_the_weekend_when_the_clocks_go_forward() -> None:
    # Back on Saturday at ten in the morning, GMT: the clock ends on Tuesday at eleven, BST.
    clock = english(When.parse({"at": "2026-03-28T10:00+00:00", "zone": LONDON}))
    assert clock.due_earliest == utc(2026, 3, 31, 10)
    assert clock.ends_words() == "Ends Tue 31 Mar, 11:00"


def test_over_the_weekend_when_the_clocks_go_back() -> None:
    clock = english(When.parse({"at": "2026-10-24T10:00", "zone": LONDON}))
    assert clock.ends_words() == "Ends Tue 27 Oct, 09:00"


def test_about_is_taken_as_said_and_marked() -> None:
    clock = english(When.about(utc(2026, 11, 21, 2), LONDON))
    assert clock.due_earliest == clock.due_latest == utc(2026, 11, 24, 2)
    assert clock.about
    assert clock.ends_words() == "Ends about Tue 24 Nov, 02:00"
    assert left(utc(2026, 11, 23, 16, 40), clock) == "about 9 h 20 min left"
    assert left(utc(2026, 11, 24, 5), clock) == "late by about 3 h"


@pytest.mark.parametrize(
    ("found", "returned", "basis", "why"),
    [
        (None, None, "returned", "not_back"),
        (None, None, "found", "not_back"),
        (exact(2026, 11, 21, 2), None, "returned", "not_returned"),
        (None, exact(2026, 11, 21, 2), "found", "found_unknown"),
        (None, When.unknown(LONDON), "returned", "time_unknown"),
    ],
)
def test_no_clock_is_said_and_why(
    found: When | None, returned: When | None, basis: Basis, why: str
) -> None:
    clock = return_clock(found=found, returned=returned, profile=ENGLAND, basis=basis)
    assert not clock.runs
    assert clock.why_none == why
    assert clock.due_earliest is clock.due_latest is clock.complete_by is clock.arrange_by is None
    assert left(utc(2026, 11, 23, 12), clock) == "no clock"
    assert clock.ends_words()


def test_found_counts_only_when_the_setting_says_so() -> None:
    found, returned = exact(2026, 11, 20, 20), exact(2026, 11, 21, 2)
    by_return = return_clock(found=found, returned=returned, profile=ENGLAND)
    by_found = return_clock(found=found, returned=returned, profile=ENGLAND, basis="found")
    assert by_return.due_earliest == utc(2026, 11, 24, 2)
    assert by_return.term == "within 72 hours of the return"
    assert by_found.due_earliest == utc(2026, 11, 23, 20)
    assert by_found.term == "within 72 hours of being found"


def test_scotland_arranges_then_holds() -> None:
    clock = return_clock(found=None, returned=exact(2026, 11, 21, 2), profile=SCOTLAND)
    assert clock.arrange_by == utc(2026, 11, 24, 2)
    assert clock.complete_by == utc(2026, 11, 28, 2)
    assert (
        clock.term == "arranged within 72 hours and held within 168 hours (one week) of the return"
    )
    now = utc(2026, 11, 23, 16, 40)
    assert left(now, clock, arranged=False) == "9 h 20 min left to arrange it"
    assert left(now, clock) == "105 h 20 min left"
    limit = next_limit(clock, arranged=False)
    assert limit is not None
    assert limit.what == "arrange"


def test_the_stored_term_holds_whatever_the_settings_say_later() -> None:
    returned = exact(2026, 11, 21, 2)
    strict = load_nations({"england": {"complete_hours": 48}})["england"]
    stored = return_clock(found=None, returned=returned, profile=strict).to_map()
    assert stored["term"] == "within 48 hours of the return"
    assert stored["due_earliest"] == "2026-11-23T02:00:00Z"
    again = from_stored(stored, found=None, returned=returned)
    assert again.due_earliest == utc(2026, 11, 23, 2)
    # A corrected time moves the deadline; the term stays.
    moved = from_stored(stored, found=None, returned=exact(2026, 11, 21, 3))
    assert moved.due_earliest == utc(2026, 11, 23, 3)
    assert moved.term == stored["term"]


@given(
    returned=st.one_of(
        instants.map(lambda at: When.about(at, LONDON)), days.map(lambda d: When.on(d, LONDON))
    )
)
def test_storing_and_reading_back_gives_the_same_clock(returned: When) -> None:
    for profile in load_nations().values():
        clock = return_clock(found=None, returned=returned, profile=profile)
        assert from_stored(clock.to_map(), found=None, returned=returned) == clock


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"basis": "returned"},
        {"basis": "never", "complete_hours": 72},
        {"basis": "returned", "complete_hours": True},
        {"basis": "returned", "complete_hours": 72, "arrange_hours": "soon"},
    ],
)
def test_a_map_that_is_not_ours_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a stored return clock"):
        from_stored(stored, found=None, returned=exact(2026, 11, 21, 2))


def test_hours_left_in_words() -> None:
    clock = english(exact(2026, 11, 21, 2))
    assert left(utc(2026, 11, 21, 2), clock) == "72 h left"
    assert left(utc(2026, 11, 23, 16, 40), clock) == "9 h 20 min left"
    assert left(utc(2026, 11, 24, 2), clock) == "less than 1 min left"
    assert left(utc(2026, 11, 25, 5), clock) == "late by 1 d 3 h"


def test_hours_left_when_only_the_day_is_known() -> None:
    clock = english(When.on(date(2026, 11, 21), LONDON))
    assert clock.ends_words() == "Ends between Tue 24 Nov, 00:00 and Wed 25 Nov, 00:00"
    assert left(utc(2026, 11, 23, 19), clock) == "between 5 h and 29 h left"
    assert left(utc(2026, 11, 24, 19), clock) == "may have run out; at most 5 h left"
    assert left(utc(2026, 11, 25, 1), clock) == "late by between 1 h and 1 d 1 h"


@pytest.mark.parametrize(
    ("returned", "now", "words"),
    [
        # Ends Tuesday 02:00: Monday until eight in the evening is the last daytime.
        ((2026, 11, 21, 2), (2026, 11, 23, 16, 40), "the last daytime chance is now"),
        (
            (2026, 11, 21, 2),
            (2026, 11, 22, 16),
            "the last daytime chance is Mon 23 Nov until 20:00",
        ),
        ((2026, 11, 21, 2), (2026, 11, 23, 20), "no daytime chance is left before it ends"),
        # Ends Tuesday 15:00, in daytime.
        (
            (2026, 11, 21, 15),
            (2026, 11, 23, 22),
            "the last daytime chance is Tue 24 Nov until 15:00",
        ),
        # Ends Tuesday 22:00.
        (
            (2026, 11, 21, 22),
            (2026, 11, 23, 22),
            "the last daytime chance is Tue 24 Nov until 20:00",
        ),
        # Ends at eight sharp: that day has not begun.
        (
            (2026, 11, 21, 8),
            (2026, 11, 22, 22),
            "the last daytime chance is Mon 23 Nov until 20:00",
        ),
    ],
)
def test_the_last_daytime_chance(
    returned: tuple[int, ...], now: tuple[int, ...], words: str
) -> None:
    clock = english(exact(*returned))
    assert clock.due is not None
    assert last_daytime(clock.due, clock.zone).words(utc(*now)) == words


@given(at=instants | changes, zone=zones, hours=st.tuples(st.integers(0, 11), st.integers(12, 23)))
def test_the_last_daytime_chance_lies_before_the_end_and_nothing_lies_between(
    at: datetime, zone: str, hours: tuple[int, int]
) -> None:
    clock = english(When.exact(at, zone))
    assert clock.due is not None
    opens, closes = time(hours[0]), time(hours[1])
    chance = last_daytime(clock.due, zone, day_from=opens, day_until=closes)
    assert chance.closes <= clock.due.earliest
    assume(chance.closes < clock.due.earliest)
    there = chance.closes.astimezone(ZoneInfo(zone))
    assert (
        there.time() == closes
        or there.fold
        or there.utcoffset() != chance.opens.astimezone(ZoneInfo(zone)).utcoffset()
    )
    assert clock.due.earliest - chance.closes < timedelta(hours=25)


@given(at=instants | changes, wait=st.integers(0, 60 * 200), more=st.integers(1, 600))
def test_less_is_left_as_time_goes_on(at: datetime, wait: int, more: int) -> None:
    clock = english(When.exact(at, LONDON))
    now = at + timedelta(minutes=wait)
    first, later = left(now, clock), left(now + timedelta(minutes=more), clock)
    if first.startswith("late"):
        assert later.startswith("late")
    else:
        assert first != later
