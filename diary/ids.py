"""Names for things: random, typed, and saying nothing about what they name."""

from __future__ import annotations

import base64
import secrets
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


def new_id() -> str:
    """A fresh 128-bit id: 26 lower-case base32 characters, no padding."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def is_id(text: str) -> bool:
    """Whether `text` has the shape of an id."""
    return len(text) == LENGTH and all(c in "abcdefghijklmnopqrstuvwxyz234567" for c in text)


def short(identifier: str) -> str:
    """The first eight characters, for logs and lists; safe to show anywhere."""
    return identifier[:8]
