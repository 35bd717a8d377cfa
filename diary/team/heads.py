"""Incarnations of a device, and the head signatures that alone prove a device's history in a
stream. Chains and forks are the log's affair; this signs and checks one head.

A copy of a vault that is restored must not write under sequence numbers the lost original may
have used. So a device writes as an *incarnation*: its device id, a dot, ten random characters.
A new incarnation needs no statement in the directory: it names its device itself, whoever holds
that device's key may begin one, and the signature over each head covers the incarnation.
"""

from __future__ import annotations

import base64
import secrets

from diary.errors import HistoryBroken
from diary.ids import DeviceId, Incarnation, StreamId, is_id
from diary.team.identity import DevicePublic, DeviceSecrets
from diary.team.seals import bind

_TAIL = 10
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")
_CONTEXT = b"head"
HASH_BYTES = 32


def new_incarnation(device: DeviceId) -> Incarnation:
    """A fresh incarnation of `device`, 37 characters."""
    tail = base64.b32encode(secrets.token_bytes(7)).decode("ascii").lower()[:_TAIL]
    return Incarnation(f"{device}.{tail}")


def device_of(incarnation: str) -> DeviceId:
    """The device that writes as `incarnation`. Raises HistoryBroken where it isn't one."""
    device, dot, tail = incarnation.partition(".")
    if not (dot and is_id(device) and len(tail) == _TAIL and _ALPHABET.issuperset(tail)):
        raise HistoryBroken("incarnation")
    return DeviceId(device)


def sign_head(
    secrets_: DeviceSecrets, stream: StreamId, incarnation: Incarnation, seq: int, head: bytes
) -> bytes:
    """65 bytes that prove: this incarnation's change number `seq` in `stream` has hash `head`."""
    if device_of(incarnation) != secrets_.id:
        raise HistoryBroken("incarnation")
    return secrets_.sign(_CONTEXT, _head(stream, incarnation, seq, head))


def verify_head(
    public: DevicePublic,
    stream: StreamId,
    incarnation: Incarnation,
    seq: int,
    head: bytes,
    signature: bytes,
) -> None:
    """Raises HistoryBroken unless the incarnation's own device signed exactly this head."""
    if device_of(incarnation) != public.id:
        raise HistoryBroken("incarnation")
    public.verify(_CONTEXT, _head(stream, incarnation, seq, head), signature)


def _head(stream: StreamId, incarnation: Incarnation, seq: int, head: bytes) -> bytes:
    if len(head) != HASH_BYTES or seq < 1:
        raise HistoryBroken("head")
    return bind(_CONTEXT, stream, incarnation, seq, head)
