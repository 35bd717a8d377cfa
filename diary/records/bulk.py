"""Many new records at once, through the same door: every one is checked, every one becomes a signed
change with its row and its words; only the SQL is batched. For imports, the demonstration and
`kith seed`. What is written belongs to whoever calls."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from time import monotonic
from typing import Any

from diary.clock import Clock
from diary.errors import Gone
from diary.ids import RecordId, new_id
from diary.records import registry
from diary.records.reads import Streams
from diary.records.work import Touched, home_of
from diary.records.writes import writes_for
from diary.store.change import Change
from diary.store.state import State
from diary.store.store import Store
from diary.vault.steps import Meter, Progress, Stop

SLICE_S = 0.008
"""A save waits for one slice at most; 50 ms is what is promised."""
_SLICE_AT_LEAST = 4
_WHOLE_BATCH = 20_000
"""In a vault that nobody uses yet, so many records share one sorted batch of the index."""


@dataclass(frozen=True, slots=True, repr=False)
class Fresh:
    """A record to be made. A young person's own `record` id is the person's id. `written` is the
    time that the change bears (aware); the clock's where it is not given."""

    kind: str
    values: Mapping[str, Any]
    person: str | None = None
    restricted: bool = False
    record: str = ""
    written: datetime | None = None

    def __repr__(self) -> str:
        return f"<Fresh {self.kind}>"


class Bulk:
    """Collects new records, and stores them by the batch. Nothing is in the database before
    `flush`, which must be in the same transaction."""

    def __init__(self, store: Store, streams: Streams, clock: Clock, cursor: Any) -> None:
        self._store = store
        self._streams = streams
        self._cursor = cursor
        self._now = clock.now()
        self._zone = clock.zone()
        self._changes: list[Change] = []
        self._states: dict[str, list[State]] = {}
        self._people: set[str] = set()

    def __len__(self) -> int:
        return len(self._changes)

    def add(self, fresh: Fresh) -> RecordId:
        """Check a record and put it in line. Raises InvalidEntry, UnknownKind, Gone."""
        kind = registry.kind(fresh.kind)
        cleaned = kind.clean(fresh.values)
        record = RecordId(fresh.record or new_id())
        person = fresh.person
        if fresh.kind == "young_person":
            person = record
            self._streams.open_person(self._cursor, person)
        stream = home_of(self._streams, kind, person, restricted=fresh.restricted)
        at = self._now if fresh.written is None else fresh.written
        change = self._store.journal.compose(
            self._cursor,
            stream=stream,
            kind=kind.code,
            record=record,
            parents=(),
            writes=writes_for(kind, {}, cleaned),
            at=int(at.timestamp() * 1000),
            zone=self._zone,
        )
        state = self._store.projection.first_state(change, self._streams.place(stream))
        if state is None:
            raise Gone("kind")
        self._changes.append(change)
        self._states.setdefault(kind.code, []).append(state)
        if person:
            self._people.add(person)
        return record

    def flush(self) -> Touched:
        """Store all that is in line."""
        self._store.journal.keep(self._cursor, self._changes)
        self._store.projection.put_fresh(self._cursor, self._states)
        touched = Touched(frozenset(self._states), frozenset(self._people))
        self._changes, self._states, self._people = [], {}, set()
        return touched


def write_all(
    store: Store,
    streams: Streams,
    clock: Clock,
    items: Iterable[Fresh],
    *,
    total: int,
    whole: bool = False,
    told: Callable[[Touched], None],
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> None:
    """Make all these records. Usually in slices so short that nobody's save waits 50 ms, each
    record done whole or not at all. With `whole`, in one transaction: everything or nothing, for a
    vault that nobody is writing in. `told` hears at the end what was touched, also where only a
    part was made. Raises Cancelled, and what `Bulk.add` raises."""
    meter = Meter(total, progress, cancelled)
    meter.advance(0)
    if whole:
        told(_in_one(store, streams, clock, items, meter))
    else:
        _in_slices(store, streams, clock, items, meter, told)


def _in_one(
    store: Store, streams: Streams, clock: Clock, items: Iterable[Fresh], meter: Meter
) -> Touched:
    touched = Touched(frozenset(), frozenset())
    with store.writing() as cursor, store.projection.bulk_index(cursor), _no_collecting():
        bulk = Bulk(store, streams, clock, cursor)
        for item in items:
            bulk.add(item)
            if len(bulk) % 500 == 0:
                meter.advance(500)
            if len(bulk) >= _WHOLE_BATCH:
                touched |= bulk.flush()
        touched |= bulk.flush()
    meter.finish()
    return touched


@contextmanager
def _no_collecting() -> Iterator[None]:
    """So much is kept until the batch is written that looking for garbage meanwhile costs a tenth
    and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _in_slices(
    store: Store,
    streams: Streams,
    clock: Clock,
    items: Iterable[Fresh],
    meter: Meter,
    told: Callable[[Touched], None],
) -> None:
    touched = Touched(frozenset(), frozenset())
    waiting, room = iter(items), _SLICE_AT_LEAST
    try:
        # Made outside the transaction: whoever invents or reads the records may take their time.
        while slice_ := list(islice(waiting, room)):
            began = monotonic()
            touched |= _one_slice(store, streams, clock, slice_)
            took = max(monotonic() - began, 1e-4)
            room = max(_SLICE_AT_LEAST, min(int(len(slice_) * SLICE_S / took), 2 * room))
            meter.advance(len(slice_))
    finally:
        told(touched)
    meter.finish()


def _one_slice(store: Store, streams: Streams, clock: Clock, items: Sequence[Fresh]) -> Touched:
    with store.writing(bulk=True) as cursor:
        bulk = Bulk(store, streams, clock, cursor)
        for item in items:
            bulk.add(item)
        return bulk.flush()
