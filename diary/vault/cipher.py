"""Connections to the encrypted database, and SQLite's refusals in our own words. What is in the
database belongs to the store. Kept apart from SQLAlchemy, so that backup and the unlock window
need neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diary.errors import (
    Cancelled,
    CannotReach,
    DiaryError,
    DiskFull,
    FileInUse,
    ReadOnly,
    VaultDamaged,
)
from diary.vault.keyslots import KEY

_PRAGMAS = (
    "cipher_log_level=NONE",  # SQLCipher writes to stderr otherwise
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "foreign_keys=ON",
    "cache_size=-16000",
)
_WRITING = ("journal_mode=WAL", "synchronous=FULL")
_MEANING: dict[int, type[DiaryError]] = {
    3: CannotReach,  # PERM
    5: FileInUse,  # BUSY
    6: FileInUse,  # LOCKED
    8: ReadOnly,  # READONLY
    9: Cancelled,  # INTERRUPT
    10: CannotReach,  # IOERR
    11: VaultDamaged,  # CORRUPT
    13: DiskFull,  # FULL
    14: CannotReach,  # CANTOPEN
    26: VaultDamaged,  # NOTADB
}


class SqlFault(RuntimeError):
    """Our own bug in SQL, reduced to SQLite's name for it: the message would carry case text."""


@contextmanager
def sql_errors() -> Iterator[None]:
    """Turn SQLite's errors, bare or wrapped by SQLAlchemy, into ours: VaultDamaged, DiskFull,
    ReadOnly, FileInUse, CannotReach, Cancelled. Any other becomes SqlFault without its text."""
    try:
        yield
    except DiaryError:
        raise
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlite_errorcode", None)
        if not isinstance(code, int):
            raise
        meant = _MEANING.get(code & 0xFF)
        name = str(getattr(cause, "sqlite_errorname", code))
        raise (meant("diary.db") if meant else SqlFault(name)) from None


def connect(path: Path, key32: bytes, *, read_only: bool = False, create: bool = False) -> Any:
    """A sqlcipher3 connection with the key set and checked against the first page.

    Only `create` makes a file that isn't there: a lost database must never come back empty.
    Raises VaultDamaged where the file is missing, hurt or not under this key."""
    from sqlcipher3 import dbapi2

    if len(key32) != KEY:
        raise ValueError("SQLCipher takes any other length for a passphrase")
    if not create and not path.is_file():
        raise VaultDamaged("diary.db missing")
    mode = "ro" if read_only else "rwc" if create else "rw"
    with sql_errors():
        found = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=5, check_same_thread=False
        )
        try:
            found.execute(f"PRAGMA key = \"x'{key32.hex()}'\"")
            for pragma in _PRAGMAS + (() if read_only else _WRITING):
                found.execute(f"PRAGMA {pragma}")
            found.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            found.close()
            raise
    return found


def faults(connection: Any) -> list[str]:
    """What is wrong with the database: every row of the page check and of SQLite's own check;
    empty where it is sound. Names pages and tables, never their content."""
    found: list[str] = []
    with sql_errors():
        found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    try:
        with sql_errors():
            rows = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    except VaultDamaged:
        rows = ["quick_check could not finish"]
    return found + [row for row in rows if row != "ok"]
