"""The directory as one sees it: members, devices, streams, who reads and writes, what was refused.

`Directory.of` is a pure function of the set of statements and of the keys at hand: order,
repetition and grouping do not matter, one bad statement never spoils the rest, and what waits for
its parents is counted, not lost. The judging is in `judge` and `authority`; making new statements
is in `founding` and `changes`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, get_args

from diary.errors import DiaryError, HistoryBroken, MadeByNewerVersion
from diary.ids import DeviceId, MemberId, StreamId, TeamId
from diary.team.authority import WRITE, Subject
from diary.team.graph import DeviceRow, bits
from diary.team.identity import DevicePublic
from diary.team.judge import Judge
from diary.team.statements import HeadEntry, Statement
from diary.team.streamkeys import EpochId, KeyRing, pick_epoch
from diary.team.views import Device, Member, Problem, Stream, Withdrawal

Role = Literal["mentor", "key_worker", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
Purpose = Literal["everyday", "restricted", "private", "supervision", "directory", "context"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


class Directory:
    """What the statements say. Treat as frozen: `adding` gives a new one."""

    def __init__(
        self,
        team: TeamId,
        judge: Judge,
        keys: KeyRing | None,
        bad: frozenset[Problem],
        told: tuple[int, int] = (0, 0),
    ):
        self.team = team
        self._judge = judge
        self._keys = keys
        self._bad = bad
        self._sight = judge.everything()
        if keys is not None:
            keys.learn(team, judge.graph.epochs[told[0] :], judge.graph.wraps[told[1] :])

    @classmethod
    def of(
        cls,
        statements: Iterable[bytes],
        keys: KeyRing | None = None,
        team: TeamId | None = None,
        *,
        check: bool = True,
    ) -> Directory:
        """The directory of `team` (by default, of the one team there are founder's statements
        of). `keys` opens the sealed parts and learns the wraps. `check=False` skips signatures:
        only for bytes this vault verified before. Raises HistoryBroken where there is no
        founder's statement, or more than one team's."""
        good, bad = _parse(statements)
        if team is None:
            teams = {each.open.team for each in good if each.open.type == "founder"}
            if len(teams) != 1:
                raise HistoryBroken("no founder" if not teams else "several teams")
            team = TeamId(teams.pop())
        judge = Judge(team)
        judge.add(good, check)
        return cls(team, judge, keys, bad)

    def adding(self, statements: Iterable[bytes], *, check: bool = True) -> Directory:
        """The directory with these too; the same as `of` over all of them."""
        good, bad = _parse(statements)
        judge = self._judge.copy()
        judge.add(good, check)
        told = (len(self._judge.graph.epochs), len(self._judge.graph.wraps))
        return Directory(self.team, judge, self._keys, self._bad | bad, told)

    @cached_property
    def heads(self) -> tuple[bytes, ...]:
        """Hashes of the newest accepted statements: the parents of the next one."""
        return self._judge.graph.heads()

    @cached_property
    def statements(self) -> tuple[bytes, ...]:
        """The exact bytes of every statement that is part of the graph, parents first."""
        return tuple(each.raw for each in self._judge.graph.nodes)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What does not count and why; `waiting` for what lacks a parent; `after_removal` for
        what a removed device said too late."""
        judge = self._judge
        rows = set(self._bad) | {Problem(name, code) for name, code in judge.problems.items()}
        rows |= {Problem(each.hash, "waiting") for each in judge.waiting.values()}
        late = judge.graph.accepted & ~self._sight.mask
        rows |= {Problem(judge.graph.nodes[at].hash, "after_removal") for at in bits(late)}
        return tuple(sorted(rows))

    def problem_of(self, statement: bytes) -> str:
        """The code of why the statement with this hash does not count; "" where it does."""
        judge = self._judge
        at = judge.graph.index.get(statement)
        if at is None or statement in judge.problems:
            return judge.problems.get(statement, "waiting")
        return "" if self._sight.mask >> at & 1 else "after_removal"

    def told(self, statement: bytes) -> Mapping[str, Any]:
        """The sealed part of the statement with this hash (names, role, reason, purpose); empty
        where it can't be opened (yet)."""
        at = self._judge.graph.index.get(statement)
        return {} if at is None else self._unsealed(self._judge.graph.nodes[at])

    @cached_property
    def members(self) -> dict[MemberId, Member]:
        """Everyone who is or was in the team."""
        devices: dict[str, list[DeviceId]] = {}
        for device in self.devices.values():
            if not device.removed:
                devices.setdefault(device.member, []).append(device.id)
        found = {}
        for each in sorted(self._judge.graph.named("member")):
            told = self._told(("member", each))
            role = str(self._told(("role", each)).get("role", ""))
            found[MemberId(each)] = Member(
                MemberId(each),
                str(told.get("name", "")),
                role,
                self._sight.manages(each),
                not self._sight.is_member(each),
                tuple(devices.get(each, ())),
            )
        return found

    @cached_property
    def devices(self) -> dict[DeviceId, Device]:
        """Every device that is or was in the team. `removed` also when its member is out."""
        found = {}
        for each in sorted(self._judge.graph.named("device")):
            public = self._judge.graph.keys_of(each)
            row = self._belonging(each)
            if public is None or row is None:
                continue
            gone = self._sight.in_team(each) is None
            device = DeviceId(each)
            found[device] = Device(device, MemberId(row.member), row.kind, public, gone)
        return found

    @cached_property
    def streams(self) -> dict[StreamId, Stream]:
        """Every stream that stands, the directory's own among them."""
        found = {}
        graph = self._judge.graph
        for each in (*graph.named("directory"), *graph.named("opened")):
            directory = self._sight.is_directory(each)
            rows = self._sight.grants(("directory" if directory else "opened", each))
            if not rows:
                continue
            told = {"purpose": "directory"} if directory else self._told(("opened", each))
            rights = {m: self._sight.right(each, m) for m in self._judge.graph.named("member")}
            found[StreamId(each)] = Stream(
                StreamId(each),
                str(told.get("purpose", "")),
                str(told.get("about", "")),
                MemberId(self._judge.graph.nodes[rows[0]].open.member),
                frozenset(MemberId(m) for m, right in rights.items() if right is not None),
                frozenset(MemberId(m) for m, right in rights.items() if right == WRITE),
            )
        return found

    @cached_property
    def stream(self) -> StreamId:
        """The directory's own stream."""
        found = self._judge.graph.named("directory")
        if not found:
            raise HistoryBroken("no founder")
        return StreamId(found[0])

    def reading_devices(self, stream: StreamId) -> dict[DeviceId, DevicePublic]:
        """The devices, paper ones too, that today's readers of `stream` read it on."""
        sight = self._sight
        rooted = sight.is_directory(stream)
        return {
            device.id: device.public
            for device in self.devices.values()
            if not device.removed and (rooted or sight.right(stream, device.member))
        }

    def knows(self, heads: Iterable[bytes]) -> bool:
        """Whether every statement named here has arrived; a change that names others waits."""
        return self._judge.graph.before(heads) is not None

    def may_write(
        self, device: DeviceId, stream: StreamId, directory_heads_known: Iterable[bytes]
    ) -> bool:
        """Whether the device might write in the stream, judged by what it knew when it wrote.
        What was withdrawn since is in `withdrawals`. False where we lack what it knew."""
        known = self._judge.graph.before(directory_heads_known)
        if not known:
            return False
        sight = self._judge.sight(known)
        member = sight.in_team(device)
        return member is not None and sight.right(stream, member) == WRITE

    def withdrawals(self, device: DeviceId, stream: StreamId) -> tuple[Withdrawal, ...]:
        """The standing removals that ended this device's say in `stream`, if it is ended."""
        row, sight, graph = self._belonging(device), self._sight, self._judge.graph
        if row is None or (sight.in_team(device) and sight.right(stream, row.member) == WRITE):
            return ()
        subjects: tuple[Subject, ...] = (
            ("device", device),
            ("member", row.member),
            ("access", stream, row.member),
        )
        removals = sum(graph.removals(subject) & sight.mask for subject in subjects)
        return tuple(
            Withdrawal(said.hash, MemberId(said.open.member), _of(said, stream))
            for said in sorted((graph.nodes[at] for at in bits(removals)), key=lambda s: s.hash)
        )

    def _belonging(self, device: str) -> DeviceRow | None:
        row = self._sight.belonging(device)
        if row is not None:
            return row
        graph = self._judge.graph
        numbers = graph.newest_first(graph.grants(("device", device)))
        return next(
            (row for at in numbers for row in graph.device_rows[device] if row.at == at), None
        )

    def epochs(self, stream: StreamId) -> dict[EpochId, frozenset[DeviceId]]:
        """Each epoch of `stream` and the devices that have its key: those it was wrapped for and
        those that wrapped it."""
        return {
            EpochId(epoch): frozenset(DeviceId(each) for each in devices)
            for epoch, devices in self._judge.graph.covered(stream).items()
        }

    def writing_epoch(self, stream: StreamId) -> EpochId | None:
        """The epoch to write under today; None where the keys must be brought up to date first."""
        return pick_epoch(self.epochs(stream), frozenset(self.reading_devices(stream)))

    def _told(self, subject: Subject) -> Mapping[str, Any]:
        graph = self._judge.graph
        # of someone who is out, the last that was said
        rows = self._sight.grants(subject) or graph.newest_first(graph.grants(subject))
        for at in rows:
            if told := self._unsealed(graph.nodes[at]):
                return told
        return {}

    def _unsealed(self, statement: Statement) -> Mapping[str, Any]:
        if self._keys is None:
            return {}
        key = self._keys.key(self.stream, EpochId(statement.open.sealed_by))
        if key is None:
            return {}
        try:
            return statement.unseal(key)
        except DiaryError:
            return {}

    def __repr__(self) -> str:
        return f"Directory({self.team[:8]}, {len(self._judge.graph.nodes)} statements)"


def _parse(statements: Iterable[bytes]) -> tuple[list[Statement], frozenset[Problem]]:
    good: dict[bytes, Statement] = {}
    bad = set()
    for raw in statements:
        try:
            good[raw] = Statement.parse(raw)
        except MadeByNewerVersion:
            bad.add(Problem(hashlib.sha256(raw).digest(), "newer"))
        except DiaryError:
            bad.add(Problem(hashlib.sha256(raw).digest(), "malformed"))
    return list(good.values()), frozenset(bad)


def _of(statement: Statement, stream: StreamId) -> Mapping[str, tuple[int, bytes]]:
    rows: list[HeadEntry] = [each for each in statement.open.heads if each.stream == stream]
    return {each.incarnation: (each.seq, each.hash) for each in rows}
