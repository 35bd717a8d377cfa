"""Return conversation: what it tells the clock, its lines in order, "not asked" apart from "did not
want to say", and that no answer on the form claims that it was in time."""

from __future__ import annotations

from typing import Any

import pytest

from diary.records.return_conversation import (
    RETURN_CONVERSATION,
    asked,
    did_not_want_to_say,
    interviewer_needs_thought,
    lines_in_order,
    next_order,
    not_asked,
    offers_in_order,
    outcome_facts,
)
from tests.diary.records.conftest import Reasons


def at(moment: str) -> dict[str, str]:
    return {"at": f"{moment}:00Z", "precision": "exact", "zone": "Europe/London"}


NO = {"id": "no", "at": at("2026-11-21T10:00"), "answer": "declined"}
YES = {"id": "yes", "at": at("2026-11-22T10:00"), "answer": "accepted"}
UNDATED = {"id": "undated", "answer": "no_answer"}


def test_nothing_is_needed_to_begin(reasons: Reasons) -> None:
    assert reasons(RETURN_CONVERSATION) == {}
    assert reasons(RETURN_CONVERSATION, outcome="declined") == {}


def test_no_answer_on_the_form_claims_that_it_was_in_time() -> None:
    for spec in RETURN_CONVERSATION.fields.values():
        offered = [spec.label, *(c.words for c in spec.choices)]
        assert not [w for w in offered if "72" in w or "in time" in w.lower()], spec.name


def test_facts_of_an_empty_record() -> None:
    facts = outcome_facts({})
    assert not facts.offered
    assert not facts.under_way
    assert not facts.ended
    assert facts.held is None
    assert facts.last_answer == ""


def test_facts_of_a_no_and_then_a_yes() -> None:
    facts = outcome_facts({"offers": [YES, UNDATED, NO], "start_at": at("2026-11-22T16:00")})
    assert facts.offered
    assert facts.first_offer is not None
    assert facts.first_offer.to_map() == NO["at"]
    assert facts.declined is not None
    assert facts.declined.to_map() == NO["at"]
    assert facts.held is not None
    assert facts.under_way


@pytest.mark.parametrize("outcome", ["declined", "not_held"])
def test_what_was_not_held_is_never_held(outcome: str) -> None:
    facts = outcome_facts({"offers": [NO], "outcome": outcome, "start_at": at("2026-11-22T16:00")})
    assert facts.held is None
    assert facts.ended
    assert not facts.under_way


def test_held_without_a_time_stays_without_a_time(reasons: Reasons) -> None:
    assert reasons(RETURN_CONVERSATION, outcome="held") == {}
    assert outcome_facts({"outcome": "held"}).held is None


def test_offers_stand_by_time_and_none_is_lost() -> None:
    ordered = offers_in_order({"offers": [UNDATED, YES, NO]})
    assert [o["id"] for o in ordered] == ["no", "yes", "undated"]


def lines(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"lines": list(parts)}


def test_lines_stand_in_the_order_they_came() -> None:
    values = lines({"order": 3, "text": "c"}, {"order": 1, "text": "a"}, {"order": 2, "text": "b"})
    assert [line["text"] for line in lines_in_order(values)] == ["a", "b", "c"]
    assert next_order(values) == 4
    assert next_order({}) == 1


def test_the_list_shows_what_they_said_not_what_was_asked() -> None:
    values = lines(
        {"order": 1, "who": "asked", "text": "What was going on?"},
        {"order": 2, "who": "child", "text": "Everyone was arguing."},
    )
    assert RETURN_CONVERSATION.entry_text(values).words == "Everyone was arguing."


def test_what_they_said_is_kept_to_the_letter() -> None:
    words = "  I dunno  …\nhe said *stay* <early>"
    kept = RETURN_CONVERSATION.clean(lines({"id": "a", "text": words}))
    assert kept["lines"][0]["text"] == words


def test_not_asked_stands_apart_from_not_wanting_to_say() -> None:
    values = {
        "asked_away": "did_not_want_to_say",
        **lines(
            {"order": 1, "section": "before", "text": "x"}, {"section": "unsorted", "text": "y"}
        ),
    }
    assert asked(values, "before") == "asked"
    assert did_not_want_to_say(values) == ("away",)
    assert not_asked(values) == ("back", "health", "safe")


def test_someone_who_cares_for_them_is_flagged_unless_they_chose() -> None:
    assert interviewer_needs_thought({"provides_care": "yes"})
    assert interviewer_needs_thought({"independent": "no", "their_choice": "unsure"})
    assert not interviewer_needs_thought({"provides_care": "yes", "their_choice": "yes"})
    assert not interviewer_needs_thought({"independent": "yes"})


def test_impossible_times_are_named(reasons: Reasons) -> None:
    late, early = at("2026-11-22T16:00"), at("2026-11-22T15:00")
    assert set(reasons(RETURN_CONVERSATION, start_at=late, end_at=early)) == {"end_at"}
    assert set(reasons(RETURN_CONVERSATION, start_at=late, finished_at=early)) == {"finished_at"}
    offer = {"at": late, "next_at": early}
    assert set(reasons(RETURN_CONVERSATION, offers=[offer])) == {"offers"}


def test_what_was_offered_was_not_not_offered(reasons: Reasons) -> None:
    wrong = reasons(RETURN_CONVERSATION, offers=[NO], outcome="not_offered")
    assert set(wrong) == {"outcome"}


def test_titles() -> None:
    title = RETURN_CONVERSATION.title
    assert title({}) == "Return conversation"
    assert title({"nation": "scotland"}) == "Return discussion"
    assert title({"outcome": "declined"}) == "Return conversation, they said no"
    assert title({"outcome": "held"}) == "Return conversation"
    meta = RETURN_CONVERSATION.entry_text(
        {"offers": [NO, YES], "start_at": at("2026-11-22T16:00")}
    ).meta
    assert meta == "2 offers · under way"
