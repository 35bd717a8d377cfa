"""Makes `vectors.json`: fixed keys, statements, signatures and wraps, for this and every later
version to agree on. Run by hand when a suite is *added*; what is in the file never changes.

    python tests/diary/team/make_vectors.py > tests/diary/team/vectors.json
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

from diary.clock import FixedClock
from diary.ids import Incarnation, MemberId, StreamId, TeamId
from diary.team.access import give_access, withdraw_access
from diary.team.authoring import Author
from diary.team.devices import add_device, remove_device, request_device
from diary.team.directory import Directory
from diary.team.founding import found, open_stream
from diary.team.heads import sign_head
from diary.team.identity import DeviceSecrets, paper_device
from diary.team.members import admit_member, remove_member, set_role
from diary.team.seals import SUITE
from diary.team.streamkeys import KeyRing, epoch_of, wrap_key

ENTROPY = bytes(range(20))
TEAM, STREAM, MEMBER = "t" * 26, "s" * 26, "m" * 26


def fixed_device(fill: int) -> DeviceSecrets:
    return DeviceSecrets(bytes([fill]) * 32, bytes([fill + 1]) * 64, bytes([fill + 2]) * 32)


def keys() -> dict[str, Any]:
    """What fixed secrets give, byte for byte."""
    device, paper = fixed_device(1), paper_device(ENTROPY)
    incarnation = Incarnation(f"{device.id}.abcdefghij")
    key = bytes(range(32))
    wrap = wrap_key(TeamId(TEAM), StreamId(STREAM), key, device.public(), fixed_device(9))
    return {
        "suite": SUITE,
        "secrets": device.to_bytes().hex(),
        "id": device.id,
        "sign": device.public().sign.hex(),
        "hpke": device.public().hpke.hex(),
        "signature": device.sign(b"context", b"message").hex(),
        "recovery_entropy": ENTROPY.hex(),
        "paper_id": paper.id,
        "paper_secrets": paper.to_bytes().hex(),
        "incarnation": incarnation,
        "head": sign_head(device, StreamId(STREAM), incarnation, 3, b"h" * 32).hex(),
        "request": request_device(device, TeamId(TEAM), MemberId(MEMBER)).hex(),
        "epoch_key": key.hex(),
        "epoch": epoch_of(TeamId(TEAM), StreamId(STREAM), key),
        "wrap_signer": fixed_device(9).to_bytes().hex(),
        "wrap": wrap.hex(),
    }


def team() -> dict[str, Any]:
    """A team that has said every kind of thing, and what comes of it for its founder."""
    clock = FixedClock(datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
    start = found("Ada Example", "mentor", ENTROPY, clock)
    me, directory = start.author, start.directory
    second, bens = DeviceSecrets.generate(), DeviceSecrets.generate()
    opened = open_stream(directory, me, "everyday", about="young person")
    directory = add_device(
        opened.directory, me, request_device(second, start.team, start.member)
    ).directory
    ben, said = admit_member(directory, me, "Ben Example", "key_worker")
    directory = add_device(said.directory, me, request_device(bens, start.team, ben)).directory
    directory = give_access(directory, me, opened.stream, ben, "w").directory
    his = KeyRing(bens)
    at_bens = Directory.of(directory.statements, his, start.team)
    theirs = open_stream(at_bens, Author(ben, bens, his, clock), "supervision")
    directory = set_role(directory, me, ben, "supervisor", reason="new post").directory
    directory = directory.adding([theirs.statement])
    directory = withdraw_access(directory, me, opened.stream, ben, reason="moved").directory
    directory = remove_device(directory, me, second.id, reason="lost").directory
    directory = remove_member(directory, me, ben, reason="left").directory
    streams = sorted(directory.streams)
    return {
        "team": start.team,
        "secrets": start.secrets.to_bytes().hex(),
        "bens_secrets": bens.to_bytes().hex(),
        "ben": ben,
        "statements": [raw.hex() for raw in directory.statements],
        "heads": [each.hex() for each in directory.heads],
        "members": msgspec.to_builtins(
            [
                [each.id, each.name, each.role, each.manages, each.removed, each.devices]
                for each in directory.members.values()
            ]
        ),
        "streams": [
            [each, directory.streams[each].purpose, sorted(directory.streams[each].readers)]
            for each in streams
        ],
        "keys": {
            each: {epoch: key.hex() for epoch, key in sorted(me.keys.held(StreamId(each)).items())}
            for each in streams
        },
        "writing": {each: directory.writing_epoch(StreamId(each)) for each in streams},
    }


if __name__ == "__main__":
    json.dump({"keys": keys(), "team": team()}, sys.stdout, indent=1)
    sys.stdout.write("\n")
