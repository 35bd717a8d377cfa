"""Meeting: what was decided, and a next one that is not before it."""

from __future__ import annotations

from diary.records.meeting import MEETING
from tests.diary.records.conftest import Reasons


def test_the_next_one_is_not_before_it(reasons: Reasons) -> None:
    wrong = reasons(MEETING, kind="review", at="2026-11-24", next_at="2026-11-20")
    assert set(wrong) == {"next_at"}


def test_a_decision_needs_its_words_but_not_a_date(reasons: Reasons) -> None:
    assert (
        reasons(MEETING, kind="strategy", decisions=[{"decision": "Look at the bus route."}]) == {}
    )
    assert set(reasons(MEETING, kind="strategy", decisions=[{"who": "Dee"}])) == {"decisions"}


def test_it_reads_as_its_kind() -> None:
    shown = MEETING.entry_text({"kind": "strategy", "decisions": [{"decision": "x"}]})
    assert (shown.title, shown.meta) == ("Strategy meeting", "1 decision")
