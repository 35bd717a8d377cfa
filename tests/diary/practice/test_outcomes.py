"""What became of the conversation: computed, never easier to claim than the truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import When
from diary.practice.deadlines import ReturnClock, return_clock
from diary.practice.nations import load_nations, nation
from diary.practice.outcomes import (
    OUTCOMES,
    Offer,
    Outcome,
    is_arranged,
    last_decline,
    offers_words,
    outcome,
)
from diary.practice.spans import bounds

LONDON = "Europe/London"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def exact(*parts: int) -> When:
    return When.exact(datetime(*parts, tzinfo=UTC), LONDON)  # type: ignore[arg-type, misc]


def day(*parts: int) -> When:
    return When.on(date(*parts), LONDON)


def english(returned: When | None) -> ReturnClock:
    return return_clock(found=None, returned=returned, profile=nation("england"))


BACK = exact(2026, 11, 21, 2)
CLOCK = english(BACK)
NO_ANSWER = Offer(exact(2026, 11, 22, 12), "Sam", "phone", "no_answer")
SAID_NO = Offer(exact(2026, 11, 22, 14), "Sam", "phone", "declined")
SAID_YES = Offer(exact(2026, 11, 22, 16), "Sam", "in person", "accepted")


def test_held_in_time() -> None:
    result = outcome(CLOCK, [SAID_YES], exact(2026, 11, 23, 16), NOW)
    assert (result.code, result.words, result.certainty) == (
        "held_in_time",
        "Held in time",
        "certain",
    )
    assert result.hours_least == result.hours_most == timedelta(hours=62)
    assert result.held
    assert not result.open


def test_held_to_the_second_is_in_time_and_a_second_more_is_late() -> None:
    assert outcome(CLOCK, [], exact(2026, 11, 24, 2, 0, 0), NOW).code == "held_in_time"
    assert outcome(CLOCK, [], exact(2026, 11, 24, 2, 0, 1), NOW).code == "held_late"


def test_held_late_says_by_how_long() -> None:
    result = outcome(CLOCK, [], exact(2026, 11, 25, 5), NOW)
    assert result.code == "held_late"
    assert result.words == "Held late by 1 d 3 h"
    assert result.late_least == result.late_most == timedelta(hours=27)


def test_the_night_the_clocks_go_forward_does_not_make_it_late() -> None:
    clock = english(When.parse({"at": "2026-03-28T10:00+00:00", "zone": LONDON}))
    later = datetime(2026, 4, 2, tzinfo=UTC)
    held = When.parse({"at": "2026-03-31T11:00", "zone": LONDON})
    assert outcome(clock, [], held, later).code == "held_in_time"
    held = When.parse({"at": "2026-03-31T11:01", "zone": LONDON})
    assert outcome(clock, [], held, later).code == "held_late"


def test_held_before_the_formal_return() -> None:
    result = outcome(CLOCK, [], exact(2026, 11, 20, 23), NOW)
    assert result.code == "held_in_time"
    assert result.words == "Held in time, before the return"


def test_a_doubt_is_the_answer() -> None:
    result = outcome(english(day(2026, 11, 21)), [], exact(2026, 11, 24, 5), NOW)
    assert result.code == "held_unsure"
    assert result.words == "Held in time or up to 5 h late"
    assert result.certainty == "unsure"
    assert (result.late_least, result.late_most) == (timedelta(0), timedelta(hours=5))


def test_late_for_certain_though_by_how_long_is_not() -> None:
    result = outcome(english(day(2026, 11, 21)), [], exact(2026, 11, 25, 3), NOW)
    assert result.code == "held_late"
    assert result.words == "Held late by between 3 h and 1 d 3 h"


def test_about_is_said() -> None:
    result = outcome(CLOCK, [], When.about(datetime(2026, 11, 23, 16, tzinfo=UTC), LONDON), NOW)
    assert result.code == "held_in_time"
    assert result.certainty == "about"
    assert result.words == "Held in time, by times that are only about known"


@pytest.mark.parametrize(
    ("returned", "held"),
    [
        (None, exact(2026, 11, 22, 10)),
        (When.unknown(LONDON), exact(2026, 11, 22, 10)),
        (BACK, When.unknown(LONDON)),
    ],
)
def test_without_a_time_nobody_can_claim_in_time(returned: When | None, held: When) -> None:
    result = outcome(english(returned), [], held, NOW)
    assert result.code == "held_unsure"
    assert "can't be told" in result.words


def test_running_and_overdue() -> None:
    early = outcome(CLOCK, [], None, datetime(2026, 11, 23, 16, 40, tzinfo=UTC))
    assert (early.code, early.words, early.open) == ("running", "9 h 20 min left", True)
    late = outcome(CLOCK, [NO_ANSWER], None, datetime(2026, 11, 25, 5, tzinfo=UTC))
    assert (late.code, late.words) == ("overdue", "Overdue: late by 1 d 3 h")
    doubt = outcome(english(day(2026, 11, 21)), [], None, datetime(2026, 11, 24, 19, tzinfo=UTC))
    assert (doubt.code, doubt.certainty) == ("overdue", "unsure")
    assert doubt.words == "Overdue, or at most 5 h left"


def test_a_conversation_in_the_future_is_not_held() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert outcome(CLOCK, [SAID_YES], exact(2026, 11, 23, 16), now).code == "running"


def test_a_conversation_today_is_held_though_the_hour_is_not_written() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert outcome(CLOCK, [], day(2026, 11, 23), now).code == "held_in_time"


@pytest.mark.parametrize(
    ("offers", "ended", "code", "words"),
    [
        ([NO_ANSWER, SAID_NO], False, "declined", "Declined Sun 22 Nov, 14:00"),
        ([NO_ANSWER, SAID_NO], True, "declined", "Declined Sun 22 Nov, 14:00"),
        ([NO_ANSWER], True, "attempted", "Attempted, not held (1 offer, no answer)"),
        ([], True, "not_offered", "Not offered"),
        (
            [SAID_NO, SAID_YES],
            True,
            "attempted",
            "Attempted, not held (2 offers, the last: said yes)",
        ),
    ],
)
def test_without_a_conversation(offers: list[Offer], ended: bool, code: str, words: str) -> None:
    result = outcome(CLOCK, offers, None, NOW, ended=ended)
    assert (result.code, result.words) == (code, words)


def test_no_clock_says_why() -> None:
    result = outcome(english(When.unknown(LONDON)), [], None, NOW)
    assert result.code == "no_clock"
    assert result.words.startswith("No clock: the time is not known")


def test_a_refusal_stands_until_there_is_a_yes() -> None:
    assert last_decline([SAID_YES, SAID_NO]) is None
    assert last_decline([SAID_NO, NO_ANSWER]) == SAID_NO
    later = Offer(exact(2026, 11, 22, 18), answer="later")
    assert last_decline([SAID_NO, later]) is None
    assert is_arranged([SAID_YES, SAID_NO])
    assert not is_arranged([SAID_YES, later])


def test_offers_in_words() -> None:
    assert offers_words([]) == "not offered yet"
    assert offers_words([NO_ANSWER]) == "1 offer, no answer"
    assert offers_words([SAID_NO, NO_ANSWER]) == "2 offers, the last: said no"
    assert offers_words([Offer(BACK)]) == "1 offer, answer not recorded"


SCOTTISH = return_clock(found=None, returned=BACK, profile=nation("scotland"))


@pytest.mark.parametrize(
    ("offers", "held", "now", "arranged"),
    [
        ([SAID_YES], None, NOW, "in_time"),
        ([], None, datetime(2026, 11, 22, tzinfo=UTC), "waiting"),
        ([NO_ANSWER], None, NOW, "late"),
        ([Offer(exact(2026, 11, 25, 12), answer="accepted")], None, NOW, "late"),
        ([Offer(day(2026, 11, 24), answer="accepted")], None, NOW, "unsure"),
        ([Offer(When.unknown(LONDON), answer="accepted")], None, NOW, "unsure"),
        ([], exact(2026, 11, 23, 12), NOW, "in_time"),
    ],
)
def test_scotland_also_asks_when_it_was_arranged(
    offers: list[Offer], held: When | None, now: datetime, arranged: str
) -> None:
    assert outcome(SCOTTISH, offers, held, now).arranged == arranged
    assert outcome(CLOCK, offers, held, now).arranged == ""


def test_scotland_has_a_week() -> None:
    assert outcome(SCOTTISH, [SAID_YES], exact(2026, 11, 27, 12), NOW).code == "held_in_time"
    assert outcome(SCOTTISH, [SAID_YES], exact(2026, 11, 28, 12), NOW).code == "held_late"


# Times near one another, of every precision, over the night the clocks change.
_base = datetime(2026, 10, 23, tzinfo=UTC)
_at = st.integers(0, 60 * 24 * 9).map(lambda minutes: _base + timedelta(minutes=minutes))
_zones = st.sampled_from([LONDON, "America/New_York", "Asia/Kathmandu"])
_whens = st.one_of(
    st.builds(When.exact, _at, _zones),
    st.builds(When.about, _at, _zones),
    st.builds(When.on, _at.map(datetime.date), _zones),
    st.builds(When.unknown, _zones),
)
_offers = st.lists(
    st.builds(
        Offer,
        _whens,
        st.just("Sam"),
        st.just("phone"),
        st.sampled_from(["accepted", "declined", "no_answer", "later", ""]),
    ),
    max_size=5,
)
_clocks = st.builds(
    lambda found, returned, profile, basis: return_clock(
        found=found, returned=returned, profile=profile, basis=basis
    ),
    st.none() | _whens,
    st.none() | _whens,
    st.sampled_from(list(load_nations().values())),
    st.sampled_from(["returned", "found", None]),
)


@given(clock=_clocks, offers=_offers, held=st.none() | _whens, now=_at, ended=st.booleans())
def test_in_time_is_claimed_only_where_no_reading_of_the_times_makes_it_late(
    clock: ReturnClock, offers: Sequence[Offer], held: When | None, now: datetime, ended: bool
) -> None:
    result = outcome(clock, offers, held, now, ended=ended)
    span = bounds(held)
    assert result.code in OUTCOMES
    assert result.words
    if result.code == "held_in_time":
        assert span is not None
        assert clock.due_earliest is not None
        assert span[1] <= clock.due_earliest
    if span and clock.due_latest and clock.due_latest < span[0]:
        assert result.code != "held_in_time"
    if result.code == "held_late":
        assert span is not None
        assert clock.due_latest is not None
        assert span[0] > clock.due_latest
    if result.code == "running":
        assert clock.due_earliest is not None
        assert now <= clock.due_earliest
    if not result.held and clock.due_latest and now > clock.due_latest and not ended:
        assert result.code in {"overdue", "declined"}


@given(clock=_clocks, offers=_offers, held=st.none() | _whens, now=_at, data=st.data())
def test_the_order_in_which_offers_come_in_says_nothing(
    clock: ReturnClock, offers: list[Offer], held: When | None, now: datetime, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(offers))
    assert outcome(clock, offers, held, now) == outcome(clock, shuffled, held, now)
    assert offers_words(offers) == offers_words(shuffled)


@given(clock=_clocks, held=_at, later=st.integers(0, 5000))
def test_holding_it_later_is_never_better(clock: ReturnClock, held: datetime, later: int) -> None:
    now = _base + timedelta(days=40)
    order = ["held_in_time", "held_unsure", "held_late"]

    def result(at: datetime) -> Outcome:
        return outcome(clock, [], When.exact(at, LONDON), now)

    first, second = result(held), result(held + timedelta(minutes=later))
    assert order.index(first.code) <= order.index(second.code)
