"""Frozen pictures of the directory for those who ask: members, devices, streams, what ended a say
and what did not count. None shows a name or a key when printed. They are filled in `directory`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from diary.ids import DeviceId, MemberId, StreamId
from diary.team.identity import DevicePublic


@dataclass(frozen=True, repr=False)
class Member:
    """A member. `name` and `role` are empty where the sealed part can't be opened (yet).
    `manages` may add and remove people; it opens no stream."""

    id: MemberId
    name: str
    role: str
    manages: bool
    removed: bool
    devices: tuple[DeviceId, ...]

    def __repr__(self) -> str:
        return f"Member({self.id[:8]})"


@dataclass(frozen=True)
class Device:
    """A device and its keys. `kind` is laptop or paper."""

    id: DeviceId
    member: MemberId
    kind: str
    public: DevicePublic
    removed: bool


@dataclass(frozen=True, repr=False)
class Stream:
    """A stream. `purpose` and `about` (whom or what it is for: an id the opener chose) are empty
    where the sealed part can't be opened (yet)."""

    id: StreamId
    purpose: str
    about: str
    opened_by: MemberId
    readers: frozenset[MemberId]
    writers: frozenset[MemberId]

    def __repr__(self) -> str:
        return f"Stream({self.id[:8]})"


class Withdrawal(NamedTuple):
    """A removal that ends a device's say in a stream. Changes past `heads` (of this stream, by
    incarnation: sequence, hash) wait in quarantine unless someone who remains built on them."""

    statement: bytes
    by: MemberId
    heads: Mapping[str, tuple[int, bytes]]


class Problem(NamedTuple):
    """A statement that does not count, and a short code of why."""

    statement: bytes
    code: str
