"""Promise: open until someone says otherwise, overdue only when its time has surely gone by."""

from __future__ import annotations

from datetime import UTC, datetime

from diary.records.promise import PROMISE, is_open, is_overdue, promise_state
from tests.diary.records.conftest import Reasons

DUE = {"at": "2026-11-25", "precision": "day", "zone": "Europe/London"}


def test_a_promise_is_open_until_it_is_settled() -> None:
    assert promise_state({}) == "open"
    assert is_open({"state": "open"})
    for state in ("kept", "late", "changed", "not_kept"):
        assert not is_open({"state": state})


def test_a_day_has_gone_by_when_it_is_over() -> None:
    evening, next_day = (
        datetime(2026, 11, 25, 23, 0, tzinfo=UTC),
        datetime(2026, 11, 26, 0, 0, tzinfo=UTC),
    )
    assert not is_overdue({"due": DUE}, evening)
    assert is_overdue({"due": DUE}, next_day)
    assert not is_overdue({"due": DUE, "state": "changed"}, next_day)
    assert not is_overdue({}, next_day)


def test_it_reads_as_what_was_promised() -> None:
    shown = PROMISE.entry_text({"what": "bring the boxing form", "state": "kept"})
    assert (shown.title, shown.meta) == ("Promise: bring the boxing form", "kept")


def test_not_due_before_it_was_made(reasons: Reasons) -> None:
    values = {"what": "x", "made": "2026-11-24"}
    assert set(reasons(PROMISE, **values, due="2026-11-23")) == {"due"}
    assert set(reasons(PROMISE, **values, settled_at="2026-11-23")) == {"settled_at"}
    assert reasons(PROMISE, **values, due="2026-11-24") == {}


def test_a_promise_may_be_changed_without_saying_to_what(reasons: Reasons) -> None:
    assert reasons(PROMISE, what="x", state="changed") == {}
