"""The change: one save, edit, retraction or resolution, as bytes that are hashed, signed and kept.

A change is a header (who, where in which chain, which heads it was written on) and a payload (the
written fields and the reason). Both are msgpack maps with short keys, kept as the exact bytes that
were hashed, so that keys a newer version added pass through untouched. The chain runs over headers;
a payload destroyed by lawful order leaves a chain that still verifies. No SQL, no signing in here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from diary.errors import HistoryBroken, InvalidEntry

FORMAT = 1
SCHEMA = 1
READS = 1
"""The highest least-reader number that this version understands."""

PLAUSIBLE_MS = range(-11_676_096_000_000, 221_845_392_000_000)
"""Stamps from 1600 to 9000: wrong clocks and all, but no further than a calendar goes."""
_PLAUSIBLE_NUMBER = range(1, 2**53)

_HEADER_CONTEXT = b"kith/change/1\x00"
_PAYLOAD_CONTEXT = b"kith/payload/1\x00"
_HEADER_LIMIT = 64 * 1024
_PAYLOAD_LIMIT = 4 * 1024 * 1024

RETRACTED = "@retracted"
"""The path that holds the reason of a retraction, or None once it is taken back."""


class Header(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """The signed part. Wall time `at` is milliseconds since 1970 (UTC), evidence only."""

    v: int
    stream: str = msgspec.field(name="st")
    kind: str = msgspec.field(name="k")
    record: str = msgspec.field(name="r")
    parents: tuple[bytes, ...] = msgspec.field(name="par")
    gen: int = msgspec.field(name="g")
    author: str = msgspec.field(name="by")
    role: str = msgspec.field(name="ro")
    incarnation: str = msgspec.field(name="inc")
    seq: int = msgspec.field(name="q")
    prev: bytes = msgspec.field(name="p")
    seen: dict[str, tuple[int, bytes]] = msgspec.field(name="see")
    directory: tuple[bytes, ...] = msgspec.field(name="dir")
    at: int = msgspec.field(name="at")
    zone: str = msgspec.field(name="z")
    schema: int = msgspec.field(name="sc")
    least: int = msgspec.field(name="lr")
    commitment: bytes = msgspec.field(name="pc")


class Payload(msgspec.Struct, frozen=True):
    """The written part: `writes` maps a path to a plain value; `why` is the reason given.
    `origin` stands on what was brought in from an export: the first author, device and times."""

    salt: bytes = msgspec.field(name="s")
    writes: dict[str, Any] = msgspec.field(name="f")
    why: str | None = msgspec.field(name="why", default=None)
    origin: dict[str, Any] | None = msgspec.field(name="o", default=None)

    def __repr__(self) -> str:
        return f"<Payload of {len(self.writes)} fields>"


@dataclass(frozen=True, slots=True)
class Change:
    """A change with its exact bytes. `payload` and `body` are None once destroyed."""

    hash: bytes
    header: bytes
    payload: bytes | None
    head: Header
    body: Payload | None

    def __repr__(self) -> str:
        return f"<Change {self.hash.hex()[:8]} {self.head.kind} {self.head.record[:8]}>"


_encode = msgspec.msgpack.Encoder().encode
_header_decoder = msgspec.msgpack.Decoder(Header)
_payload_decoder = msgspec.msgpack.Decoder(Payload)


def hash_of(header: bytes) -> bytes:
    """The 32-byte name of a change: SHA-256 over its header bytes, in this format's context."""
    return hashlib.sha256(_HEADER_CONTEXT + header).digest()


def encode_payload(
    writes: Mapping[str, Any],
    why: str | None = None,
    origin: Mapping[str, Any] | None = None,
    salt: bytes | None = None,
) -> tuple[bytes, bytes]:
    """Payload bytes and their salted commitment (SHA-256, 32 bytes). Raises InvalidEntry, with the
    longest field, where they are more than a change may hold."""
    body: dict[str, Any] = {"s": salt or secrets.token_bytes(16), "f": writes}
    if why is not None:
        body["why"] = why
    if origin is not None:
        body["o"] = origin
    payload = _encode(body)
    if len(payload) > _PAYLOAD_LIMIT:
        longest = max(writes, key=lambda path: len(_encode(writes[path])), default="why")
        raise InvalidEntry({longest.partition("/")[0]: "this is too long for one entry: divide it"})
    return payload, hashlib.sha256(_PAYLOAD_CONTEXT + payload).digest()


def build(header: Header, payload: bytes, body: Payload) -> Change:
    """A fresh change of this device, ready to be stored and signed."""
    data = _encode(header)
    return Change(hash_of(data), data, payload, header, body)


def parse(header: bytes, payload: bytes | None) -> Change:
    """A change from its exact bytes. Raises HistoryBroken where they are not what they claim."""
    if len(header) > _HEADER_LIMIT or (payload is not None and len(payload) > _PAYLOAD_LIMIT):
        raise HistoryBroken("too long")
    try:
        head = _header_decoder.decode(header)
        body = None if payload is None else _payload_decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise HistoryBroken("not a change") from None
    numbers = (head.seq, head.gen)
    if head.at not in PLAUSIBLE_MS or any(n not in _PLAUSIBLE_NUMBER for n in numbers):
        raise HistoryBroken("not a change")
    if payload is not None:
        digest = hashlib.sha256(_PAYLOAD_CONTEXT + payload).digest()
        if digest != head.commitment:
            raise HistoryBroken("the words are not those that were signed")
    return Change(hash_of(header), header, payload, head, body)


def decode_body(payload: bytes) -> Payload:
    """The payload of a change already checked when it was stored."""
    return _payload_decoder.decode(payload)


def decode_header(header: bytes) -> Header:
    """The header of a change already checked when it was stored."""
    return _header_decoder.decode(header)


def generation(parents: Sequence[int]) -> int:
    """1 + the highest parent's generation; 1 for a first change."""
    return 1 + max(parents, default=0)
