"""A small team around one table: each person has a laptop that knows only what it was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from diary.clock import FixedClock
from diary.ids import MemberId, StreamId, TeamId
from diary.team.authoring import Author
from diary.team.devices import add_device, request_device
from diary.team.directory import Directory
from diary.team.founding import Founding, found
from diary.team.identity import DeviceSecrets
from diary.team.members import Admitted, admit_member
from diary.team.statements import Open, make_statement
from diary.team.streamkeys import KeyRing

ENTROPY = bytes(range(20))


@dataclass
class Laptop:
    """One device's copy of the directory and what its member does at it."""

    team: TeamId
    member: MemberId
    secrets: DeviceSecrets
    statements: tuple[bytes, ...]
    clock: FixedClock

    def __post_init__(self) -> None:
        self.keys = KeyRing(self.secrets)
        self.directory = Directory.of(self.statements, self.keys, self.team)
        self.author = Author(self.member, self.secrets, self.keys, self.clock)

    def does(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Say something here; what it made is kept here and told to nobody."""
        made = verb(self.directory, self.author, *args, **kwargs)
        self.directory = made.said.directory if isinstance(made, Admitted) else made.directory
        return made

    def forges(self, kind: str, parents: Iterable[bytes] | None = None, **said: Any) -> bytes:
        """A statement signed here without asking whether it may be said: a hostile device."""
        held = self.keys.held(self.directory.stream)
        epoch = min(held)
        part = Open(
            **{
                "team": self.team,
                "type": kind,
                "parents": list(self.directory.heads if parents is None else parents),
                "member": self.member,
                "device": self.secrets.id,
                "at": 0,
                "zone": "Europe/London",
                "sealed_by": epoch,
                **said,
            }
        )
        return make_statement(part, {}, held[epoch], self.secrets)

    def hears(self, *others: Laptop | Iterable[bytes]) -> Laptop:
        for other in others:
            told = other.directory.statements if isinstance(other, Laptop) else other
            self.directory = self.directory.adding(told)
        return self

    def can_read(self, stream: StreamId) -> bool:
        epochs = self.directory.epochs(stream)
        return bool(epochs) and all(self.keys.key(stream, each) for each in epochs)


class Table:
    """A founder, and whoever joins."""

    def __init__(self, name: str = "Ada Example") -> None:
        self.clock = FixedClock(datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
        self.founding: Founding = found(name, "mentor", ENTROPY, self.clock)
        start = self.founding
        self.founder = Laptop(start.team, start.member, start.secrets, start.statements, self.clock)

    def joins(self, name: str, role: str, via: Laptop | None = None) -> Laptop:
        """Somebody new, let in at `via` (the founder's laptop), on a laptop of their own."""
        host = via or self.founder
        member = host.does(admit_member, name, role).member
        return self.adds_laptop(member, host)

    def adds_laptop(self, member: MemberId, host: Laptop) -> Laptop:
        secrets = DeviceSecrets.generate()
        host.does(add_device, request_device(secrets, host.team, member))
        return Laptop(host.team, member, secrets, host.directory.statements, self.clock)

    def everyone_hears(self, *laptops: Laptop) -> None:
        told = [raw for each in laptops for raw in each.directory.statements]
        for each in laptops:
            each.hears(told)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture(scope="session")
def new_table() -> type[Table]:
    return Table
