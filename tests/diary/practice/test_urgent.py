"""Concerns, missing children and return clocks, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from diary.clock import When
from diary.ids import PersonId, RecordId
from diary.practice.asking import Reason
from diary.practice.deadlines import return_clock
from diary.practice.facts import ConcernFact, EpisodeFact, Facts, PersonFacts, ReturnFact
from diary.practice.nations import nation
from diary.practice.outcomes import Offer
from diary.practice.reminders import due_list
from diary.practice.rules import load_rules

LONDON = "Europe/London"
RULES = load_rules()
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
JAZ = PersonFacts(PersonId(RecordId("jaz")))
BACK = When.exact(datetime(2026, 11, 21, 2, tzinfo=UTC), LONDON)
FOUND = When.exact(datetime(2026, 11, 20, 23, tzinfo=UTC), LONDON)


def exact(day: int, hour: int, minute: int = 0) -> When:
    return When.exact(datetime(2026, 11, day, hour, minute, tzinfo=UTC), LONDON)


def reasons(facts: PersonFacts, now: datetime = NOW) -> dict[str, Reason]:
    lines = due_list(Facts(people=(facts,)), RULES, now, quiet=False)
    return {reason.code: reason for line in lines for reason in line.reasons}


def going_back(**changes: object) -> PersonFacts:
    clock = return_clock(found=FOUND, returned=BACK, profile=nation("england"))
    return replace(JAZ, returns=(replace(ReturnFact("r1", clock), **changes),))  # type: ignore[arg-type]


EPISODE = EpisodeFact("e1", opened_at=datetime(2026, 11, 23, 12, tzinfo=UTC))


def away(**changes: object) -> PersonFacts:
    return replace(JAZ, missing=(replace(EPISODE, **changes),))  # type: ignore[arg-type]


def test_a_concern_that_was_passed_on_is_quiet() -> None:
    saved = NOW - timedelta(days=1)
    assert reasons(replace(JAZ, concerns=(ConcernFact("c", saved, told=True),))) == {}


def test_an_episode_just_opened_asks_who_is_told_and_when_to_look_again() -> None:
    found = reasons(away())
    assert list(found) == [
        "missing_now",
        "missing_police",
        "missing_look_again",
        "missing_authority",
        "missing_parent",
        "missing_pack",
    ]
    assert found["missing_now"].words == "Missing now"
    assert found["missing_now"].why == (
        "Last seen at a time not known · police not told yet · look again now"
    )
    assert found["missing_look_again"].why == (
        "Agreed to look again every 4 h; that was due Mon 23 Nov, 16:00."
    )
    assert not any(reason.silenceable for reason in found.values())


@pytest.mark.parametrize(
    ("hours", "looked_at", "clock"),
    [
        (None, None, "look again now"),
        (2.5, None, "look again now"),
        (6, None, "look again at 18:00"),
        (4, datetime(2026, 11, 23, 12, 40, tzinfo=UTC), "look again now"),
        (None, datetime(2026, 11, 23, 14, 30, tzinfo=UTC), "look again at 18:30"),
        (12, datetime(2026, 11, 23, 14, 30, tzinfo=UTC), "look again at Tue 24 Nov, 02:30"),
    ],
)
def test_looking_again(hours: float | None, looked_at: datetime | None, clock: str) -> None:
    found = reasons(away(review_hours=hours, looked_at=looked_at))
    assert found["missing_now"].clock == clock
    assert ("missing_look_again" in found) == (clock == "look again now")


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (exact(23, 2, 30), "Missing 14 h"),
        (exact(23, 16), "Missing 40 min"),
        (When.about(datetime(2026, 11, 23, 2, tzinfo=UTC), LONDON), "Missing about 14 h"),
        (When.on(date(2026, 11, 22), LONDON), "Missing since Sun 22 Nov"),
        (When.unknown(LONDON), "Missing now"),
        (exact(23, 18), "Missing less than 1 min"),
    ],
)
def test_how_long_missing(seen: When, words: str) -> None:
    assert reasons(away(last_seen=seen))["missing_now"].words == words


def test_what_the_police_said() -> None:
    told = away(police_told=True, police_at=exact(22, 23), last_seen=exact(23, 2), grade="very_low")
    assert "police told Sun 22 Nov, 23:00, grade very low" in reasons(told)["missing_now"].why
    told = away(police_told=True)
    assert "police told, grade not recorded" in reasons(told)["missing_now"].why


@pytest.mark.parametrize(
    ("hours_in", "level"), [(1, "calm"), (50, "soon"), (58, "now"), (71, "now"), (73, "late")]
)
def test_the_clock_escalates(hours_in: int, level: str) -> None:
    now = datetime(2026, 11, 21, 2, tzinfo=UTC) + timedelta(hours=hours_in)
    (reason,) = reasons(going_back(), now).values()
    assert reason.level == level
    assert reason.group == "running_clock"
    assert ("daytime" in reason.why) == (level in {"soon", "now"})


def test_the_nearest_end_comes_first() -> None:
    later = return_clock(found=None, returned=exact(22, 2), profile=nation("england"))
    facts = replace(JAZ, returns=(ReturnFact("later", later), going_back().returns[0]))
    (line,) = due_list(Facts(people=(facts,)), RULES, NOW)
    assert [reason.record for reason in line.reasons] == ["r1", "later"]
    assert line.clock == "9 h 20 min left"


def test_held_or_ended_is_quiet() -> None:
    assert reasons(going_back(held=exact(23, 12))) == {}
    assert reasons(going_back(ended=True)) == {}
    said_no = (Offer(exact(21, 12), answer="declined"),)
    assert reasons(going_back(ended=True, offers=said_no)) == {}


def test_after_a_no_it_is_offered_again() -> None:
    said_no = (Offer(exact(22, 12), answer="declined"),)
    found = reasons(going_back(offers=said_no))
    assert list(found) == ["return_second_offer", "return_ask_carers", "return_review_reason"]
    assert found["return_second_offer"].titled("Jaz") == "Offer Jaz a conversation again"
    assert found["return_second_offer"].why.startswith(
        "They said no Sun 22 Nov, 12:00; 9 h 20 min left. People change their minds"
    )
    found = reasons(going_back(offers=said_no, carers_asked=True, reason_reviewed=True))
    assert list(found) == ["return_second_offer"]
    # Not within the same day: they are left in peace.
    assert reasons(going_back(offers=(Offer(exact(23, 12), answer="declined"),))) == {}
    # A yes, or "another time", and the clock speaks again.
    anew = (*said_no, Offer(exact(23, 12), answer="later"))
    assert list(reasons(going_back(offers=anew))) == ["return_running"]


def test_found_but_not_yet_back_is_offered_now() -> None:
    waiting = return_clock(found=FOUND, returned=None, profile=nation("england"))
    facts = replace(JAZ, returns=(ReturnFact("e1", waiting, kind="missing_episode"),))
    (reason,) = reasons(facts).values()
    assert reason.code == "return_offer"
    assert reason.why.startswith("Found, not yet back")
    assert reason.kind == "missing_episode"


def test_no_clock_is_said_and_nobody_back_is_no_reminder() -> None:
    def facts(returned: When | None) -> PersonFacts:
        clock = return_clock(found=None, returned=returned, profile=nation("england"))
        return replace(JAZ, returns=(ReturnFact("r1", clock),))

    assert reasons(facts(When.unknown(LONDON)))["return_no_clock"].words == "No clock"
    assert reasons(facts(None)) == {}


def test_scotland_arranges_first() -> None:
    clock = return_clock(found=FOUND, returned=BACK, profile=nation("scotland"))
    facts = replace(JAZ, returns=(ReturnFact("r1", clock),))
    (reason,) = reasons(facts).values()
    assert reason.titled("Jaz") == "Return discussion with Jaz"
    assert reason.words == "9 h 20 min left to arrange it"
    assert reason.why.startswith("To be arranged by Tue 24 Nov, 02:00. Ends Sat 28 Nov, 02:00;")
    arranged = replace(facts.returns[0], offers=(Offer(exact(22, 12), answer="accepted"),))
    (reason,) = reasons(replace(JAZ, returns=(arranged,))).values()
    assert reason.words == "105 h 20 min left"
