from __future__ import annotations

from typing import Any

import pytest

from diary.errors import NotAllowed
from diary.team.access import bring_keys_up_to_date, give_access, withdraw_access
from diary.team.founding import open_stream
from diary.team.members import remove_member
from diary.team.statements import HeadEntry
from diary.team.streamkeys import new_epoch


def test_access_brings_the_keys_and_the_right_it_says(table: Any) -> None:
    ada, ben, cy = table.founder, table.joins("Ben", "mentor"), table.joins("Cy", "supervisor")
    table.everyone_hears(ada, ben, cy)
    stream = ada.does(open_stream, "everyday").stream
    ada.does(give_access, stream, ben.member, "w")
    ada.does(give_access, stream, cy.member, "r")
    table.everyone_hears(ada, ben, cy)
    assert ben.can_read(stream)
    assert cy.can_read(stream)
    shown = ada.directory.streams[stream]
    assert shown.readers == {ada.member, ben.member, cy.member}
    assert shown.writers == {ada.member, ben.member}
    heads = ada.directory.heads
    assert ada.directory.may_write(ben.secrets.id, stream, heads)
    assert not ada.directory.may_write(cy.secrets.id, stream, heads)


def test_a_reader_gives_no_one_access(table: Any) -> None:
    ada, cy = table.founder, table.joins("Cy", "supervisor")
    stream = ada.does(open_stream, "everyday", {ada.member: "w", cy.member: "r"}).stream
    cy.hears(ada)
    with pytest.raises(NotAllowed):
        give_access(cy.directory, cy.author, stream, cy.member, "w")


def test_the_restricted_stream_stays_shut_to_who_reads_the_everyday_one(table: Any) -> None:
    ada, ben = table.founder, table.joins("Ben", "mentor")
    ada.hears(ben)
    both = {ada.member: "w", ben.member: "w"}
    everyday = ada.does(open_stream, "everyday", both, about="person").stream
    restricted = ada.does(open_stream, "restricted", about="person").stream
    ben.hears(ada)
    assert ben.can_read(everyday)
    assert not ben.can_read(restricted)
    assert not ben.directory.may_write(ben.secrets.id, restricted, ben.directory.heads)


def test_after_a_withdrawal_what_is_written_is_closed_to_who_was_withdrawn(table: Any) -> None:
    ada, ben = table.founder, table.joins("Ben", "mentor")
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    ben.hears(ada)
    before = ada.directory.writing_epoch(stream)
    heads = [HeadEntry(stream, f"{ben.secrets.id}.aaaaaaaaaa", 2, b"h" * 32)]
    ada.does(withdraw_access, stream, ben.member, reason="moved team", heads=heads)
    ben.hears(ada)
    after = ada.directory.writing_epoch(stream)
    assert after not in {None, before}
    assert ada.keys.key(stream, before) is not None
    assert ben.keys.key(stream, after) is None
    (withdrawal,) = ben.directory.withdrawals(ben.secrets.id, stream)
    assert withdrawal.heads == {f"{ben.secrets.id}.aaaaaaaaaa": (2, b"h" * 32)}
    ada.does(give_access, stream, ben.member, "r")
    ben.hears(ada)
    assert ben.keys.key(stream, after) is not None


def test_a_newcomer_reads_what_was_written_under_every_key_before(table: Any) -> None:
    ada, ben = table.founder, table.joins("Ben", "mentor")
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    ada.does(withdraw_access, stream, ben.member, reason="x")
    cy = table.joins("Cy", "mentor")
    ada.does(give_access, stream, cy.member, "w")
    cy.hears(ada)
    assert len(cy.directory.epochs(stream)) == 2
    assert cy.can_read(stream)


def test_withdrawal_beats_a_grant_at_the_same_time(table: Any) -> None:
    ada, ben, cy = (table.founder, table.joins("Ben", "mentor"), table.joins("Cy", "mentor"))
    table.everyone_hears(ada, ben, cy)
    everyone = {each.member: "w" for each in (ada, ben, cy)}
    stream = ada.does(open_stream, "everyday", everyone).stream
    table.everyone_hears(ada, ben, cy)
    ada.does(withdraw_access, stream, cy.member, reason="x")
    ben.does(give_access, stream, cy.member, "w")
    table.everyone_hears(ada, ben, cy)
    assert cy.member not in ada.directory.streams[stream].readers
    assert ada.directory.streams[stream] == cy.directory.streams[stream]


def test_who_was_withdrawn_gave_nobody_access_at_the_same_time(table: Any) -> None:
    ada, ben, cy = (table.founder, table.joins("Ben", "mentor"), table.joins("Cy", "mentor"))
    table.everyone_hears(ada, ben, cy)
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    ben.hears(ada)
    ada.does(withdraw_access, stream, ben.member, reason="x")
    ben.does(give_access, stream, cy.member, "w")
    ada.hears(ben)
    assert ada.directory.streams[stream].readers == {ada.member}


def test_an_epoch_made_by_who_was_withdrawn_is_never_written_under(table: Any) -> None:
    ada, ben = table.founder, table.joins("Ben", "mentor")
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    ben.hears(ada)
    readers = {
        each: public
        for each, public in ada.directory.reading_devices(stream).items()
        if each != ben.secrets.id
    }
    traps = [new_epoch(ben.team, stream, readers, ben.secrets) for _ in range(4)]
    forged = [ben.forges("keys", epochs=[e.entry], wraps=wraps) for e, wraps in traps]
    ada.does(withdraw_access, stream, ben.member, reason="x")
    ada.hears(forged)
    assert ada.directory.problems == ()
    assert ada.directory.writing_epoch(stream) not in {epoch.id for epoch, _ in traps}


def test_epochs_made_at_once_settle_on_one(table: Any) -> None:
    ada, ben, cy = (table.founder, table.joins("Ben", "mentor"), table.joins("Cy", "mentor"))
    table.everyone_hears(ada, ben, cy)
    everyone = {each.member: "w" for each in (ada, ben, cy)}
    stream = ada.does(open_stream, "everyday", everyone).stream
    table.everyone_hears(ada, ben, cy)
    removal = ada.forges("access_withdrawn", stream=stream, subject=cy.member)
    for each in (ada, ben):
        each.hears([removal])
        each.does(bring_keys_up_to_date)
    assert ada.directory.writing_epoch(stream) != ben.directory.writing_epoch(stream)
    table.everyone_hears(ada, ben)
    assert ada.directory.writing_epoch(stream) == ben.directory.writing_epoch(stream)
    assert ada.can_read(stream)
    assert ben.can_read(stream)


def test_an_outsider_puts_no_keys_into_a_stream(table: Any) -> None:
    ada, ben = table.founder, table.joins("Ben", "mentor")
    stream = ada.does(open_stream, "everyday").stream
    ben.hears(ada)
    epoch, wraps = new_epoch(ben.team, stream, ada.directory.reading_devices(stream), ben.secrets)
    directory = ada.directory.adding(
        [
            ben.forges("keys", epochs=[epoch.entry], wraps=wraps),
            ben.forges("admit", subject=ben.member, wraps=wraps, epochs=[epoch.entry]),
            ben.forges("keys", wraps=[b"no wrap at all", *wraps]),
        ]
    )
    assert epoch.id not in directory.epochs(stream)


def test_an_unknown_head_means_not_yet(table: Any) -> None:
    ada = table.founder
    assert ada.directory.knows(ada.directory.heads)
    assert not ada.directory.knows([b"x" * 32])
    assert not ada.directory.may_write(ada.secrets.id, ada.directory.stream, [b"x" * 32])
    assert not ada.directory.may_write(ada.secrets.id, ada.directory.stream, [])


def test_removed_by_an_administrator_who_holds_no_key_the_next_holder_renews_it(
    table: Any,
) -> None:
    ada, ann, ben = (
        table.founder,
        table.joins("Ann", "administrator"),
        table.joins("Ben", "mentor"),
    )
    stream = ada.does(open_stream, "everyday", {ada.member: "w", ben.member: "w"}).stream
    table.everyone_hears(ada, ann, ben)
    ann.does(remove_member, ben.member, reason="x")
    ada.hears(ann)
    assert ada.directory.writing_epoch(stream) is None
    ada.does(bring_keys_up_to_date)
    epoch = ada.directory.writing_epoch(stream)
    assert epoch is not None
    ben.hears(ada)
    assert ben.keys.key(stream, epoch) is None
