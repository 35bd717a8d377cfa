"""Tables made anew from the log are the tables there were, however many there are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from diary.casework.search import find
from diary.clock import FixedClock
from diary.diary import Diary
from diary.seed import seed
from diary.store import store
from diary.vault.keyslots import KdfParams

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def test_a_long_log_is_replayed_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_REPLAY", 500)
    kdf = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    entries = 1700
    with Diary.create(tmp_path / "v", "seven quiet otters", "Sam", clock=FixedClock(NOW), kdf=kdf)[
        0
    ] as diary:
        seed(diary, 3, entries, 1, whole=True)
        before = diary.ask(find, "thursday", limit=20)
        steps: list[tuple[int, int]] = []
        diary.store.rebuild(diary.standing.place, lambda done, of: steps.append((done, of)))
        assert steps[-1] == (entries + 3, entries + 3)
        assert diary.verify().faults == []
        after = diary.ask(find, "thursday", limit=20)
        assert [hit.id for hit in after.hits] == [hit.id for hit in before.hits]
        assert after.total == before.total
