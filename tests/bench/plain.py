"""The baseline: the same rows and the same words in a plain SQLite file, written in the most direct
way, with the same journal mode and the same syncing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diary.diary import Diary
from diary.store.entries import marks_of, text_of

_WORDS = """CREATE VIRTUAL TABLE words USING fts5(body, marks, content='', prefix='2 3',
  tokenize="unicode61 remove_diacritics 2")"""
_OWN = {"words", "sqlite_stat1", "sqlite_sequence"}


@dataclass(slots=True)
class Copy:
    """Everything that a vault's database holds, as plain rows."""

    tables: list[tuple[str, str]]
    indexes: list[str]
    rows: dict[str, list[tuple[Any, ...]]]
    words: list[tuple[int, str, str]]


def copy_of(diary: Diary) -> Copy:
    """All rows of a vault, and the words that its index was given."""
    with diary.reading() as reads:
        cursor = reads.cursor
        named = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='table' AND sql IS NOT NULL"
        ).fetchall()
        tables = [t for t in named if t[0] not in _OWN and not t[0].startswith("words_")]
        indexes = cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
        ).fetchall()
        rows = {n: cursor.execute(f'SELECT * FROM "{n}"').fetchall() for n, _ in tables}
        return Copy(tables, [i[0] for i in indexes], rows, _words(reads))


def _words(reads: Any) -> list[tuple[int, str, str]]:
    words = []
    kinds = reads.cursor.execute("SELECT DISTINCT kind FROM entry").fetchall()
    for (kind,) in kinds:
        table = reads.projection.table(kind)
        sorts = dict(
            reads.cursor.execute("SELECT id, sort FROM entry WHERE kind=?", (kind,)).fetchall()
        )
        for row in reads.cursor.execute(table.select).fetchall():
            state = table.from_row(row)
            marks = marks_of(kind, state["person"], state["author"], ["standing"])
            words.append((sorts[state["id"]], text_of(table.shape, state).body, marks))
    return sorted(words)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def write(path: Path, copy: Copy) -> float:
    """Write it all in one transaction; how many seconds that took."""
    connection = connect(path)
    began = time.perf_counter()
    for _, sql in copy.tables:
        connection.execute(sql)
    for sql in copy.indexes:
        connection.execute(sql)
    connection.execute(_WORDS)
    connection.execute("BEGIN")
    for name, rows in copy.rows.items():
        if rows:
            connection.executemany(_insert(name, len(rows[0])), rows)
    connection.executemany("INSERT INTO words(rowid, body, marks) VALUES(?,?,?)", copy.words)
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def _insert(name: str, columns: int) -> str:
    return f'INSERT INTO "{name}" VALUES({",".join("?" * columns)})'


class PlainSaves:
    """One save at a time: the rows of one contact, as our own save writes them."""

    def __init__(self, path: Path, copy: Copy) -> None:
        self._connection = connect(path)
        self._change = _last(copy.rows["change"])
        self._contact = _last(copy.rows["contact"])
        self._entry = next(r for r in reversed(copy.rows["entry"]) if r[2] == "contact")
        self._words = copy.words[-1]
        self._next = 2**40

    def save(self) -> float:
        """Milliseconds for one durable commit."""
        self._next += 1
        number = self._next
        began = time.perf_counter()
        c = self._connection
        c.execute("BEGIN IMMEDIATE")
        c.execute(_insert("change", len(self._change)), (number, *self._change[1:]))
        c.execute(_insert("contact", len(self._contact)), (f"{number}", *self._contact[1:]))
        c.execute(
            _insert("entry", len(self._entry)), (2**62 + number, f"{number}", *self._entry[2:])
        )
        c.execute(
            "INSERT INTO words(rowid, body, marks) VALUES(?,?,?)",
            (2**62 + number, *self._words[1:]),
        )
        c.execute("COMMIT")
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        self._connection.close()


def _last(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return rows[-1]
