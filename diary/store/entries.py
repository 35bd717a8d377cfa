"""The list of all entries, in the order in which things happened, and the word index beside it.

`entry.sort` is the row id of both: seconds since 1900 in the high bits, so that the newest first
is the index's own order and a date is a range of row ids. What a query means is `search.py`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from diary.store.shape import EntryText, Shape

EPOCH_1900 = 2_208_988_800
_LOW_BITS = 29
_SHOWN = 240
_GATHER = 64 * 1024 * 1024
_USUAL = 1024 * 1024

_TABLES = (
    """CREATE TABLE entry(
      sort INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, person TEXT,
      stream TEXT NOT NULL, restricted INTEGER NOT NULL, author TEXT NOT NULL,
      happened INTEGER, written_at INTEGER NOT NULL, significant INTEGER NOT NULL,
      retracted INTEGER NOT NULL, asked INTEGER NOT NULL, mark TEXT NOT NULL,
      title TEXT NOT NULL, meta TEXT NOT NULL, words TEXT NOT NULL, line TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX entry_id ON entry(id)",
    "CREATE INDEX entry_person ON entry(person, sort, retracted)",
    "CREATE INDEX entry_mark ON entry(mark, person, sort) WHERE mark <> ''",
    """CREATE VIRTUAL TABLE words USING fts5(body, marks, content='', prefix='2 3',
      tokenize="unicode61 remove_diacritics 2")""",
)


def create_entries(cursor: Any) -> None:
    sql = "SELECT 1 FROM sqlite_master WHERE name='entry'"
    if cursor.execute(sql).fetchone() is None:
        for statement in _TABLES:
            cursor.execute(statement)
        # Without this the index keeps the words of what was taken out. It needs the old words to
        # be named: contentless_delete=1 would take the row id alone and leave the words there.
        cursor.execute("INSERT INTO words(words, rank) VALUES('secure-delete', 1)")


def clear_entries(cursor: Any) -> None:
    cursor.execute("DROP TABLE IF EXISTS words")
    cursor.execute("DROP TABLE IF EXISTS entry")


@contextmanager
def gathering_words(cursor: Any) -> Iterator[None]:
    """For a great many new entries in one transaction: the index keeps more in memory before it
    writes a segment, and is left as one: great ones among small ones would be merged by some
    later save, which would then stand still for seconds."""
    cursor.execute("INSERT INTO words(words, rank) VALUES('hashsize', ?)", (_GATHER,))
    yield
    cursor.execute("INSERT INTO words(words, rank) VALUES('hashsize', ?)", (_USUAL,))
    cursor.execute("INSERT INTO words(words) VALUES('optimize')")


def sort_key(seconds: int, record: str) -> int:
    """The row id of an entry that happened at `seconds` since 1970 (UTC)."""
    low = int.from_bytes(hashlib.blake2s(record.encode(), digest_size=4).digest(), "big")
    return floor_key(seconds) | (low >> (32 - _LOW_BITS))


def floor_key(seconds: int) -> int:
    """The lowest row id of that second: for ranges of time."""
    return min(max(seconds + EPOCH_1900, 0), 2**33 - 1) << _LOW_BITS


def marks_of(kind: str, person: str | None, author: str, flags: Iterable[str]) -> str:
    """The tokens that filters match: no separators in them, for the tokenizer would split there."""
    parts = ["k" + kind.replace("_", ""), "a" + author]
    if person:
        parts.append("p" + person)
    parts += ["s" + flag for flag in flags]
    return " ".join(parts)


def forget_entry(cursor: Any, shape: Shape, old: Mapping[str, Any]) -> None:
    """Take a record out of list and index. `old` is its state as it was indexed: the index holds
    words only, so it has to be told which ones to strike."""
    row = cursor.execute("SELECT sort FROM entry WHERE id=?", (old["id"],)).fetchone()
    if row is not None:
        marks = marks_of(shape.code, old["person"], old["author"], _flags(old))
        cursor.execute(
            "INSERT INTO words(words, rowid, body, marks) VALUES('delete',?,?,?)",
            (row[0], text_of(shape, old).body, marks),
        )
        cursor.execute("DELETE FROM entry WHERE sort=?", row)


Line = tuple[Any, ...]
Words = tuple[int, str, str]


def index_entries(cursor: Any, groups: Iterable[tuple[Shape, Sequence[Mapping[str, Any]]]]) -> None:
    """Put records into the list and the index; none of them may be there. The index takes one
    sorted batch several times faster than many, whatever the kinds."""
    lines: list[Line] = []
    words: list[Words] = []
    for shape, states in groups:
        for state in states:
            text = text_of(shape, state)
            seconds = state["happened"]
            sort = sort_key(
                state["written_at"] // 1000 if seconds is None else seconds, state["id"]
            )
            lines.append(_line(sort, state, shape.code, text))
            marks = marks_of(shape.code, state["person"], state["author"], _flags(state))
            words.append((sort, text.body, marks))
    _make_room(cursor, lines, words)
    lines.sort()
    words.sort()
    cursor.executemany(f"INSERT INTO entry VALUES({','.join('?' * 17)})", lines)
    cursor.executemany("INSERT INTO words(rowid, body, marks) VALUES(?,?,?)", words)


def _make_room(cursor: Any, lines: list[Line], words: list[Words]) -> None:
    """Two entries of the same second share a row id once in 500 million times: move one on."""
    there = _taken(cursor, [line[0] for line in lines])
    for place, line in enumerate(lines):
        sort = line[0]
        while sort in there:
            sort += 1
            there |= _taken(cursor, [sort])
        there.add(sort)
        if sort != line[0]:
            lines[place] = (sort, *line[1:])
            words[place] = (sort, *words[place][1:])


def _taken(cursor: Any, sorts: Sequence[int]) -> set[int]:
    taken: set[int] = set()
    for start in range(0, len(sorts), 500):
        some = sorts[start : start + 500]
        marks = ",".join("?" * len(some))
        rows = cursor.execute(f"SELECT sort FROM entry WHERE sort IN ({marks})", some)
        taken.update(row[0] for row in rows.fetchall())
    return taken


def text_of(shape: Shape, state: Mapping[str, Any]) -> EntryText:
    """What is shown and searched of a record, whatever a newer version wrote into it."""
    try:
        return shape.entry_text(state)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        # Values of a type that this version does not know: listed, not read.
        return EntryText(shape.code, "", "", "", "", "")


def _flags(state: Mapping[str, Any]) -> list[str]:
    flags = []
    if state.get("significant"):
        flags.append("significant")
    if state["restricted"]:
        flags.append("restricted")
    flags.append("retracted" if state["retracted"] is not None else "standing")
    if state["questions"]:
        flags.append("asked")
    return flags


def _line(sort: int, state: Mapping[str, Any], kind: str, text: EntryText) -> tuple[Any, ...]:
    return (
        sort,
        state["id"],
        kind,
        state["person"],
        state["stream"],
        int(state["restricted"]),
        state["author"],
        state["happened"],
        state["written_at"],
        int(bool(state.get("significant"))),
        int(state["retracted"] is not None),
        int(bool(state["questions"])),
        "" if state["retracted"] is not None else text.mark,
        text.title[:_SHOWN],
        text.meta[:_SHOWN],
        text.words[:_SHOWN],
        text.line[:_SHOWN],
    )
