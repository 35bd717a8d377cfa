from __future__ import annotations

from typing import Any

import msgspec
import pytest

from diary.errors import DiaryError, HistoryBroken, MadeByNewerVersion, SealBroken
from diary.ids import MemberId, new_id
from diary.team.directory import Directory
from diary.team.founding import open_stream
from diary.team.identity import SIGNATURE_BYTES, DeviceSecrets
from diary.team.statements import Statement, check_proof, prove_device
from diary.team.streamkeys import EpochId


def last(directory: Directory) -> bytes:
    return directory.statements[-1]


def altered(raw: bytes, secrets: DeviceSecrets, **keys: Any) -> bytes:
    """The same statement with keys put into its open part, honestly signed again."""
    body = msgspec.msgpack.decode(raw[SIGNATURE_BYTES:])
    part = msgspec.msgpack.decode(body["o"]) | keys
    body["o"] = msgspec.msgpack.encode(part)
    encoded = msgspec.msgpack.encode(body)
    return secrets.sign(b"statement", encoded) + encoded


def test_any_changed_byte_is_found_out(table: Any) -> None:
    raw = last(table.founder.directory)
    public = table.founder.secrets.public()
    Statement.parse(raw).verify(public)
    for at in range(1, len(raw), 53):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises((HistoryBroken, MadeByNewerVersion)):
            Statement.parse(changed).verify(public)


def test_what_is_no_statement_is_refused() -> None:
    for raw in (
        b"",
        b"\x01" * 65,
        b"\x01" * 66,
        b"\x01" * 65 + b"\xc1",
        b"\x01" * 65 + b"\x91" * 900,
    ):
        with pytest.raises(HistoryBroken):
            Statement.parse(raw)


def test_names_and_purposes_are_in_no_open_byte(new_table: Any) -> None:
    table = new_table("Canary Nightingale")
    opened = open_stream(
        table.founder.directory, table.founder.author, "restricted", about="canary-person"
    )
    everything = b"".join(opened.directory.statements)
    for hidden in (
        b"Canary",
        b"Nightingale",
        b"canary-person",
        b"restricted",
        b"private",
        b"mentor",
    ):
        assert hidden not in everything


def test_the_sealed_part_is_bound_to_its_own_open_part(table: Any) -> None:
    laptop = table.founder
    raw = last(laptop.directory)
    statement = Statement.parse(raw)
    key = laptop.keys.key(laptop.directory.stream, EpochId(statement.open.sealed_by))
    assert statement.unseal(key) == {"purpose": "private", "about": ""}
    for keys in ({"team": new_id()}, {"type": "role"}, {"at": statement.open.at + 1}):
        with pytest.raises(SealBroken):
            Statement.parse(altered(raw, laptop.secrets, **keys)).unseal(key)
    with pytest.raises(SealBroken):
        statement.unseal(b"k" * 32)


def test_keys_a_newer_version_added_are_kept_byte_for_byte(table: Any) -> None:
    laptop = table.founder
    raw = laptop.forges("admit", subject=new_id())
    newer = altered(raw, laptop.secrets, colour="green", least=1)
    assert Statement.parse(newer).raw == newer
    directory = laptop.directory.adding([newer])
    assert newer in directory.statements
    assert directory.problem_of(Statement.parse(newer).hash) == ""


def test_a_type_from_a_newer_version_is_kept_and_changes_nothing(table: Any) -> None:
    laptop = table.founder
    raw = laptop.forges("badge_given", subject=laptop.member)
    directory = laptop.directory.adding([raw])
    assert raw in directory.statements
    assert [each.code for each in directory.problems] == ["newer"]
    assert directory.members == laptop.directory.members


def test_a_statement_that_needs_a_newer_reader_waits_for_the_upgrade(table: Any) -> None:
    laptop = table.founder
    raw = altered(laptop.forges("admit", subject=new_id()), laptop.secrets, least=99)
    with pytest.raises(MadeByNewerVersion):
        Statement.parse(raw)
    directory = laptop.directory.adding([raw])
    assert [each.code for each in directory.problems] == ["newer"]
    assert directory.members == laptop.directory.members


def test_a_proof_holds_for_its_own_keys_member_and_team() -> None:
    secrets, team, member = DeviceSecrets.generate(), new_id(), MemberId(new_id())
    entry = prove_device(secrets, team, member, "laptop")
    assert check_proof(entry, team, member).id == secrets.id
    stolen = msgspec.structs.replace(
        prove_device(DeviceSecrets.generate(), team, member, "laptop"), proof=entry.proof
    )
    for what, where, who in (
        (entry, new_id(), member),
        (entry, team, new_id()),
        (msgspec.structs.replace(entry, kind="paper"), team, member),
        (stolen, team, member),
    ):
        with pytest.raises(HistoryBroken):
            check_proof(what, where, who)


def test_a_statement_shows_no_content(table: Any) -> None:
    statement = Statement.parse(table.founder.statements[0])
    assert len(repr(statement)) < 40
    with pytest.raises(DiaryError) as caught:
        statement.unseal(b"k" * 32)
    assert str(caught.value) == "seal_broken: statement"
