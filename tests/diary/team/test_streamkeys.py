from __future__ import annotations

import msgspec
import pytest

from diary.errors import SealBroken
from diary.ids import DeviceId, StreamId, TeamId, new_id
from diary.team.identity import SIGNATURE_BYTES, DeviceSecrets
from diary.team.seals import bind
from diary.team.streamkeys import (
    EpochId,
    KeyRing,
    Wrap,
    epoch_of,
    new_epoch,
    open_earlier,
    open_wrap,
    pick_epoch,
    read_wrap,
    wrap_key,
)

TEAM, STREAM = TeamId(new_id()), StreamId(new_id())


def test_each_device_opens_its_own_wrap() -> None:
    holders = [DeviceSecrets.generate() for _ in range(3)]
    signer = holders[0]
    epoch, wraps = new_epoch(TEAM, STREAM, {h.id: h.public() for h in holders}, signer)
    by_device = {read_wrap(raw).device: raw for raw in wraps}
    assert set(by_device) == {h.id for h in holders}
    for holder in holders:
        raw = by_device[holder.id]
        assert open_wrap(raw, holder, signer.public(), TEAM, STREAM, epoch.id) == epoch.key


def test_a_wrap_opens_for_no_other_team_stream_epoch_device_or_signer() -> None:
    mine, theirs, signer = (DeviceSecrets.generate() for _ in range(3))
    epoch, (raw,) = new_epoch(TEAM, STREAM, {mine.id: mine.public()}, signer)
    other, _ = new_epoch(TEAM, STREAM, {mine.id: mine.public()}, signer)
    for who, by, team, stream, name in (
        (theirs, signer, TEAM, STREAM, epoch.id),
        (mine, theirs, TEAM, STREAM, epoch.id),
        (mine, signer, TeamId(new_id()), STREAM, epoch.id),
        (mine, signer, TEAM, StreamId(new_id()), epoch.id),
        (mine, signer, TEAM, STREAM, other.id),
    ):
        with pytest.raises(SealBroken):
            open_wrap(raw, who, by.public(), team, stream, name)


def test_a_wrap_with_any_byte_changed_is_found_out() -> None:
    mine, signer = DeviceSecrets.generate(), DeviceSecrets.generate()
    epoch, (raw,) = new_epoch(TEAM, STREAM, {mine.id: mine.public()}, signer)
    for at in range(1, len(raw), 37):
        changed = raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :]
        with pytest.raises(SealBroken):
            open_wrap(changed, mine, signer.public(), TEAM, STREAM, epoch.id)
    for cut in (0, 1, SIGNATURE_BYTES, len(raw) - 1):
        with pytest.raises(SealBroken):
            open_wrap(raw[:cut], mine, signer.public(), TEAM, STREAM, epoch.id)


def test_a_signer_cannot_pass_off_another_key_as_the_epochs() -> None:
    """The id is made from the key: relabelling a wrap of another key is found on opening."""
    mine, signer = DeviceSecrets.generate(), DeviceSecrets.generate()
    epoch, _ = new_epoch(TEAM, STREAM, {}, signer)
    false = wrap_key(TEAM, STREAM, b"f" * 32, mine.public(), signer)
    assert read_wrap(false).epoch != epoch.id
    info = bind(b"wrap", TEAM, STREAM, epoch.id, mine.id)
    sealed = mine.public().encrypt(b"f" * 32, info)
    body = msgspec.msgpack.encode(Wrap(TEAM, STREAM, epoch.id, mine.id, signer.id, sealed))
    relabelled = signer.sign(b"wrap", body) + body
    for raw in (false, relabelled):
        with pytest.raises(SealBroken):
            open_wrap(raw, mine, signer.public(), TEAM, STREAM, epoch.id)


def test_a_new_epoch_brings_the_keys_before_it() -> None:
    signer = DeviceSecrets.generate()
    first, _ = new_epoch(TEAM, STREAM, {}, signer)
    later, _ = new_epoch(TEAM, STREAM, {}, signer, {first.id: first.key})
    assert open_earlier(TEAM, later.entry, later.key) == {first.id: first.key}
    with pytest.raises(SealBroken):
        open_earlier(TEAM, later.entry, first.key)
    assert open_earlier(TEAM, first.entry, first.key) == {}


def test_earlier_keys_that_are_not_what_they_say_are_refused() -> None:
    signer = DeviceSecrets.generate()
    lying = {EpochId(epoch_of(TEAM, STREAM, b"a" * 32)): b"b" * 32}
    later, _ = new_epoch(TEAM, STREAM, {}, signer, lying)
    with pytest.raises(SealBroken):
        open_earlier(TEAM, later.entry, later.key)


def test_the_ring_reaches_old_keys_through_a_newer_one_and_shows_none() -> None:
    mine, signer = DeviceSecrets.generate(), DeviceSecrets.generate()
    first, _ = new_epoch(TEAM, STREAM, {signer.id: signer.public()}, signer)
    later, (raw,) = new_epoch(TEAM, STREAM, {mine.id: mine.public()}, signer, {first.id: first.key})
    ring = KeyRing(mine)
    ring.learn(TEAM, [first.entry, later.entry], [(read_wrap(raw), raw, signer.public())])
    assert ring.key(STREAM, first.id) == first.key
    assert ring.held(STREAM) == {first.id: first.key, later.id: later.key}
    assert ring.key(StreamId(new_id()), first.id) is None
    for shown in (repr(ring), repr(first), str(later)):
        assert first.key.hex() not in shown
        assert repr(first.key) not in shown


def test_writing_uses_the_lowest_epoch_that_covers_exactly_todays_readers() -> None:
    a, b, c = (DeviceId(each) for each in "abc")
    covered = {
        EpochId("1"): frozenset({a, b, c}),
        EpochId("2"): frozenset({a}),
        EpochId("4"): frozenset({a, b}),
        EpochId("3"): frozenset({b, a}),
    }
    assert pick_epoch(covered, frozenset({a, b})) == "3"
    assert pick_epoch(covered, frozenset({b, c})) is None
    assert pick_epoch({}, frozenset({a})) is None
