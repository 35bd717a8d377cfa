"""The graph of the directory's statements, indexed: who said what after what, what it gives or
takes away. Sets of statements are bit masks over the order of arrival; every answer that leaves
this room is the same in any order. What to believe is decided in `judge`, with `sight`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diary.team.authority import Subject, grants_of, removes
from diary.team.identity import DevicePublic
from diary.team.statements import REMOVALS, EpochEntry, Statement
from diary.team.streamkeys import Wrap

SignedWrap = tuple[Wrap, bytes, DevicePublic]


class DeviceRow(NamedTuple):
    """That statement number `at` names a device of `member`."""

    at: int
    member: str
    public: DevicePublic
    kind: str


class Graph:
    """Statements in an order where parents come first. Only added to; `copy` to branch off."""

    def __init__(self) -> None:
        self.nodes: list[Statement] = []
        self.index: dict[bytes, int] = {}
        self.past: list[int] = []
        self.accepted = 0
        self.removing = 0
        self.epochs: list[EpochEntry] = []
        self.wraps: list[SignedWrap] = []
        self.device_rows: dict[str, tuple[DeviceRow, ...]] = {}
        self._covered: dict[str, dict[str, frozenset[str]]] = {}
        self._heads = 0
        self._grants: dict[Subject, tuple[int, ...]] = {}
        self._named: dict[str, tuple[Subject, ...]] = {}
        self._removals: dict[Subject, int] = {}
        self._by: dict[Subject, int] = {}
        self._future: dict[int, int] = {}

    def copy(self) -> Graph:
        """A graph that holds the same and goes its own way."""
        other = Graph()
        other.nodes, other.past, other.index = list(self.nodes), list(self.past), dict(self.index)
        other.accepted, other.removing = self.accepted, self.removing
        other.epochs, other.wraps = list(self.epochs), list(self.wraps)
        other.device_rows, other._grants = dict(self.device_rows), dict(self._grants)
        other._named = dict(self._named)
        other._covered, other._heads = dict(self._covered), self._heads
        other._removals, other._by = dict(self._removals), dict(self._by)
        other._future = dict(self._future)
        return other

    def append(self, statement: Statement, past: int) -> int:
        """Its number. It is part of the graph now, not yet accepted."""
        at, said = len(self.nodes), statement.open
        self.nodes.append(statement)
        self.index[statement.hash] = at
        self.past.append(past)
        for removal in bits(past & self.removing):
            self._future[removal] |= 1 << at
        authors: tuple[Subject, ...] = (("device", said.device), ("member", said.member))
        for author in authors:
            self._by[author] = self._by.get(author, 0) | 1 << at
        for entry in said.devices:
            row = DeviceRow(at, said.subject or said.member, entry.public(), entry.kind)
            known = self.device_rows.get(row.public.id, ())
            self.device_rows[row.public.id] = (*known, row)
        return at

    def accept(self, at: int) -> None:
        """Count statement number `at` for what it gives or takes away."""
        said = self.nodes[at].open
        self.accepted |= 1 << at
        self._heads = self._heads & ~self.past[at] | 1 << at
        for subject in grants_of(said):
            if subject not in self._grants:
                self._named[subject[0]] = (*self._named.get(subject[0], ()), subject[1:])
            self._grants[subject] = (*self._grants.get(subject, ()), at)
        if said.type in REMOVALS:
            self.removing |= 1 << at
            self._future[at] = 0
            removed = removes(said)
            self._removals[removed] = self._removals.get(removed, 0) | 1 << at

    def before(self, parents: Iterable[bytes]) -> int | None:
        """All that someone who knew these statements knew; None if we lack one of them."""
        known = 0
        for each in parents:
            at = self.index.get(each)
            if at is None:
                return None
            known |= self.past[at] | 1 << at
        return known

    def beside(self, removal: int, seen: int) -> int:
        """Those of `seen` that did not know of this removal, nor it of them."""
        return seen & ~self.past[removal] & ~self._future[removal] & ~(1 << removal)

    def said_by(self, kind: str, author: str) -> int:
        """All that a device, or a member at any device, has said."""
        return self._by.get((kind, author), 0)

    def removals(self, subject: Subject) -> int:
        return self._removals.get(subject, 0)

    def grants(self, subject: Subject) -> tuple[int, ...]:
        """Every accepted grant of `subject`, whether or not it stands."""
        return self._grants.get(subject, ())

    def named(self, kind: str) -> list[str]:
        """The ids of every member, device, directory or opened stream there ever was."""
        return [subject[0] for subject in self._named.get(kind, ())]

    def keys_of(self, device: str) -> DevicePublic | None:
        """The keys that have this id, from whoever told them: the id itself proves them."""
        rows = self.device_rows.get(device)
        return rows[0].public if rows else None

    def newest_first(self, numbers: Iterable[int]) -> list[int]:
        """By how much they knew, then by hash: the same in any order of arrival."""
        return sorted(numbers, key=lambda at: (-self.past[at].bit_count(), self.nodes[at].hash))

    def heads(self) -> tuple[bytes, ...]:
        """The hashes of accepted statements that no accepted one has seen: the next parents."""
        return tuple(sorted(self.nodes[at].hash for at in bits(self._heads)))

    def add_epoch(self, entry: EpochEntry) -> None:
        self.epochs.append(entry)
        self._cover(entry.stream, entry.id, frozenset())

    def add_wrap(self, wrap: Wrap, raw: bytes, signer: DevicePublic) -> None:
        self.wraps.append((wrap, raw, signer))
        self._cover(wrap.stream, wrap.epoch, frozenset({wrap.device, wrap.by}))

    def _cover(self, stream: str, epoch: str, devices: frozenset[str]) -> None:
        known = self._covered.get(stream, {})
        self._covered[stream] = known | {epoch: known.get(epoch, frozenset()) | devices}

    def covered(self, stream: str) -> dict[str, frozenset[str]]:
        """The epochs of `stream`: who its key was wrapped for, and who wrapped it."""
        return self._covered.get(stream, {})


def bits(mask: int) -> Iterator[int]:
    """The numbers in a mask, lowest first: parents before children."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
