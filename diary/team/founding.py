"""The founding of a team of one, and the opening of streams in it. Joining devices is in
`devices`, giving access in `access`.

Founding makes the member, the laptop's keys, the paper device of the recovery code, the
directory's stream and the member's private one. All key wraps travel in the statements, so the
statements and the device's secrets are all that a vault has to keep of this room.
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass

from diary.clock import Clock
from diary.errors import InvalidEntry
from diary.ids import DeviceId, MemberId, StreamId, TeamId, new_id
from diary.team.authoring import Author, wall_ms
from diary.team.authority import LAPTOP, PAPER, WRITE
from diary.team.directory import PURPOSES, Directory, Purpose
from diary.team.identity import DevicePublic, DeviceSecrets, paper_device
from diary.team.members import check_person
from diary.team.statements import Open, make_statement, prove_device, team_of
from diary.team.streamkeys import Epoch, KeyRing, new_epoch


@dataclass(frozen=True, repr=False)
class Founding:
    """A team of one. Keep `secrets` (sealed by the vault) and `statements`; the rest follows."""

    team: TeamId
    member: MemberId
    device: DeviceId
    secrets: DeviceSecrets
    statements: tuple[bytes, ...]
    directory: Directory
    author: Author

    def __repr__(self) -> str:
        return f"Founding({self.team[:8]})"


@dataclass(frozen=True, repr=False)
class OpenedStream:
    """A stream that was just opened: its statement, and the directory with it."""

    stream: StreamId
    statement: bytes
    epoch: Epoch
    wraps: tuple[bytes, ...]
    directory: Directory

    def __repr__(self) -> str:
        return f"OpenedStream({self.stream[:8]})"


def found(name: str, role: str, recovery_entropy: bytes, clock: Clock) -> Founding:
    """A new team whose only member manages it. Raises InvalidEntry for an empty name or a role
    that there is not, WrongRecoveryCode for a code that is too short."""
    check_person(name, role)
    laptop, paper = DeviceSecrets.generate(), paper_device(recovery_entropy)
    member, stream = MemberId(new_id()), StreamId(new_id())
    nonce = randomness.token_bytes(16)
    team = TeamId(team_of(nonce, laptop.id, stream))
    both: dict[DeviceId, DevicePublic] = {each.id: each.public() for each in (laptop, paper)}
    epoch, wraps = new_epoch(team, stream, both, laptop)
    part = Open(
        team=team,
        type="founder",
        parents=[],
        member=member,
        device=laptop.id,
        at=wall_ms(clock),
        zone=clock.zone(),
        sealed_by=epoch.id,
        subject=member,
        manages=True,
        devices=[
            prove_device(laptop, team, member, LAPTOP),
            prove_device(paper, team, member, PAPER),
        ],
        stream=stream,
        epochs=[epoch.entry],
        wraps=wraps,
        nonce=nonce,
    )
    first = make_statement(part, {"name": name.strip(), "role": role}, epoch.key, laptop)
    keys = KeyRing(laptop)
    author = Author(member, laptop, keys, clock)
    directory = Directory.of([first], keys, team)
    private = open_stream(directory, author, "private")
    return Founding(
        team,
        member,
        laptop.id,
        laptop,
        (first, private.statement),
        private.directory,
        author,
    )


def open_stream(
    directory: Directory,
    author: Author,
    purpose: Purpose,
    access: Mapping[MemberId, str] | None = None,
    *,
    about: str = "",
) -> OpenedStream:
    """A new stream with its first key. `access` maps members to "w" or "r" and is the author's
    alone by default; `about` is an id of the caller's that says whom it is for. Purpose and
    `about` are sealed: nothing outside the team shows which streams belong together."""
    if purpose not in PURPOSES or purpose == "directory":
        raise InvalidEntry({"purpose": "is not one that can be opened"})
    rights = dict(access or {author.member: WRITE})
    devices = {
        each.id: each.public
        for each in directory.devices.values()
        if not each.removed and each.member in rights
    }
    stream = StreamId(new_id())
    epoch, wraps = new_epoch(directory.team, stream, devices, author.secrets)
    sealed = {"purpose": purpose, "about": about}
    raw, after = author.say(
        directory,
        "stream_opened",
        sealed,
        stream=stream,
        access=rights,
        epochs=[epoch.entry],
        wraps=wraps,
    )
    author.keys.hold(stream, epoch.key, directory.team)
    return OpenedStream(stream, raw, epoch, tuple(wraps), after)
