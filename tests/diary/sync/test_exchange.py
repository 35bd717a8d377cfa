"""Two vaults in one process hand each other what the other lacks, and end alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.casework import contacts, episodes
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Gone
from diary.records import registry
from diary.records.view import View
from diary.sync.exchange import Parcel, exchange, frontier, hand_over, parcel_for

Device = Callable[[Diary, str], Diary]


def tables(diary: Diary) -> dict[str, list[Any]]:
    """Every row of every kind, as plain values."""

    def read(reads: Any) -> dict[str, list[Any]]:
        out = {}
        for kind in registry.kinds():
            table = reads.projection.table(kind.code)
            rows = reads.cursor.execute(f"{table.select} ORDER BY id").fetchall()
            out[kind.code] = [table.from_row(row) for row in rows]
        return out

    return diary.ask(read)


def view(diary: Diary, record: str) -> View:
    return diary.ask(lambda reads: reads.view(record))


@pytest.fixture
def pair(diary: Diary, make_device: Device) -> tuple[Diary, Diary, str, str]:
    person, entry = diary.do(
        contacts.quick_log, person=None, name="Jaz", values={"kind": "met", "note": "the park"}
    ).result
    other = make_device(diary, "second")
    hand_over(diary, other)
    return diary, other, person, entry


def test_a_second_device_gets_everything_once(pair: tuple[Diary, Diary, str, str]) -> None:
    one, other, _, entry = pair
    assert tables(one) == tables(other)
    assert view(other, entry).get("note") == "the park"
    again = hand_over(one, other)
    assert (again.new, again.known) == (0, 0)
    assert one.verify().faults == other.verify().faults == []


def test_fields_changed_apart_both_stand(pair: tuple[Diary, Diary, str, str]) -> None:
    one, other, _, entry = pair
    one.do(lambda w: w.edit(entry, {"place": "the gym"}))
    other.do(lambda w: w.edit(entry, {"minutes": 40}))
    exchange(one, other)
    assert view(one, entry).get("place") == "the gym"
    assert view(one, entry).get("minutes") == 40
    assert tables(one) == tables(other)
    assert not view(one, entry).questions


def test_the_same_field_changed_apart_is_asked_on_both(
    pair: tuple[Diary, Diary, str, str], clock: FixedClock
) -> None:
    one, other, _, entry = pair
    one.do(lambda w: w.edit(entry, {"place": "the gym"}, why="she told me"))
    other.do(lambda w: w.edit(entry, {"place": "a café"}))
    exchange(one, other)
    for side in (one, other):
        answers = view(side, entry).questions["place"]
        assert {a["value"] for a in answers} == {"the gym", "a café"}
        assert "she told me" in {a["why"] for a in answers}
    other.do(lambda w: w.settle(entry, "place", "the gym", why="asked Jaz"))
    exchange(one, other)
    assert view(one, entry).get("place") == "the gym"
    assert not view(one, entry).questions
    assert tables(one) == tables(other)


def test_things_told_apart_both_stand(pair: tuple[Diary, Diary, str, str]) -> None:
    one, other, person, _ = pair
    episode = one.do(episodes.open_missing, person, {}).result
    exchange(one, other)
    one.do(episodes.tell, episode, {"body": "police"})
    other.do(episodes.tell, episode, {"body": "parent"})
    exchange(one, other)
    assert {t["body"] for t in view(one, episode).get("told")} == {"police", "parent"}
    assert tables(one) == tables(other)


def test_taken_back_apart_from_an_edit_stays_and_is_asked(
    pair: tuple[Diary, Diary, str, str],
) -> None:
    one, other, _, entry = pair
    one.do(lambda w: w.retract(entry, "the wrong young person"))
    other.do(lambda w: w.edit(entry, {"minutes": 5}))
    exchange(one, other)
    for side in (one, other):
        assert view(side, entry).retracted is None
        assert "@retracted" in view(side, entry).questions


def test_what_was_changed_on_the_way_is_kept_aside(pair: tuple[Diary, Diary, str, str]) -> None:
    one, other, _, entry = pair
    one.do(lambda w: w.edit(entry, {"place": "the gym"}))
    parcel = parcel_for(one, frontier(other))
    header, payload = parcel.pairs[0]
    hurt = Parcel(parcel.statements, ((header, payload[:-1] + b"x"),), parcel.signatures)
    got = other.take_in(hurt.statements, hurt.pairs, hurt.signatures)
    assert got.new == 0
    assert sum(got.held.values()) == 1
    assert view(other, entry).get("place") is None


def test_unsigned_changes_wait_for_their_proof(pair: tuple[Diary, Diary, str, str]) -> None:
    one, other, _, entry = pair
    one.do(lambda w: w.edit(entry, {"place": "the gym"}))
    parcel = parcel_for(one, frontier(other))
    got = other.take_in(parcel.statements, parcel.pairs, ())
    assert got.held == {"unproved": 1}
    assert view(other, entry).get("place") is None
    got = other.take_in((), (), parcel.signatures)
    assert got.new == 1
    assert view(other, entry).get("place") == "the gym"


def test_a_stranger_is_not_let_write(
    pair: tuple[Diary, Diary, str, str], make_diary: Callable[[str], Diary]
) -> None:
    one = pair[0]
    stranger = make_diary("stranger")
    stranger.do(contacts.quick_log, person=None, name="Kim", values={"kind": "met", "note": "x"})
    parcel = parcel_for(stranger, {})
    got = one.take_in((), parcel.pairs, parcel.signatures)
    assert got.new == 0
    assert got.held["unproved"] == len(parcel.pairs)
    assert "Kim" not in one.ask(lambda r: r.people()).values()


def test_a_newer_kind_and_field_are_kept_and_handed_on(
    pair: tuple[Diary, Diary, str, str], make_device: Device
) -> None:
    """A device with an invented newer version writes; ours keeps what it does not know."""
    one, other, person, entry = pair
    stream = other.standing.of_person(person, restricted=False)
    assert stream is not None
    with other.store.writing() as cursor:
        head = bytes.fromhex(view(other, entry).heads[0])
        other.store.journal.append(
            cursor, stream=stream, kind="contact", record=entry,
            parents=[(head, 1)], writes={"mood_2030": "bright"},
        )  # fmt: skip
        other.store.journal.append(
            cursor, stream=stream, kind="hologram", record="h" * 26, parents=[],
            writes={"shape": "a boat"},
        )  # fmt: skip
    hand_over(other, one)
    assert view(one, entry).get("note") == "the park"
    row = one.ask(lambda r: r.state(entry))[1]
    assert row["extra"] == {"mood_2030": "bright"}
    with pytest.raises(Gone):
        view(one, "h" * 26)
    assert one.verify().faults == []
    third = make_device(one, "third")
    hand_over(one, third)
    kept = parcel_for(third, {})
    assert any(b"hologram" in header for header, _ in kept.pairs)


def test_a_fork_is_kept_and_said(pair: tuple[Diary, Diary, str, str]) -> None:
    """One incarnation that signs two histories with one number: both stay, and it is told."""
    one, other, _, entry = pair
    before = frontier(other)
    one.do(lambda w: w.edit(entry, {"place": "the gym"}))
    first = parcel_for(one, before)
    other.take_in(first.statements, first.pairs, first.signatures)
    header = msgspec.msgpack.decode(first.pairs[0][0])
    payload, commitment = _payload({"place": "a café"})
    forged = msgspec.msgpack.encode({**header, "pc": commitment})
    from diary.store.change import hash_of
    from diary.store.journal import HeadSignature

    digest = hash_of(forged)
    signature = one.standing.sign(header["st"], header["q"], digest)
    proof = HeadSignature(header["st"], header["inc"], header["q"], digest, signature)
    got = other.take_in((), [(forged, payload)], [proof])
    assert got.forks == [(header["st"], header["inc"], header["q"])]
    assert len(view(other, entry).questions["place"]) == 2


def _payload(writes: dict[str, Any]) -> tuple[bytes, bytes]:
    from diary.store.change import encode_payload

    return encode_payload(writes)


steps = st.lists(
    st.tuples(
        st.sampled_from(["edit", "tell", "retract", "restore", "exchange", "new"]),
        st.booleans(),
        st.sampled_from(["place", "note", "minutes", "purpose"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps)
def test_two_devices_that_work_apart_end_alike(
    make_diary: Callable[[str], Diary], make_device: Device, walk: list[Any]
) -> None:
    from diary.ids import new_id

    one = make_diary(new_id())
    person, entry = one.do(
        contacts.quick_log, person=None, name="Jaz", values={"kind": "met", "note": "the park"}
    ).result
    episode = one.do(episodes.open_missing, person, {}).result
    other = make_device(one, new_id())
    hand_over(one, other)
    for step, first, field, number in walk:
        side = one if first else other
        value = number if field == "minutes" else f"{field} {number}"
        if step == "exchange":
            exchange(one, other)
        elif step == "edit" and view(side, entry).retracted is None:
            side.do(lambda w, f=field, v=value: w.edit(entry, {f: v}))
        elif step == "tell":
            side.do(episodes.tell, episode, {"body": "police", "who": f"PC {number}"})
        elif step == "retract":
            side.do(lambda w: w.retract(entry, "not so"))
        elif step == "restore":
            side.do(lambda w: w.restore(entry))
        elif step == "new":
            side.do(lambda w, n=number: w.create("note", {"note": f"n{n}"}, person=person))
    exchange(one, other)
    assert tables(one) == tables(other)
    assert one.verify().faults == []
    assert other.verify().faults == []
    one.close()
    other.close()
