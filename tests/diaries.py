"""An open diary on a real, encrypted vault, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diary.clock import FixedClock
from diary.diary import Diary
from diary.vault.keyslots import KdfParams

FAST = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
PASSPHRASE = "four words of no use"
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def make_diary(tmp_path: Path, clock: FixedClock) -> Iterator[Callable[[str], Diary]]:
    """New diaries by name; closed afterwards."""
    made: list[Diary] = []

    def make(name: str = "vault") -> Diary:
        diary, _ = Diary.create(tmp_path / name, PASSPHRASE, "Sam", clock=clock, kdf=FAST)
        made.append(diary)
        return diary

    yield make
    for diary in made:
        diary.close()


@pytest.fixture
def diary(make_diary: Callable[[str], Diary]) -> Diary:
    return make_diary("vault")


@pytest.fixture
def make_device(tmp_path: Path, clock: FixedClock) -> Iterator[Callable[[Diary, str], Diary]]:
    """Another device of the same worker, with a vault of its own."""
    made: list[Diary] = []

    def make(first: Diary, name: str = "second") -> Diary:
        standing = first.standing
        diary, _ = Diary.create_device(
            tmp_path / name,
            PASSPHRASE,
            standing.directory.team,
            standing.writer.member,
            first.admit_device,
            clock=clock,
            kdf=FAST,
        )
        made.append(diary)
        return diary

    yield make
    for diary in made:
        diary.close()
