"""A member's devices: one asks, another of theirs (or whoever manages people) lets it in, and it
gets the keys of everything its member reads. The same path serves a second laptop and a new one
started from the recovery code, where the paper device is the one that lets in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from diary.errors import HistoryBroken
from diary.ids import DeviceId, MemberId, TeamId
from diary.team.access import bring_keys_up_to_date
from diary.team.authoring import Author, Said, renewed_directory_key
from diary.team.authority import LAPTOP
from diary.team.directory import Directory
from diary.team.identity import DeviceSecrets
from diary.team.statements import DeviceEntry, HeadEntry, check_proof, prove_device


class _Request(msgspec.Struct, frozen=True):
    team: str
    member: str
    device: DeviceEntry


def request_device(
    secrets: DeviceSecrets, team: TeamId, member: MemberId, kind: str = LAPTOP
) -> bytes:
    """What a new device hands to one that is already in: its public keys, and its signature that
    it holds them and means this member of this team. Nothing in it is secret."""
    return msgspec.msgpack.encode(_Request(team, member, prove_device(secrets, team, member, kind)))


def add_device(directory: Directory, author: Author, request: bytes) -> Said:
    """Let the device in and wrap for it every key its member may have and we hold. Raises
    HistoryBroken for bytes that are no request or prove nothing, NotAllowed where the author may
    not add devices for this member."""
    try:
        asked = msgspec.msgpack.decode(request, type=_Request)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise HistoryBroken("device request") from None
    if asked.team != directory.team:
        raise HistoryBroken("device request")
    check_proof(asked.device, asked.team, asked.member)
    raw, after = author.say(directory, "device_added", subject=asked.member, devices=[asked.device])
    return Said((raw,), after).then(bring_keys_up_to_date(after, author))


def remove_device(
    directory: Directory,
    author: Author,
    device: DeviceId,
    *,
    reason: str,
    heads: Iterable[HeadEntry] = (),
) -> Said:
    """Put a device out (lost, replaced). `heads` are its newest changes that we accept. Streams
    we hold get new epochs at once. The reason is sealed for those who remain."""
    epoch, wraps = renewed_directory_key(directory, author, gone={device})
    raw, after = author.say(
        directory,
        "device_removed",
        {"reason": reason},
        under=epoch,
        removed=device,
        heads=list(heads),
        epochs=[epoch.entry],
        wraps=wraps,
    )
    return Said((raw,), after).then(bring_keys_up_to_date(after, author))
