"""The reminder rules: every row of the practice table is there, and settings are checked."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from diary.errors import InvalidEntry
from diary.practice.rules import GROUPS, load_rules

RULES = load_rules()
TABLE = {
    "missing_police",
    "missing_authority",
    "missing_parent",
    "missing_pack",
    "missing_look_again",
    "return_running",
    "return_overdue",
    "return_second_offer",
    "return_ask_carers",
    "return_review_reason",
    "repeat_episodes",
    "moment_moving_home",
    "moment_into_care",
    "moment_back_home",
    "moment_leaving_care",
    "seventeen_and_half",
    "eighteen_90",
    "eighteen_30",
    "moment_exclusion",
    "moment_school_change",
    "moment_reduced_timetable",
    "moment_arrest",
    "moment_charge",
    "moment_custody",
    "moment_release",
    "moment_injury",
    "moment_bereavement",
    "moment_parent_prison",
    "moment_parent_hospital",
    "moment_domestic_incident",
    "moment_birth",
    "anniversary",
    "moment_worker_change",
    "moment_worker_leave",
    "moment_ending",
    "silence",
    "missed_meetings",
    "holiday",
    "birthday",
    "draft_unfinished",
}


def test_every_row_of_the_table_has_its_rule() -> None:
    assert set(RULES.rules) >= TABLE


def test_the_defaults() -> None:
    assert (RULES.quiet_from, RULES.quiet_until) == (time(21), time(7))
    assert (RULES.day_from, RULES.day_until) == (time(8), time(20))
    assert RULES.rules["missing_look_again"].after_hours == 4
    assert RULES.rules["draft_unfinished"].after_hours == 24
    repeat = RULES.rules["repeat_episodes"]
    assert (repeat.count, repeat.within_days) == (3, 30)
    assert [RULES.rules[f"eighteen_{n}"].before_days for n in (90, 30)] == [90, 30]


def test_only_what_is_light_must_be_asked_for() -> None:
    opt_in = {code for code, rule in RULES.rules.items() if rule.opt_in}
    assert opt_in == {"anniversary", "birthday", "holiday"}
    assert all(RULES.get(code) is None for code in opt_in)


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.code)
def test_each_rule_says_what_why_and_what_to_do(rule: Any) -> None:
    assert rule.words
    assert rule.why
    assert rule.action
    assert rule.group in GROUPS
    assert rule.silenceable == (rule.group in {"running_clock", "rest"})
    # The words never call a child a case, nor tell that they failed.
    said = f" {rule.title} {rule.words} {rule.why} {rule.ahead} ".lower()
    for blame in ("the case", "failed", "refus", "absc", "did not attend", " dna ", "engage"):
        assert blame not in said


def test_settings_lie_over_the_defaults() -> None:
    rules = load_rules(
        {
            "quiet_from": "22:30",
            "rules": {"silence": {"on": False}, "draft_unfinished": {"after_hours": 48}},
        }
    )
    assert rules.quiet_from == time(22, 30)
    assert rules.get("silence") is None
    assert rules.rules["draft_unfinished"].after_hours == 48
    assert load_rules().get("silence") is not None


def test_a_rule_says_what_can_be_changed() -> None:
    assert RULES.rules["silence"].editable == ("on", "after_days", "words", "why")
    assert "on" not in RULES.rules["missing_now"].editable


@pytest.mark.parametrize(
    ("overrides", "field"),
    [
        ({"rules": {"concern_not_passed_on": {"on": False}}}, "concern_not_passed_on.on"),
        ({"rules": {"missing_now": {"on": False}}}, "missing_now.on"),
        ({"rules": {"silence": {"after_days": -1}}}, "silence.after_days"),
        ({"rules": {"silence": {"after_days": True}}}, "silence.after_days"),
        ({"rules": {"silence": {"after_hours": 3}}}, "silence.after_hours"),
        ({"rules": {"silence": {"on": "no"}}}, "silence.on"),
        ({"rules": {"silence": {"words": "  "}}}, "silence.words"),
        ({"rules": {"silence": {"why": "x" * 300}}}, "silence.why"),
        ({"rules": {"silence": {"group": "missing_now"}}}, "silence.group"),
        ({"rules": {"repeat_episodes": {"count": 0}}}, "repeat_episodes.count"),
        ({"rules": {"nagging": {}}}, "nagging"),
        ({"rules": 3}, "rules"),
        ({"quiet_from": "late"}, "quiet_from"),
        ({"quiet_on": "yes"}, "quiet_on"),
        ({"day_until": "07:00"}, "day_until"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(
    overrides: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEntry) as refused:
        load_rules(overrides)
    assert field in refused.value.fields


def test_quiet_hours_run_over_midnight() -> None:
    quiet = {hour for hour in range(24) if RULES.is_quiet(time(hour))}
    assert quiet == {21, 22, 23, 0, 1, 2, 3, 4, 5, 6}
    midday = load_rules({"quiet_from": "12:00", "quiet_until": "14:00"})
    assert {hour for hour in range(24) if midday.is_quiet(time(hour))} == {12, 13}
    assert not load_rules({"quiet_on": False}).is_quiet(time(3))


def test_words_keep_to_what_can_be_filled_in() -> None:
    kept = load_rules({"rules": {"repeat_episodes": {"words": "Away {times}, {name}"}}})
    assert kept.rules["repeat_episodes"].words == "Away {times}, {name}"
    with pytest.raises(InvalidEntry) as refused:
        load_rules({"rules": {"repeat_episodes": {"words": "Away {tmies}"}}})
    assert "{tmies}" in refused.value.fields["repeat_episodes.words"]
    assert "{times}" in refused.value.fields["repeat_episodes.words"]
