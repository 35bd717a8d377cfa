from __future__ import annotations

from typing import Any

import pytest

from diary.errors import HistoryBroken, InvalidEntry, NotAllowed, WrongRecoveryCode
from diary.ids import StreamId, new_id
from diary.team.directory import Directory
from diary.team.founding import found, open_stream
from diary.team.identity import paper_device
from diary.team.streamkeys import KeyRing


def test_a_team_of_one_can_write_at_once(table: Any) -> None:
    laptop, directory = table.founder, table.founder.directory
    (member,) = directory.members.values()
    assert (member.name, member.role, member.manages) == ("Ada Example", "mentor", True)
    assert {each.kind for each in directory.devices.values()} == {"laptop", "paper"}
    assert [each.purpose for each in directory.streams.values()] == ["directory", "private"]
    assert directory.problems == ()
    for stream in directory.streams:
        assert directory.may_write(laptop.secrets.id, stream, directory.heads)
        epoch = directory.writing_epoch(stream)
        assert epoch is not None
        assert laptop.keys.key(stream, epoch) is not None


def test_statements_and_secrets_are_all_a_vault_must_keep(table: Any) -> None:
    laptop = table.founder
    opened = open_stream(laptop.directory, laptop.author, "everyday", about="person")
    again = Directory.of(opened.directory.statements, KeyRing(laptop.secrets), laptop.team)
    assert again.members == opened.directory.members
    assert again.streams == opened.directory.streams
    assert again.streams[opened.stream].about == "person"
    fresh = KeyRing(laptop.secrets)
    Directory.of(opened.directory.statements, fresh)
    assert fresh.key(opened.stream, opened.epoch.id) == opened.epoch.key


def test_the_recovery_code_opens_every_stream(table: Any) -> None:
    from_code = paper_device(bytes(range(20)))
    keys = KeyRing(from_code)
    opened = open_stream(table.founder.directory, table.founder.author, "restricted")
    directory = Directory.of(opened.directory.statements, keys)
    assert directory.members[table.founder.member].name == "Ada Example"
    assert keys.key(opened.stream, opened.epoch.id) == opened.epoch.key


def test_without_keys_the_shape_shows_and_the_names_do_not(table: Any) -> None:
    directory = Directory.of(table.founder.statements)
    (member,) = directory.members.values()
    assert (member.name, member.role) == ("", "")
    assert sorted(each.purpose for each in directory.streams.values()) == ["", "directory"]
    stranger = Directory.of(table.founder.statements, KeyRing(paper_device(b"another code 123")))
    assert [each.name for each in stranger.members.values()] == [""]


def test_two_streams_of_a_young_person_do_not_show_that_they_belong_together(table: Any) -> None:
    laptop = table.founder
    first = open_stream(laptop.directory, laptop.author, "everyday", about="person")
    second = open_stream(first.directory, laptop.author, "restricted", about="person")
    assert first.stream != second.stream
    outside = Directory.of(second.directory.statements)
    assert {outside.streams[each.stream].about for each in (first, second)} == {""}
    assert {second.directory.streams[each.stream].about for each in (first, second)} == {"person"}


@pytest.mark.parametrize(
    ("name", "role", "field"), [("  ", "mentor", "name"), ("Ada", "wizard", "role")]
)
def test_a_founder_says_who_they_are(table: Any, name: str, role: str, field: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        found(name, role, b"r" * 20, table.clock)
    assert set(caught.value.fields) == {field}


def test_a_recovery_code_too_short_founds_nothing(table: Any) -> None:
    with pytest.raises(WrongRecoveryCode):
        found("Ada", "mentor", b"short", table.clock)


def test_the_directory_itself_is_not_opened_twice(table: Any) -> None:
    with pytest.raises(InvalidEntry):
        open_stream(table.founder.directory, table.founder.author, "directory")


def test_nothing_is_a_team_without_its_founder(table: Any, new_table: Any) -> None:
    with pytest.raises(HistoryBroken):
        Directory.of([])
    with pytest.raises(HistoryBroken):
        Directory.of(table.founder.statements[1:])
    with pytest.raises(HistoryBroken):
        Directory.of([*table.founder.statements, *new_table().founder.statements])


def test_another_teams_statements_are_told_apart(table: Any, new_table: Any) -> None:
    foreign = new_table().founder.statements
    directory = Directory.of([*foreign, *table.founder.statements], team=table.founder.team)
    assert set(directory.members) == {table.founder.member}
    assert {each.code for each in directory.problems} == {"other_team", "waiting"}


def test_nobody_founds_a_team_again_under_its_name(table: Any, new_table: Any) -> None:
    rival = new_table().founder
    stream = StreamId(new_id())
    entries = Directory.of(rival.statements).devices[rival.secrets.id]
    from diary.team.statements import prove_device

    false = rival.forges(
        "founder",
        parents=[],
        team=table.founder.team,
        subject=rival.member,
        manages=True,
        stream=stream,
        nonce=b"n" * 16,
        devices=[prove_device(rival.secrets, table.founder.team, rival.member, entries.kind)],
    )
    directory = table.founder.directory.adding([false])
    assert set(directory.members) == {table.founder.member}
    assert [each.code for each in directory.problems] == ["malformed"]


def test_no_repr_shows_a_name_or_a_key(table: Any) -> None:
    founding = table.founding
    opened = open_stream(table.founder.directory, table.founder.author, "everyday", about="person")
    things = [
        founding,
        founding.secrets,
        founding.author,
        opened,
        opened.epoch,
        opened.directory,
        *opened.directory.members.values(),
        *opened.directory.streams.values(),
        *opened.directory.devices.values(),
    ]
    for shown in [repr(each) for each in things] + [str(each) for each in things]:
        assert "Ada" not in shown
        assert "person" not in shown
        assert opened.epoch.key.hex() not in shown
        assert repr(opened.epoch.key)[2:-1] not in shown


def test_a_stream_for_someone_who_is_not_in_the_team_is_refused(table: Any) -> None:
    with pytest.raises(NotAllowed) as caught:
        open_stream(table.founder.directory, table.founder.author, "everyday", {new_id(): "w"})
    assert caught.value.hint == "no_such_member"
