"""Whatever people say in whatever order it arrives, everyone ends with the same directory."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.errors import DiaryError
from diary.team.access import bring_keys_up_to_date, give_access, withdraw_access
from diary.team.devices import remove_device
from diary.team.directory import ROLES, Directory
from diary.team.founding import open_stream
from diary.team.members import admit_member, remove_member, set_role
from diary.team.streamkeys import KeyRing

ACTS = (
    "hear",
    "hear_all",
    "open",
    "admit",
    "role",
    "remove_member",
    "remove_device",
    "laptop",
    "give",
    "withdraw",
    "keys",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2**16), st.integers(0, 2**16)), max_size=14
)


def shown(directory: Directory) -> tuple[Any, ...]:
    streams = {
        each: (stream, directory.epochs(each), directory.writing_epoch(each))
        for each, stream in directory.streams.items()
    }
    return (
        directory.heads,
        directory.members,
        directory.devices,
        streams,
        directory.problems,
        [directory.withdrawals(d, s) for d in directory.devices for s in directory.streams],
    )


def act(table: Any, laptops: list[Any], step: tuple[str, int, int]) -> None:
    what, who, whom = step
    me, other = laptops[who % len(laptops)], laptops[whom % len(laptops)]
    streams = sorted(me.directory.streams)
    stream = streams[whom % len(streams)]
    role = ROLES[whom % len(ROLES)]
    acts: dict[str, Callable[[], Any]] = {
        "hear": lambda: me.hears(other),
        "hear_all": lambda: table.everyone_hears(*laptops),
        "open": lambda: me.does(
            open_stream, "everyday", {me.member: "w", other.member: "wr"[who % 2]}
        ),
        "admit": lambda: me.does(admit_member, "Again", role, again=other.member),
        "role": lambda: me.does(set_role, other.member, role),
        "remove_member": lambda: me.does(remove_member, other.member, reason="x"),
        "remove_device": lambda: me.does(remove_device, other.secrets.id, reason="x"),
        "laptop": lambda: laptops.append(table.adds_laptop(other.member, me)),
        "give": lambda: me.does(give_access, stream, other.member, "wr"[who % 2]),
        "withdraw": lambda: me.does(withdraw_access, stream, other.member, reason="x"),
        "keys": lambda: me.does(bring_keys_up_to_date),
    }
    with contextlib.suppress(DiaryError):  # what may not be said was not said
        acts[what]()


@given(steps=STEPS, seed=st.integers(0, 2**16))
@settings(max_examples=60)
def test_any_order_repetition_or_grouping_gives_the_same_directory(
    new_table: Any, steps: list[tuple[str, int, int]], seed: int
) -> None:
    table = new_table()
    laptops = [table.founder, table.joins("Ann", "administrator"), table.joins("Ben", "mentor")]
    laptops.append(table.joins("Cy", "administrator"))
    table.everyone_hears(*laptops)
    for step in steps:
        act(table, laptops, step)
    everything = [raw for each in laptops for raw in each.directory.statements]
    team, secrets = table.founder.team, table.founder.secrets
    plain = Directory.of(everything, KeyRing(secrets), team)
    dice = random.Random(seed)
    shuffled = [*everything, *dice.choices(everything, k=5)]
    dice.shuffle(shuffled)
    assert shown(Directory.of(shuffled, KeyRing(secrets), team)) == shown(plain)
    grown = Directory.of(table.founding.statements[:1], KeyRing(secrets), team)
    while shuffled:
        size = dice.randint(1, 4)
        grown, shuffled = grown.adding(shuffled[:size]), shuffled[size:]
    assert shown(grown) == shown(plain)
    for each in laptops:
        each.hears(everything)
    assert {each.directory.heads for each in laptops} == {plain.heads}
    assert {each.directory.problems for each in laptops} == {plain.problems}
    unchecked = Directory.of(plain.statements, KeyRing(secrets), team, check=False)
    assert shown(unchecked) == shown(plain)


@given(steps=STEPS)
@settings(max_examples=40)
def test_no_key_reaches_a_device_that_never_had_access(
    new_table: Any, steps: list[tuple[str, int, int]]
) -> None:
    """Restricted stays restricted whatever else is said: only who holds a key can pass it on."""
    table = new_table()
    ada = table.founder
    ann, ben = table.joins("Ann", "administrator"), table.joins("Ben", "administrator")
    table.everyone_hears(ada, ann, ben)
    stream = ada.does(open_stream, "restricted").stream
    table.everyone_hears(ada, ann, ben)
    laptops = [ann, ben]
    for step in steps:
        act(table, laptops, step)
    for each in laptops:
        each.hears(*laptops)
        assert stream in each.directory.streams
        assert not each.keys.held(stream)
        assert each.directory.streams[stream].readers <= {ada.member}


@given(steps=STEPS)
@settings(max_examples=40)
def test_what_stands_was_said_by_someone_who_might(
    new_table: Any, steps: list[tuple[str, int, int]]
) -> None:
    """Nobody ends up in the team, or reading a stream, without a standing chain to the founder."""
    table = new_table()
    laptops = [table.founder, table.joins("Ann", "administrator"), table.joins("Ben", "mentor")]
    table.everyone_hears(*laptops)
    for step in steps:
        act(table, laptops, step)
    table.everyone_hears(*laptops)
    directory = laptops[0].directory
    inside = {each.id for each in directory.members.values() if not each.removed}
    for stream in directory.streams.values():
        assert stream.writers <= stream.readers <= inside
    for device in directory.devices.values():
        assert device.removed or device.member in inside or device.kind == "paper"
    for each in laptops:
        heads = each.directory.heads
        for stream in directory.streams:
            if directory.may_write(each.secrets.id, stream, heads):
                assert each.member in directory.streams[stream].writers
                assert directory.withdrawals(each.secrets.id, stream) == ()
