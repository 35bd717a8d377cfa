"""Writing: one unit of work, in one transaction. Verbs write through this and nothing else.

Every write says what it was written on, is checked at the door, and leaves what undoes it. The
rules that hold for all kinds live here: words belong to their author, an old entry is amended with
a reason, a retracted one is not edited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from diary.clock import Clock
from diary.errors import Gone, InvalidEntry, NotAllowed, WrittenSince
from diary.ids import PersonId, RecordId, new_id
from diary.records import registry
from diary.records.amending import require_author, require_reason
from diary.records.reads import Reads, Streams
from diary.records.registry import Kind
from diary.records.writes import Writes, writes_for
from diary.store.change import RETRACTED, Change, decode_header
from diary.store.journal import Journal
from diary.store.projection import Projection
from diary.store.state import field_values

P = ParamSpec("P")
R = TypeVar("R")

Verb = Callable[Concatenate["Work", P], R]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a write changed: record kinds and people. Screens that show them draw themselves anew."""

    kinds: frozenset[str]
    people: frozenset[str]

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.kinds | other.kinds, self.people | other.people)


@dataclass(frozen=True, slots=True, repr=False)
class Inverse:
    """What takes one write back, and the heads it may be laid on."""

    kind: str
    record: str
    heads: tuple[str, ...]
    writes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes a whole unit of work back, as compensating changes."""

    inverses: tuple[Inverse, ...]


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What a verb gave, what it touched, and how to take it back."""

    result: R
    touched: Touched
    undo: Undo


@dataclass(slots=True)
class _Log:
    kinds: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    inverses: list[Inverse] = field(default_factory=list)


class Work(Reads):
    """One transaction of reads and writes."""

    def __init__(
        self,
        cursor: Any,
        projection: Projection,
        streams: Streams,
        clock: Clock,
        journal: Journal,
    ) -> None:
        super().__init__(cursor, projection, streams, clock)
        self._journal = journal
        self._log = _Log()

    # -- writing ----------------------------------------------------------------------------

    def create_person(self, values: Mapping[str, Any]) -> PersonId:
        """A new young person with their two streams. Raises InvalidEntry."""
        kind = registry.kind("young_person")
        cleaned = kind.clean(values)
        person = PersonId(RecordId(new_id()))
        self.streams.open_person(self.cursor, person)
        stream = home_of(self.streams, kind, person)
        self._write(kind, person, stream, [], _fresh(kind, cleaned), None)
        return person

    def create(
        self,
        code: str,
        values: Mapping[str, Any],
        *,
        person: str | None = None,
        restricted: bool = False,
        record: str | None = None,
        why: str | None = None,
        origin: Mapping[str, Any] | None = None,
    ) -> RecordId:
        """A new record. Kinds that are about a young person need one; the others lie in the
        worker's private stream. Raises InvalidEntry (every wrong field), UnknownKind, Gone."""
        if code == "young_person":
            raise NotAllowed("use create_person")
        kind = registry.kind(code)
        cleaned = kind.clean(values)
        identifier = RecordId(record or new_id())
        stream = home_of(self.streams, kind, person, restricted=restricted)
        self._write(kind, identifier, stream, [], _fresh(kind, cleaned), why, origin)
        return identifier

    def edit(
        self,
        record: str,
        values: Mapping[str, Any],
        *,
        base: Sequence[str] | None = None,
        base_values: Mapping[str, Any] | None = None,
        why: str | None = None,
    ) -> None:
        """Change the fields named. `base` are the heads that the form was showing and `base_values`
        what it showed (by default those that stand now). Raises InvalidEntry, NotAllowed, Gone."""
        kind, state = self.state(record)
        if state["retracted"] is not None:
            raise NotAllowed("retracted")
        shown = field_values(kind, state) if base_values is None else dict(base_values)
        cleaned = kind.clean({**shown, **values})
        changed = {name: cleaned.get(name) for name in values}
        writes = writes_for(kind, shown, changed, why or "")
        if not writes:
            return
        require_author(kind, state, writes, self.streams.me)
        require_reason(kind, state, writes, why, now_ms(self.clock))
        heads = list(state["heads"]) if base is None else list(base)
        self._write(kind, record, state["stream"], self._parents(record, heads), writes, why)

    def settle(self, record: str, path: str, value: Any, *, why: str | None = None) -> None:
        """Answer an open question on a path, with any value; the parents are all heads."""
        kind, state = self.state(record)
        if path not in (state["questions"] or {}):
            raise Gone("question")
        parents = self._parents(record, state["heads"])
        self._write(kind, record, state["stream"], parents, {path: value}, why)

    def retract(self, record: str, why: str) -> None:
        """Take an entry out of sight; it stays readable in the history with the reason."""
        if not why.strip():
            raise InvalidEntry({"why": "say why this is taken back"})
        kind, state = self.state(record)
        if state["retracted"] is not None:
            return
        parents = self._parents(record, state["heads"])
        self._write(kind, record, state["stream"], parents, {RETRACTED: why.strip()}, why.strip())

    def restore(self, record: str, why: str | None = None) -> None:
        """Bring a retracted entry back."""
        kind, state = self.state(record)
        if state["retracted"] is None and RETRACTED not in (state["questions"] or {}):
            return
        parents = self._parents(record, state["heads"])
        self._write(kind, record, state["stream"], parents, {RETRACTED: None}, why)

    def take_back(self, undo: Undo, why: str) -> None:
        """Compensating changes, newest first. Raises WrittenSince where anyone wrote since."""
        newest = {inverse.record: inverse for inverse in undo.inverses}
        for inverse in newest.values():
            kind, state = self.state(inverse.record)
            if tuple(state["heads"]) != inverse.heads:
                raise WrittenSince(kind.code)
        for inverse in reversed(undo.inverses):
            kind, state = self.state(inverse.record)
            parents = self._parents(inverse.record, state["heads"])
            self._write(kind, inverse.record, state["stream"], parents, inverse.writes, why)

    def bring_in(
        self,
        code: str,
        record: str,
        writes: Mapping[str, Any],
        *,
        parents: Sequence[str],
        person: str | None,
        restricted: bool,
        why: str | None,
        origin: Mapping[str, Any],
    ) -> str:
        """A version of a record from a copy, as it was written there, on the versions named; of a
        kind or with fields that this version may not know. Gives the new version. Raises Gone."""
        if code == "young_person" and self.streams.of_person(record, restricted=False) is None:
            self.streams.open_person(self.cursor, record)
        stream: str | None = self.streams.private
        if person is not None:
            stream = self.streams.of_person(person, restricted=restricted)
        if stream is None:
            raise Gone("person")
        change = self._append(
            code, record, stream, self._parents(record, parents), writes, why, origin
        )
        self._apply(change)
        return change.hash.hex()

    def done(self, result: R) -> Done[R]:
        log = self._log
        touched = Touched(frozenset(log.kinds), frozenset(log.people))
        return Done(result, touched, Undo(tuple(log.inverses)))

    # -- inside -----------------------------------------------------------------------------

    def _parents(self, record: str, heads: Sequence[str]) -> list[tuple[bytes, int]]:
        wanted = [bytes.fromhex(h) for h in heads]
        marks = ",".join("?" * len(wanted))
        rows = self.cursor.execute(
            f"SELECT hash, header FROM change WHERE record=? AND hash IN ({marks})",
            (record, *wanted),
        ).fetchall()
        if len(rows) != len(set(wanted)):
            raise Gone("version")
        return [(digest, decode_header(header).gen) for digest, header in rows]

    def _write(
        self,
        kind: Kind,
        record: str,
        stream: str,
        parents: list[tuple[bytes, int]],
        writes: Mapping[str, Any],
        why: str | None,
        origin: Mapping[str, Any] | None = None,
    ) -> None:
        before = self.projection.state(self.cursor, kind.code, record) if parents else None
        change = self._append(kind.code, record, stream, parents, writes, why, origin)
        after = self._apply(change)
        back = _inverse(kind, before, after, writes)
        self._log.inverses.append(Inverse(kind.code, record, (change.hash.hex(),), back))

    def _append(
        self,
        code: str,
        record: str,
        stream: str,
        parents: list[tuple[bytes, int]],
        writes: Mapping[str, Any],
        why: str | None,
        origin: Mapping[str, Any] | None,
    ) -> Change:
        return self._journal.append(
            self.cursor,
            stream=stream,
            kind=code,
            record=record,
            parents=parents,
            writes=writes,
            why=why,
            origin=origin,
        )

    def _apply(self, change: Change) -> dict[str, Any] | None:
        place = self.streams.place(change.head.stream)
        self._log.kinds.add(change.head.kind)
        if place.person:
            self._log.people.add(place.person)
        return self.projection.apply(self.cursor, change, place)


def home_of(
    streams: Streams, kind: Kind, person: str | None, *, restricted: bool = False
) -> str:
    """The stream that a new record goes to. Raises InvalidEntry, Gone."""
    if kind.home == "private" or (person is None and kind.home == "either"):
        return streams.private
    if person is None:
        raise InvalidEntry({"person": "say whose diary this goes to"})
    stream = streams.of_person(person, restricted=restricted)
    if stream is None:
        raise Gone("person")
    return stream


def _fresh(kind: Kind, cleaned: Mapping[str, Any]) -> Writes:
    return writes_for(kind, {}, cleaned)


def _inverse(
    kind: Kind,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    writes: Mapping[str, Any],
) -> dict[str, Any]:
    if before is None or after is None:
        return {RETRACTED: "undone"}
    back: dict[str, Any] = {}
    if RETRACTED in writes:
        back[RETRACTED] = before["retracted"]
    names = {path.partition("/")[0] for path in writes if path != RETRACTED}
    known = {n for n in names if n in kind.fields}
    back |= writes_for(
        kind, field_values(kind, after), {n: before.get(n) for n in known}, "undone"
    )
    return back


def now_ms(clock: Clock) -> int:
    """Milliseconds since 1970 (UTC)."""
    return int(clock.now().timestamp() * 1000)
