"""The store: engine, journal and projection put together. One transaction appends changes, brings
the tables up to date, signs the heads; then the mark beside the database moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diary.errors import Cancelled
from diary.store.change import Change
from diary.store.engine import Engine, get_meta, set_meta
from diary.store.journal import (
    HeadSignature,
    Journal,
    Judge,
    Pen,
    Received,
    changes_of,
)
from diary.store.projection import Projection, by_record, state_of
from diary.store.proof import verify_chains
from diary.store.shape import Shapes
from diary.store.state import StreamPlace
from diary.vault.cipher import faults
from diary.vault.steps import Meter, Progress, Stop

PlaceOf = Callable[[str], StreamPlace]
Newest = tuple[int, bytes]
Committed = Callable[[Newest | None], None]
_REPLAY = 5_000


@dataclass(slots=True)
class Findings:
    """What `verify` found: what was looked at, and what is wrong, in words without case text."""

    chains: int = 0
    changes: int = 0
    records: int = 0
    faults: list[str] = field(default_factory=list)


class Store:
    """The open database of one vault, and the only door to its SQL."""

    def __init__(self, path: Path, key: bytes, shapes: Shapes, *, create: bool = False) -> None:
        self.engine = Engine(path, key, create=create)
        self.projection = Projection(shapes)
        self._shapes = shapes
        self._journal: Journal | None = None
        self._committed: Committed = lambda _newest: None
        self._undone: Callable[[], None] = lambda: None

    def take_pen(self, pen: Pen, committed: Committed, undone: Callable[[], None]) -> None:
        """From now on this hand writes; `committed` hears the newest change after each commit,
        `undone` that a transaction left nothing. Nobody else writes meanwhile."""
        self._journal = Journal(pen)
        self._committed = committed
        self._undone = undone

    @property
    def journal(self) -> Journal:
        if self._journal is None:
            raise RuntimeError("nobody holds the pen")
        return self._journal

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Any]:
        """A transaction in which changes are appended; sealed and committed at its end."""
        journal = self.journal
        newest: Newest | None = None

        def undone() -> None:
            journal.forget_unfinished()
            self._undone()

        with self.engine.write(
            bulk=bulk, kept=lambda: self._committed(newest), undone=undone
        ) as cursor:
            yield cursor
            journal.seal(cursor)
            newest = newest_change(cursor)

    # -- the tables -------------------------------------------------------------------------

    def needs_rebuild(self) -> bool:
        with self.engine.read() as cursor:
            return bool(get_meta(cursor, "projection") != self.projection.version())

    def rebuild(
        self, place_of: PlaceOf, progress: Progress | None = None, stop: Stop | None = None
    ) -> None:
        """Make every table anew from the log, in one transaction: done whole or not at all."""
        with self.engine.write() as cursor:
            self.projection.drop(cursor)
            self.projection.create(cursor)
            total = cursor.execute("SELECT count(*) FROM change").fetchone()[0]
            meter = Meter(total, progress, stop)
            # On a cursor of its own: writing with the same one would end the reading.
            with self.projection.bulk_index(cursor):
                for batch in _whole_records(cursor.connection.cursor(), _REPLAY):
                    self.projection.replay(cursor, batch, place_of)
                    meter.advance(len(batch))
            set_meta(cursor, "projection", self.projection.version())

    def receive(
        self,
        pairs: Sequence[tuple[bytes, bytes | None]],
        signatures: Sequence[HeadSignature],
        judge: Judge,
        place_of: PlaceOf,
    ) -> Received:
        """Take in others' changes and bring the tables up to date, in one transaction."""
        with self.writing() as cursor:
            before = [(h, p) for h, p in cursor.execute("SELECT header, payload FROM held")]
            got = self.journal.receive(cursor, [*pairs, *before], signatures, judge)
            for kind, record, stream in sorted(got.records):
                table = self.projection.table(kind)
                if table is None:
                    continue
                old = self.projection.state(cursor, kind, record)
                state = self.projection.merged(cursor, table.shape, record, place_of(stream))
                if state is not None:
                    self.projection.put(cursor, table, [state], fresh=old is None)
            return got

    # -- proof ------------------------------------------------------------------------------

    def verify(
        self,
        judge: Judge,
        place_of: PlaceOf,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Findings:
        """Walk every chain, then compare every row with what the log gives. Reads one moment's
        state on its own connection, so that saves go on meanwhile."""
        out = Findings()
        with self.engine.read() as cursor:
            out.faults += [f"diary.db: {fault}" for fault in faults(cursor)]
            total = cursor.execute("SELECT count(*) FROM change").fetchone()[0]
            meter = Meter(2 * total, progress, stop)
            report = verify_chains(cursor, judge, lambda done, _: meter.reach(done))
            out.chains, out.changes = report.chains, report.changes
            out.faults += report.faults
            meter.reach(total)
            self._compare(cursor, place_of, out, meter)
        return out

    def _compare(self, cursor: Any, place_of: PlaceOf, out: Findings, meter: Meter) -> None:
        seen: dict[str, int] = {}
        for batch in _whole_records(cursor.connection.cursor(), _REPLAY):
            for mine in by_record(batch):
                first = mine[0].head
                table = self.projection.table(first.kind)
                if table is None:
                    continue
                wanted = state_of(table.shape, mine, place_of(first.stream))
                live = self.projection.state(cursor, first.kind, first.record)
                seen[first.kind] = seen.get(first.kind, 0) + (wanted is not None)
                out.records += 1
                row = None if wanted is None else table.from_row(table.to_row(wanted))
                if row != live:
                    out.faults.append(f"{first.kind} {first.record[:8]}: the table differs")
            meter.advance(len(batch))
        self._count(cursor, seen, out)

    def _count(self, cursor: Any, seen: dict[str, int], out: Findings) -> None:
        listed = 0
        for shape in self._shapes.all():
            table = self.projection.table(shape.code)
            assert table is not None
            rows = cursor.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
            if rows != seen.get(shape.code, 0):
                out.faults.append(f"{shape.code}: rows that the log does not know")
            listed += rows if shape.listed else 0
        for name in ("entry", "words"):
            if cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] != listed:
                out.faults.append(f"{name}: not one line for each entry")

    def close(self) -> None:
        self.engine.close()


def newest_change(cursor: Any) -> Newest | None:
    """Local number and hash of the newest change; None in an empty log."""
    row = cursor.execute("SELECT n, hash FROM change ORDER BY n DESC LIMIT 1").fetchone()
    return None if row is None else (row[0], row[1])


def _whole_records(cursor: Any, size: int) -> Iterator[list[Change]]:
    """All changes record by record, in batches that never split a record."""
    batch: list[Change] = []
    for change in changes_of(cursor, "1 ORDER BY record, n"):
        if len(batch) >= size and batch[-1].head.record != change.head.record:
            yield batch
            batch = []
        batch.append(change)
    if batch:
        yield batch


class Slices:
    """Bulk work cut into short transactions, so that a save never waits long.

    `run` calls `step(cursor, item)` for each item, committing whenever a slice has lasted
    `slice_ms`; between slices anyone may save. Raises Cancelled between slices."""

    def __init__(self, store: Store, slice_ms: float = 30.0) -> None:
        self._store = store
        self._slice_s = slice_ms / 1000

    def run(
        self,
        items: Sequence[Any],
        step: Callable[[Any, Any], None],
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        done = 0
        while done < len(items):
            if stop is not None and stop():
                raise Cancelled
            with self._store.writing(bulk=True) as cursor:
                until = time.monotonic() + self._slice_s
                while done < len(items) and time.monotonic() < until:
                    step(cursor, items[done])
                    done += 1
            if progress is not None:
                progress(done, len(items))
