"""The judge of the directory: which signed statements count, given what each of them knew.

A statement is *accepted* by its causal past alone: its author's device must have been in the team
and allowed to say it, judged by what the statement has among its ancestors. So acceptance never
changes with what arrives later.

What *stands* is a function of the set of accepted statements. What a removed device said at the
same time as its removal is *late*: it counts only if somebody else who might have said the same
built on it before hearing of the removal, or names it in a later `admit`; and what rests on a
late statement falls with it. Removals made by someone who was removed at the same time hold, so
two members who remove each other are both out, until the founder's paper device, which only its
own member can put out, settles it. Someone who is taken in again has the access back that nobody
withdrew meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from diary.errors import DiaryError, MadeByNewerVersion
from diary.team.authority import fault_of
from diary.team.graph import Graph, bits
from diary.team.identity import SIGNATURE_BYTES
from diary.team.sight import Sight
from diary.team.statements import REMOVALS, Open, Statement
from diary.team.streamkeys import read_wrap

_REMEMBERED = 512


class Judge:
    """The graph of what was said, and what of it counts. `add` only; `copy` to branch off."""

    def __init__(self, team: str) -> None:
        self.team = team
        self.graph = Graph()
        self.problems: dict[bytes, str] = {}
        self.waiting: dict[bytes, Statement] = {}
        self._standing: dict[int, int] = {}

    def copy(self) -> Judge:
        """A judge that knows the same and goes its own way."""
        other = Judge(self.team)
        other.graph = self.graph.copy()
        other.problems, other.waiting = dict(self.problems), dict(self.waiting)
        other._standing = dict(self._standing)
        return other

    def add(self, statements: Iterable[Statement], check: bool) -> None:
        """Judge what can be judged now; the rest waits for its parents. `check` verifies the
        signatures: leave it out only for bytes that were verified when they arrived."""
        pool = {_copy_name(each): each for each in statements}
        ready = [*self.waiting.values(), *pool.values()]
        children: dict[bytes, list[Statement]] = {}
        self.waiting = {}
        while ready:
            each = ready.pop()
            self.waiting.pop(_copy_name(each), None)
            missing = next((p for p in each.open.parents if p not in self.graph.index), None)
            if missing is not None:
                children.setdefault(missing, []).append(each)
                self.waiting[_copy_name(each)] = each
            elif self._enter(each, check):
                ready += children.pop(each.hash, [])

    def _enter(self, statement: Statement, check: bool) -> bool:
        """Whether the statement is now part of the graph (accepted or not)."""
        if statement.hash in self.graph.index:
            return True
        past = self.graph.before(statement.open.parents) or 0
        if fault := self._signature_fault(statement, past, check):
            self.problems.setdefault(statement.hash, fault)
            return False
        self.problems.pop(statement.hash, None)
        fault = fault_of(statement.open, self.sight(past))
        at = self.graph.append(statement, past)
        if fault:
            self.problems[statement.hash] = fault
        else:
            self.graph.accept(at)
            self._learn_keys(statement.open, self.sight(past | 1 << at))
        return True

    def _signature_fault(self, statement: Statement, past: int, check: bool) -> str:
        said = statement.open
        if said.team != self.team:
            return "other_team"
        if said.type == "founder":
            keys = [entry.public() for entry in said.devices]
        else:
            rows = self.graph.device_rows.get(said.device, ())
            keys = [row.public for row in rows if past >> row.at & 1]
        public = next((each for each in keys if each.id == said.device), None)
        if public is None:
            return "unknown_device"
        try:
            if check:
                statement.verify(public)
        except MadeByNewerVersion:
            return "newer"
        except DiaryError:
            return "forged"
        return ""

    def _learn_keys(self, said: Open, sight: Sight) -> None:
        signer = self.graph.keys_of(said.device)
        for entry in said.epochs:
            if sight.holds_key(said.device, said.member, entry.stream):
                self.graph.add_epoch(entry)
        for raw in said.wraps:
            try:
                wrap = read_wrap(raw)
            except DiaryError:
                continue
            own = signer is not None and wrap.by == signer.id
            if signer and own and sight.holds_key(said.device, said.member, wrap.stream):
                self.graph.add_wrap(wrap, raw, signer)

    def everything(self) -> Sight:
        """What stands today."""
        return self.sight((1 << len(self.graph.nodes)) - 1)

    def sight(self, view: int) -> Sight:
        """What stands for someone who knows exactly the statements of `view`."""
        return Sight(self.graph, self._stands(view & self.graph.accepted))

    def _stands(self, seen: int) -> int:
        removals = seen & self.graph.removing
        if not removals:
            return seen
        if seen not in self._standing:
            if len(self._standing) > _REMEMBERED:
                self._standing.clear()
            self._standing[seen] = self._settle(seen, removals)
        return self._standing[seen]

    def _settle(self, seen: int, removals: int) -> int:
        """Which removals count depends on who stands, and the other way round. Those that stand
        even if all others count are firm; those that fall though only firm ones count are void;
        what is left removes one another, and holds."""
        counted = removals
        while True:
            least = self._without_late(seen, counted)
            if least == seen:
                return seen
            possible = counted & self._without_late(seen, removals & least)
            if possible == counted:
                return least | counted
            counted = possible

    def _without_late(self, seen: int, removals: int) -> int:
        """`seen` without what these removals make late and what rests on it."""
        late: dict[int, list[int]] = {}
        around = 0
        for removal in bits(removals):
            beside = self.graph.beside(removal, seen)
            around |= beside
            for at in bits(beside & self._grants_of_removed(removal)):
                if self.graph.nodes[at].open.type not in REMOVALS:
                    late.setdefault(at, []).append(removal)
        if not late:
            return seen
        without = self._fall(seen, late.keys(), around)
        vouched = self._all_vouched(seen, late, without)
        return self._fall(seen, late.keys() - vouched, around) if vouched else without

    def _all_vouched(self, seen: int, late: dict[int, list[int]], firm: int) -> set[int]:
        """In rounds, each by what was firm before it, so that no order of arrival shows."""
        witnesses = seen & ~sum(1 << at for at in late)
        vouched: set[int] = set()
        while True:
            fresh = {
                at for at in late.keys() - vouched if self._vouched(at, late[at], witnesses, firm)
            }
            if not fresh:
                return vouched
            vouched |= fresh
            firm |= sum(1 << at for at in fresh)

    def _fall(self, seen: int, late: Iterable[int], around: int) -> int:
        """`seen` without `late`, and without what was allowed only because of it. Whoever knew of
        the removal (is not in `around`) judged rightly when speaking."""
        gone = sum(1 << at for at in late)
        for at in bits(seen & around & ~gone):
            past = self.graph.past[at]
            if past & gone and fault_of(
                self.graph.nodes[at].open, Sight(self.graph, past & seen & ~gone)
            ):
                gone |= 1 << at
        return seen & ~gone

    def _said_by_removed(self, removal: int) -> int:
        said = self.graph.nodes[removal].open
        if said.type == "device_removed":
            return self.graph.said_by("device", said.removed)
        mask = self.graph.said_by("member", said.subject)
        if said.type == "member_removed":
            sight = Sight(self.graph, self.graph.past[removal] & self.graph.accepted)
            for device in self.graph.named("device"):
                if sight.is_root(device):
                    mask &= ~self.graph.said_by("device", device)
        return mask

    def _grants_of_removed(self, removal: int) -> int:
        mask = self._said_by_removed(removal)
        said = self.graph.nodes[removal].open
        if said.type != "access_withdrawn":
            return mask
        return mask & sum(1 << at for at in self.graph.grants(("given", said.stream)))

    def _vouched(self, at: int, removals: list[int], others: int, firm: int) -> bool:
        """Whether one of `others`, not by the one removed, was built on `at` before hearing of
        the removal, or named it afterwards; and its author might have said it too, by what is
        `firm`. Who might not would only be vouching for what the one removed gave them."""
        graph = self.graph
        late = graph.nodes[at]
        for removal in removals:
            witnesses = others & ~self._said_by_removed(removal)
            if not any(
                (
                    late.hash in graph.nodes[other].open.stands
                    or (graph.past[other] >> at & 1 and not graph.past[other] >> removal & 1)
                )
                and self._might_say(other, late.open, firm)
                for other in bits(witnesses)
            ):
                return False
        return True

    def _might_say(self, witness: int, said: Open, firm: int) -> bool:
        author = self.graph.nodes[witness].open
        same = msgspec.structs.replace(said, device=author.device, member=author.member)
        return not fault_of(same, Sight(self.graph, self.graph.past[witness] & firm))


def _copy_name(statement: Statement) -> bytes:
    """Two copies with different signatures are told apart until one is verified."""
    return statement.hash + statement.raw[:SIGNATURE_BYTES]
