"""What somebody who was put out says as if they had not heard: by themselves, through people and
devices they bring in, and by removing those who removed them."""

from __future__ import annotations

from typing import Any

import pytest

from diary.team.access import give_access, withdraw_access
from diary.team.founding import open_stream
from diary.team.identity import paper_device
from diary.team.members import admit_member, remove_member, set_role

ENTROPY = bytes(range(20))


@pytest.fixture
def put_out(table: Any) -> tuple[Any, Any, Any]:
    """Ada (the founder) has removed Ben, who manages people too and has not heard; Ann knew both
    as they were."""
    ann, ben = table.joins("Ann", "administrator"), table.joins("Ben", "administrator")
    table.everyone_hears(table.founder, ann, ben)
    table.founder.does(remove_member, ben.member, reason="x")
    return table.founder, ann, ben


def test_a_friend_he_brings_in_is_not_in_and_brings_nobody_in(
    table: Any, put_out: tuple[Any, Any, Any]
) -> None:
    ada, _, ben = put_out
    friend = table.joins("Friend", "administrator", via=ben)
    third = friend.does(admit_member, "Third", "mentor").member
    ada.hears(friend)
    removed = {m.name: m.removed for m in ada.directory.members.values()}
    assert removed["Friend"]
    assert ada.directory.members[third].removed
    assert ada.directory.devices[friend.secrets.id].removed
    assert {each.code for each in ada.directory.problems} == {"after_removal"}


def test_a_second_laptop_he_adds_does_not_vouch_for_the_first(
    table: Any, put_out: tuple[Any, Any, Any]
) -> None:
    ada, _, ben = put_out
    stream = ben.does(open_stream, "everyday").stream
    second = table.adds_laptop(ben.member, ben)
    second.does(open_stream, "everyday")
    ada.hears(second)
    assert stream not in ada.directory.streams
    assert len(ada.directory.streams) == 2


def test_a_friend_he_brings_in_removes_nobody(table: Any, put_out: tuple[Any, Any, Any]) -> None:
    ada, _, ben = put_out
    friend = table.joins("Friend", "administrator", via=ben)
    friend.does(remove_member, ada.member, reason="y")
    ada.hears(friend)
    assert not ada.directory.members[ada.member].removed
    assert ada.directory.members[ben.member].removed
    stream = ada.does(open_stream, "everyday").stream
    assert stream in ada.directory.streams


def test_he_himself_removes_who_removed_him(put_out: tuple[Any, Any, Any]) -> None:
    ada, ann, ben = put_out
    ben.does(remove_member, ada.member, reason="y")
    ann.hears(ada, ben)
    assert ann.directory.members[ada.member].removed
    assert ann.directory.members[ben.member].removed
    assert not ann.directory.members[ann.member].removed
    ann.does(admit_member, "Ada Example", "administrator", again=ada.member)
    assert not ann.directory.members[ada.member].removed


def test_the_role_he_gave_at_the_same_time_gives_nothing(
    table: Any, put_out: tuple[Any, Any, Any]
) -> None:
    ada, ann, ben = put_out
    cy = table.joins("Cy", "mentor", via=ann)
    table.everyone_hears(ann, ben, cy)
    ben.does(set_role, cy.member, "administrator")
    cy.hears(ben)
    cy.does(admit_member, "Friend", "mentor")
    ada.hears(ann, ben)
    assert not ada.directory.members[cy.member].removed
    assert not ada.directory.members[cy.member].manages
    # Cy built on it before hearing, but might not have said it, and so does not vouch for it
    cy.does(open_stream, "everyday")
    ada.hears(cy)
    assert not ada.directory.members[cy.member].manages
    assert sorted(m.name for m in ada.directory.members.values() if m.removed) == ["Ben", "Friend"]


def test_access_he_gave_on_does_not_reach_further(table: Any) -> None:
    ada, ben, cy = table.founder, table.joins("Ben", "mentor"), table.joins("Cy", "mentor")
    dan = table.joins("Dan", "mentor")
    table.everyone_hears(ada, ben, cy, dan)
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    ben.hears(ada)
    ada.does(withdraw_access, stream, ben.member, reason="x")
    ben.does(give_access, stream, cy.member, "w")
    cy.hears(ben)
    cy.does(give_access, stream, dan.member, "w")
    ada.hears(cy)
    assert ada.directory.streams[stream].readers == {ada.member}
    assert ada.directory.writing_epoch(stream) is not None


def test_who_might_have_said_it_vouches_for_it(table: Any, put_out: tuple[Any, Any, Any]) -> None:
    ada, ann, ben = put_out
    cy = table.joins("Cy", "mentor", via=ben)
    ann.hears(cy)
    ann.does(admit_member, "Dan", "mentor")
    ada.hears(ann)
    assert not ada.directory.members[cy.member].removed
    assert ada.directory.problems == ()


def test_the_founders_paper_device_is_heard_though_the_founder_was_put_out(table: Any) -> None:
    ada, ann = table.founder, table.joins("Ann", "administrator")
    paper = type(ada)(
        ada.team, ada.member, paper_device(ENTROPY), ada.directory.statements, ada.clock
    )
    ann.does(remove_member, ada.member, reason="x")
    dan = paper.does(admit_member, "Dan", "administrator").member
    ada.does(admit_member, "Eve", "mentor")
    ann.hears(paper, ada)
    removed = {m.name: m.removed for m in ann.directory.members.values()}
    assert removed == {"Ada Example": True, "Ann": False, "Dan": False, "Eve": True}
    assert ann.directory.members[dan].manages


def test_friends_brought_in_who_remove_each_others_host_are_out_and_so_are_the_hosts(
    table: Any,
) -> None:
    """Ben's friend removes Cy while Cy's friend removes Ben: neither removal comes first."""
    ben, cy = table.joins("Ben", "administrator"), table.joins("Cy", "administrator")
    table.everyone_hears(table.founder, ben, cy)
    first = table.joins("First", "administrator", via=ben)
    second = table.joins("Second", "administrator", via=cy)
    first.does(remove_member, cy.member, reason="x")
    second.does(remove_member, ben.member, reason="y")
    table.founder.hears(first, second)
    removed = {m.name: m.removed for m in table.founder.directory.members.values()}
    assert removed == {
        "Ada Example": False,
        "Ben": True,
        "Cy": True,
        "First": True,
        "Second": True,
    }
