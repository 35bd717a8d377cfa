"""The encrypted database: connections, the one writer and its queue of turns, the tables that are
not made from the log. SQL lives in this folder only; what rows mean belongs to its neighbours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine as SqlEngine
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from diary.errors import Locked, MadeByNewerVersion
from diary.vault.cipher import connect, sql_errors

LOCAL_VERSION = 1
"""The number of the newest step in `_LOCAL_STEPS`."""

_LOCAL_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
    CREATE TABLE change(
      n INTEGER PRIMARY KEY, hash BLOB NOT NULL, stream TEXT NOT NULL, inc TEXT NOT NULL,
      seq INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
      header BLOB NOT NULL, payload BLOB);
    CREATE INDEX change_chain ON change(stream, inc, seq);
    CREATE INDEX change_record ON change(record);
    CREATE TABLE head_signature(
      stream TEXT, inc TEXT, seq INTEGER, hash BLOB NOT NULL, sig BLOB NOT NULL,
      PRIMARY KEY(stream, inc, seq, hash)) WITHOUT ROWID;
    CREATE TABLE tip(
      stream TEXT, inc TEXT, seq INTEGER NOT NULL, hash BLOB NOT NULL,
      PRIMARY KEY(stream, inc)) WITHOUT ROWID;
    CREATE TABLE held(
      hash BLOB PRIMARY KEY, why TEXT NOT NULL, header BLOB NOT NULL, payload BLOB) WITHOUT ROWID;
    CREATE TABLE statement(n INTEGER PRIMARY KEY, hash BLOB UNIQUE NOT NULL, data BLOB NOT NULL);
    CREATE TABLE draft(
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT, record TEXT, restricted INTEGER,
      heads BLOB, data BLOB NOT NULL, place TEXT, opened_at INTEGER, saved_at INTEGER);
    CREATE TABLE setting(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    """,
)


class Turns:
    """Who may write now. Saves come before bulk work, which must ask again for every slice."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._busy: int | None = None
        self._saves_waiting = 0

    @contextmanager
    def take(self, *, bulk: bool = False) -> Iterator[None]:
        me = threading.get_ident()
        with self._free:
            if self._busy == me:
                raise RuntimeError("a write inside a write")
            self._saves_waiting += not bulk
            try:
                while self._busy is not None or (bulk and self._saves_waiting):
                    self._free.wait()
            finally:
                self._saves_waiting -= not bulk
            self._busy = me
        try:
            yield
        finally:
            with self._free:
                self._busy = None
                self._free.notify_all()


class Engine:
    """The open database. `write()` gives the one writing cursor inside a transaction that commits
    at the end or leaves nothing; `read()` a cursor that sees the last commit. Raises VaultDamaged,
    DiskFull, ReadOnly, FileInUse; MadeByNewerVersion where a newer Kith upgraded the file."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False) -> None:
        self._path = path
        self._key = key
        self._turns = Turns()
        self._closed = False
        with sql_errors():
            self._writer = connect(path, key, create=create)
            self._writer.isolation_level = None
            self._upgrade_local()
        self._sql = self._pool()

    def _pool(self) -> SqlEngine:
        def reader() -> Any:
            self._require_open()
            connection = connect(self._path, self._key)
            connection.execute("PRAGMA query_only=ON")
            return connection

        # The module is only asked for its exceptions and version; connections come from `reader`.
        import sqlcipher3.dbapi2 as driver

        return create_engine(
            "sqlite://",
            module=driver,
            creator=reader,
            poolclass=QueuePool,
            pool_size=4,
            hide_parameters=True,
        )

    def _upgrade_local(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > LOCAL_VERSION:
            raise MadeByNewerVersion("database")
        for number in range(version, LOCAL_VERSION):
            self._writer.execute("BEGIN IMMEDIATE")
            for statement in _LOCAL_STEPS[number].split(";"):
                if statement.strip():
                    self._writer.execute(statement)
            self._writer.execute(f"PRAGMA user_version={number + 1}")
            self._writer.execute("COMMIT")

    @contextmanager
    def write(
        self,
        *,
        bulk: bool = False,
        kept: Callable[[], None] | None = None,
        undone: Callable[[], None] | None = None,
    ) -> Iterator[Any]:
        """A cursor in a transaction. Committed, synced, when the block ends; else nothing stays.
        `kept` or `undone` is called then, before anybody else may write. Raises Locked."""
        with self._turns.take(bulk=bulk), sql_errors():
            self._require_open()
            cursor = self._writer.cursor()
            try:
                cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    cursor.execute("ROLLBACK")
                if undone is not None:
                    undone()
                raise
            finally:
                cursor.close()
            if kept is not None:
                kept()

    @contextmanager
    def read(self) -> Iterator[Any]:
        """A plain cursor on the last committed state: all that is read in the block is of one
        moment. Raises Locked."""
        self._require_open()
        with sql_errors():
            connection = self._sql.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("BEGIN")
                yield cursor
                cursor.close()
            except BaseException as error:
                # A statement that stopped at a hurt page can't be used again: the next reader
                # would get the driver's own error instead of ours.
                if hasattr(error, "sqlite_errorcode"):
                    connection.invalidate()
                raise
            finally:
                connection.close()

    def _require_open(self) -> None:
        if self._closed:
            raise Locked

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A SQLModel session for typed reads. Rows stay inside it; views leave."""
        with sql_errors(), Session(self._sql) as session:
            yield session

    def close(self) -> None:
        """Fold the WAL into the file and let go of it, once whoever writes has finished."""
        with self._turns.take(), sql_errors():
            self._closed = True
            self._key = b""
            self._sql.dispose()
            self._writer.close()

    def __repr__(self) -> str:
        return "<Engine>"


def get_meta(cursor: Any, key: str) -> Any:
    row = cursor.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    return None if row is None else row[0]


def set_meta(cursor: Any, key: str, value: Any) -> None:
    cursor.execute("INSERT OR REPLACE INTO meta VALUES(?,?)", (key, value))
