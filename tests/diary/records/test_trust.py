"""Trust: evidence in words, never a number and never a height."""

from __future__ import annotations

import pytest

from diary.records.trust import TRUST
from tests.diary.records.conftest import Reasons


def test_there_is_no_number_to_add_up() -> None:
    assert not [s.name for s in TRUST.fields.values() if s.type == "number"]
    assert TRUST.fields["direction"].hold == "latest", "a direction has no rank"


def test_something_has_to_be_written(reasons: Reasons) -> None:
    assert set(reasons(TRUST, at="2026-11-24")) == {"child_did"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("child_did", ["came_back"]),
        ("direction", "repairing"),
        ("i_did", "Waited."),
        ("words", "You came."),
        ("their_scale", "Three stars"),
        ("noticed", "Sat nearer than last week."),
    ],
)
def test_any_one_thing_is_enough(reasons: Reasons, name: str, value: object) -> None:
    assert reasons(TRUST, **{name: value}) == {}


def test_titles() -> None:
    assert TRUST.title({"child_did": ["told_something_hard"]}) == "Trust: told me something hard"
    assert TRUST.title({"direction": "ruptured"}) == "Trust: ruptured"
    assert TRUST.title({"words": "ok"}) == "Trust: their own view"
    both = {"child_did": ["came_back"], "direction": "repairing"}
    assert TRUST.entry_text(both).meta == "repairing"


def test_a_title_keeps_the_i_of_the_worker() -> None:
    values = {"child_did": ["checked_i_stay"]}
    assert TRUST.title(values) == "Trust: checked whether I would stay"
