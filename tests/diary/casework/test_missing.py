"""The hours of a missing episode: details of who was told, grades that stay, the next look, what is
still going on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diary.casework import episodes, missing
from diary.clock import FixedClock, When
from diary.diary import Diary

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def when(hour: int) -> dict[str, str]:
    at = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
    return When.exact(at, "Europe/London").to_map()


@pytest.fixture
def jaz(diary: Diary, clock: FixedClock) -> str:
    clock.at = NOW
    return diary.do(lambda work: work.create_person({"chosen_name": "Jaz"})).result


def test_who_is_not_missing_has_no_episode(diary: Diary, jaz: str) -> None:
    view = diary.ask(missing.missing_view, person=jaz)
    assert (view.name, view.episode, view.clock, view.look_at) == ("Jaz", None, None, None)


def test_looked_after_comes_from_the_spells(diary: Diary, jaz: str) -> None:
    values = {"aspect": "looked_after", "what": "Elm House"}
    spell = diary.do(lambda work: work.create("spell", values, person=jaz)).result
    assert diary.ask(missing.missing_view, person=jaz).looked_after
    diary.do(lambda work: work.edit(spell, {"until": when(9)}))
    assert not diary.ask(missing.missing_view, person=jaz).looked_after


def test_the_first_reference_of_the_police_is_the_episodes(diary: Diary, jaz: str) -> None:
    record = diary.do(episodes.open_missing, jaz, {}).result
    for body in ("police", "parent", "police"):
        diary.do(episodes.tell, record, {"body": body, "at": when(11)})
    told = diary.ask(lambda reads: reads.view(record)).get("told")
    police = [one["id"] for one in told if one["body"] == "police"]
    parent = next(one["id"] for one in told if one["body"] == "parent")
    diary.do(missing.keep_details, record, parent, {"reference": "none", "who": "Dawn"})
    diary.do(missing.keep_details, record, police[0], {"reference": "P/1"})
    diary.do(missing.keep_details, record, police[1], {"reference": "P/2"})
    view = diary.ask(lambda reads: reads.view(record))
    assert view.get("police_reference") == "P/1"
    assert {one.get("reference") for one in view.get("told")} == {"P/1", "P/2", "none"}
    assert all(one["at"] == when(11) for one in view.get("told"))


def test_each_grade_stays_and_the_last_is_the_one_now(diary: Diary, jaz: str) -> None:
    record = diary.do(episodes.open_missing, jaz, {}).result
    for code in ("high", "medium"):
        diary.do(missing.grade, record, {"grade": code, "at": when(11)})
    view = diary.ask(lambda reads: reads.view(record))
    assert ([one["grade"] for one in view.get("grades")], view.get("grade")) == (
        ["high", "medium"],
        "medium",
    )


def test_the_next_look_goes_by_what_was_agreed(diary: Diary, jaz: str, clock: FixedClock) -> None:
    record = diary.do(episodes.open_missing, jaz, {}).result
    assert diary.ask(missing.missing_view, record=record).look_at == NOW + timedelta(hours=4)
    diary.do(missing.save_episode, record, {"review_hours": 2})
    assert diary.ask(missing.missing_view, record=record).look_at == NOW + timedelta(hours=2)
    clock.advance(timedelta(hours=3))
    diary.do(episodes.look_again, record, {"at": when(15)})
    view = diary.ask(missing.missing_view, record=record)
    assert (view.look_at, view.review_hours) == (NOW + timedelta(hours=5), 2)


def test_found_and_not_back_still_goes_on(diary: Diary, jaz: str) -> None:
    record = diary.do(episodes.open_missing, jaz, {}).result
    diary.do(missing.save_episode, record, {"found_at": when(11)})
    view = diary.ask(missing.missing_view, person=jaz)
    assert view.episode is not None
    assert view.episode.id == record
    assert view.episode.get("clock_term")
    diary.do(missing.save_episode, record, {"returned_at": when(12)})
    assert diary.ask(missing.missing_view, person=jaz).episode is None


def test_a_later_setting_does_not_move_a_clock_that_runs(diary: Diary, jaz: str) -> None:
    record = diary.do(episodes.open_missing, jaz, {}).result
    diary.do(missing.save_episode, record, {"returned_at": when(11)})
    diary.do(lambda work: work.edit(jaz, {"nation": "scotland"}))
    view = diary.ask(missing.missing_view, record=record)
    assert view.clock is not None
    assert (view.clock.complete_hours, view.clock.conversation) == (72, "return conversation")
