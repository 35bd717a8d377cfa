from __future__ import annotations

from typing import Any

import msgspec
import pytest

from diary.errors import HistoryBroken, NotAllowed
from diary.team.access import bring_keys_up_to_date
from diary.team.authority import PAPER
from diary.team.devices import add_device, remove_device, request_device
from diary.team.founding import open_stream
from diary.team.identity import DeviceSecrets, paper_device
from diary.team.members import admit_member, remove_member
from diary.team.statements import HeadEntry


def test_a_second_laptop_reads_and_writes_all_its_member_does(table: Any) -> None:
    first = table.founder
    stream = first.does(open_stream, "everyday", about="person").stream
    second = table.adds_laptop(first.member, first)
    assert second.directory.members[first.member].name == "Ada Example"
    assert set(second.directory.streams) == set(first.directory.streams)
    for each in second.directory.streams:
        assert second.can_read(each)
        assert second.directory.may_write(second.secrets.id, each, second.directory.heads)
    assert second.directory.writing_epoch(stream) == first.directory.writing_epoch(stream)


def test_what_one_laptop_opens_the_other_can_read(table: Any) -> None:
    first = table.founder
    second = table.adds_laptop(first.member, first)
    stream = second.does(open_stream, "everyday").stream
    first.hears(second)
    assert first.can_read(stream)
    assert first.directory.heads == second.directory.heads


def test_a_new_laptop_starts_from_the_recovery_code_alone(table: Any) -> None:
    lost = table.founder
    stream = lost.does(open_stream, "restricted").stream
    paper = type(lost)(
        lost.team,
        lost.member,
        paper_device(bytes(range(20))),
        lost.directory.statements,
        lost.clock,
    )
    laptop = table.adds_laptop(lost.member, paper)
    assert laptop.can_read(stream)
    laptop.does(remove_device, lost.secrets.id, reason="left on a train")
    assert laptop.directory.devices[lost.secrets.id].removed
    assert laptop.directory.writing_epoch(stream) is not None


def test_a_device_has_to_ask_for_itself(table: Any) -> None:
    laptop = table.founder
    honest = request_device(DeviceSecrets.generate(), laptop.team, laptop.member)
    other = msgspec.msgpack.decode(
        request_device(DeviceSecrets.generate(), laptop.team, laptop.member)
    )
    swapped = msgspec.msgpack.decode(honest)
    swapped["device"]["hpke"] = other["device"]["hpke"]
    for false in (msgspec.msgpack.encode(swapped), b"", b"\xc1", honest[:-1]):
        with pytest.raises(HistoryBroken):
            add_device(laptop.directory, laptop.author, false)


def test_a_request_for_another_team_is_refused(table: Any, new_table: Any) -> None:
    laptop = table.founder
    request = request_device(DeviceSecrets.generate(), new_table().founder.team, laptop.member)
    with pytest.raises(HistoryBroken):
        add_device(laptop.directory, laptop.author, request)


def test_only_the_member_or_who_manages_people_lets_a_device_in(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    request = request_device(DeviceSecrets.generate(), ben.team, table.founder.member)
    with pytest.raises(NotAllowed):
        add_device(ben.directory, ben.author, request)
    own = table.adds_laptop(ben.member, ben)
    assert own.directory.devices[own.secrets.id].member == ben.member


def test_nobody_takes_over_a_device_of_someone_else(table: Any) -> None:
    """Even a device that signs for both stays with the member it came to first."""
    ben = table.joins("Ben", "mentor")
    request = request_device(ben.secrets, ben.team, table.founder.member)
    with pytest.raises(NotAllowed):
        add_device(table.founder.directory, table.founder.author, request)


def test_a_lost_device_is_put_out_and_its_key_no_longer_written_under(table: Any) -> None:
    first = table.founder
    stream = first.does(open_stream, "everyday").stream
    second = table.adds_laptop(first.member, first)
    before = first.directory.writing_epoch(stream)
    head = HeadEntry(stream, f"{second.secrets.id}.aaaaaaaaaa", 4, b"h" * 32)
    said = first.does(remove_device, second.secrets.id, reason="stolen", heads=[head])
    after = first.directory.writing_epoch(stream)
    assert after not in {None, before}
    second.hears(first)
    assert second.keys.key(stream, before) is not None
    assert second.keys.key(stream, after) is None
    (withdrawal,) = first.directory.withdrawals(second.secrets.id, stream)
    assert withdrawal.by == first.member
    assert withdrawal.heads == {head.incarnation: (4, b"h" * 32)}
    assert first.directory.withdrawals(first.secrets.id, stream) == ()
    assert first.directory.told(withdrawal.statement) == {"reason": "stolen"}
    assert second.directory.told(withdrawal.statement) == {}
    assert b"stolen" not in b"".join(said.statements)


def test_a_removed_device_says_nothing_more(table: Any) -> None:
    first = table.founder
    second = table.adds_laptop(first.member, first)
    knew = second.directory.heads
    first.does(remove_device, second.secrets.id, reason="stolen")
    second.hears(first)
    with pytest.raises(NotAllowed):
        open_stream(second.directory, second.author, "everyday")
    stream = first.directory.stream
    assert not first.directory.may_write(second.secrets.id, stream, first.directory.heads)
    assert first.directory.may_write(second.secrets.id, stream, knew)


def test_a_back_dated_statement_of_a_removed_device_does_not_count(table: Any) -> None:
    first = table.founder
    second = table.adds_laptop(first.member, first)
    thief = DeviceSecrets.generate()
    first.does(remove_device, second.secrets.id, reason="stolen")
    late = second.does(add_device, request_device(thief, second.team, second.member))
    first.hears(late.statements)
    assert first.directory.devices[thief.id].removed
    assert {each.code for each in first.directory.problems} == {"after_removal"}
    # and so on both sides, once both have heard both
    second.hears(first)
    assert second.directory.problems == first.directory.problems


def test_what_a_colleague_built_on_before_hearing_counts(table: Any) -> None:
    first = table.founder
    ben = table.joins("Ben", "administrator")
    second = table.adds_laptop(first.member, first)
    ben.hears(first)
    stream = second.does(open_stream, "everyday").stream
    ben.hears(second)
    ben.does(admit_member, "Cy", "mentor")
    first.does(remove_device, second.secrets.id, reason="stolen")
    first.hears(ben, second)
    assert stream in first.directory.streams
    assert first.directory.problems == ()


def test_a_late_statement_counts_once_an_admission_names_it(table: Any) -> None:
    first = table.founder
    second = table.adds_laptop(first.member, first)
    opened = second.does(open_stream, "everyday")
    first.does(remove_device, second.secrets.id, reason="replaced")
    first.hears(second)
    assert opened.stream not in first.directory.streams
    (problem,) = first.directory.problems
    first.does(admit_member, "Cy", "mentor", stands=[problem.statement])
    assert opened.stream in first.directory.streams
    assert first.directory.problems == ()


def test_only_its_own_member_drops_the_founders_paper_device(table: Any) -> None:
    ben = table.joins("Ben", "administrator")
    paper = next(d.id for d in ben.directory.devices.values() if d.kind == PAPER)
    with pytest.raises(NotAllowed):
        remove_device(ben.directory, ben.author, paper, reason="no")
    table.founder.does(remove_device, paper, reason="a new code")
    assert table.founder.directory.devices[paper].removed


def test_a_device_that_joined_while_others_were_away_gets_its_keys_later(table: Any) -> None:
    first = table.founder
    ben = table.joins("Ben", "mentor")
    stream = ben.does(open_stream, "everyday").stream
    # the founder adds Ben's second laptop without having Ben's new key
    second = table.adds_laptop(ben.member, first)
    second.hears(ben)
    assert not second.can_read(stream)
    assert second.directory.writing_epoch(stream) is None
    ben.hears(second)
    ben.does(bring_keys_up_to_date)
    second.hears(ben)
    assert second.can_read(stream)
    assert second.directory.writing_epoch(stream) is not None
    assert bring_keys_up_to_date(ben.directory, ben.author).statements == ()


def test_a_removed_member_has_no_devices(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    table.founder.does(remove_member, ben.member, reason="left")
    assert table.founder.directory.members[ben.member].devices == ()
    assert table.founder.directory.devices[ben.secrets.id].removed
