"""Concern: it is not passed on until someone who must act has it, and the list says so."""

from __future__ import annotations

from typing import Any

import pytest

from diary.records.concern import CONCERN, first_told, in_danger, passed_on
from tests.diary.records.conftest import Reasons

LEAD = {"role": "safeguarding_lead"}


@pytest.mark.parametrize(
    ("told", "done"),
    [
        ([], False),
        ([{"at": "2026-11-21"}], False),
        ([{"to": "Dee"}], True),
        ([LEAD], True),
        ([{**LEAD, "reached": "no"}], False),
        ([{**LEAD, "reached": "no"}, {"role": "police"}], True),
        ([{"role": "parent_carer", "to": "A carer"}], False),
        ([{"role": "parent_carer"}, LEAD], True),
    ],
)
def test_passed_on(told: list[dict[str, Any]], done: bool) -> None:
    assert passed_on({"told": told}) is done


def test_an_empty_concern_is_not_passed_on() -> None:
    assert not passed_on({})
    assert CONCERN.title({}) == "Concern, not passed on yet"


def test_the_list_says_who_has_it() -> None:
    values = {
        "words": "x",
        "told": [LEAD, {"to": "Duty desk"}, {"role": "police", "reached": "no"}],
    }
    assert CONCERN.title(values) == "Concern"
    assert CONCERN.entry_text(values).meta == "told Safeguarding lead, Duty desk"


def test_words_or_signs_are_needed(reasons: Reasons) -> None:
    assert set(reasons(CONCERN, danger="yes", question="Are you safe?")) == {"words"}
    assert reasons(CONCERN, words="He won't let me out.") == {}
    assert reasons(CONCERN, signs="A bruise on the left arm.") == {}


def test_nobody_was_told_before_it_came_up(reasons: Reasons) -> None:
    told = [{**LEAD, "at": "2026-11-19"}]
    assert set(reasons(CONCERN, signs="x", at="2026-11-20T10:00", told=told)) == {"told"}
    told = [{**LEAD, "at": "2026-11-20"}]
    assert reasons(CONCERN, signs="x", at="2026-11-20T10:00", told=told) == {}


def test_first_told_leaves_out_those_not_reached() -> None:
    zone = {"zone": "Europe/London", "precision": "exact"}
    early, late = "2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"
    values = {
        "told": [
            {**LEAD, "reached": "no", "at": {"at": early, **zone}},
            {**LEAD, "reached": "yes", "at": {"at": late, **zone}},
        ]
    }
    first = first_told(values)
    assert first is not None
    assert first.to_map()["at"] == late


def test_not_sure_whether_in_danger_counts_as_danger() -> None:
    assert in_danger({"danger": "unsure"})
    assert in_danger({"danger": "yes"})
    assert not in_danger({"danger": "no"})
    assert not in_danger({})


def test_of_two_answers_about_danger_the_more_serious_stands() -> None:
    rank = CONCERN.hold("danger")
    assert rank is not None
    assert rank("yes") > rank("unsure") > rank("no")
