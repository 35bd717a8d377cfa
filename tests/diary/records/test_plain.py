"""Comparing times that are not exactly known: only what can't be is called impossible."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import When
from diary.records.plain import (
    at_place,
    clipped,
    first_of,
    last_of,
    moment,
    said,
    surely_before,
    wrong_order,
)
from tests.strategies import whens

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONDON = "Europe/London"


def test_exact_times_are_compared_to_the_second() -> None:
    later = When.exact(NOON + timedelta(seconds=1), LONDON)
    assert surely_before(When.exact(NOON, LONDON), later)
    assert not surely_before(later, later)


def test_a_day_is_before_only_what_comes_after_all_of_it() -> None:
    day = When.on(date(2026, 11, 20), LONDON)
    assert not surely_before(day, When.exact(NOON, LONDON))
    assert not surely_before(When.exact(NOON, LONDON), day)
    assert surely_before(day, When.on(date(2026, 11, 21), LONDON))


def test_a_day_means_the_day_where_it_was() -> None:
    in_london = When.on(date(2026, 11, 20), LONDON)
    in_new_york = When.exact(datetime(2026, 11, 21, 3, tzinfo=UTC), "America/New_York")
    assert surely_before(in_london, in_new_york)
    assert not surely_before(When.on(date(2026, 11, 20), "America/New_York"), in_new_york)


def test_about_leaves_room_for_error() -> None:
    about = When.about(NOON, LONDON)
    assert not surely_before(When.exact(NOON - timedelta(hours=5), LONDON), about)
    assert surely_before(When.exact(NOON - timedelta(days=2), LONDON), about)


def test_unknown_is_before_and_after_nothing() -> None:
    unknown, exact = When.unknown(LONDON), When.exact(NOON, LONDON)
    assert not surely_before(unknown, exact)
    assert not surely_before(exact, unknown)
    assert first_of([unknown, None]) is None


@given(whens(), whens())
def test_two_times_are_never_each_before_the_other(
    one: dict[str, str], two: dict[str, str]
) -> None:
    values = {"one": one, "two": two}
    assert not (wrong_order(values, "one", "two") and wrong_order(values, "two", "one"))


@given(st.lists(whens(), max_size=4))
def test_first_and_last_are_among_the_known_ones(maps: list[dict[str, str]]) -> None:
    times = [When.parse(m) for m in maps]
    known = [t for t in times if t.precision != "unknown"]
    assert (first_of(times) is None) == (last_of(times) is None) == (not known)
    assert not surely_before(last_of(times), first_of(times))


@pytest.mark.parametrize(
    "far", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "0026-11-20", "soon"]
)
@pytest.mark.parametrize("precision", ["exact", "about", "day"])
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_time_that_no_one_lives_in_is_no_time(far: str, precision: str, zone: str) -> None:
    values = {"far": {"at": far, "precision": precision, "zone": zone}, "odd": 7}
    assert moment(values, "far") is None
    assert moment(values, "odd") is None
    assert not wrong_order(values, "far", "odd")
    with pytest.raises(ValueError, match="write"):
        When.parse(values["far"])  # type: ignore[arg-type]


def test_said_gives_text_or_nothing() -> None:
    assert said({"a": "  tea "}, "a") == "tea"
    assert said({"a": 3}, "a") == said({}, "a") == ""


def test_a_long_line_is_cut_at_a_word() -> None:
    assert clipped("one two three", 8) == "one two…"
    assert clipped("one\n two") == "one two"
    assert len(clipped("x" * 500)) <= 91


def test_places_read_well() -> None:
    assert at_place("the skate park") == "at the skate park"
    assert at_place("in the car") == "in the car"
    assert at_place("Inverness Street") == "at Inverness Street"
