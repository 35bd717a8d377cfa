"""The change's bytes are frozen: vectors made once, read for ever. What isn't what was signed is
refused; what a newer version added passes through untouched."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import HistoryBroken
from diary.store.change import Header, Payload, build, encode_payload, hash_of, parse

SALT = bytes(range(16))
VECTORS = {
    "payload": "2903a63c864ea043571157c1a23c23c0968fb99ea05acdf18673e210edc30a2f",
    "commitment": "a665ff2d9c253dd00accb5674a388f324d4abfe63beef269954cba178317dc30",
    "header": "eece5e648677dd07560acdb64405ee0d24c80c0fc6b43a0bf54da6e899e6fbe7",
    "hash": "3c9f53f0fb6b7b055e496c219a6cd060ab7f8c905bdf3a8a8071dca609014470",
}
VECTOR_WRITES = {"note": "met at the park", "at": None}


def header(commitment: bytes) -> Header:
    return Header(
        v=1,
        stream="s" * 26,
        kind="note",
        record="r" * 26,
        parents=(b"\x01" * 32,),
        gen=2,
        author="m" * 26,
        role="mentor",
        incarnation="d" * 26 + ".aaaaaaaaaa",
        seq=7,
        prev=b"\x02" * 32,
        seen={"e" * 26 + ".bbbbbbbbbb": (3, b"\x03" * 32)},
        directory=(b"\x04" * 32,),
        at=1_795_528_800_000,
        zone="Europe/London",
        schema=1,
        least=1,
        commitment=commitment,
    )


def test_the_vectors_hold() -> None:
    payload, commitment = encode_payload(VECTOR_WRITES, "added", salt=SALT)
    change = build(header(commitment), payload, Payload(SALT, VECTOR_WRITES, "added"))
    assert hashlib.sha256(payload).hexdigest() == VECTORS["payload"]
    assert commitment.hex() == VECTORS["commitment"]
    assert hashlib.sha256(change.header).hexdigest() == VECTORS["header"]
    assert change.hash.hex() == VECTORS["hash"]


def test_bytes_come_back_as_they_were() -> None:
    payload, commitment = encode_payload(VECTOR_WRITES, salt=SALT)
    change = build(header(commitment), payload, Payload(SALT, VECTOR_WRITES))
    back = parse(change.header, payload)
    assert back.hash == change.hash
    assert back.body is not None
    assert back.body.writes == VECTOR_WRITES
    assert back.header == change.header


def test_a_destroyed_payload_leaves_a_change_that_still_names_itself() -> None:
    payload, commitment = encode_payload(VECTOR_WRITES, salt=SALT)
    change = build(header(commitment), payload, Payload(SALT, VECTOR_WRITES))
    assert parse(change.header, None).hash == change.hash


def test_keys_of_a_newer_version_pass_through() -> None:
    _, commitment = encode_payload(VECTOR_WRITES, salt=SALT)
    known = msgspec.to_builtins(header(commitment), builtin_types=(bytes,))
    newer = msgspec.msgpack.encode({**known, "zz": {"later": [1, 2]}})
    change = parse(newer, None)
    assert change.header == newer
    assert change.hash == hash_of(newer)


@given(st.integers(0, 400), st.integers(1, 255))
def test_any_flipped_byte_is_refused_or_is_another_change(at: int, flip: int) -> None:
    payload, commitment = encode_payload(VECTOR_WRITES, salt=SALT)
    change = build(header(commitment), payload, Payload(SALT, VECTOR_WRITES))
    hurt = bytearray(change.header + payload)
    hurt[at % len(hurt)] ^= flip
    cut = len(change.header)
    try:
        read = parse(bytes(hurt[:cut]), bytes(hurt[cut:]))
    except HistoryBroken:
        return
    assert read.hash != change.hash


@given(st.binary(max_size=300))
def test_noise_is_refused_with_our_own_error(noise: bytes) -> None:
    with pytest.raises(HistoryBroken):
        parse(noise, noise)
