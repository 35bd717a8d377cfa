"""Two open diaries in one process hand each other what the other lacks. No sealing, no transport:
this is the engine's inside, and the proof that the log converges whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from diary.records.reads import Reads
from diary.store.journal import HeadSignature, Received, changes_of, signatures_of

Frontier = Mapping[tuple[str, str], int]


class Side(Protocol):
    """An open diary, as far as an exchange must know it."""

    @property
    def statements(self) -> tuple[bytes, ...]: ...
    def reading(self) -> AbstractContextManager[Reads]: ...
    def take_in(
        self,
        statements: Sequence[bytes],
        pairs: Sequence[tuple[bytes, bytes | None]],
        signatures: Sequence[HeadSignature],
    ) -> Received: ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one device hands to another: exact bytes only."""

    statements: tuple[bytes, ...]
    pairs: tuple[tuple[bytes, bytes | None], ...]
    signatures: tuple[HeadSignature, ...]

    def __repr__(self) -> str:
        return f"<Parcel of {len(self.pairs)} changes>"


def frontier(diary: Side) -> Frontier:
    """(stream, incarnation) → the highest sequence number that is here."""
    with diary.reading() as reads:
        rows = reads.cursor.execute("SELECT stream, inc, max(seq) FROM change GROUP BY 1, 2")
        return {(stream, inc): seq for stream, inc, seq in rows.fetchall()}


def parcel_for(diary: Side, have: Frontier) -> Parcel:
    """Everything here beyond `have`, with the directory and the head signatures."""
    pairs: list[tuple[bytes, bytes | None]] = []
    signatures: list[HeadSignature] = []
    with diary.reading() as reads:
        for (stream, inc), seq in sorted(frontier(diary).items()):
            after = have.get((stream, inc), 0)
            if seq <= after:
                continue
            where = "stream=? AND inc=? AND seq>? ORDER BY seq"
            found = changes_of(reads.cursor, where, (stream, inc, after))
            pairs += [(c.header, c.payload) for c in found]
            signatures += signatures_of(reads.cursor, stream, inc, after)
    return Parcel(diary.statements, tuple(pairs), tuple(signatures))


def hand_over(giver: Side, taker: Side) -> Received:
    """Give `taker` what it lacks; asked twice, the second time gives nothing."""
    parcel = parcel_for(giver, frontier(taker))
    return taker.take_in(parcel.statements, parcel.pairs, parcel.signatures)


def exchange(one: Side, other: Side) -> None:
    """Both hand over; afterwards both hold the same."""
    hand_over(one, other)
    hand_over(other, one)
