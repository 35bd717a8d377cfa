from __future__ import annotations

import pytest

from diary.errors import HistoryBroken
from diary.ids import Incarnation, StreamId, new_id
from diary.team.heads import device_of, new_incarnation, sign_head, verify_head
from diary.team.identity import DeviceSecrets

STREAM = StreamId(new_id())
HEAD = b"h" * 32


def test_an_incarnation_names_its_device_and_is_never_the_same_twice() -> None:
    device = DeviceSecrets.generate().id
    made = {new_incarnation(device) for _ in range(50)}
    assert len(made) == 50
    assert {device_of(each) for each in made} == {device}


@pytest.mark.parametrize(
    "text", ["", ".", "a.b", "x" * 26, "a" * 26 + ".", "a" * 26 + ".abcdefghi1"]
)
def test_what_is_no_incarnation_is_refused(text: str) -> None:
    with pytest.raises(HistoryBroken):
        device_of(text)


def test_a_signed_head_holds_for_exactly_what_was_signed() -> None:
    secrets = DeviceSecrets.generate()
    incarnation = new_incarnation(secrets.id)
    public = secrets.public()
    signature = sign_head(secrets, STREAM, incarnation, 7, HEAD)
    verify_head(public, STREAM, incarnation, 7, HEAD, signature)
    other = new_incarnation(secrets.id)
    for stream, who, seq, head in (
        (StreamId(new_id()), incarnation, 7, HEAD),
        (STREAM, other, 7, HEAD),
        (STREAM, incarnation, 8, HEAD),
        (STREAM, incarnation, 7, b"i" * 32),
    ):
        with pytest.raises(HistoryBroken):
            verify_head(public, stream, who, seq, head, signature)


def test_no_device_signs_or_vouches_for_another() -> None:
    mine, theirs = DeviceSecrets.generate(), DeviceSecrets.generate()
    incarnation = new_incarnation(theirs.id)
    with pytest.raises(HistoryBroken):
        sign_head(mine, STREAM, incarnation, 1, HEAD)
    signature = sign_head(theirs, STREAM, incarnation, 1, HEAD)
    with pytest.raises(HistoryBroken):
        verify_head(mine.public(), STREAM, incarnation, 1, HEAD, signature)


@pytest.mark.parametrize(("seq", "head"), [(0, HEAD), (-1, HEAD), (1, b""), (1, b"h" * 31)])
def test_a_head_that_cannot_be_is_not_signed(seq: int, head: bytes) -> None:
    secrets = DeviceSecrets.generate()
    incarnation: Incarnation = new_incarnation(secrets.id)
    with pytest.raises(HistoryBroken):
        sign_head(secrets, STREAM, incarnation, seq, head)
