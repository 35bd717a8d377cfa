"""Key moments, turning 18, and what is only for those who ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import When
from diary.ids import PersonId, RecordId
from diary.practice.ahead import birthday
from diary.practice.asking import Reason
from diary.practice.facts import Facts, MomentFact, PersonFacts
from diary.practice.reminders import due_list
from diary.practice.rules import Rules, load_rules
from diary.records.key_moment import KINDS

LONDON = "Europe/London"
RULES = load_rules()
LIGHT = load_rules(
    {"rules": {code: {"on": True} for code in ("anniversary", "birthday", "holiday")}}
)
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
TODAY = date(2026, 11, 23)
JAZ = PersonFacts(PersonId(RecordId("jaz")))


def on(days: int) -> When:
    return When.on(TODAY + timedelta(days=days), LONDON)


def reasons(facts: PersonFacts, now: datetime = NOW, rules: Rules = RULES) -> dict[str, Reason]:
    lines = due_list(Facts(people=(facts,)), rules, now)
    return {reason.code: reason for line in lines for reason in line.reasons}


def moment(kind: str, **changes: object) -> PersonFacts:
    return replace(JAZ, moments=(MomentFact("m", kind, **changes),))  # type: ignore[arg-type]


def test_after_a_move_they_are_seen_within_three_days() -> None:
    moved = moment("moving_home", actual=on(-2))
    reason = reasons(moved)["moment_moving_home"]
    assert reason.why == (
        "See them within 3 days, by Tue 24 Nov. Who did they lose by it? Draw a new map together."
    )
    assert (reason.kind, reason.record, reason.level) == ("key_moment", "m", "soon")
    # A call is not enough; being seen is.
    assert reasons(replace(moved, last_contact=NOW)) != {}
    assert reasons(replace(moved, last_seen=NOW)) == {}
    assert reasons(moment("moving_home", actual=on(-2), handled=True)) == {}


def test_late_is_said_without_blame() -> None:
    reason = reasons(moment("arrest", actual=on(-4)))["moment_arrest"]
    assert reason.level == "late"
    assert "it was to be by Fri 20 Nov" in reason.why


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("arrest", "Tue 24 Nov"),
        ("charge", "Tue 24 Nov"),
        ("custody", "Tue 24 Nov"),
        ("release", "Tue 24 Nov"),
        ("exclusion", "Mon 30 Nov"),
        ("school_change", "Mon 30 Nov"),
        ("reduced_timetable", "Mon 30 Nov"),
        ("into_care", "Thu 26 Nov"),
        ("something_newer", "Mon 30 Nov"),
    ],
)
def test_each_kind_has_its_term(kind: str, by: str) -> None:
    (reason,) = reasons(moment(kind, actual=on(0))).values()
    assert f"by {by}" in reason.why


def test_an_injury_is_today() -> None:
    (reason,) = reasons(moment("injury", actual=on(0))).values()
    assert reason.why == "Get in touch as soon as you can, today."
    assert reason.level == "now"


def test_an_ending_is_planned_ahead() -> None:
    ending = moment("ending", expected=on(30))
    (reason,) = reasons(ending).values()
    assert reason.why == (
        "Your work together ends Wed 23 Dec. Tell them first, plan the goodbye, write the handover."
    )
    assert reasons(moment("ending", expected=on(30), plan=True)) == {}
    assert reasons(moment("ending", expected=on(60))) == {}


def test_an_expected_day_that_has_passed_asks() -> None:
    (reason,) = reasons(moment("release", expected=on(-1), plan=True)).values()
    assert reason.why == "Expected Sun 22 Nov. Did it happen?"


def test_a_moment_dated_ahead_is_still_ahead() -> None:
    (reason,) = reasons(moment("release", actual=on(3))).values()
    assert reason.why.startswith("Comes out Thu 26 Nov.")


def test_a_moment_whose_day_nobody_knows_stays_until_it_is_handled() -> None:
    assert list(reasons(moment("bereavement", actual=When.unknown(LONDON)))) == [
        "moment_bereavement"
    ]


@pytest.mark.parametrize(
    ("before_18", "code"),
    [
        (183, None),
        (182, "seventeen_and_half"),
        (91, "seventeen_and_half"),
        (90, "eighteen_90"),
        (31, "eighteen_90"),
        (30, "eighteen_30"),
        (0, "eighteen_30"),
        (-1, None),
    ],
)
def test_turning_18(before_18: int, code: str | None) -> None:
    born = date(2009, 6, 1)
    noon = datetime(2027, 6, 1, 12, tzinfo=UTC) - timedelta(days=before_18)
    found = reasons(replace(JAZ, born=When.on(born, LONDON)), noon)
    assert list(found) == ([code] if code else [])


def test_17_and_a_half_rests_once_there_is_a_plan() -> None:
    facts = replace(JAZ, born=When.on(date(2009, 3, 1), LONDON))
    assert list(reasons(facts)) == ["seventeen_and_half"]
    assert reasons(replace(facts, transition_plan=True)) == {}


def test_a_date_of_birth_that_is_about_known_says_so() -> None:
    born = When.about(datetime(2009, 1, 3, 12, tzinfo=UTC), LONDON)
    assert reasons(replace(JAZ, born=born))["eighteen_90"].why.endswith(
        "The date of birth is only about known."
    )
    assert reasons(replace(JAZ, born=When.unknown(LONDON))) == {}


def test_born_on_a_leap_day() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)


@given(born=st.dates(date(1995, 1, 1), date(2015, 12, 31)), age=st.integers(0, 30))
def test_birthdays_come_once_a_year(born: date, age: int) -> None:
    assert 365 <= (birthday(born, age + 1) - birthday(born, age)).days <= 366


def test_light_reminders_only_for_those_who_ask() -> None:
    facts = replace(
        JAZ,
        born=When.on(date(2012, 11, 25), LONDON),
        moments=(
            MomentFact(
                "m",
                "bereavement",
                actual=When.on(date(2024, 11, 24), LONDON),
                handled=True,
                yearly=True,
                label="Nan died",
            ),
        ),
    )
    assert reasons(facts) == {}
    found = reasons(facts, rules=LIGHT)
    assert found["birthday"].words == "Birthday, in 2 days"
    assert found["anniversary"].words == "2 years on, tomorrow"
    assert found["anniversary"].why == "2 years ago: Nan died. A light word may be welcome."


def test_a_first_anniversary_is_a_year_later_not_the_day_itself() -> None:
    facts = moment("bereavement", actual=on(0), handled=True, yearly=True)
    assert reasons(facts, rules=LIGHT) == {}


@pytest.mark.parametrize(
    ("nation", "now", "words"),
    [
        ("england", datetime(2026, 12, 23, 12, tzinfo=UTC), "Holiday, in 2 days"),
        ("scotland", datetime(2026, 11, 30, 12, tzinfo=UTC), "Holiday, today"),
        ("england", datetime(2026, 11, 30, 12, tzinfo=UTC), None),
        ("northern_ireland", datetime(2026, 3, 16, 12, tzinfo=UTC), "Holiday, tomorrow"),
        ("wales", datetime(2026, 12, 30, 12, tzinfo=UTC), "Holiday, in 2 days"),
    ],
)
def test_bank_holidays_of_their_nation(nation: str, now: datetime, words: str | None) -> None:
    reason = reasons(replace(JAZ, nation=nation), now, LIGHT).get("holiday")
    assert (reason and reason.words) == words


def test_every_kind_of_key_moment_that_can_be_written_has_a_rule_of_its_own() -> None:
    assert {f"moment_{kind}" for kind in KINDS} <= set(RULES.rules)
