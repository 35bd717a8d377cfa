"""Reading records, of any kind, at one moment: inside a write or on the last commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from diary.clock import Clock
from diary.errors import Gone
from diary.records import registry
from diary.records.registry import Kind
from diary.records.view import View, view_of
from diary.store.projection import Projection
from diary.store.state import StreamPlace


class Streams(Protocol):
    """Where things lie: handed in by the door, which knows the directory."""

    @property
    def me(self) -> str:
        """The member that this device writes for."""
        ...

    @property
    def device(self) -> str:
        """This device's id."""
        ...

    @property
    def private(self) -> str: ...
    def place(self, stream: str) -> StreamPlace: ...
    def of_person(self, person: str, *, restricted: bool) -> str | None: ...
    def open_person(self, cursor: Any, person: str) -> None: ...
    def name_of(self, member: str) -> str: ...
    def members(self) -> Mapping[str, str]: ...


class Reads:
    """One moment's view of all records. Raises Gone for ids that are not here."""

    def __init__(self, cursor: Any, projection: Projection, streams: Streams, clock: Clock) -> None:
        self.cursor = cursor
        self.projection = projection
        self.streams = streams
        self.clock = clock

    def kind_of(self, record: str) -> Kind:
        """The kind of a record of any kind, listed or not."""
        row = self.cursor.execute("SELECT kind FROM entry WHERE id=?", (record,)).fetchone()
        if row is None:
            row = self.cursor.execute(
                "SELECT kind FROM change WHERE record=? LIMIT 1", (record,)
            ).fetchone()
        if row is None or not registry.known(row[0]):
            raise Gone("record")
        return registry.kind(row[0])

    def state(self, record: str) -> tuple[Kind, dict[str, Any]]:
        kind = self.kind_of(record)
        state = self.projection.state(self.cursor, kind.code, record)
        if state is None:
            raise Gone(kind.code)
        return kind, state

    def view(self, record: str) -> View:
        """A record as it stands now."""
        return view_of(*self.state(record))

    def find(self, kind: str, record: str | None) -> View | None:
        """A record of that kind, or None."""
        if record is None:
            return None
        state = self.projection.state(self.cursor, kind, record)
        return None if state is None else view_of(registry.kind(kind), state)

    def all(
        self, kind: str, *, person: str | None = None, retracted: bool = False, limit: int = 0
    ) -> list[View]:
        """All records of a kind, newest first by when they happened; of one person if named."""
        table = self.projection.table(kind)
        if table is None:
            raise Gone("kind")
        where = ["1" if retracted else "retracted IS NULL"]
        values: list[Any] = []
        if person is not None:
            where.append("person=?")
            values.append(person)
        sql = f"{table.select} WHERE {' AND '.join(where)}"
        sql += " ORDER BY coalesce(happened, written_at/1000) DESC, id"
        if limit:
            sql += f" LIMIT {int(limit)}"
        shape = registry.kind(kind)
        rows = self.cursor.execute(sql, values).fetchall()
        return [view_of(shape, table.from_row(row)) for row in rows]

    def many(self, wanted: Iterable[tuple[str, str]]) -> dict[str, View]:
        """Record id → view, for (kind, id) pairs; those that are not here are left out."""
        by_kind: dict[str, list[str]] = {}
        for kind, record in wanted:
            by_kind.setdefault(kind, []).append(record)
        out: dict[str, View] = {}
        for kind, ids in by_kind.items():
            table = self.projection.table(kind)
            if table is None:
                continue
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = self.cursor.execute(f"{table.select} WHERE id IN ({marks})", part)
                shape = registry.kind(kind)
                for row in rows.fetchall():
                    view = view_of(shape, table.from_row(row))
                    out[view.id] = view
        return out

    def people(self) -> Mapping[str, str]:
        """Person id → chosen name, of all young people that are not taken back."""
        rows = self.cursor.execute(
            "SELECT id, chosen_name FROM young_person WHERE retracted IS NULL"
        ).fetchall()
        return {row[0]: row[1] or "" for row in rows}
