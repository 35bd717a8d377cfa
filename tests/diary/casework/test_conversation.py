"""The return conversation as the screen reads and saves it: one record per conversation, an outcome
that is computed, an earlier meeting taken over without losing what is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diary.casework import conversation, episodes
from diary.casework.contacts import quick_log
from diary.casework.conversation import TalkView
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.errors import Gone, InvalidEntry

ZONE = "Europe/London"


def when(day: int, hour: int, minute: int = 0) -> dict[str, str]:
    return When.exact(datetime(2026, 11, day, hour, minute, tzinfo=UTC), ZONE).to_map()


@pytest.fixture
def jaz(diary: Diary, clock: FixedClock) -> str:
    clock.at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    values = {"chosen_name": "Jaz", "pronouns": "she/her"}
    return diary.do(lambda work: work.create_person(values)).result


def back(diary: Diary, person: str, day: int = 21) -> str:
    opened = {"last_seen_at": when(day - 1, 19)}
    record = diary.do(episodes.open_missing, person, opened).result
    diary.do(episodes.record_back, record, {"returned_at": when(day, 2)})
    return record


def about(diary: Diary, **which: str) -> TalkView:
    return diary.ask(conversation.talk_about, **which)


def test_before_anything_is_saved_there_is_an_episode_and_a_clock(diary: Diary, jaz: str) -> None:
    record = back(diary, jaz)
    view = about(diary, episode=record)
    assert (view.talk, view.name, view.pronouns.their, view.worker) == (None, "Jaz", "her", "Sam")
    assert view.clock.due is not None
    assert view.clock.due.latest == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_the_first_save_begins_it_and_the_next_goes_on(diary: Diary, jaz: str) -> None:
    record = back(diary, jaz)
    talk = diary.do(conversation.save_talk, [record], None, {"independent": "yes"}).result
    diary.do(conversation.save_talk, [record], talk, {"place": "The park"})
    again = diary.do(conversation.save_talk, [record], None, {"alone": "yes"}).result
    assert again == talk
    view = about(diary, record=talk).talk
    assert view is not None
    assert [view.get(k) for k in ("independent", "place", "alone")] == ["yes", "The park", "yes"]


def test_a_save_on_what_was_shown_keeps_what_came_meanwhile(diary: Diary, jaz: str) -> None:
    record = back(diary, jaz)
    talk = diary.do(conversation.save_talk, [record], None, {"place": "The park"}).result
    shown = about(diary, record=talk).talk
    assert shown is not None
    diary.do(conversation.save_talk, [record], talk, {"alone": "yes"})
    more: dict[str, Any] = {"base": shown.heads, "base_values": dict(shown.values)}
    diary.do(conversation.save_talk, [record], talk, {"place": "The canal"}, **more)
    view = about(diary, record=talk).talk
    assert view is not None
    assert (view.get("place"), view.get("alone")) == ("The canal", "yes")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"start_at": when(22, 9)}, "held"),
        ({"lines": [{"text": "It was loud"}]}, "held"),
        ({"offers": [{"answer": "declined", "at": when(22, 9)}]}, "declined"),
        ({"offers": [{"answer": "no_answer", "at": when(22, 9)}]}, "not_held"),
        ({"not_offered_why": "Moved away"}, "not_offered"),
    ],
)
def test_finishing_writes_what_it_was_and_nothing_kinder(
    diary: Diary, jaz: str, values: dict[str, Any], code: str
) -> None:
    record = back(diary, jaz)
    talk = diary.do(conversation.save_talk, [record], None, values).result
    assert diary.do(conversation.finish_talk, talk).result == code
    view = about(diary, record=talk).talk
    assert view is not None
    assert view.get("outcome") == code
    assert view.get("finished_at") == when(22, 12)
    diary.do(conversation.reopen_talk, talk)
    view = about(diary, record=talk).talk
    assert view is not None
    assert not view.get("outcome")
    assert not view.get("finished_at")


def test_whether_it_was_in_time_is_reckoned_from_the_times(diary: Diary, jaz: str) -> None:
    view = about(diary, episode=back(diary, jaz))
    now = datetime(2026, 11, 25, tzinfo=UTC)
    for start, words in ((when(24, 1), "Held in time"), (when(24, 4), "Held late by 2 h")):
        assert conversation.outcome_of(view.clock, {"start_at": start}, now).words == words


def test_an_earlier_meeting_gives_its_time_and_words(diary: Diary, jaz: str) -> None:
    record = back(diary, jaz)
    for day, words in ((20, "before it all"), (21, "It was freezing"), (22, "Later")):
        values = {"kind": "met", "at": when(day, 14), "words": words, "note": f"Saw on {day}"}
        diary.do(quick_log, person=jaz, values=values)
    view = about(diary, episode=record)
    assert view.met is not None
    assert view.met.words == "It was freezing"
    taken = conversation.taken_over(view, {}, "all")
    assert taken["start_at"] == when(21, 14)
    assert [one["text"] for one in taken["lines"]] == ["It was freezing"]
    kept = conversation.taken_over(view, {"start_at": when(22, 9), "noticed": "Quiet"}, "part")
    assert "start_at" not in kept
    assert "noticed" not in kept
    no = conversation.taken_over(view, {}, "no")
    assert no == {"earlier_contact": None, "earlier_part": "no"}
    diary.do(conversation.save_talk, [record], None, taken)
    assert about(diary, episode=record).met is None


def test_one_conversation_may_be_about_several(diary: Diary, jaz: str) -> None:
    first, second, third = back(diary, jaz, 12), back(diary, jaz, 16), back(diary, jaz, 21)
    diary.do(episodes.begin_conversation, [first])
    view = about(diary, episode=third)
    assert [one.id for one in view.others] == [second]
    talk = diary.do(conversation.save_talk, [third], None, {"episodes": [third, second]}).result
    assert {one.id for one in about(diary, record=talk).episodes} == {second, third}
    found = diary.ask(episodes.conversation_for, second)
    assert found is not None
    assert found.id == talk


def test_the_episode_that_is_due_comes_first(diary: Diary, jaz: str) -> None:
    assert diary.ask(conversation.episode_for, jaz) is None
    older, newer = back(diary, jaz, 16), back(diary, jaz, 21)
    assert diary.ask(conversation.episode_for, jaz) == newer
    talk = diary.do(conversation.save_talk, [newer], None, {"start_at": when(22, 9)}).result
    diary.do(conversation.finish_talk, talk)
    assert diary.ask(conversation.episode_for, jaz) == older


def test_what_is_not_here_says_so(diary: Diary, jaz: str) -> None:
    with pytest.raises(Gone):
        about(diary, episode="nothing")


def test_a_second_no_three_days_later_is_no_amendment(
    diary: Diary, jaz: str, clock: FixedClock
) -> None:
    record = back(diary, jaz)
    diary.do(episodes.decline, record, {"at": when(22, 9), "reason": "No."})
    clock.advance(timedelta(days=3))
    diary.do(episodes.decline, record, {"at": when(25, 9), "reason": "Still no."})
    view = about(diary, episode=record).talk
    assert view is not None
    assert len(view.get("offers")) == 2


def test_an_end_before_the_beginning_is_refused(diary: Diary, jaz: str) -> None:
    wrong = {"start_at": when(22, 11), "end_at": when(22, 10)}
    with pytest.raises(InvalidEntry) as refused:
        diary.do(conversation.save_talk, [back(diary, jaz)], None, wrong)
    assert set(refused.value.fields) == {"end_at"}
