"""Missing episode: when it began and ended, that found and returned are two facts, that nothing
closes it by itself and no time has to be invented."""

from __future__ import annotations

from typing import Any

import pytest

from diary.records.missing_episode import (
    MISSING_EPISODE,
    counts,
    ended,
    is_back,
    is_open,
    last_looked_at,
    nights,
    started,
    told,
    told_at,
)
from tests.diary.records.conftest import Reasons

ZONE = {"zone": "Europe/London"}
UNKNOWN = {**ZONE, "precision": "unknown"}


def at(moment: str) -> dict[str, str]:
    return {"at": f"{moment}:00Z", "precision": "exact", **ZONE}


def on(day: str) -> dict[str, str]:
    return {"at": day, "precision": "day", **ZONE}


SEEN = {"last_seen_at": at("2026-11-20T19:00")}


def test_opening_needs_nothing_but_the_person(reasons: Reasons) -> None:
    assert reasons(MISSING_EPISODE) == {}
    assert is_open({})


def test_it_began_when_they_left_or_were_last_seen_whichever_is_later() -> None:
    for early, late in (("last_seen_at", "left_at"), ("left_at", "last_seen_at")):
        begun = started({early: at("2026-11-20T18:00"), late: at("2026-11-20T19:30")})
        assert begun is not None
        assert begun.to_map() == at("2026-11-20T19:30")
    assert started({"last_seen_at": UNKNOWN}) is None


@pytest.mark.parametrize(
    ("values", "open_"),
    [
        ({"type": "missing"}, True),
        ({"type": "missing", "found_at": at("2026-11-21T01:00")}, False),
        ({"type": "missing", "returned_at": at("2026-11-21T01:00")}, False),
        ({"type": "missing", "found_at": UNKNOWN}, False),
        ({"type": "away", "found_at": at("2026-11-21T01:00")}, True),
        ({"type": "away", "returned_at": at("2026-11-21T01:00")}, False),
        ({"type": "missing", "closing_reason": "care_ended"}, False),
        ({"type": "missing", "found_where": "At the station"}, True),
    ],
)
def test_only_found_returned_or_a_reason_ends_it(values: dict[str, Any], open_: bool) -> None:
    assert is_open(values) is open_


def test_found_and_returned_are_two_facts() -> None:
    values = {**SEEN, "found_at": at("2026-11-21T01:00")}
    assert not is_back(values)
    assert MISSING_EPISODE.entry_text(values).meta == "found, not back yet"
    values["returned_at"] = at("2026-11-21T02:00")
    assert is_back(values)
    over = ended(values)
    assert over is not None
    assert over.to_map() == at("2026-11-21T01:00")


@pytest.mark.parametrize("name", ["found_at", "returned_at"])
@pytest.mark.parametrize("start", ["last_seen_at", "left_at"])
def test_not_back_before_gone(reasons: Reasons, name: str, start: str) -> None:
    wrong = reasons(
        MISSING_EPISODE, **{start: at("2026-11-20T19:00"), name: at("2026-11-20T18:59")}
    )
    assert set(wrong) == {name}


@pytest.mark.parametrize("value", [on("2026-11-20"), UNKNOWN, None])
def test_a_time_that_may_be_right_is_taken(reasons: Reasons, value: Any) -> None:
    assert reasons(MISSING_EPISODE, **SEEN, returned_at=value, found_at=value) == {}


def test_found_after_they_came_back_only_if_said_how(reasons: Reasons) -> None:
    values = {
        **SEEN,
        "returned_at": at("2026-11-21T02:00"),
        "found_at": at("2026-11-21T09:00"),
    }
    assert set(reasons(MISSING_EPISODE, **values)) == {"found_at"}
    values["found_after_why"] = "Police saw them at home in the morning."
    assert reasons(MISSING_EPISODE, **values) == {}


def test_the_grade_that_stands_meanwhile_is_the_most_serious() -> None:
    rank = MISSING_EPISODE.hold("grade")
    assert rank is not None
    grades = ["medium", "no_apparent_risk", "high", "low", "very_low"]
    assert sorted(grades, key=rank) == ["no_apparent_risk", "very_low", "low", "medium", "high"]


@pytest.mark.parametrize("name", ["found_at", "returned_at"])
def test_of_two_ends_the_earlier_starts_the_clock(name: str) -> None:
    rank = MISSING_EPISODE.hold(name)
    assert rank is not None
    assert max([at("2026-11-21T09:00"), at("2026-11-21T02:00")], key=rank) == at("2026-11-21T02:00")


def test_who_has_been_told_and_when() -> None:
    lines = [
        {"id": "b", "body": "police", "at": at("2026-11-20T22:00")},
        {"id": "a", "body": "police", "at": at("2026-11-20T21:00")},
        {"id": "c", "body": "parent"},
    ]
    values = {"told": lines}
    assert told(values, "police")
    assert told(values, "carer", "parent")
    assert not told(values, "local_authority", "out_of_hours")
    first = told_at(values, "police")
    assert first is not None
    assert first.to_map() == at("2026-11-20T21:00")
    assert told_at(values, "parent") is None


def test_when_it_was_last_looked_at_again() -> None:
    values = {"looked_at": [{"at": at("2026-11-20T23:00")}, {"at": at("2026-11-21T03:00")}, {}]}
    last = last_looked_at(values)
    assert last is not None
    assert last.to_map() == at("2026-11-21T03:00")
    assert last_looked_at({}) is None


def test_nights_are_counted_on_the_local_calendar() -> None:
    assert nights({**SEEN, "returned_at": at("2026-11-21T02:00")}) == 1
    assert nights({**SEEN, "returned_at": at("2026-11-20T23:30")}) == 0
    assert nights({**SEEN, "returned_at": on("2026-11-23")}) == 3
    assert nights({**SEEN, "returned_at": UNKNOWN}) is None
    summer = {"last_seen_at": at("2026-07-01T22:30"), "returned_at": at("2026-07-01T23:30")}
    assert nights(summer) == 1, "half past midnight where they were"


def test_titles_and_meta() -> None:
    title = MISSING_EPISODE.title
    assert title(SEEN) == "Missing now"
    assert title({**SEEN, "type": "away"}) == "Away now"
    back = {**SEEN, "returned_at": at("2026-11-21T02:00")}
    assert title(back) == "Missing, 1 night"
    assert title({**SEEN, "returned_at": at("2026-11-20T20:00")}) == "Missing"
    assert title({**SEEN, "closing_reason": "opened_in_error"}) == "Missing (opened in error)"
    shown = MISSING_EPISODE.entry_text({**back, "returned_how": "themselves", "grade": "medium"})
    assert shown.meta == "came back by themselves · police grade medium"


def test_one_opened_in_error_does_not_count() -> None:
    assert counts(SEEN)
    assert not counts({**SEEN, "closing_reason": "opened_in_error"})


def test_the_interval_is_at_least_an_hour(reasons: Reasons) -> None:
    assert set(reasons(MISSING_EPISODE, review_hours=0)) == {"review_hours"}
