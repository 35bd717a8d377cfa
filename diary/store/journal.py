"""The journal: appending changes to their chains and taking in those of other devices. It signs and
judges through what is handed in; it knows neither keys nor people. Proving the whole is `proof`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from diary.clock import Clock
from diary.errors import DiaryError, HistoryBroken, MadeByNewerVersion
from diary.store.change import (
    FORMAT,
    READS,
    SCHEMA,
    Change,
    Header,
    Payload,
    build,
    encode_payload,
    generation,
    parse,
)
from diary.store.projection import stored

NO_HASH = b""


class Pen(Protocol):
    """The hand that writes on this device: who, as what, and its signature."""

    @property
    def author(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def incarnation(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    def directory_heads(self) -> tuple[bytes, ...]: ...
    def sign(self, stream: str, seq: int, head: bytes) -> bytes: ...


class Judge(Protocol):
    """What the directory says of changes: raises HistoryBroken or NotAllowed where it refuses."""

    def verify_head(
        self, stream: str, incarnation: str, seq: int, head: bytes, signature: bytes
    ) -> None: ...
    def may_write(self, header: Header) -> None: ...


@dataclass(frozen=True, slots=True)
class HeadSignature:
    """Proof of a device's history in a stream up to `seq`."""

    stream: str
    incarnation: str
    seq: int
    hash: bytes
    signature: bytes


@dataclass(slots=True)
class Received:
    """What came of taking in changes: how many were new, what was held back and why, and where
    one incarnation gave two histories (kept, both)."""

    records: set[tuple[str, str, str]] = field(default_factory=set)
    new: int = 0
    known: int = 0
    held: dict[str, int] = field(default_factory=dict)
    forks: list[tuple[str, str, int]] = field(default_factory=list)


Tip = tuple[int, bytes]


class Journal:
    """The chains of one vault. All methods want a cursor inside a transaction."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._tips: dict[str, Tip] = {}
        self._seen: dict[str, dict[str, Tip]] = {}
        self._unsigned: dict[str, Tip] = {}

    def forget_unfinished(self) -> None:
        """After a transaction that left nothing: what is in memory is asked for anew."""
        self._tips.clear()
        self._seen.clear()
        self._unsigned.clear()

    # -- writing ----------------------------------------------------------------------------

    def append(
        self,
        cursor: Any,
        *,
        stream: str,
        kind: str,
        record: str,
        parents: Sequence[tuple[bytes, int]],
        writes: Mapping[str, Any],
        why: str | None = None,
        origin: Mapping[str, Any] | None = None,
    ) -> Change:
        """Store a change of this device; `parents` are (hash, generation) of the heads that the
        author's form was showing. Signed by `seal`, which must follow in the same transaction."""
        change = self.compose(
            cursor,
            stream=stream,
            kind=kind,
            record=record,
            parents=parents,
            writes=writes,
            why=why,
            origin=origin,
        )
        self.keep(cursor, [change])
        return change

    def compose(
        self,
        cursor: Any,
        *,
        stream: str,
        kind: str,
        record: str,
        parents: Sequence[tuple[bytes, int]],
        writes: Mapping[str, Any],
        why: str | None = None,
        origin: Mapping[str, Any] | None = None,
        at: int | None = None,
        zone: str | None = None,
    ) -> Change:
        """The next change of a chain; `keep` must follow in the same transaction, in this order.
        `at` (ms since 1970, UTC) and `zone` are the clock's where they are not given."""
        pen = self._pen
        seq, prev = self._tip(cursor, stream)
        payload, commitment = encode_payload(writes, why, origin)
        head = Header(
            v=FORMAT,
            stream=stream,
            kind=kind,
            record=record,
            parents=tuple(sorted(h for h, _ in parents)),
            gen=generation([g for _, g in parents]),
            author=pen.author,
            role=pen.role,
            incarnation=pen.incarnation,
            seq=seq + 1,
            prev=prev,
            seen=self._newly_seen(cursor, stream),
            directory=pen.directory_heads(),
            at=int(pen.clock.now().timestamp() * 1000) if at is None else at,
            zone=zone or pen.clock.zone(),
            schema=SCHEMA,
            least=READS,
            commitment=commitment,
        )
        body = Payload(b"", dict(writes), why, None if origin is None else dict(origin))
        change = build(head, payload, body)
        self._tips[stream] = self._unsigned[stream] = (head.seq, change.hash)
        return change

    def keep(self, cursor: Any, changes: Sequence[Change]) -> None:
        """Store changes just composed."""
        _insert(cursor, changes)

    def seal(self, cursor: Any) -> None:
        """Sign the newest head of every stream written in this transaction, and move the tips."""
        pen = self._pen
        for stream, (seq, digest) in self._unsigned.items():
            cursor.execute(
                "INSERT OR REPLACE INTO tip VALUES(?,?,?,?)", (stream, pen.incarnation, seq, digest)
            )
            _insert_signature(
                cursor,
                HeadSignature(stream, pen.incarnation, seq, digest, pen.sign(stream, seq, digest)),
            )
        self._unsigned.clear()

    def _tip(self, cursor: Any, stream: str) -> Tip:
        found = self._tips.get(stream)
        if found is None:
            row = cursor.execute(
                "SELECT seq, hash FROM tip WHERE stream=? AND inc=?",
                (stream, self._pen.incarnation),
            ).fetchone()
            found = self._tips[stream] = (0, NO_HASH) if row is None else (row[0], row[1])
        return found

    def _newly_seen(self, cursor: Any, stream: str) -> dict[str, Tip]:
        told = self._seen.get(stream)
        if told is None:
            told = self._seen[stream] = _already_told(cursor, stream, self._pen.incarnation)
            rows = cursor.execute(
                "SELECT inc, seq, hash FROM tip WHERE stream=? AND inc<>?",
                (stream, self._pen.incarnation),
            ).fetchall()
            tips = {inc: (seq, digest) for inc, seq, digest in rows}
            news = {inc: tip for inc, tip in tips.items() if told.get(inc) != tip}
            told.update(news)
            return news
        return {}

    # -- taking in --------------------------------------------------------------------------

    def receive(
        self,
        cursor: Any,
        pairs: Iterable[tuple[bytes, bytes | None]],
        signatures: Iterable[HeadSignature],
        judge: Judge,
    ) -> Received:
        """Store others' changes whose chains a head signature covers. One bad change never blocks
        the rest: it is kept aside in `held` with the reason. Nothing is ever dropped."""
        out = Received()
        chains: dict[tuple[str, str], list[Change]] = {}
        for header, payload in pairs:
            try:
                change = parse(header, payload)
            except HistoryBroken:
                _count(out, "broken")
                continue
            chains.setdefault((change.head.stream, change.head.incarnation), []).append(change)
        proofs: dict[tuple[str, str], list[HeadSignature]] = {}
        for proof in signatures:
            proofs.setdefault((proof.stream, proof.incarnation), []).append(proof)
        for key, changes in chains.items():
            changes.sort(key=lambda c: c.head.seq)
            self._receive_chain(cursor, key, changes, proofs.get(key, []), judge, out)
        self._seen.clear()
        return out

    def _receive_chain(
        self,
        cursor: Any,
        key: tuple[str, str],
        changes: Sequence[Change],
        proofs: Sequence[HeadSignature],
        judge: Judge,
        out: Received,
    ) -> None:
        good = _proved(proofs, judge)
        reach = _reach(cursor, key, changes, good)
        for change in changes:
            why = _why_held(cursor, change, reach, judge)
            if why == "known":
                out.known += 1
            elif why:
                _count(out, why)
                _hold(cursor, change, why)
            else:
                if _forks(cursor, change):
                    out.forks.append((*key, change.head.seq))
                _insert(cursor, [change])
                cursor.execute("DELETE FROM held WHERE hash=?", (change.hash,))
                out.new += 1
                out.records.add((change.head.kind, change.head.record, change.head.stream))
        for proof in good:
            _insert_signature(cursor, proof)
        _move_tip(cursor, key)


def _count(out: Received, why: str) -> None:
    out.held[why] = out.held.get(why, 0) + 1


def _proved(proofs: Iterable[HeadSignature], judge: Judge) -> list[HeadSignature]:
    good = []
    for proof in proofs:
        try:
            judge.verify_head(
                proof.stream, proof.incarnation, proof.seq, proof.hash, proof.signature
            )
        except DiaryError:
            continue
        good.append(proof)
    return good


def _reach(
    cursor: Any, key: tuple[str, str], changes: Sequence[Change], good: Sequence[HeadSignature]
) -> set[bytes]:
    """The hashes that a signed head covers: the head itself and all before it along `prev`."""
    by_hash = {c.hash: c for c in changes}
    reach: set[bytes] = set()
    for proof in good:
        digest, seq = proof.hash, proof.seq
        while digest in by_hash and by_hash[digest].head.seq == seq and digest not in reach:
            reach.add(digest)
            digest, seq = by_hash[digest].head.prev, seq - 1
    # A chain that does not join what is already here proves nothing yet: its first part is missing.
    joined: set[bytes] = set()
    for change in changes:
        prev = change.head.prev
        ok = (
            prev in joined
            or (change.head.seq == 1 and prev == NO_HASH)
            or _at(cursor, key, change.head.seq - 1, prev)
        )
        if ok and change.hash in reach:
            joined.add(change.hash)
    return joined


def _at(cursor: Any, key: tuple[str, str], seq: int, digest: bytes) -> bool:
    rows = cursor.execute(
        "SELECT hash FROM change WHERE stream=? AND inc=? AND seq=?", (*key, seq)
    ).fetchall()
    return any(row[0] == digest for row in rows)


def _why_held(cursor: Any, change: Change, reach: set[bytes], judge: Judge) -> str:
    head = change.head
    if _at(cursor, (head.stream, head.incarnation), head.seq, change.hash):
        return "known"
    if change.hash not in reach:
        return "unproved"
    if _is_another(cursor, change):
        return "not_allowed"
    try:
        judge.may_write(head)
    except MadeByNewerVersion:
        return "newer"
    except DiaryError:
        return "not_allowed"
    return "newer" if head.least > READS or head.v > FORMAT else ""


def _is_another(cursor: Any, change: Change) -> bool:
    """Whether a record of that id is already here, of another kind or in another stream."""
    head = change.head
    sql = "SELECT 1 FROM change WHERE record=? AND (kind<>? OR stream<>?) LIMIT 1"
    found = cursor.execute(sql, (head.record, head.kind, head.stream)).fetchone()
    return found is not None


def _forks(cursor: Any, change: Change) -> bool:
    head = change.head
    sql = "SELECT 1 FROM change WHERE stream=? AND inc=? AND seq=? AND hash<>?"
    found = cursor.execute(sql, (head.stream, head.incarnation, head.seq, change.hash)).fetchone()
    return found is not None


def _hold(cursor: Any, change: Change, why: str) -> None:
    cursor.execute(
        "INSERT OR REPLACE INTO held VALUES(?,?,?,?)",
        (change.hash, why, change.header, change.payload),
    )


def _insert(cursor: Any, changes: Iterable[Change]) -> None:
    # As byte arrays: this driver binds them twenty times faster than bytes.
    cursor.executemany(
        "INSERT INTO change(hash, stream, inc, seq, kind, record, header, payload)"
        " VALUES(?,?,?,?,?,?,?,?)",
        [
            (
                bytearray(change.hash),
                change.head.stream,
                change.head.incarnation,
                change.head.seq,
                change.head.kind,
                change.head.record,
                bytearray(change.header),
                None if change.payload is None else bytearray(change.payload),
            )
            for change in changes
        ],
    )


def _insert_signature(cursor: Any, proof: HeadSignature) -> None:
    cursor.execute(
        "INSERT OR IGNORE INTO head_signature VALUES(?,?,?,?,?)",
        (proof.stream, proof.incarnation, proof.seq, proof.hash, proof.signature),
    )


def _move_tip(cursor: Any, key: tuple[str, str]) -> None:
    cursor.execute(
        "INSERT OR REPLACE INTO tip SELECT stream, inc, seq, hash FROM change"
        " WHERE stream=? AND inc=? ORDER BY seq DESC, hash LIMIT 1",
        key,
    )


def _already_told(cursor: Any, stream: str, incarnation: str) -> dict[str, Tip]:
    """What this incarnation's own headers have already said it saw in the stream."""
    told: dict[str, Tip] = {}
    for change in changes_of(cursor, "stream=? AND inc=? ORDER BY seq", (stream, incarnation)):
        told.update(change.head.seen)
    return told


def changes_of(cursor: Any, where: str, values: Sequence[Any] = ()) -> Iterator[Change]:
    """Stored changes by a condition of our own making (never of anything typed by a person)."""
    rows = cursor.execute(f"SELECT header, payload, hash FROM change WHERE {where}", values)
    for row in rows:
        yield stored(*row)


def signatures_of(cursor: Any, stream: str, incarnation: str, after: int) -> list[HeadSignature]:
    """The head signatures of one chain that reach beyond `after`."""
    rows = cursor.execute(
        "SELECT stream, inc, seq, hash, sig FROM head_signature WHERE stream=? AND inc=? AND seq>?",
        (stream, incarnation, after),
    ).fetchall()
    return [HeadSignature(*row) for row in rows]
