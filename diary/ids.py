"""Names for things: random, typed, and saying nothing about what they name."""

from __future__ import annotations

import base64
import secrets
import time
from threading import Lock
from typing import NewType

RecordId = NewType("RecordId", str)
PersonId = NewType("PersonId", RecordId)
StreamId = NewType("StreamId", str)
MemberId = NewType("MemberId", str)
DeviceId = NewType("DeviceId", str)
Incarnation = NewType("Incarnation", str)
ChangeHash = NewType("ChangeHash", bytes)
TeamId = NewType("TeamId", str)

LENGTH = 26


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _DIGITS for b in _DIGITS]
_PLACES = range(LENGTH * 5 - 10, -1, -10)


def new_id() -> str:
    """A fresh 128-bit id: 26 lower-case base32 characters, no padding."""
    # Two characters at a time: `base64.b32encode` takes ten times as long, for every entry.
    number = secrets.randbits(128) << 2
    return "".join([_PAIRS[number >> place & 1023] for place in _PLACES])


_last = 0
_turn = Lock()


def new_item_id() -> str:
    """A fresh id for an item of a set: 21 base32 characters that sort by when they were made on
    this device, so that a set has one order everywhere without keeping a position."""
    global _last  # noqa: PLW0603 one counter per process is the point
    with _turn:
        _last = max(_last + 1, time.time_ns())
        stamp = _last
    raw = stamp.to_bytes(8, "big") + secrets.token_bytes(5)
    return base64.b32hexencode(raw).decode("ascii").rstrip("=").lower()


def is_id(text: str) -> bool:
    """Whether `text` has the shape of an id."""
    return len(text) == LENGTH and all(c in _DIGITS for c in text)


def short(identifier: str) -> str:
    """The first eight characters, for logs and lists; safe to show anywhere."""
    return identifier[:8]
