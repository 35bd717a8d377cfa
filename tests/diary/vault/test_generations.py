from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import BackupDamaged, Cancelled
from diary.vault import attachments, cipher
from diary.vault.backup import check_backup
from diary.vault.generations import (
    due_backup,
    folder_of,
    generations,
    make_generation,
    prune,
    remove_before,
    to_keep,
)
from diary.vault.restore import restore
from diary.vault.vault import Vault

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def database(vault: Vault) -> Iterator[Any]:
    made = cipher.connect(vault.database, vault.keys.database, create=True)
    made.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT)")
    made.commit()
    yield made
    made.close()


def shared(vault: Vault) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (folder_of(vault.folder) / "files").iterdir()}


def test_due_once_a_day(vault: Vault, database: Any) -> None:
    assert due_backup(vault.folder, NOON)
    make_generation(vault, NOON)
    assert not due_backup(vault.folder, NOON + timedelta(hours=11))
    assert due_backup(vault.folder, NOON + timedelta(hours=12))


def test_lies_beside_the_vault_and_restores_there_and_then(
    vault: Vault, database: Any, passphrase: str, tmp_path: Path
) -> None:
    sealed = attachments.seal_bytes(vault, b"a drawing" * 1000)
    for day in range(3):
        database.execute("INSERT INTO line (words) VALUES ('x')")
        database.commit()
        make_generation(vault, NOON + day * DAY)
    assert folder_of(vault.folder) == tmp_path / "vault-backups"
    for day, each in enumerate(generations(vault.folder)):
        assert check_backup(each.path, vault).hurt == ()
        restore(each.path, tmp_path / f"restored {day}")
        with Vault.open(tmp_path / f"restored {day}", passphrase) as again:
            found = cipher.connect(again.database, again.keys.database)
            assert found.execute("SELECT count(*) FROM line").fetchone() == (day + 1,)
            found.close()
            assert attachments.read(again, sealed.file_id, sealed.key) == b"a drawing" * 1000


def test_unchanged_attachments_are_stored_once(vault: Vault, database: Any) -> None:
    one = attachments.seal_bytes(vault, b"x" * 500_000)
    make_generation(vault, NOON)
    before = shared(vault)
    two = attachments.seal_bytes(vault, b"y")
    make_generation(vault, NOON + DAY)
    assert set(shared(vault)) == {f"{one.file_id}.kith", f"{two.file_id}.kith"}
    assert shared(vault)[f"{one.file_id}.kith"] == before[f"{one.file_id}.kith"]
    assert all(each.path.stat().st_size < 200_000 for each in generations(vault.folder))


def test_a_shared_file_goes_when_no_generation_names_it(vault: Vault, database: Any) -> None:
    one = attachments.seal_bytes(vault, b"x")
    make_generation(vault, NOON)
    attachments.remove(vault, one.file_id)
    for day in range(1, 40):
        make_generation(vault, NOON + day * DAY)
        if day == 3:
            assert len(shared(vault)) == 1
    assert shared(vault) == {}
    assert len(generations(vault.folder)) <= 11


def test_a_hurt_or_missing_shared_file_is_named_and_replaced_where_it_can_be(
    vault: Vault, database: Any, tmp_path: Path
) -> None:
    sealed = attachments.seal_bytes(vault, b"x" * 4000)
    made = make_generation(vault, NOON)
    file = folder_of(vault.folder) / "files" / f"{sealed.file_id}.kith"
    name = f"attachments/{sealed.file_id}.kith"
    file.unlink()
    assert check_backup(made.path).hurt == (name,)
    with pytest.raises(BackupDamaged, match=name):
        restore(made.path, tmp_path / "restored")
    make_generation(vault, NOON + DAY)
    assert check_backup(made.path).hurt == ()
    data = bytearray(file.read_bytes())
    data[2000] ^= 1
    file.write_bytes(data)
    assert check_backup(made.path).hurt == (name,)


def test_an_unreadable_generation_stops_the_sweeping_of_shared_files(
    vault: Vault, database: Any
) -> None:
    sealed = attachments.seal_bytes(vault, b"x")
    made = make_generation(vault, NOON)
    attachments.remove(vault, sealed.file_id)
    made.path.write_bytes(b"hurt")
    make_generation(vault, NOON + DAY)
    assert len(shared(vault)) == 1


def test_what_was_destroyed_goes_from_the_backups_too(vault: Vault, database: Any) -> None:
    kept, destroyed = attachments.seal_bytes(vault, b"k"), attachments.seal_bytes(vault, b"d")
    for day in range(3):
        make_generation(vault, NOON + day * DAY)
    attachments.remove(vault, destroyed.file_id)
    moment = NOON + 3 * DAY
    make_generation(vault, moment)
    assert remove_before(vault.folder, moment) == 3
    assert [each.at for each in generations(vault.folder)] == [moment]
    assert set(shared(vault)) == {f"{kept.file_id}.kith"}
    assert remove_before(vault.folder, moment + DAY) == 1
    assert shared(vault) == {}
    assert remove_before(vault.folder.with_name("none"), moment) == 0


def test_other_files_there_stay(vault: Vault, database: Any) -> None:
    folder_of(vault.folder).mkdir()
    for name in ("letter.txt", "mine.kithbackup", "2026-13-45T999999Z.kithbackup"):
        (folder_of(vault.folder) / name).write_text("mine")
    make_generation(vault, NOON)
    prune(vault.folder)
    assert len(list(folder_of(vault.folder).iterdir())) == 5
    assert len(generations(vault.folder)) == 1


def test_cancelled_leaves_no_generation(vault: Vault, database: Any) -> None:
    attachments.seal_bytes(vault, b"x" * 3_000_000)
    for after in range(4):
        asked = iter([False] * after)
        with pytest.raises(Cancelled):
            make_generation(vault, NOON, cancelled=lambda asked=asked: next(asked, True))
        assert generations(vault.folder) == []
        assert not list(folder_of(vault.folder).rglob("*.part"))


moments = st.integers(0, 800 * 24).map(lambda hours: NOON - timedelta(hours=hours))


@given(st.lists(moments, max_size=60))
def test_rotation(times: list[datetime]) -> None:
    kept = to_keep(times)
    assert kept <= set(times)
    assert len(kept) <= 11
    assert not times or max(times) in kept
    days = sorted({at.date() for at in times})
    assert set(days[-7:]) <= {at.date() for at in kept}
    weeks = sorted({at.isocalendar()[:2] for at in times})
    assert set(weeks[-4:]) <= {at.isocalendar()[:2] for at in kept}
    assert to_keep(kept) == kept


@pytest.mark.parametrize("days", range(200, 207))
def test_daily_use_keeps_a_week_of_days_and_a_month_of_weeks(days: int) -> None:
    held: set[datetime] = set()
    for day in range(days):
        held = to_keep({*held, NOON + day * DAY})
    ages = sorted((NOON + (days - 1) * DAY - at).days for at in held)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) == 11
    assert {later - sooner for sooner, later in pairwise(ages[7:])} == {7}
    assert 28 <= ages[-1] <= 35
