"""Promises, silence, meetings that did not happen: the words name what the adult does next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from diary.clock import When
from diary.ids import PersonId, RecordId
from diary.practice.asking import Reason
from diary.practice.facts import ActionFact, DraftFact, Facts, PersonFacts, PromiseFact
from diary.practice.reminders import due_list
from diary.practice.rules import Rules, load_rules

LONDON = "Europe/London"
RULES = load_rules()
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
TODAY = date(2026, 11, 23)
JAZ = PersonFacts(PersonId(RecordId("jaz")))


def on(days: int) -> When:
    return When.on(TODAY + timedelta(days=days), LONDON)


def reasons(facts: PersonFacts, now: datetime = NOW, rules: Rules = RULES) -> dict[str, Reason]:
    lines = due_list(Facts(people=(facts,)), rules, now)
    return {reason.code: reason for line in lines for reason in line.reasons}


@pytest.mark.parametrize(
    ("days", "words", "level"),
    [
        (2, None, None),
        (1, "Promise, tomorrow", "soon"),
        (0, "Promise, today", "now"),
        (-1, "Promise, 1 day late", "late"),
        (-9, "Promise, 9 days late", "late"),
    ],
)
def test_a_promise(days: int, words: str | None, level: str | None) -> None:
    found = reasons(replace(JAZ, promises=(PromiseFact("p", "Ring Nan", on(days), on(-20)),)))
    reason = found.get("promise_due")
    assert (reason and reason.words) == words
    assert (reason and reason.level) == level
    if reason:
        assert reason.why == "You said it on Tue 3 Nov"
        assert reason.titled("Jaz") == "Ring Nan · Jaz"
        assert (reason.kind, reason.record) == ("promise", "p")


def test_a_promise_without_a_date_is_not_forgotten() -> None:
    found = reasons(replace(JAZ, promises=(PromiseFact("p", "Ring Nan", None, on(-14)),)))
    assert found["promise_undated"].words == "Promise, no date"
    assert reasons(replace(JAZ, promises=(PromiseFact("p", "Ring Nan", None, on(-13)),))) == {}
    assert reasons(replace(JAZ, promises=(PromiseFact("p", "Ring Nan", None, None),))) == {}


def test_what_was_said_is_never_read_as_a_template() -> None:
    promise = PromiseFact("p", "Ask {made} about {day}", on(0), on(-3))
    reason = reasons(replace(JAZ, promises=(promise,)))["promise_due"]
    assert reason.titled("Jaz") == "Ask {made} about {day} · Jaz"


def test_an_action() -> None:
    found = reasons(replace(JAZ, actions=(ActionFact("a", "Ring the school", on(-2)),)))
    assert found["action_due"].words == "Action, 2 days late"
    assert reasons(replace(JAZ, actions=(ActionFact("a", "Ring the school", None),))) == {}


@pytest.mark.parametrize(
    ("rhythm", "last", "words", "why"),
    [
        (7, 16, "No contact 16 days", "Agreed rhythm is weekly"),
        (7, 8, "No contact 8 days", "Agreed rhythm is weekly"),
        (7, 7, None, None),
        (1, 2, "No contact 2 days", "Agreed rhythm is daily"),
        (14, 15, "No contact 15 days", "Agreed rhythm is every two weeks"),
        (10, 11, "No contact 11 days", "Agreed rhythm is every 10 days"),
        (None, 400, None, None),
    ],
)
def test_silence(rhythm: int | None, last: int, words: str | None, why: str | None) -> None:
    facts = replace(JAZ, rhythm_days=rhythm, last_contact=NOW - timedelta(days=last))
    reason = reasons(facts).get("silence")
    assert (reason and reason.words) == words
    assert (reason and reason.why) == why


def test_silence_from_the_start() -> None:
    facts = replace(JAZ, rhythm_days=7, known_since=date(2026, 11, 1))
    assert reasons(facts)["silence"].words == "No contact 22 days"


def test_silence_says_what_is_agreed_next() -> None:
    facts = replace(
        JAZ,
        rhythm_days=7,
        last_contact=NOW - timedelta(days=9),
        missed_in_a_row=1,
        next_agreed=When.exact(datetime(2026, 11, 25, 16, tzinfo=UTC), LONDON),
    )
    assert reasons(facts)["silence"].why == (
        "Agreed rhythm is weekly · one meeting did not happen · next agreed Wed 25 Nov, 16:00"
    )


def test_days_of_silence_are_calendar_days_where_the_worker_is() -> None:
    facts = replace(JAZ, rhythm_days=1, last_contact=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    # In London that was half past midnight on the second of June.
    assert reasons(facts, datetime(2026, 6, 3, 12, tzinfo=UTC)) == {}
    assert reasons(facts, datetime(2026, 6, 4, 12, tzinfo=UTC))["silence"].words == (
        "No contact 2 days"
    )


@pytest.mark.parametrize(("missed", "words"), [(1, None), (2, "Two"), (3, "Three")])
def test_missed_meetings_are_what_the_adult_does_next(missed: int, words: str | None) -> None:
    reason = reasons(replace(JAZ, missed_in_a_row=missed)).get("missed_meetings")
    assert (reason and reason.words) == (words and f"{words} meetings did not happen")
    if reason:
        assert "What will you do next?" in reason.why
        assert "supervision" in reason.why


def test_an_agreed_meeting_on_its_day_and_until_it_is_logged() -> None:
    agreed = When.exact(datetime(2026, 11, 23, 16, tzinfo=UTC), LONDON)
    facts = replace(JAZ, next_agreed=agreed)
    morning = reasons(facts, datetime(2026, 11, 23, 9, tzinfo=UTC))["agreed_contact"]
    assert (morning.words, morning.why.strip()) == (
        "Agreed, today",
        "You agreed on Mon 23 Nov, 16:00.",
    )
    assert "How did it go?" in reasons(facts)["agreed_contact"].why
    assert reasons(facts, datetime(2026, 11, 22, 12, tzinfo=UTC)) == {}
    assert reasons(replace(facts, last_contact=NOW)) == {}


@pytest.mark.parametrize(
    ("days", "asked", "due"),
    [
        ((0, 10, 29), None, True),
        ((0, 10, 30), None, False),
        ((0, 10), None, False),
        ((0, 1, 2, 3), None, True),
        ((-1, 0, 10), None, False),
        ((1, 10, 20), 1, False),
        ((1, 10, 20), 0, False),
        ((1, 10, 20), 2, True),
    ],
)
def test_repeat_episodes(days: tuple[int, ...], asked: int | None, due: bool) -> None:
    facts = replace(
        JAZ,
        episode_dates=tuple(TODAY - timedelta(days=d) for d in days),
        strategy_asked=None if asked is None else TODAY - timedelta(days=asked),
    )
    found = reasons(facts)
    assert ("repeat_episodes" in found) == due
    if due:
        assert found["repeat_episodes"].words == f"Missing {len(days)} times in 30 days"


def test_the_trigger_is_a_setting() -> None:
    rules = load_rules({"rules": {"repeat_episodes": {"count": 2, "within_days": 90}}})
    facts = replace(JAZ, episode_dates=(TODAY, TODAY - timedelta(days=80)))
    assert reasons(facts, rules=rules)["repeat_episodes"].words == "Missing 2 times in 90 days"


@pytest.mark.parametrize(("hours", "due"), [(23, False), (24, True), (300, True)])
def test_a_draft_asks_to_be_finished(hours: int, due: bool) -> None:
    draft = DraftFact("d", "contact", NOW - timedelta(hours=hours))
    found = reasons(replace(JAZ, drafts=(draft,)))
    assert ("draft_unfinished" in found) == due
    if due:
        assert (found["draft_unfinished"].kind, found["draft_unfinished"].record) == (
            "contact",
            "d",
        )
