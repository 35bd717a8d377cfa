"""Action: open until done, and overdue only when its time has surely gone by."""

from __future__ import annotations

from datetime import UTC, datetime

from diary.records.action import ACTION, is_open, is_overdue
from tests.diary.records.conftest import Reasons

DUE = {"at": "2026-11-25T10:00:00Z", "precision": "exact", "zone": "Europe/London"}


def test_open_until_done() -> None:
    assert is_open({})
    assert not is_open({"state": "done"})
    assert not is_open({"state": "dropped"})


def test_overdue() -> None:
    assert is_overdue({"due": DUE}, datetime(2026, 11, 25, 10, 1, tzinfo=UTC))
    assert not is_overdue({"due": DUE}, datetime(2026, 11, 25, 9, 59, tzinfo=UTC))
    assert not is_overdue({"due": DUE, "state": "done"}, datetime(2026, 12, 1, tzinfo=UTC))


def test_not_done_before_it_was_agreed(reasons: Reasons) -> None:
    assert set(reasons(ACTION, what="x", agreed_at="2026-11-24", done_at="2026-11-23")) == {
        "done_at"
    }
    assert reasons(ACTION, what="x", agreed_at="2026-11-24", due="2026-11-24") == {}


def test_it_reads_as_what_is_to_be_done() -> None:
    shown = ACTION.entry_text({"what": "ring the school"})
    assert (shown.title, shown.meta) == ("Action: ring the school", "to do")
