"""Goal: their hope in their words, and how far its steps have come."""

from __future__ import annotations

from diary.records.goal import GOAL, is_open, steps_done
from tests.diary.records.conftest import Reasons


def test_steps_that_were_let_go_do_not_count_against_them() -> None:
    steps = [{"state": "done"}, {"state": "open"}, {}, {"state": "dropped"}, {"state": "changed"}]
    assert steps_done({"steps": steps}) == (1, 3)
    assert GOAL.entry_text({"hope": "x", "steps": steps}).meta == "1 of 3 steps"


def test_where_it_stands() -> None:
    assert is_open({})
    assert is_open({"stands": "resting"})
    assert not is_open({"stands": "reached"})
    assert GOAL.entry_text({"stands": "getting_there"}).meta == "getting there"


def test_a_long_hope_is_cut_in_lists_only() -> None:
    hope = "I want " + "to box " * 30
    assert GOAL.title({"hope": hope}).endswith("…")
    assert GOAL.clean({"hope": hope})["hope"] == hope


def test_not_reached_before_it_began(reasons: Reasons) -> None:
    wrong = reasons(GOAL, hope="x", since="2026-11-24", reached_at="2026-11-01")
    assert set(wrong) == {"reached_at"}
