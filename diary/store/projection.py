"""The tables: a pure function of the changes, updated in the transaction that appends them.

A change written on exactly the heads that a row shows is laid onto the row; anything else merges
the record's changes anew. Both give the same row: `kith verify` and the tests compare them. What a
kind means comes in as a `Shape`; unknown kinds stay in the log until an upgrade knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from diary.store.change import Change, decode_body, decode_header
from diary.store.entries import (
    clear_entries,
    create_entries,
    forget_entry,
    gathering_words,
    index_entries,
)
from diary.store.shape import Plain, Shape, Shapes, encode_plain
from diary.store.state import State, StreamPlace, lay_on, merged_state

PROJECTION = 3
"""Raised when tables must be made anew though no field changed (titles, sorting, search)."""


class TableShape:
    """A kind's table, compiled once: its SQL, and which columns hold JSON."""

    def __init__(self, shape: Shape) -> None:
        table = shape.table.__table__  # type: ignore[attr-defined]  # SQLModel hides it
        self.shape = shape
        self.name: str = table.name
        self.columns: tuple[str, ...] = tuple(c.name for c in table.columns)
        self.json = frozenset(c.name for c in table.columns if isinstance(c.type, Plain))
        self.flags = frozenset(n for n, f in shape.fields.items() if f.type == "flag")
        self._inserts: dict[tuple[str, ...], str] = {}
        names = ",".join(f'"{c}"' for c in self.columns)
        self.select = f'SELECT {names} FROM "{self.name}"'

    def ddl(self) -> tuple[str, ...]:
        """What makes the table and its indexes. Compiled only when asked for: it costs two
        milliseconds a table, which a diary that has its tables need not wait for."""
        table = self.shape.table.__table__  # type: ignore[attr-defined]  # SQLModel hides it
        speaks = sqlite.dialect()
        create = str(CreateTable(table).compile(dialect=speaks))
        indexes = [str(CreateIndex(i).compile(dialect=speaks)) for i in table.indexes]
        return (create, *sorted(indexes))

    def to_row(self, state: Mapping[str, Any]) -> tuple[Any, ...]:
        out = []
        for column in self.columns:
            value = state.get(column)
            out.append(encode_plain(value) if column in self.json and value is not None else value)
        return tuple(out)

    def write(self, cursor: Any, states: Iterable[Mapping[str, Any]]) -> None:
        """Put rows in, or in the place of those of the same id. Only what is recorded is bound: an
        empty column costs this driver thirty times what a filled one does."""
        groups: dict[tuple[str, ...], list[list[Any]]] = {}
        for state in states:
            filled = tuple([c for c in self.columns if state.get(c) is not None])
            groups.setdefault(filled, []).append([self._bound(c, state[c]) for c in filled])
        for filled, rows in groups.items():
            cursor.executemany(self._insert(filled), rows)

    def _bound(self, column: str, value: Any) -> Any:
        if column in self.json:
            return encode_plain(value)
        return int(value) if isinstance(value, bool) else value

    def _insert(self, filled: tuple[str, ...]) -> str:
        found = self._inserts.get(filled)
        if found is None:
            names, marks = ",".join(f'"{c}"' for c in filled), ",".join("?" * len(filled))
            found = f'INSERT OR REPLACE INTO "{self.name}"({names}) VALUES({marks})'
            self._inserts[filled] = found
        return found

    def from_row(self, row: Sequence[Any]) -> State:
        state: State = {}
        for column, value in zip(self.columns, row, strict=True):
            if value is not None and column in self.json:
                state[column] = msgspec.json.decode(value)
            elif value is not None and column in self.flags:
                state[column] = bool(value)
            else:
                state[column] = value
        return state


class Projection:
    """Keeps the record tables, the `entry` list and the search index in step with the log."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._tables: dict[str, TableShape] = {}

    def table(self, kind: str) -> TableShape | None:
        """The compiled table of a kind; None for a kind that this version does not know."""
        found = self._tables.get(kind)
        shape = self._shapes.get(kind)
        if shape is None:
            return None
        if found is None or found.shape is not shape:
            found = self._tables[kind] = TableShape(shape)
        return found

    def create(self, cursor: Any) -> None:
        """Make every table of this version that is not there yet."""
        create_entries(cursor)
        for table in self._all():
            if not _exists(cursor, table.name):
                for statement in table.ddl():
                    cursor.execute(statement)
            cursor.execute("INSERT OR REPLACE INTO meta VALUES(?,1)", (f"table:{table.name}",))

    def drop(self, cursor: Any) -> None:
        """Take away every table made from the log, those of older versions too."""
        made = cursor.execute("SELECT key FROM meta WHERE key LIKE 'table:%'").fetchall()
        for (key,) in made:
            cursor.execute(f'DROP TABLE IF EXISTS "{key.partition(":")[2]}"')
        cursor.execute("DELETE FROM meta WHERE key LIKE 'table:%'")
        clear_entries(cursor)

    def version(self) -> str:
        return f"{PROJECTION}:{self._shapes.fingerprint()}"

    def _all(self) -> Iterator[TableShape]:
        for shape in self._shapes.all():
            table = self.table(shape.code)
            assert table is not None
            yield table

    # -- one record -------------------------------------------------------------------------

    def state(self, cursor: Any, kind: str, record: str) -> State | None:
        """The row of a record as a state: columns to plain values; None when not there."""
        table = self.table(kind)
        if table is None:
            return None
        row = cursor.execute(f"{table.select} WHERE id=?", (record,)).fetchone()
        return None if row is None else table.from_row(row)

    def apply(
        self, cursor: Any, change: Change, place: StreamPlace, *, apart: bool = False
    ) -> State | None:
        """Bring the row up to date with a change just stored. `apart`: it was written elsewhere,
        so that others may be waiting for it and only a merge can tell. Gives the new state."""
        table = self.table(change.head.kind)
        if table is None:
            return None
        old = self.state(cursor, change.head.kind, change.head.record)
        state = None if apart else lay_on(table.shape, old, change, place)
        if state is None:
            state = self.merged(cursor, table.shape, change.head.record, place)
        if state is not None:
            self.put(cursor, table, [state], fresh=old is None)
        return state

    def merged(self, cursor: Any, shape: Shape, record: str, place: StreamPlace) -> State | None:
        """The state that the log gives for one record; None while nothing of it can be applied."""
        rows = cursor.execute(
            "SELECT header, payload, hash FROM change WHERE record=? AND kind=?",
            (record, shape.code),
        ).fetchall()
        return merged_state(shape, [stored(*row) for row in rows], place)

    def put(self, cursor: Any, table: TableShape, states: Sequence[State], *, fresh: bool) -> None:
        """Write records' rows, their lines in the list and their words in the index. `fresh`:
        none of them is there yet."""
        if table.shape.listed and not fresh:
            for state in states:
                old = self.state(cursor, table.shape.code, state["id"])
                if old is not None:
                    forget_entry(cursor, table.shape, old)
        table.write(cursor, states)
        if table.shape.listed:
            index_entries(cursor, [(table.shape, states)])

    def put_fresh(self, cursor: Any, states: Mapping[str, Sequence[State]]) -> None:
        """Write new records of several kinds (code → states); none of them is there yet."""
        listed = []
        for code, mine in states.items():
            table = self.table(code)
            assert table is not None
            table.write(cursor, mine)
            if table.shape.listed:
                listed.append((table.shape, mine))
        index_entries(cursor, listed)

    @contextmanager
    def bulk_index(self, cursor: Any) -> Iterator[None]:
        """Let the word index gather much in memory before it writes."""
        with gathering_words(cursor):
            yield

    def first_state(self, change: Change, place: StreamPlace) -> State | None:
        """The state that a new record's change gives, its values checked just now; None for a kind
        that is not known."""
        table = self.table(change.head.kind)
        return None if table is None else lay_on(table.shape, None, change, place, sound=True)

    # -- all of them ------------------------------------------------------------------------

    def replay(
        self,
        cursor: Any,
        changes: Iterable[Change],
        place_of: Callable[[str], StreamPlace],
    ) -> None:
        """Fill empty tables from changes that come record by record (whole records together)."""
        by_kind: dict[str, list[State]] = {}
        for mine in by_record(changes):
            table = self.table(mine[0].head.kind)
            if table is None:
                continue
            state = state_of(table.shape, mine, place_of(mine[0].head.stream))
            if state is not None:
                by_kind.setdefault(table.shape.code, []).append(state)
        self.put_fresh(cursor, by_kind)


def state_of(shape: Shape, changes: Sequence[Change], place: StreamPlace) -> State | None:
    """One record's state from all its changes; the short way where there is but one."""
    if len(changes) == 1:
        state = lay_on(shape, None, changes[0], place)
        if state is not None:
            return state
    return merged_state(shape, changes, place)


def by_record(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes that come record by record, a list for each record."""
    mine: list[Change] = []
    for change in changes:
        if mine and change.head.record != mine[0].head.record:
            yield mine
            mine = []
        mine.append(change)
    if mine:
        yield mine


def _exists(cursor: Any, table: str) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?"
    return cursor.execute(sql, (table,)).fetchone() is not None


def stored(header: bytes, payload: bytes | None, digest: bytes) -> Change:
    """A change from the columns it is kept in; checked when it came in, so not again here."""
    body = None if payload is None else decode_body(payload)
    return Change(digest, header, payload, decode_header(header), body)
