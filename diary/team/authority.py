"""Who may say what in the directory: one rule per type of statement, judged against what the
statement knew. Also which thing a statement grants or removes. Open parts only; the order of
things and what stands today are `judge`'s.

Every rule answers with a short code of what is wrong, or "".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from diary.errors import DiaryError
from diary.ids import is_id
from diary.team.statements import TYPES, Open, check_proof, team_of

READ, WRITE = "r", "w"
PAPER, LAPTOP = "paper", "laptop"
KINDS = frozenset({PAPER, LAPTOP})
Subject = tuple[str, ...]


class Past(Protocol):
    """What a rule may ask about the statements that its author knew."""

    def is_member(self, member: str) -> bool: ...
    def manages(self, member: str) -> bool: ...
    def in_team(self, device: str) -> str | None: ...
    def is_root(self, device: str) -> bool: ...
    def owner(self, device: str) -> str | None: ...
    def right(self, stream: str, member: str) -> str | None: ...
    def is_directory(self, stream: str) -> bool: ...
    def knows_stream(self, stream: str) -> bool: ...


class _Case(NamedTuple):
    """What a rule looks at. `manages`: whether the author may manage people."""

    said: Open
    past: Past
    manages: bool

    def managing(self) -> str:
        return "" if self.manages else "may_not_manage"

    def about_member(self) -> str:
        return "" if self.past.is_member(self.said.subject) else "no_such_member"

    def all_members(self, members: Iterable[str]) -> bool:
        return all(self.past.is_member(each) for each in members)

    def right(self, stream: str) -> str | None:
        return self.past.right(stream, self.said.member)

    def is_directory(self) -> bool:
        return self.past.is_directory(self.said.stream)


def grants_of(said: Open) -> Iterator[Subject]:
    """What an accepted statement gives, as subjects that removals may name."""
    if said.type == "founder":
        yield ("founder", said.member)
        yield ("directory", said.stream)
    if said.type in ("founder", "admit") and said.subject:
        yield ("member", said.subject)
    if said.type in ("founder", "admit", "role") and said.subject:
        yield ("role", said.subject)
    if said.type in ("founder", "device_added"):
        for entry in said.devices:
            yield ("device", entry.public().id)
    if said.type == "stream_opened":
        yield ("opened", said.stream)
    if said.type in ("stream_opened", "access_given"):
        for member in said.access:
            yield ("access", said.stream, member)
    if said.type == "access_given":
        yield ("given", said.stream)
    if said.stands:
        yield ("stands",)


def removes(said: Open) -> Subject:
    """What an accepted removal takes away."""
    if said.type == "device_removed":
        return ("device", said.removed)
    if said.type == "member_removed":
        return ("member", said.subject)
    return ("access", said.stream, said.subject)


def fault_of(said: Open, past: Past) -> str:
    """Why the author might not say this, given what it knew; "" if it might."""
    if said.type not in TYPES:
        return "newer"
    if not _shape_holds(said):
        return "malformed"
    if said.type == "founder":
        return _founder(said)
    if past.in_team(said.device) != said.member:
        return "not_in_team"
    manages = past.is_root(said.device) or past.manages(said.member)
    return _RULES[said.type](_Case(said, past, manages))


def _shape_holds(said: Open) -> bool:
    named = [said.member, said.device, *said.access]
    named += [each for each in (said.subject, said.removed, said.stream) if each]
    named += [each for epoch in said.epochs for each in (epoch.id, epoch.stream)]
    rights = set(said.access.values()) <= {READ, WRITE}
    kinds = {entry.kind for entry in said.devices} <= KINDS
    rooted = bool(said.parents) != (said.type == "founder")
    return rights and kinds and rooted and all(is_id(each) for each in named)


def _founder(said: Open) -> str:
    device = said.devices[0].public().id
    if said.team != team_of(said.nonce, device, said.stream) or said.device != device:
        return "malformed"
    if said.subject != said.member or not said.manages:
        return "malformed"
    return _proofs(said, said.member)


def _admit(case: _Case) -> str:
    return case.managing()


def _role(case: _Case) -> str:
    return case.about_member() or case.managing()


def _device_added(case: _Case) -> str:
    said = case.said
    owners = {case.past.owner(entry.public().id) for entry in said.devices}
    if not said.devices or owners - {None, said.subject}:
        return "malformed"
    own = said.subject == said.member
    return case.about_member() or ("" if own else case.managing()) or _proofs(said, said.subject)


def _device_removed(case: _Case) -> str:
    owner = case.past.owner(case.said.removed)
    if owner is None:
        return "no_such_device"
    if owner == case.said.member:
        return ""
    # the founder's paper device is how a quarrel is settled: only its own member may drop it
    return "may_not_manage" if case.past.is_root(case.said.removed) else case.managing()


def _member_removed(case: _Case) -> str:
    leaves = case.said.subject == case.said.member
    return case.about_member() or ("" if leaves else case.managing())


def _stream_opened(case: _Case) -> str:
    said = case.said
    if not said.stream or case.past.knows_stream(said.stream):
        return "malformed"
    if [epoch.stream for epoch in said.epochs] != [said.stream] or not said.access:
        return "malformed"
    # a founder's paper device may speak for someone who is out, but opens nothing for them
    return "" if case.all_members({said.member, *said.access}) else "no_such_member"


def _access_given(case: _Case) -> str:
    # managing people gives no say over what is written: only who writes in a stream may open it
    if case.is_directory() or case.right(case.said.stream) != WRITE:
        return "no_access"
    return "" if case.all_members(case.said.access) else "no_such_member"


def _access_withdrawn(case: _Case) -> str:
    said = case.said
    if not said.subject or case.is_directory() or not case.past.knows_stream(said.stream):
        return "malformed"
    if said.subject == said.member or case.right(said.stream) == WRITE:
        return ""
    return "" if case.manages else "no_access"


def _keys(case: _Case) -> str:
    return "" if all(case.right(each.stream) for each in case.said.epochs) else "no_access"


def _proofs(said: Open, member: str) -> str:
    try:
        for entry in said.devices:
            check_proof(entry, said.team, member)
    except DiaryError:
        return "forged"
    return ""


_RULES: dict[str, Callable[[_Case], str]] = {
    "admit": _admit,
    "role": _role,
    "device_added": _device_added,
    "device_removed": _device_removed,
    "member_removed": _member_removed,
    "stream_opened": _stream_opened,
    "access_given": _access_given,
    "access_withdrawn": _access_withdrawn,
    "keys": _keys,
}
