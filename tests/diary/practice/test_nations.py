"""Nation profiles say their terms and how sure they are."""

from __future__ import annotations

from typing import Any

import pytest

from diary.errors import InvalidEntry
from diary.practice.nations import CERTAINTY_WORDS, FIELDS, load_nations, nation


def test_the_four_nations_state_certainty_and_source_for_each_field() -> None:
    profiles = load_nations()
    assert set(profiles) == {"england", "scotland", "wales", "northern_ireland"}
    for profile in profiles.values():
        for field in FIELDS:
            stated = getattr(profile, field)
            assert stated.certainty in CERTAINTY_WORDS
            assert stated.certainty_words()
            if stated.certainty == "seen" and field.endswith("_hours"):
                assert stated.source


def test_the_terms() -> None:
    assert nation("england").complete_hours.value == 72
    assert nation("scotland").arrange_hours.value == 72
    assert nation("scotland").complete_hours.value == 7 * 24
    assert nation("northern_ireland").complete_hours.certainty == "unchecked"


def test_an_unknown_nation_falls_back_to_the_one_we_are_surest_of() -> None:
    assert nation("atlantis") is nation("england")


def test_a_setting_lies_over_the_profile_and_says_so() -> None:
    wales = load_nations({"wales": {"complete_hours": 48}})["wales"]
    assert wales.complete_hours.value == 48
    assert wales.complete_hours.certainty == "set_here"
    assert nation("wales").complete_hours.value == 72


@pytest.mark.parametrize(
    ("overrides", "field"),
    [
        ({"atlantis": {}}, "atlantis"),
        ({"wales": {"complete_hours": 0}}, "wales.complete_hours"),
        ({"wales": {"complete_hours": True}}, "wales.complete_hours"),
        ({"wales": {"complete_hours": "soon"}}, "wales.complete_hours"),
        ({"wales": {"basis": "whenever"}}, "wales.basis"),
        ({"wales": {"code": "x"}}, "wales.code"),
        ({"scotland": {"complete_hours": 24}}, "scotland.complete_hours"),
        ({"scotland": {"child_chooses": "yes"}}, "scotland.child_chooses"),
        ({"england": {"papers": 3}}, "england.papers"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(
    overrides: dict[str, dict[str, Any]], field: str
) -> None:
    with pytest.raises(InvalidEntry) as refused:
        load_nations(overrides)
    assert field in refused.value.fields
