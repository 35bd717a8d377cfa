from __future__ import annotations

from typing import Any

import pytest

from diary.errors import InvalidEntry, NotAllowed
from diary.ids import MemberId, new_id
from diary.team.access import bring_keys_up_to_date, give_access
from diary.team.devices import add_device, request_device
from diary.team.founding import open_stream
from diary.team.identity import DeviceSecrets, paper_device
from diary.team.members import admit_member, remove_member, set_role


def test_who_is_admitted_has_a_name_a_role_and_the_directory(table: Any) -> None:
    ben = table.joins("Ben Example", "key_worker")
    member = ben.directory.members[ben.member]
    assert (member.name, member.role, member.manages) == ("Ben Example", "key_worker", False)
    assert ben.can_read(ben.directory.stream)
    assert member.devices == (ben.secrets.id,)


def test_an_administrator_manages_people_and_reads_no_one(table: Any) -> None:
    stream = table.founder.does(open_stream, "everyday").stream
    ann = table.joins("Ann", "administrator")
    assert ann.directory.members[ann.member].manages
    assert ann.member not in ann.directory.streams[stream].readers
    assert not ann.can_read(stream)
    with pytest.raises(NotAllowed):
        give_access(ann.directory, ann.author, stream, ann.member, "r")
    forged = ann.forges("access_given", stream=stream, access={ann.member: "w"})
    directory = table.founder.directory.adding([forged])
    assert ann.member not in directory.streams[stream].readers
    assert [each.code for each in directory.problems] == ["no_access"]
    cy = table.joins("Cy", "mentor", via=ann)
    assert cy.directory.members[cy.member].name == "Cy"


@pytest.mark.parametrize("role", ["mentor", "key_worker", "supervisor"])
def test_no_other_role_manages_people(table: Any, role: str) -> None:
    ben = table.joins("Ben", role)
    for attempt in (
        lambda: admit_member(ben.directory, ben.author, "Friend", "mentor"),
        lambda: set_role(ben.directory, ben.author, ben.member, "administrator"),
        lambda: remove_member(ben.directory, ben.author, table.founder.member, reason="x"),
    ):
        with pytest.raises(NotAllowed) as caught:
            attempt()
        assert caught.value.hint == "may_not_manage"


def test_a_role_can_change_and_the_name_stays(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    table.founder.does(set_role, ben.member, "administrator")
    ben.hears(table.founder)
    member = ben.directory.members[ben.member]
    assert (member.name, member.role, member.manages) == ("Ben", "administrator", True)


def test_of_two_roles_given_at_once_the_one_that_may_less_counts(table: Any) -> None:
    ann, ben = table.joins("Ann", "administrator"), table.joins("Ben", "mentor")
    table.everyone_hears(table.founder, ann, ben)
    table.founder.does(set_role, ben.member, "administrator")
    ann.does(set_role, ben.member, "supervisor")
    table.everyone_hears(table.founder, ann, ben)
    assert {each.directory.members[ben.member].manages for each in (ann, ben)} == {False}


def test_a_removed_member_says_nothing_more_and_is_still_named(table: Any) -> None:
    ben = table.joins("Ben", "administrator")
    table.founder.does(remove_member, ben.member, reason="left the service")
    ben.hears(table.founder)
    with pytest.raises(NotAllowed):
        admit_member(ben.directory, ben.author, "Friend", "administrator")
    forged = ben.forges("admit", subject=new_id(), manages=True)
    directory = table.founder.directory.adding([forged])
    assert [each.code for each in directory.problems] == ["not_in_team"]
    assert directory.members[ben.member].removed
    assert directory.members[ben.member].name == "Ben"


def test_removal_beats_what_the_removed_member_granted_at_the_same_time(table: Any) -> None:
    ann, ben = table.joins("Ann", "administrator"), table.joins("Ben", "administrator")
    table.everyone_hears(table.founder, ann, ben)
    friend = ben.does(admit_member, "Friend", "administrator").member
    ben.does(add_device, request_device(DeviceSecrets.generate(), ben.team, friend))
    ann.does(remove_member, ben.member, reason="x")
    table.everyone_hears(table.founder, ann)
    table.founder.hears(ben)
    assert table.founder.directory.members[friend].removed
    assert {each.code for each in table.founder.directory.problems} == {"after_removal"}


def test_removal_beats_a_grant_to_the_removed_member_at_the_same_time(table: Any) -> None:
    ann, ben = table.joins("Ann", "administrator"), table.joins("Ben", "mentor")
    table.everyone_hears(table.founder, ann, ben)
    table.founder.does(admit_member, "Ben", "mentor", again=ben.member)
    ann.does(remove_member, ben.member, reason="x")
    table.everyone_hears(table.founder, ann)
    assert table.founder.directory.members[ben.member].removed
    table.founder.does(admit_member, "Ben", "mentor", again=ben.member)
    assert not table.founder.directory.members[ben.member].removed


def test_two_who_remove_each_other_are_both_out_until_the_paper_device_settles_it(
    table: Any,
) -> None:
    ada, ann = table.founder, table.joins("Ann", "administrator")
    stream = ada.does(open_stream, "everyday").stream
    table.everyone_hears(ada, ann)
    ada.does(remove_member, ann.member, reason="x")
    ann.does(remove_member, ada.member, reason="y")
    table.everyone_hears(ada, ann)
    for each in (ada, ann):
        assert {m.removed for m in each.directory.members.values()} == {True}
        assert each.directory.heads == ada.directory.heads
        with pytest.raises(NotAllowed):
            admit_member(each.directory, each.author, "Ada", "mentor", again=ada.member)
    paper = type(ada)(
        ada.team, ada.member, paper_device(bytes(range(20))), ada.directory.statements, ada.clock
    )
    paper.does(admit_member, "Ada Example", "administrator", again=ada.member)
    paper.does(bring_keys_up_to_date)
    ada.hears(paper)
    assert not ada.directory.members[ada.member].removed
    assert ada.directory.members[ann.member].removed
    assert ada.directory.may_write(ada.secrets.id, stream, ada.directory.heads)
    assert ada.directory.writing_epoch(ada.directory.stream) is not None
    ada.does(open_stream, "everyday")


def test_anyone_may_leave(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    ben.does(remove_member, ben.member, reason="another post")
    table.founder.hears(ben)
    assert table.founder.directory.members[ben.member].removed
    assert table.founder.directory.writing_epoch(table.founder.directory.stream) is None
    table.founder.does(bring_keys_up_to_date)
    assert table.founder.directory.writing_epoch(table.founder.directory.stream) is not None


def test_a_stranger_is_not_heard(table: Any, new_table: Any) -> None:
    stranger = new_table().founder
    forged = stranger.forges(
        "admit", parents=table.founder.directory.heads, team=table.founder.team, subject=new_id()
    )
    directory = table.founder.directory.adding([forged])
    assert [each.code for each in directory.problems] == ["unknown_device"]
    assert directory.members == table.founder.directory.members


def test_a_member_does_not_speak_in_anothers_name(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    forged = ben.forges("admit", member=table.founder.member, subject=new_id(), manages=True)
    directory = table.founder.directory.adding([forged])
    assert [each.code for each in directory.problems] == ["not_in_team"]


def test_a_forged_signature_is_dropped_and_the_true_one_still_heard(table: Any) -> None:
    ben = table.joins("Ben", "mentor")
    said = table.founder.does(admit_member, "Cy", "mentor").said
    (true,) = said.statements
    false = ben.secrets.sign(b"statement", true[65:]) + true[65:]
    for order in ([false], [false, true], [true, false]):
        directory = ben.directory.adding(order)
        assert (len(directory.members) == 3) == (true in order)
        assert [each.code for each in directory.problems] == ([] if true in order else ["forged"])


def test_admitting_needs_a_name_and_a_known_role(table: Any) -> None:
    for name, role in (("", "mentor"), ("Ben", "king")):
        with pytest.raises(InvalidEntry):
            admit_member(table.founder.directory, table.founder.author, name, role)
    with pytest.raises(NotAllowed):
        set_role(table.founder.directory, table.founder.author, MemberId(new_id()), "mentor")
