"""Writing: one unit of work, in one transaction. Verbs write through this and nothing else.

Every write says what it was written on, is checked at the door, and leaves what undoes it. The
rules that hold for all kinds live here: words belong to their author, an old entry is amended with
a reason, a retracted one is not edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from diary.clock import Clock
from diary.errors import AlreadyThere, Gone, InvalidEntry, NotAllowed, WrittenSince
from diary.ids import PersonId, RecordId, new_id
from diary.records import registry
from diary.records.amending import clean_answer, require_author, require_reason
from diary.records.fields import FieldSpec, can_keep
from diary.records.reads import Reads, Streams
from diary.records.registry import Kind
from diary.records.writes import Writes, writes_for
from diary.store.change import RETRACTED, Change, decode_header
from diary.store.journal import Journal
from diary.store.past import changes_to
from diary.store.projection import Projection
from diary.store.state import field_values, state_at

P = ParamSpec("P")
R = TypeVar("R")

Verb = Callable[Concatenate["Work", P], R]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a write changed: record kinds and people. Screens that show them draw again."""

    kinds: frozenset[str]
    people: frozenset[str]

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.kinds | other.kinds, self.people | other.people)


@dataclass(frozen=True, slots=True, repr=False)
class Inverse:
    """What takes one write back, and the heads it may be laid on. `asked` are the questions that
    the write answered, path → answers: they are asked again."""

    kind: str
    record: str
    heads: tuple[str, ...]
    writes: Mapping[str, Any]
    asked: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


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
        worker's private stream. Raises InvalidEntry (every wrong field), UnknownKind, Gone,
        AlreadyThere."""
        if code == "young_person":
            raise NotAllowed("use create_person")
        kind = registry.kind(code)
        cleaned = kind.clean(values)
        if record is not None and changes_to(self.cursor, record):
            raise AlreadyThere("record")
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
        """Change the fields named. `base` are the heads that the form was showing (by default those
        that stand now), `base_values` what it showed (by default what stood on those heads): only
        what differs is written. Raises InvalidEntry, NotAllowed, Gone."""
        kind, state = self.state(record)
        if state["retracted"] is not None:
            raise NotAllowed("retracted")
        heads = list(base or state["heads"])
        parents = self._parents(record, heads)
        shown = self._shown(kind, state, heads) if base_values is None else dict(base_values)
        cleaned = kind.clean(values, shown)
        changed = {name: cleaned.get(name) for name in values}
        writes = writes_for(kind, shown, changed, why or "")
        if not writes:
            return
        writes |= self._left_out(kind, record, writes)
        require_author(kind, state, writes, self.streams.me)
        require_reason(kind, state, writes, why, now_ms(self.clock))
        self._write(kind, record, state["stream"], parents, writes, why)

    def settle(self, record: str, path: str, value: Any, *, why: str | None = None) -> None:
        """Answer an open question on a path, with one of its answers or another value; the parents
        are all heads. Raises Gone, InvalidEntry (the path), NotAllowed."""
        kind, state = self.state(record)
        answers = (state["questions"] or {}).get(path)
        if answers is None:
            raise Gone("question")
        if not any(value == answer["value"] for answer in answers):
            value = clean_answer(kind, path, value)
            require_author(kind, state, {path: value}, self.streams.me)
        parents = self._parents(record, state["heads"])
        self._write(kind, record, state["stream"], parents, {path: value}, why)

    def retract(self, record: str, why: str) -> None:
        """Take an entry out of sight; it stays readable in the history with the reason."""
        if not can_keep(why) or not why.strip():
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
            for writes, origin in self._answers_apart(inverse):
                self._write(kind, inverse.record, state["stream"], parents, writes, why, origin)

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

    def _shown(self, kind: Kind, state: Mapping[str, Any], heads: list[str]) -> dict[str, Any]:
        """What a form that was opened on these heads was showing."""
        if heads == state["heads"]:
            return field_values(kind, state)
        place = self.streams.place(state["stream"])
        then = state_at(kind, changes_to(self.cursor, state["id"]), heads, place)
        return {} if then is None else field_values(kind, then)

    def _left_out(self, kind: Kind, record: str, writes: Writes) -> Writes:
        """Lines that come back after they were taken out come without the parts not named now."""
        added = [
            path
            for path, value in writes.items()
            if value is True and "/" in path and kind.fields[path.partition("/")[0]].parts
        ]
        if not added:
            return {}
        known = {p for c in changes_to(self.cursor, record) if c.body for p in c.body.writes}
        return {
            f"{path}/{part.name}": None
            for path in added
            if path in known
            for part in kind.fields[path.partition("/")[0]].parts
            if f"{path}/{part.name}" not in writes
        }

    def _answers_apart(
        self, inverse: Inverse
    ) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
        """The writes of an inverse: answers given apart before are given apart again, each with
        whose it was."""
        if not inverse.asked:
            yield inverse.writes, None
            return
        rest = {p: v for p, v in inverse.writes.items() if p not in inverse.asked}
        for path, answers in inverse.asked.items():
            for answer in answers:
                told = {k: answer[k] for k in ("author", "device", "at", "change")}
                told["name"] = self.streams.name_of(answer["author"])
                yield {path: answer["value"], **rest}, told
                rest = {}

    def _parents(self, record: str, heads: Sequence[str]) -> list[tuple[bytes, int]]:
        try:
            wanted = [bytes.fromhex(h) for h in heads]
        except ValueError:
            raise Gone("version") from None
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
        heads = (change.hash.hex(),) if after is None else tuple(after["heads"])
        back = {RETRACTED: "undone"} if before is None else _inverse(kind, before, writes)
        asked = {p: a for p, a in ((before or {}).get("questions") or {}).items() if p in writes}
        self._log.inverses.append(Inverse(kind.code, record, heads, back, asked))

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
        if why is not None and not can_keep(why):
            raise InvalidEntry({"why": "write this as text"})
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


def home_of(streams: Streams, kind: Kind, person: str | None, *, restricted: bool = False) -> str:
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


def _inverse(kind: Kind, before: Mapping[str, Any], writes: Mapping[str, Any]) -> dict[str, Any]:
    """Path → what stood there before, for every path written."""
    back: dict[str, Any] = {}
    for path in writes:
        name, _, rest = path.partition("/")
        spec = kind.fields.get(name)
        held = before.get(name) if spec is not None else None
        if path == RETRACTED:
            back[path] = before["retracted"]
        elif path in (before["extra"] or {}):
            back[path] = before["extra"][path]
        elif spec is None or not rest:
            back[path] = held
        elif spec.type == "items":
            back |= _line_back(spec, path, held or ())
        elif spec.is_set:
            back[path] = rest in (held or ())
    return back


def _line_back(spec: FieldSpec, path: str, held: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    name, item, part = (*path.split("/", 2), "")[:3]
    line = next((one for one in held if one["id"] == item), None)
    if line is None:
        return {f"{name}/{item}": {"gone": "undone"}}
    if part:
        return {path: line.get(part)}
    parts = {*(p.name for p in spec.parts), *line} - {"id"}
    return {path: True} | {f"{path}/{p}": line.get(p) for p in sorted(parts)}


def now_ms(clock: Clock) -> int:
    """Milliseconds since 1970 (UTC)."""
    return int(clock.now().timestamp() * 1000)
