"""Contact: when it counts as having seen them, how it reads in a list, and what it can't say."""

from __future__ import annotations

from typing import Any

import pytest

from diary.records.contact import (
    CONTACT,
    counts_as_contact,
    is_missed,
    resets_last_seen,
    took_place,
)
from tests.diary.records.conftest import Reasons

WITH = {"with_or_about": "with"}


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({"kind": "met", **WITH}, True),
        ({"kind": "session", **WITH}, True),
        ({"kind": "visit", **WITH, "seen": "yes"}, True),
        ({"kind": "met", "with_or_about": "about"}, False),
        ({"kind": "met"}, False),
        ({"kind": "phone", **WITH}, False),
        ({"kind": "video", **WITH}, False),
        ({"kind": "met", **WITH, "seen": "no"}, False),
        ({"kind": "met", **WITH, "went": "missed"}, False),
        ({"kind": "did_not_happen", **WITH}, False),
        ({}, False),
    ],
)
def test_only_in_person_with_them_resets_last_seen(values: dict[str, Any], seen: bool) -> None:
    assert resets_last_seen(values) is seen


def test_a_call_is_contact_but_not_being_seen() -> None:
    call = {"kind": "phone", **WITH}
    assert counts_as_contact(call)
    assert not is_missed(call)
    assert not counts_as_contact({"kind": "phone", "with_or_about": "about"})


@pytest.mark.parametrize("went", ["missed", "declined", "called_off"])
def test_what_did_not_come_about_is_missed(went: str) -> None:
    values = {"kind": "met", **WITH, "went": went}
    assert not took_place(values)
    assert is_missed(values)
    assert not is_missed({**values, "with_or_about": "about"})


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"kind": "met", "place": "the skate park"}, "Met at the skate park"),
        ({"kind": "met", "place": "in the park"}, "Met in the park"),
        ({"kind": "phone", "place": "the office"}, "Phone"),
        ({"kind": "phone", "with_or_about": "about"}, "Phone, about them"),
        ({"kind": "session", "activity": "Boxing pads"}, "Session: Boxing pads"),
        ({"kind": "did_not_happen", "place": "the café"}, "Did not meet"),
        ({"kind": "phone", "went": "missed"}, "Tried to phone"),
        ({"kind": "carrier_pigeon"}, "Contact"),
    ],
)
def test_titles(values: dict[str, Any], title: str) -> None:
    assert CONTACT.title(values) == title


def test_meta_says_how_long_and_whether_alone() -> None:
    text = CONTACT.entry_text({"kind": "met", "minutes": 50, "seen_alone": "yes"})
    assert text.meta == "50 min · seen alone"
    assert CONTACT.entry_text({"kind": "met"}).meta == ""


def test_the_quick_log_needs_a_kind_and_nothing_else(reasons: Reasons) -> None:
    assert reasons(CONTACT, kind="did_not_happen") == {}
    assert set(reasons(CONTACT, note="We talked.")) == {"kind"}


def test_nobody_was_seen_at_what_did_not_happen(reasons: Reasons) -> None:
    assert set(reasons(CONTACT, kind="did_not_happen", seen="yes")) == {"seen"}
    assert set(reasons(CONTACT, kind="met", seen="no", seen_alone="yes")) == {"seen_alone"}


def test_the_next_time_is_not_before_this_one(reasons: Reasons) -> None:
    assert set(reasons(CONTACT, kind="met", at="2026-11-21T14:00", next_at="2026-11-20")) == {
        "next_at"
    }
    assert reasons(CONTACT, kind="met", at="2026-11-21T14:00", next_at="2026-11-21") == {}


def test_a_length_is_not_negative(reasons: Reasons) -> None:
    assert set(reasons(CONTACT, kind="met", minutes=-5)) == {"minutes"}


def test_every_wrong_field_is_named_at_once(reasons: Reasons) -> None:
    assert set(reasons(CONTACT, kind="teleport", minutes="long", went="planned")) == {
        "kind",
        "minutes",
    }
