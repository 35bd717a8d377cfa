from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import (
    BackupDamaged,
    Cancelled,
    CannotReach,
    DiaryError,
    DiskFull,
    FolderNotEmpty,
    MadeByNewerVersion,
    NotAVault,
    SyncedFolder,
    VaultDamaged,
)
from diary.vault import attachments, cipher, nonce
from diary.vault.backup import BackupReport, check_backup, make_backup
from diary.vault.container import Plan
from diary.vault.restore import restore
from diary.vault.vault import Vault

CANARY = "kingfisher over the weir"
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.fixture
def database(vault: Vault) -> Iterator[Any]:
    made = cipher.connect(vault.database, vault.keys.database, create=True)
    made.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT)")
    made.executemany(
        "INSERT INTO line (words) VALUES (?)", [(f"{CANARY} {n}",) for n in range(300)]
    )
    made.commit()
    yield made
    made.close()


@pytest.fixture
def sealed(vault: Vault) -> attachments.Sealed:
    return attachments.seal_bytes(vault, CANARY.encode() * 9)


@pytest.fixture
def file(vault: Vault, database: Any, sealed: attachments.Sealed, tmp_path: Path) -> Path:
    target = tmp_path / "out" / "diary.kithbackup"
    target.parent.mkdir()
    make_backup(vault, target, now=NOW)
    return target


def lines(vault: Vault) -> int:
    found = cipher.connect(vault.database, vault.keys.database)
    try:
        return int(found.execute("SELECT count(*) FROM line").fetchone()[0])
    finally:
        found.close()


def test_there_and_back(
    vault: Vault, file: Path, sealed: attachments.Sealed, passphrase: str, code: str, tmp_path: Path
) -> None:
    report = restore(file, tmp_path / "restored")
    assert report == BackupReport(
        vault.vault_id,
        "2026-11-24T15:30:00Z",
        ("vault.json", "diary.db", f"attachments/{sealed.file_id}.kith"),
        (),
    )
    with Vault.open(tmp_path / "restored", passphrase) as again:
        assert again.notices == ()
        assert again.vault_id == vault.vault_id
        assert lines(again) == 300
        assert attachments.read(again, sealed.file_id, sealed.key) == CANARY.encode() * 9
    Vault.open_with_recovery(tmp_path / "restored", code).close()
    assert {path.name for path in tmp_path.iterdir()} >= {"restored", "vault", "out"}
    assert not list(tmp_path.glob(".*restoring"))


def test_made_while_the_vault_is_written_and_before_the_wal_is_folded_in(
    vault: Vault, database: Any, tmp_path: Path, passphrase: str
) -> None:
    """A backup is the state of one moment: pairs of rows are never torn apart, a save never
    waits for it, and what was committed before is all there."""
    database.executemany(
        "INSERT INTO line (words) VALUES (?)", [("x" * 900,) for _ in range(20_000)]
    )
    database.commit()
    slowest, written, over = 0.0, 0, threading.Event()

    def write() -> None:
        nonlocal slowest, written
        mine = cipher.connect(vault.database, vault.keys.database)
        while not over.is_set():
            begun = time.perf_counter()
            mine.executemany("INSERT INTO line (words) VALUES (?)", [("a",), ("b",)])
            mine.commit()
            slowest, written = max(slowest, time.perf_counter() - begun), written + 1
            time.sleep(0.001)
        mine.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        make_backup(vault, tmp_path / "b.kithbackup")
    finally:
        over.set()
        thread.join()
    assert written > 3
    assert slowest < 1.0  # a loaded machine; the bench holds the 50 ms
    restore(tmp_path / "b.kithbackup", tmp_path / "restored")
    with Vault.open(tmp_path / "restored", passphrase) as again:
        count = lines(again)
    assert count >= 20_300
    assert count % 2 == 0


def test_nothing_readable(file: Path, passphrase: str, code: str) -> None:
    data = file.read_bytes()
    for secret in (CANARY, passphrase, code, "CREATE TABLE", "SQLite format"):
        assert secret.encode() not in data


def test_nothing_stays_behind(vault: Vault, file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == ["diary.kithbackup"]
    assert not list(vault.folder.rglob("*.part*"))


def test_checked_with_and_without_the_vault(vault: Vault, made_again: Vault, file: Path) -> None:
    for with_ in (None, vault, made_again):
        assert check_backup(file, with_).hurt == ()


def test_an_older_header_in_the_backup_still_opens_with_its_passphrase(
    vault: Vault, file: Path, passphrase: str, tmp_path: Path
) -> None:
    vault.change_passphrase(passphrase, "copper violin marsh window")
    restore(file, tmp_path / "restored")
    Vault.open(tmp_path / "restored", passphrase).close()


def test_a_hurt_byte_anywhere_is_found(file: Path) -> None:
    """Every byte of both ends, where the format lies, and a sample between."""
    whole = file.read_bytes()
    size = len(whole)
    kinds = set()
    for at in [*range(2600), *range(2600, size - 700, 1511), *range(size - 700, size)]:
        hurt = bytearray(whole)
        hurt[at] ^= 0x10
        file.write_bytes(hurt)
        report = check_backup(file)
        assert report.hurt, at
        kinds.update(report.hurt)
    assert {"index", "end", "vault.json", "diary.db"} < kinds
    assert any(name.startswith("attachments/") for name in kinds)


def test_nothing_is_restored_from_a_hurt_backup(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    size = len(whole)
    for at in [
        0,
        9,
        60,
        300,
        500,
        900,
        *range(2000, size, size // 12),
        size - 200,
        size - 60,
        size - 1,
    ]:
        hurt = bytearray(whole)
        hurt[at] ^= 0x10
        file.write_bytes(hurt)
        with pytest.raises(BackupDamaged):
            restore(file, tmp_path / "restored")
        assert not (tmp_path / "restored").exists()
        assert not list(tmp_path.glob(".*restoring"))


def test_a_hurt_frame_with_everything_inside_whole_can_still_be_restored(
    vault: Vault, file: Path, tmp_path: Path, passphrase: str
) -> None:
    for number, at in enumerate((0, 30, file.stat().st_size - 1)):
        hurt = bytearray(file.read_bytes())
        hurt[at] ^= 0x10
        (tmp_path / "hurt").write_bytes(hurt)
        restore(tmp_path / "hurt", tmp_path / f"restored {number}", leave_out_hurt=True)
        with Vault.open(tmp_path / f"restored {number}", passphrase) as again:
            assert lines(again) == 300


@pytest.mark.parametrize("left", [1, 8, 100, 400, 2000, 9000, -1])
def test_cut_short_is_found(file: Path, tmp_path: Path, left: int) -> None:
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises((BackupDamaged, NotAVault)):
        restore(file, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_what_is_hurt_and_what_is_whole_is_named(
    file: Path, sealed: attachments.Sealed, tmp_path: Path, passphrase: str
) -> None:
    data = bytearray(file.read_bytes())
    sealed_at = data.index(b"KITHATT\x01")
    data[sealed_at + 20] ^= 1
    file.write_bytes(data)
    name = f"attachments/{sealed.file_id}.kith"
    report = check_backup(file)
    assert report.hurt == (name,)
    assert report.whole == ("vault.json", "diary.db")
    with pytest.raises(BackupDamaged, match=f"hurt: {name}; whole: 2"):
        restore(file, tmp_path / "restored")
    restore(file, tmp_path / "restored", leave_out_hurt=True)
    with Vault.open(tmp_path / "restored", passphrase) as again:
        assert lines(again) == 300
        assert attachments.ids(again) == []


def test_a_hurt_database_is_never_left_out(file: Path, tmp_path: Path) -> None:
    data = bytearray(file.read_bytes())
    data[6000] ^= 1
    file.write_bytes(data)
    assert check_backup(file).hurt == ("diary.db",)
    with pytest.raises(BackupDamaged):
        restore(file, tmp_path / "restored", leave_out_hurt=True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 some other file" * 100, b"KITHBKUP"])
def test_some_other_file_is_not_a_backup(tmp_path: Path, data: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(data)
    with pytest.raises((NotAVault, BackupDamaged)):
        restore(other, tmp_path / "restored")
    with pytest.raises(CannotReach):
        restore(tmp_path / "nowhere", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_swapped_entries_are_found_by_the_mac(vault: Vault, file: Path) -> None:
    """Whoever can write the file can make every hash hold, but not the MAC."""
    from diary.vault import container

    with container.Container(file) as opened:
        plan, pieces = (
            opened.plan,
            {e.name: b"".join(opened.pieces(e)) for e in opened.plan.entries},
        )
    forged: list[bytes] = []
    pieces["diary.db"] = bytes(len(pieces["diary.db"]))
    container.write(
        forged.append, plan, b"not the key" * 3, lambda entry: iter([pieces[entry.name]])
    )
    file.write_bytes(b"".join(forged))
    assert check_backup(file).hurt == ()
    assert set(check_backup(file, vault).hurt) == {"mac", "diary.db"}


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "attachments/../../x.kith", "lock", ""])
def test_no_backup_can_write_anywhere_else(name: str) -> None:
    body = f'{{"format":1,"vault":"v","made":"","entries":[["{name}",1,null]]}}'
    with pytest.raises(ValueError, match="name of ours"):
        Plan.decode(body.encode())


def test_no_plan_names_a_file_twice() -> None:
    body = (
        '{"format":1,"vault":"v","made":"","entries":[["vault.json",1,null],["vault.json",1,null]]}'
    )
    with pytest.raises(ValueError, match="twice"):
        Plan.decode(body.encode())


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
entries = st.lists(st.lists(anything, max_size=4) | anything, max_size=3)


@given(st.fixed_dictionaries({"format": anything, "entries": entries | anything}))
def test_whatever_a_plan_holds_gives_one_of_our_errors(
    tmp_path_factory: pytest.TempPathFactory, body: dict[str, object]
) -> None:
    encoded = json.dumps(body | {"vault": "v", "made": ""}).encode()
    framed = (
        b"KITHBKUP" + len(encoded).to_bytes(4, "big") + encoded + hashlib.sha256(encoded).digest()
    )
    file = tmp_path_factory.getbasetemp() / "forged.kithbackup"
    file.write_bytes(framed)
    try:
        assert check_backup(file).hurt
    except (BackupDamaged, MadeByNewerVersion):
        return


def test_a_newer_format_is_said(file: Path, tmp_path: Path) -> None:
    encoded = b'{"format":2,"something":"else"}'
    framed = (
        b"KITHBKUP" + len(encoded).to_bytes(4, "big") + encoded + hashlib.sha256(encoded).digest()
    )
    file.write_bytes(framed + bytes(200))
    with pytest.raises(MadeByNewerVersion):
        restore(file, tmp_path / "restored")


def test_only_into_a_free_folder(file: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("dear")
    with pytest.raises(FolderNotEmpty):
        restore(file, taken)
    assert [path.name for path in taken.iterdir()] == ["letter.txt"]
    with pytest.raises(FolderNotEmpty):
        restore(file, taken / "letter.txt")
    with pytest.raises(SyncedFolder):
        restore(file, tmp_path / "Dropbox" / "kith")
    (tmp_path / "free").mkdir()
    restore(file, tmp_path / "free")


def test_restored_copies_start_a_new_incarnation(vault: Vault, file: Path, tmp_path: Path) -> None:
    nonce.remember(vault.vault_id, b"one", vault.folder)
    restore(file, tmp_path / "restored")
    assert nonce.recall(vault.vault_id, vault.folder) is None
    assert nonce.recall(vault.vault_id, tmp_path / "restored") is None


def test_not_inside_the_vault(vault: Vault, database: Any) -> None:
    with pytest.raises(CannotReach):
        make_backup(vault, vault.folder / "b.kithbackup")
    with pytest.raises(CannotReach):
        make_backup(vault, vault.folder.parent / "nowhere" / "b.kithbackup")


def test_a_failed_backup_keeps_the_one_before(vault: Vault, file: Path, database: Any) -> None:
    before = file.read_bytes()
    with pytest.raises(Cancelled):
        make_backup(vault, file, cancelled=lambda: True)
    assert file.read_bytes() == before
    assert len(list(file.parent.iterdir())) == 1


def test_cancelled_at_every_step_leaves_nothing(vault: Vault, file: Path, tmp_path: Path) -> None:
    for make in (
        lambda stop: make_backup(vault, tmp_path / "b.kithbackup", cancelled=stop),
        lambda stop: restore(file, tmp_path / "r", cancelled=stop),
        lambda stop: check_backup(file, vault, cancelled=stop),
    ):
        for after in (0, 1, 2):
            asked = iter([False] * after)
            with pytest.raises(Cancelled):
                make(lambda asked=asked: next(asked, True))
            assert not (tmp_path / "b.kithbackup").exists()
            assert not (tmp_path / "r").exists()
            assert not list(tmp_path.rglob("*.part*")) + list(tmp_path.glob(".*restoring"))


def test_progress_goes_up_to_the_end(vault: Vault, file: Path, tmp_path: Path) -> None:
    for work in (
        lambda told: make_backup(vault, tmp_path / "b.kithbackup", progress=told),
        lambda told: restore(file, tmp_path / "r", progress=told),
        lambda told: check_backup(file, progress=told),
    ):
        seen: list[tuple[int, int]] = []
        work(lambda done, total, seen=seen: seen.append((done, total)))
        assert len({total for _, total in seen}) == 1
        assert [done for done, _ in seen] == sorted(done for done, _ in seen)
        assert seen[-1][0] == seen[-1][1] > 0


def test_a_damaged_vault_is_not_backed_up_as_if_it_were_whole(
    vault: Vault, database: Any, file: Path
) -> None:
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.close()
    data = bytearray(vault.database.read_bytes())
    data[2 * 4096 + 99] ^= 1
    vault.database.write_bytes(data)
    before = file.read_bytes()
    with pytest.raises(VaultDamaged):
        make_backup(vault, file)
    assert file.read_bytes() == before


def test_no_space_is_said_and_nothing_stays(
    vault: Vault, database: Any, file: Path, small_disk: Path
) -> None:
    with pytest.raises(DiskFull):
        make_backup(vault, small_disk / "b.kithbackup")
    assert list(small_disk.iterdir()) == []
    with pytest.raises(DiskFull):
        restore(file, small_disk / "restored")
    assert list(small_disk.iterdir()) == []


def test_a_header_hurt_on_disk_is_whole_in_the_backup(
    vault: Vault, database: Any, passphrase: str, tmp_path: Path
) -> None:
    for name in ("vault.json", "vault.json.1"):
        (vault.folder / name).write_bytes(b"hurt")
    make_backup(vault, tmp_path / "b.kithbackup")
    restore(tmp_path / "b.kithbackup", tmp_path / "restored")
    Vault.open(tmp_path / "restored", passphrase).close()


def test_two_at_once(vault: Vault, database: Any, tmp_path: Path) -> None:
    failed: list[DiaryError] = []

    def make(number: int) -> None:
        try:
            make_backup(vault, tmp_path / f"{number}.kithbackup")
        except DiaryError as error:
            failed.append(error)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for number in range(3):
        assert check_backup(tmp_path / f"{number}.kithbackup", vault).hurt == ()


def test_a_restored_copy_of_a_copy_by_hand(vault: Vault, file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "renamed by someone.bin")
    restore(tmp_path / "renamed by someone.bin", tmp_path / "a" / "b" / "restored")
    assert (tmp_path / "a" / "b" / "restored" / "vault.json").is_file()
