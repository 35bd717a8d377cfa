"""The bytes of version 1 stay readable, and what is fixed in them stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diary.ids import Incarnation, MemberId, StreamId, TeamId
from diary.team.devices import request_device
from diary.team.directory import Directory
from diary.team.heads import sign_head, verify_head
from diary.team.identity import DeviceSecrets, paper_device
from diary.team.seals import SUITE
from diary.team.statements import TYPES, Statement
from diary.team.streamkeys import EpochId, KeyRing, epoch_of, open_wrap, read_wrap

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
KEYS: dict[str, str] = VECTORS["keys"]
TEAM: dict[str, Any] = VECTORS["team"]


def raw(name: str) -> bytes:
    return bytes.fromhex(KEYS[name])


@pytest.fixture
def device() -> DeviceSecrets:
    return DeviceSecrets.from_bytes(raw("secrets"))


@pytest.fixture
def founders() -> tuple[Directory, KeyRing]:
    keys = KeyRing(DeviceSecrets.from_bytes(bytes.fromhex(TEAM["secrets"])))
    statements = [bytes.fromhex(each) for each in TEAM["statements"]]
    return Directory.of(statements, keys, TeamId(TEAM["team"])), keys


def test_the_same_secrets_give_the_same_public_keys_and_id(device: DeviceSecrets) -> None:
    assert KEYS["suite"] == SUITE
    assert device.to_bytes() == raw("secrets")
    assert device.id == KEYS["id"]
    assert device.public().sign == raw("sign")
    assert device.public().hpke == raw("hpke")


def test_the_same_code_gives_the_same_paper_device() -> None:
    paper = paper_device(raw("recovery_entropy"))
    assert paper.id == KEYS["paper_id"]
    assert paper.to_bytes() == raw("paper_secrets")


def test_the_same_words_give_the_same_signatures(device: DeviceSecrets) -> None:
    stream, incarnation = StreamId("s" * 26), Incarnation(KEYS["incarnation"])
    assert device.sign(b"context", b"message") == raw("signature")
    assert sign_head(device, stream, incarnation, 3, b"h" * 32) == raw("head")
    verify_head(device.public(), stream, incarnation, 3, b"h" * 32, raw("head"))
    assert request_device(device, TeamId("t" * 26), MemberId("m" * 26)) == raw("request")


def test_a_kept_wrap_still_opens(device: DeviceSecrets) -> None:
    signer = DeviceSecrets.from_bytes(raw("wrap_signer")).public()
    team, stream, epoch = TeamId("t" * 26), StreamId("s" * 26), EpochId(KEYS["epoch"])
    assert epoch_of(team, stream, raw("epoch_key")) == epoch
    assert open_wrap(raw("wrap"), device, signer, team, stream, epoch) == raw("epoch_key")
    assert read_wrap(raw("wrap")).device == device.id


def test_a_kept_team_is_read_as_it_was(founders: tuple[Directory, KeyRing]) -> None:
    directory, keys = founders
    assert directory.problems == ()
    assert [each.hex() for each in directory.heads] == TEAM["heads"]
    assert [
        [each.id, each.name, each.role, each.manages, each.removed, list(each.devices)]
        for each in directory.members.values()
    ] == TEAM["members"]
    assert [
        [each.id, each.purpose, sorted(each.readers)]
        for each in sorted(directory.streams.values(), key=lambda each: each.id)
    ] == TEAM["streams"]
    for stream, kept in TEAM["keys"].items():
        assert {e: key.hex() for e, key in keys.held(StreamId(stream)).items()} == kept
        assert directory.writing_epoch(StreamId(stream)) == TEAM["writing"][stream]


def test_the_kept_team_has_said_every_kind_of_thing(
    founders: tuple[Directory, KeyRing],
) -> None:
    directory, _ = founders
    assert {Statement.parse(each).open.type for each in directory.statements} == TYPES


def test_who_was_removed_reads_what_was_theirs_and_nothing_since(
    founders: tuple[Directory, KeyRing],
) -> None:
    keys = KeyRing(DeviceSecrets.from_bytes(bytes.fromhex(TEAM["bens_secrets"])))
    directory = Directory.of(founders[0].statements, keys, TeamId(TEAM["team"]))
    for stream, writing in TEAM["writing"].items():
        if writing is not None:
            assert keys.key(StreamId(stream), EpochId(writing)) is None
    assert directory.members[MemberId(TEAM["ben"])].name == "Ben Example"
    assert any(keys.held(StreamId(stream)) for stream in TEAM["keys"])
