"""What is followed up with one tap: promises, steps, actions, stretches; putting away and back; and
the page that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diary.casework.archiving import bring_back, put_away
from diary.casework.caseload import caseload
from diary.casework.chapters import chapter, person_now
from diary.casework.contacts import person_named
from diary.casework.following_up import (
    add_step,
    end_spell,
    finish_action,
    settle_promise,
    tick_step,
)
from diary.casework.trusting import trust_view
from diary.clock import When
from diary.diary import Diary
from diary.errors import Gone, InvalidEntry
from diary.records.view import View

ZONE = "Europe/London"


@pytest.fixture
def jaz(diary: Diary) -> str:
    return diary.do(person_named, "Jaz").result


def write(diary: Diary, kind: str, values: Mapping[str, Any], person: str) -> str:
    return diary.do(lambda work: work.create(kind, values, person=person)).result


def view(diary: Diary, record: str) -> View:
    return diary.ask(lambda reads: reads.view(record))


def test_a_settled_promise_says_when(diary: Diary, jaz: str) -> None:
    promise = write(diary, "promise", {"what": "Ring"}, jaz)
    diary.do(settle_promise, promise, "late")
    settled = view(diary, promise)
    assert settled.get("state") == "late"
    when = When.parse(settled.get("settled_at"))
    assert when.at == diary.clock.now().astimezone(UTC)


@pytest.mark.parametrize(("state", "field"), [("changed", "changed_to"), ("not_kept", "next_step")])
def test_what_the_adult_does_next_is_needed(diary: Diary, jaz: str, state: str, field: str) -> None:
    promise = write(diary, "promise", {"what": "Ring"}, jaz)
    with pytest.raises(InvalidEntry) as refused:
        diary.do(settle_promise, promise, state, {field: "  "})
    assert list(refused.value.fields) == [field]
    assert view(diary, promise).get("state") is None
    diary.do(settle_promise, promise, state, {field: "Ring on Tuesday"})
    assert view(diary, promise).get(field) == "Ring on Tuesday"


def test_open_promises_by_day_then_the_settled(diary: Diary, jaz: str) -> None:
    now = diary.clock.now()
    days = {"late": 5, "soon": 1}
    for what, ahead in days.items():
        due = When.exact(now + timedelta(days=ahead), ZONE).to_map()
        write(diary, "promise", {"what": what, "due": due}, jaz)
    write(diary, "promise", {"what": "some day"}, jaz)
    kept = write(diary, "promise", {"what": "kept"}, jaz)
    diary.do(settle_promise, kept, "kept")
    found = diary.ask(trust_view, jaz)
    assert [v.get("what") for v in found.open] == ["soon", "late", "some day"]
    assert [v.get("what") for v in found.settled] == ["kept"]


def test_steps_are_added_ticked_and_unticked(diary: Diary, jaz: str) -> None:
    goal = write(diary, "goal", {"hope": "I want to box"}, jaz)
    with pytest.raises(InvalidEntry):
        diary.do(add_step, goal, "  ")
    diary.do(add_step, goal, "Ask the club")
    step = view(diary, goal).get("steps")[0]["id"]
    diary.do(tick_step, goal, step, done=True)
    assert view(diary, goal).get("steps")[0]["state"] == "done"
    diary.do(tick_step, goal, step, done=False)
    stored = view(diary, goal).get("steps")[0]
    assert stored["state"] == "open"
    assert "done_at" not in stored
    with pytest.raises(Gone):
        diary.do(tick_step, goal, "nowhere", done=True)


def test_an_action_is_done_and_not_after_all(diary: Diary, jaz: str) -> None:
    action = write(diary, "action", {"what": "Write to school"}, jaz)
    diary.do(finish_action, action, done=True)
    assert view(diary, action).get("done_at")
    diary.do(finish_action, action, done=False)
    stood = view(diary, action)
    assert stood.get("state") == "open"
    assert stood.get("done_at") is None


def test_a_stretch_ends_with_or_without_a_next(diary: Diary, jaz: str) -> None:
    first = write(diary, "spell", {"aspect": "home", "what": "Elm House"}, jaz)
    until = When.on(datetime(2026, 11, 9, tzinfo=UTC).date(), ZONE).to_map()
    following = diary.do(end_spell, first, until, "The Carters").result
    assert following is not None
    assert view(diary, first).get("until") == view(diary, following).get("since") == until
    assert diary.do(end_spell, following, until).result is None


def test_putting_away_needs_a_reason_and_is_undone(diary: Diary, jaz: str) -> None:
    with pytest.raises(InvalidEntry) as refused:
        diary.do(put_away, jaz, " ")
    assert list(refused.value.fields) == ["archived_why"]
    diary.do(put_away, jaz, "Goodbye lunch held")
    assert diary.ask(caseload) == []
    assert view(diary, jaz).get("archived_why") == "Goodbye lunch held"
    diary.do(bring_back, jaz)
    assert [card.name for card in diary.ask(caseload)] == ["Jaz"]
    assert view(diary, jaz).get("archived_why") is None


def test_pages_of_a_story_join_without_a_seam(diary: Diary, jaz: str) -> None:
    start = diary.clock.now()
    for hours in range(25):
        at = When.exact(start - timedelta(hours=hours + 1), ZONE).to_map()
        write(diary, "contact", {"kind": "met", "with_or_about": "with", "at": at}, jaz)
    found, before = [], None
    while True:
        page = diary.ask(chapter, jaz, before=before, limit=10)
        found += [line.line.id for line in page.lines]
        before = page.more
        if before is None:
            break
    whole = diary.ask(chapter, jaz)
    assert found == [line.line.id for line in whole.lines]
    assert len(found) == 25


def test_a_brief_chapter_leaves_out_what_stands_beside(diary: Diary, jaz: str) -> None:
    since = When.exact(diary.clock.now() - timedelta(days=90), ZONE).to_map()
    write(diary, "spell", {"aspect": "home", "what": "Elm House", "since": since}, jaz)
    write(diary, "contact", {"kind": "met", "with_or_about": "with", "at": since}, jaz)
    brief, whole = (diary.ask(chapter, jaz, brief=brief) for brief in (True, False))
    assert (brief.bands, brief.silences) == ((), ())
    assert len(whole.bands) == 1
    assert len(whole.silences) == 1
    assert brief.lines == whole.lines


def test_a_rare_filter_reads_on_until_it_has_enough(diary: Diary, jaz: str) -> None:
    start = diary.clock.now()
    for hours in range(30):
        at = When.exact(start - timedelta(hours=hours + 1), ZONE).to_map()
        about = "about" if hours == 29 else "with"
        write(diary, "contact", {"kind": "phone", "with_or_about": about, "at": at}, jaz)
    page = diary.ask(chapter, jaz, only=("about",), limit=5)
    assert len(page.lines) == 1


def test_the_head_knows_only_this_persons_reasons(diary: Diary, jaz: str) -> None:
    tom = diary.do(person_named, "Tom").result
    write(diary, "concern", {"words": "He was at the gate"}, tom)
    assert diary.ask(person_now, jaz).reasons == ()
    assert [r.group for r in diary.ask(person_now, tom).reasons] == ["concern_not_passed_on"]
