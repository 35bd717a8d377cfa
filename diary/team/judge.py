"""The judge of the directory: which signed statements count, given what each of them knew.

A statement is *accepted* by its causal past alone: its author's device must have been in the team
and allowed to say it, judged by what the statement has among its ancestors. So acceptance never
changes with what arrives later. What *stands* is a function of the set of accepted statements: a
grant stands unless a removal of the same thing is not in its past (removal beats concurrent
grants). What a removed device said at the same time as its removal counts only if somebody else
built on it before hearing, or a later `admit` names it; its own removals hold, so two members who
remove each other are both out. Sets of statements are bit masks over the order of arrival, and
nothing depends on that order. No keys, no names, no clocks here: only open parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diary.errors import DiaryError, MadeByNewerVersion
from diary.team.authority import PAPER, READ, WRITE, Subject, fault_of, grants_of, removes
from diary.team.identity import DevicePublic
from diary.team.statements import REMOVALS, EpochEntry, Open, Statement
from diary.team.streamkeys import Wrap, read_wrap


class Judge:
    """Statements in an order where parents come first. `add` only; `copy` to branch off."""

    def __init__(self) -> None:
        self.nodes: list[Statement] = []
        self.index: dict[bytes, int] = {}
        self.past: list[int] = []
        self.accepted = 0
        self.problems: dict[bytes, str] = {}
        self.waiting: dict[bytes, Statement] = {}
        self.epochs: list[EpochEntry] = []
        self.wraps: list[tuple[Wrap, bytes, DevicePublic]] = []
        self._devices: dict[str, list[tuple[int, str, DevicePublic, str]]] = {}
        self._grants: dict[Subject, list[int]] = {}
        self._removals: dict[Subject, int] = {}
        self._by: dict[Subject, int] = {}
        self._removing = 0
        self._future: dict[int, int] = {}
        self._standing: dict[int, int] = {}

    def copy(self) -> Judge:
        """A judge that knows the same and goes its own way."""
        other = Judge()
        other.nodes, other.past = list(self.nodes), list(self.past)
        other.index, other.problems = dict(self.index), dict(self.problems)
        other.waiting, other.accepted = dict(self.waiting), self.accepted
        other.epochs, other.wraps = list(self.epochs), list(self.wraps)
        other._devices = {key: list(rows) for key, rows in self._devices.items()}
        other._grants = {key: list(rows) for key, rows in self._grants.items()}
        other._removals, other._by = dict(self._removals), dict(self._by)
        other._removing, other._future = self._removing, dict(self._future)
        return other

    def add(self, statements: Iterable[Statement], team: str, check: bool) -> None:
        """Judge what can be judged now; the rest waits for its parents. `check` verifies the
        signatures: leave it out only for bytes that were verified when they arrived."""
        fresh = [each for each in statements if each.hash not in self.index]
        pool = [*self.waiting.values(), *fresh]
        children: dict[bytes, list[Statement]] = {}
        ready: list[Statement] = []
        self.waiting = {}
        for each in pool:
            if missing := self._missing(each):
                children.setdefault(missing, []).append(each)
                self.waiting[each.hash + each.raw[:65]] = each
            else:
                ready.append(each)
        while ready:
            each = ready.pop()
            self.waiting.pop(each.hash + each.raw[:65], None)
            if not self._enter(each, team, check):
                continue
            for child in children.pop(each.hash, ()):
                if missing := self._missing(child):
                    children.setdefault(missing, []).append(child)
                else:
                    ready.append(child)

    def _missing(self, statement: Statement) -> bytes | None:
        return next((p for p in statement.open.parents if p not in self.index), None)

    def _enter(self, statement: Statement, team: str, check: bool) -> bool:
        """Whether the statement is now part of the graph (accepted or not)."""
        if statement.hash in self.index:
            return True
        past = 0
        for parent in statement.open.parents:
            at = self.index[parent]
            past |= self.past[at] | 1 << at
        if fault := self._signature_fault(statement, past, team, check):
            self.problems.setdefault(statement.hash, fault)
            return False
        at = len(self.nodes)
        self.nodes.append(statement)
        self.index[statement.hash] = at
        self.past.append(past)
        self.problems.pop(statement.hash, None)
        for removal in _bits(past & self._removing):
            self._future[removal] |= 1 << at
        fault = fault_of(statement.open, self, past)
        if fault:
            self.problems[statement.hash] = fault
        self._note(at, statement.open, accepted=not fault)
        return True

    def _signature_fault(self, statement: Statement, past: int, team: str, check: bool) -> str:
        said = statement.open
        if said.team != team:
            return "other_team"
        if said.type == "founder":
            if said.parents or not said.devices:
                return "malformed"
            keys = [entry.public() for entry in said.devices]
        else:
            rows = self._devices.get(said.device, ())
            keys = [public for at, _, public, _ in rows if past >> at & 1]
        public = next((each for each in keys if each.id == said.device), None)
        if public is None:
            return "unknown_device"
        if check:
            try:
                statement.verify(public)
            except MadeByNewerVersion:
                return "newer"
            except DiaryError:
                return "forged"
        return ""

    def _note(self, at: int, said: Open, accepted: bool) -> None:
        bit = 1 << at
        authors: tuple[Subject, ...] = (("device", said.device), ("member", said.member))
        for author in authors:
            self._by[author] = self._by.get(author, 0) | bit
        if said.type == "access_given":
            key: Subject = ("on", said.stream)
            self._by[key] = self._by.get(key, 0) | bit
        for entry in said.devices:
            member = said.subject or said.member
            public = entry.public()
            self._devices.setdefault(public.id, []).append((at, member, public, entry.kind))
        if not accepted:
            return
        self.accepted |= bit
        for subject in grants_of(said):
            self._grants.setdefault(subject, []).append(at)
        if said.type in REMOVALS:
            self._removing |= bit
            self._future[at] = 0
            removed = removes(said)
            self._removals[removed] = self._removals.get(removed, 0) | bit
        self._note_keys(said, self.past[at] | bit)

    def _note_keys(self, said: Open, view: int) -> None:
        signer = self.public(said.device)
        if signer is None:
            return
        for entry in said.epochs:
            if self._may_key(said, entry.stream, view):
                self.epochs.append(entry)
        for raw in said.wraps:
            try:
                wrap = read_wrap(raw)
            except DiaryError:
                continue
            if wrap.by == signer.id and self._may_key(said, wrap.stream, view):
                self.wraps.append((wrap, raw, signer))

    def _may_key(self, said: Open, stream: str, view: int) -> bool:
        if self.is_directory(stream, view) and self.is_root(said.device, view):
            return True
        return self.right(stream, said.member, view) is not None

    # what stands, as seen from a set of statements

    def everything(self) -> int:
        return (1 << len(self.nodes)) - 1

    def closure(self, hashes: Iterable[bytes]) -> int | None:
        """The statements that someone who knew these heads knew; None if we lack one of them."""
        known = 0
        for each in hashes:
            if each not in self.index:
                return None
            at = self.index[each]
            known |= self.past[at] | 1 << at
        return known

    def standing(self, view: int) -> int:
        """The accepted statements of `view` without what removed devices said too late."""
        seen = self.accepted & view
        if not seen & self._removing:
            return seen
        if (known := self._standing.get(seen)) is not None:
            return known
        suspects: dict[int, list[int]] = {}
        for removal in _bits(seen & self._removing):
            beside = seen & ~self.past[removal] & ~self._future[removal] & ~(1 << removal)
            for at in _bits(beside & self._authored_by_removed(removal)):
                suspects.setdefault(at, []).append(removal)
        doubted = sum(1 << at for at in suspects)
        out = seen
        for at, removals in suspects.items():
            if self.nodes[at].open.type not in REMOVALS and not self._vouched(
                at, removals, seen & ~doubted
            ):
                out &= ~(1 << at)
        if len(self._standing) > 512:
            self._standing.clear()
        self._standing[seen] = out
        return out

    def _authored_by_removed(self, removal: int) -> int:
        said = self.nodes[removal].open
        if said.type == "device_removed":
            return self._by.get(("device", said.removed), 0)
        mask = self._by.get(("member", said.subject), 0)
        if said.type == "access_withdrawn":
            return mask & self._by.get(("on", said.stream), 0)
        for device in self.devices():
            if self.is_root(device, self.past[removal]):
                mask &= ~self._by.get(("device", device), 0)
        return mask

    def _vouched(self, at: int, removals: list[int], others: int) -> bool:
        name = self.nodes[at].hash
        if any(name in self.nodes[o].open.stands for o in _bits(others & self._admitting())):
            return True
        builders = [o for o in _bits(others) if self.past[o] >> at & 1]
        return all(
            any(not self.past[builder] >> removal & 1 for builder in builders)
            for removal in removals
        )

    def _admitting(self) -> int:
        return sum(1 << at for at in self._grants.get(("stands",), ()))

    def grants(self, subject: Subject, view: int) -> list[int]:
        """The standing grants of `subject` that no later one replaces, lowest hash first."""
        seen = self.standing(view)
        removals = self._removals.get(subject, 0) & seen
        held = [
            at
            for at in self._grants.get(subject, ())
            if seen >> at & 1 and not removals & ~self.past[at]
        ]
        later = [at for at in held if not any(self.past[other] >> at & 1 for other in held)]
        return sorted(later, key=lambda at: self.nodes[at].hash)

    def public(self, device: str) -> DevicePublic | None:
        """The keys that have this id, from whoever told them: the id itself proves them."""
        rows = self._devices.get(device)
        return rows[0][2] if rows else None

    def belonging(self, device: str, view: int | None = None) -> tuple[str, str] | None:
        """(member, kind) of a device; with no view, also of one that was removed."""
        subject = ("device", device)
        rows = self.all_grants(subject) if view is None else self.grants(subject, view)
        for at in rows:
            for row, member, _, kind in self._devices[device]:
                if row == at:
                    return member, kind
        return None

    def all_grants(self, subject: Subject) -> list[int]:
        """Every accepted grant of `subject`, also where it no longer stands, newest first."""
        rows = self._grants.get(subject, ())
        return sorted(rows, key=lambda at: (-self.past[at].bit_count(), self.nodes[at].hash))

    def owner(self, device: str, view: int) -> str | None:
        """The member whose device this is, whether or not the member still is in the team."""
        found = self.belonging(device, view)
        return found[0] if found else None

    def is_root(self, device: str, view: int) -> bool:
        """Whether this is a founder's paper device, which no one else can put out."""
        found = self.belonging(device, view)
        return (
            found is not None
            and found[1] == PAPER
            and bool(self.grants(("founder", found[0]), view))
        )

    def in_team(self, device: str, view: int) -> str | None:
        """The member this device may speak for; None if it is not (or no longer) in the team."""
        member = self.owner(device, view)
        if member and (self.is_member(member, view) or self.is_root(device, view)):
            return member
        return None

    def is_member(self, member: str, view: int) -> bool:
        return bool(self.grants(("member", member), view))

    def manages(self, member: str, view: int) -> bool:
        """Whether the member may manage people; of concurrent statements the least counts."""
        if not self.is_member(member, view):
            return False
        rows = self.grants(("role", member), view)
        return bool(rows) and all(self.nodes[at].open.manages for at in rows)

    def right(self, stream: str, member: str, view: int) -> str | None:
        """ "w", "r" or None; of concurrent grants the least counts."""
        if not self.is_member(member, view):
            return None
        if self.is_directory(stream, view):
            return WRITE
        rows = self.grants(("access", stream, member), view)
        rights = {self.nodes[at].open.access.get(member) for at in rows}
        return (READ if READ in rights else WRITE) if rights else None

    def is_directory(self, stream: str, view: int) -> bool:
        """Whether `stream` is the directory itself, which every member reads and writes."""
        return bool(self.grants(("directory", stream), view))

    def knows_stream(self, stream: str, view: int) -> bool:
        return self.is_directory(stream, view) or bool(self.grants(("opened", stream), view))

    def streams(self) -> list[str]:
        """Every stream that an accepted statement opened, the directory's own first."""
        return [s[1] for kind in ("directory", "opened") for s in self._grants if s[0] == kind]

    def members(self) -> list[str]:
        """Every member that an accepted statement took in, whether or not still there."""
        return [s[1] for s in self._grants if s[0] == "member"]

    def devices(self) -> list[str]:
        """Every device that an accepted statement added, whether or not still there."""
        return [s[1] for s in self._grants if s[0] == "device"]

    def removals(self, subject: Subject, view: int) -> list[Statement]:
        """The standing removals of `subject`, whether or not a later grant undid them."""
        mask = self._removals.get(subject, 0) & self.standing(view)
        return sorted((self.nodes[at] for at in _bits(mask)), key=lambda each: each.hash)

    def heads(self) -> tuple[bytes, ...]:
        """The hashes of accepted statements that no accepted one has seen: the next parents."""
        seen = 0
        for at in _bits(self.accepted):
            seen |= self.past[at]
        return tuple(sorted(self.nodes[at].hash for at in _bits(self.accepted & ~seen)))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
