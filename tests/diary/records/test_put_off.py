"""Put off: until when and why, or dealt with; never without a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from diary.records.put_off import PUT_OFF, is_quiet
from tests.diary.records.conftest import Reasons

UNTIL = datetime(2026, 11, 25, 9, tzinfo=UTC)
VALUES = {"until": {"at": "2026-11-25T09:00:00Z", "precision": "exact", "zone": "Europe/London"}}


def test_it_rests_until_its_time() -> None:
    assert is_quiet(VALUES, UNTIL - timedelta(seconds=1))
    assert not is_quiet(VALUES, UNTIL)
    assert is_quiet({"done": True}, UNTIL)
    assert not is_quiet({}, UNTIL)


def test_a_reason_and_an_end_are_needed(reasons: Reasons) -> None:
    assert set(reasons(PUT_OFF, key="k", until="2026-11-25")) == {"reason"}
    assert set(reasons(PUT_OFF, key="k", reason="Away")) == {"until"}
    unknown = {"precision": "unknown", "zone": "Europe/London"}
    assert set(reasons(PUT_OFF, key="k", reason="Away", until=unknown)) == {"until"}
    assert reasons(PUT_OFF, key="k", reason="Seen on Monday", done=True) == {}
