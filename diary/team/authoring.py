"""Saying something in the directory: `Author` signs and seals one statement on the heads at hand,
and refuses beforehand what every other device would refuse. The verbs are in `founding`,
`devices` and `access`."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from diary.clock import Clock
from diary.errors import NotAllowed
from diary.ids import DeviceId, MemberId, StreamId
from diary.team.directory import Directory
from diary.team.identity import DeviceSecrets
from diary.team.statements import Open, Statement, make_statement
from diary.team.streamkeys import Epoch, EpochId, KeyRing, new_epoch


class Said(NamedTuple):
    """Statements just made, in order, and the directory with them."""

    statements: tuple[bytes, ...]
    directory: Directory

    def then(self, other: Said) -> Said:
        return Said(self.statements + other.statements, other.directory)


@dataclass(frozen=True, repr=False)
class Author:
    """A member at one of their devices."""

    member: MemberId
    secrets: DeviceSecrets
    keys: KeyRing
    clock: Clock

    @property
    def device(self) -> DeviceId:
        return self.secrets.id

    def say(
        self,
        directory: Directory,
        kind: str,
        sealed: Mapping[str, Any] | None = None,
        *,
        under: Epoch | None = None,
        **said: Any,
    ) -> tuple[bytes, Directory]:
        """One statement's bytes and the directory with it. Raises NotAllowed, with a code, for
        what this member may not say. `under`: a directory epoch made for this very statement."""
        epoch, key = (under.id, under.key) if under else directory_key(directory, self.keys)
        part = Open(
            team=directory.team,
            type=kind,
            parents=list(directory.heads),
            member=self.member,
            device=self.device,
            at=wall_ms(self.clock),
            zone=self.clock.zone(),
            sealed_by=epoch,
            **said,
        )
        raw = make_statement(part, sealed or {}, key, self.secrets)
        if under:
            self.keys.hold(under.stream, under.key, directory.team)
        # our own signature, made on the line above: nothing to learn from checking it
        after = directory.adding([raw], check=False)
        if code := after.problem_of(Statement.parse(raw).hash):
            raise NotAllowed(code)
        return raw, after

    def __repr__(self) -> str:
        return f"Author({self.member[:8]}, {self.device[:8]})"


def wall_ms(clock: Clock) -> int:
    """Milliseconds since 1970 UTC."""
    return int(clock.now().timestamp() * 1000)


def directory_key(directory: Directory, keys: KeyRing) -> tuple[EpochId, bytes]:
    """The directory's epoch to seal under, and its key. Raises NotAllowed where we hold none."""
    held = keys.held(directory.stream)
    epoch = directory.writing_epoch(directory.stream)
    if epoch is None or epoch not in held:
        epoch = min(held, default=None)
    if epoch is None:
        raise NotAllowed("no_key")
    return epoch, held[epoch]


def need_key(directory: Directory, keys: KeyRing, stream: StreamId) -> dict[EpochId, bytes]:
    """Every key of `stream` that we hold. Raises NotAllowed where we hold none."""
    held = keys.held(stream)
    if not held or stream not in directory.streams:
        raise NotAllowed("no_key")
    return held


def renewed_directory_key(
    directory: Directory, author: Author, gone: AbstractSet[DeviceId]
) -> tuple[Epoch, list[bytes]]:
    """A new epoch of the directory for all devices in it but `gone`."""
    held = need_key(directory, author.keys, directory.stream)
    devices = directory.reading_devices(directory.stream)
    staying = {each: public for each, public in devices.items() if each not in gone}
    return new_epoch(directory.team, directory.stream, staying, author.secrets, held)
