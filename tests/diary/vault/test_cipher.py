from __future__ import annotations

import errno
import os
import resource
import threading
from pathlib import Path

import pytest

from diary.errors import Cancelled, DiaryError, DiskFull, FileInUse, ReadOnly, VaultDamaged
from diary.vault import cipher
from diary.vault.disk import os_errors, write_whole

KEY = b"k" * 32
CANARY = "kingfisher over the weir"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "diary.db"
    made = cipher.connect(path, KEY, create=True)
    made.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT UNIQUE)")
    made.executemany(
        "INSERT INTO line (words) VALUES (?)", [(f"{CANARY} {n}",) for n in range(900)]
    )
    made.commit()
    made.close()
    return path


def test_reads_back_and_nothing_is_readable(database: Path) -> None:
    found = cipher.connect(database, KEY)
    assert found.execute("SELECT count(*) FROM line").fetchone() == (900,)
    assert found.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert found.execute("PRAGMA synchronous").fetchone() == (2,)
    assert found.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert found.execute("PRAGMA trusted_schema").fetchone() == (0,)
    found.execute("INSERT INTO line (words) VALUES (?)", (CANARY,))
    found.commit()
    for path in database.parent.glob("diary.db*"):
        data = path.read_bytes()
        assert CANARY.encode() not in data
        assert b"CREATE TABLE" not in data
        assert b"SQLite format" not in data
    found.close()


def test_a_lost_database_never_comes_back_empty(tmp_path: Path) -> None:
    with pytest.raises(VaultDamaged, match="missing"):
        cipher.connect(tmp_path / "diary.db", KEY)
    assert not (tmp_path / "diary.db").exists()


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 48])
def test_only_a_raw_key_of_32_bytes(database: Path, key: bytes) -> None:
    with pytest.raises(ValueError, match="passphrase"):
        cipher.connect(database, key)


def test_another_key_is_damage(database: Path) -> None:
    with pytest.raises(VaultDamaged):
        cipher.connect(database, b"x" * 32)


def test_read_only_refuses_to_write(database: Path) -> None:
    found = cipher.connect(database, KEY, read_only=True)
    assert found.execute("SELECT count(*) FROM line").fetchone() == (900,)
    with pytest.raises(ReadOnly), cipher.sql_errors():
        found.execute("INSERT INTO line (words) VALUES ('x')")
    found.close()


def test_a_flipped_byte_on_any_page_is_named(database: Path) -> None:
    whole = database.read_bytes()
    assert cipher.faults(opened(database)) == []
    for page in range(len(whole) // 4096):
        hurt = bytearray(whole)
        hurt[page * 4096 + 1234] ^= 0x04
        database.write_bytes(hurt)
        try:
            found = cipher.faults(opened(database))
        except VaultDamaged:
            continue
        assert found, page
        assert CANARY not in " ".join(found)
    database.write_bytes(whole)


def opened(path: Path) -> object:
    return cipher.connect(path, KEY)


def test_a_held_database_is_in_use(database: Path) -> None:
    one, two = cipher.connect(database, KEY), cipher.connect(database, KEY)
    one.execute("BEGIN IMMEDIATE")
    two.execute("PRAGMA busy_timeout=1")
    with pytest.raises(FileInUse), cipher.sql_errors():
        two.execute("BEGIN IMMEDIATE")
    one.close()
    two.close()


def test_interrupted_is_cancelled(database: Path) -> None:
    found = cipher.connect(database, KEY)
    found.set_progress_handler(lambda: 1, 100)
    with pytest.raises(Cancelled), cipher.sql_errors():
        found.execute("SELECT count(*) FROM line a, line b, line c").fetchone()
    found.close()


def test_full_disk_is_said_and_nothing_acknowledged_is_lost(database: Path) -> None:
    found = cipher.connect(database, KEY)
    pages = found.execute("PRAGMA page_count").fetchone()[0]
    found.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskFull), cipher.sql_errors():
        found.executemany(
            "INSERT INTO line (words) VALUES (?)", [(f"more {n}" * 50,) for n in range(900)]
        )
    found.rollback()
    assert found.execute("SELECT count(*) FROM line").fetchone() == (900,)
    found.close()


@pytest.mark.parametrize(
    "sql",
    [
        f"INSERT INTO line (words) VALUES ('{CANARY} 1')",
        f"SELECT '{CANARY}' FROM nowhere",
        f"SELEC '{CANARY}'",
    ],
)
def test_our_own_mistakes_show_no_text(database: Path, sql: str) -> None:
    found = cipher.connect(database, KEY)
    with pytest.raises(cipher.SqlFault) as said, cipher.sql_errors():
        found.execute(sql)
    assert CANARY not in repr(said.value)
    assert "line" not in str(said.value)
    assert said.value.__suppress_context__
    found.close()


def test_errors_wrapped_by_sqlalchemy_are_seen_through(database: Path) -> None:
    class Wrapped(Exception):
        def __init__(self, orig: Exception) -> None:
            super().__init__(f"INSERT ... [{CANARY}]")
            self.orig = orig

    found = cipher.connect(database, KEY, read_only=True)

    def through_a_wrapper() -> None:
        try:
            found.execute("INSERT INTO line (words) VALUES ('x')")
        except Exception as error:
            raise Wrapped(error) from error

    with pytest.raises(ReadOnly) as said, cipher.sql_errors():
        through_a_wrapper()
    assert CANARY not in str(said.value)
    found.close()


def test_other_errors_pass_untouched() -> None:
    with pytest.raises(KeyError), cipher.sql_errors():
        raise KeyError
    with pytest.raises(FileInUse), cipher.sql_errors():
        raise FileInUse


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, ReadOnly),
        (errno.EACCES, ReadOnly),
    ],
)
def test_the_systems_refusals(number: int, kind: type[DiaryError]) -> None:
    with pytest.raises(kind, match=r"vault\.json") as said, os_errors("vault.json"):
        raise OSError(number, os.strerror(number), "/home/someone/secret name")
    assert "someone" not in str(said.value)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on file size stands in for a full disk: it stops the write half-way."""
    import signal

    path = tmp_path / "vault.json"
    write_whole(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(DiaryError):
            write_whole(path, b"n" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("vault")] == ["vault.json"]


def test_connections_may_cross_threads(database: Path) -> None:
    found = cipher.connect(database, KEY)
    rows: list[object] = []
    thread = threading.Thread(
        target=lambda: rows.append(found.execute("SELECT count(*) FROM line").fetchone())
    )
    thread.start()
    thread.join()
    assert rows == [(900,)]
    found.close()
