"""Two open diaries in one process hand each other what the other lacks. No sealing, no transport:
this is the engine's inside, and the proof that the log converges whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diary.diary import Diary
from diary.store.journal import HeadSignature, Received, changes_of, signatures_of

Frontier = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one device hands to another: exact bytes only."""

    statements: tuple[bytes, ...]
    pairs: tuple[tuple[bytes, bytes | None], ...]
    signatures: tuple[HeadSignature, ...]

    def __repr__(self) -> str:
        return f"<Parcel of {len(self.pairs)} changes>"


def frontier(diary: Diary) -> Frontier:
    """(stream, incarnation) → the highest sequence number that is here."""
    with diary.reading() as reads:
        rows = reads.cursor.execute("SELECT stream, inc, max(seq) FROM change GROUP BY 1, 2")
        return {(stream, inc): seq for stream, inc, seq in rows.fetchall()}


def parcel_for(diary: Diary, have: Frontier) -> Parcel:
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
    return Parcel(diary.standing.directory.statements, tuple(pairs), tuple(signatures))


def hand_over(giver: Diary, taker: Diary) -> Received:
    """Give `taker` what it lacks; asked twice, the second time gives nothing."""
    parcel = parcel_for(giver, frontier(taker))
    return taker.take_in(parcel.statements, parcel.pairs, parcel.signatures)


def exchange(one: Diary, other: Diary) -> None:
    """Both hand over; afterwards both hold the same."""
    hand_over(one, other)
    hand_over(other, one)
