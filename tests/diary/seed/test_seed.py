"""Synthetic histories: as many as asked for, the same for the same seed, valid, in the past, and
all or nothing where that is promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Cancelled
from diary.records import registry
from diary.records.view import View
from diary.seed import seed
from diary.vault import attachments
from diary.vault.keyslots import KdfParams

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
NOT_INVENTED = {"me", "organisation", "put_off", "export_log"}


def make(folder: Path) -> Diary:
    kdf = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    return Diary.create(folder, "seven quiet otters", "Sam", clock=FixedClock(NOW), kdf=kdf)[0]


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    with make(tmp_path / "v") as made:
        yield made


def views(diary: Diary) -> list[View]:
    with diary.reading() as reads:
        return [view for kind in registry.kinds() for view in reads.all(kind.code)]


def told(diary: Diary) -> Counter[str]:
    """What was written, without the ids, which are never the same."""
    out: Counter[str] = Counter()
    for view in views(diary):
        plain = {
            name: value
            for name, value in view.values.items()
            if registry.kind(view.kind).fields[name].type not in {"link", "links", "items"}
            and name not in {"file_id", "file_key"}
        }
        out[f"{view.kind} {view.written_at} {sorted(plain.items(), key=lambda kv: kv[0])}"] += 1
    return out


def test_every_kind_in_the_number_asked_for(diary: Diary) -> None:
    seed(diary, 5, 3000, 7, whole=True)
    found = views(diary)
    kinds = Counter(view.kind for view in found)
    assert kinds["young_person"] == 5
    assert kinds.total() == 3005
    assert set(kinds) == {kind.code for kind in registry.kinds()} - NOT_INVENTED
    assert kinds["contact"] > 1500 > kinds["note"] > kinds["concern"] > kinds["worker_safety"] > 0
    assert [view for view in found if view.invalid] == []
    assert max(view.written_at for view in found) <= NOW.timestamp() * 1000
    oldest = min(view.happened for view in found if view.happened is not None)
    assert oldest >= (NOW - timedelta(days=731)).timestamp()
    assert all(view.happened <= NOW.timestamp() for view in found if view.happened is not None)
    assert diary.verify().faults == []


def test_no_brace_is_left_open(diary: Diary) -> None:
    seed(diary, 3, 1500, 3, whole=True)
    texts = [v for view in views(diary) for v in view.values.values() if isinstance(v, str)]
    assert [text for text in texts if "{" in text or "}" in text] == []


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    with make(tmp_path / "a") as one, make(tmp_path / "b") as other, make(tmp_path / "c") as third:
        seed(one, 3, 400, 11, whole=True)
        seed(other, 3, 400, 11)
        seed(third, 3, 400, 12)
        assert told(one) == told(other)
        assert told(one) != told(third)


def test_seeding_twice_adds(diary: Diary) -> None:
    seed(diary, 2, 60, 1)
    seed(diary, 2, 60, 1)
    assert len(views(diary)) == 124
    assert diary.verify().faults == []


def test_cancelled_whole_leaves_nothing(diary: Diary) -> None:
    before = diary.store.verify(diary.standing, diary.standing.place).changes
    calls: list[int] = []
    with pytest.raises(Cancelled):
        seed(diary, 4, 3000, 1, whole=True, cancelled=lambda: len(calls) > 3 or calls.append(1))  # type: ignore[func-returns-value]  # counts
    assert views(diary) == []
    assert attachments.ids(diary.vault) == []
    assert diary.verify().changes == before
    person = diary.do(lambda work: work.create_person({"chosen_name": "Wren"})).result
    diary.do(lambda work: work.create("note", {"note": "still here"}, person=person))
    assert diary.verify().faults == []


def test_cancelled_between_slices_leaves_whole_records(diary: Diary) -> None:
    calls: list[int] = []
    with pytest.raises(Cancelled):
        seed(diary, 4, 3000, 1, cancelled=lambda: len(calls) > 3 or calls.append(1))  # type: ignore[func-returns-value]  # counts
    assert 0 < len(views(diary)) < 3004
    assert diary.verify().faults == []


@pytest.mark.parametrize("whole", [True, False])
def test_progress_reaches_the_end(diary: Diary, whole: bool) -> None:
    steps: list[tuple[int, int]] = []
    seed(diary, 2, 700, 5, whole=whole, progress=lambda done, of: steps.append((done, of)))
    assert steps[-1] == (702, 702)
    assert steps == sorted(steps)
