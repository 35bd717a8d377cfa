"""One signed statement of the directory: its exact bytes, its open part that anyone may check and
its sealed part for the team. Whether it is to be believed is decided in `judge`, not here.

Bytes of a statement: a signature (65 bytes) and the body it covers, a map `{o, s}`: `o` the open
part, itself encoded, `s` the sealed part under a directory epoch key, bound to the team, the type
and the open part. Bytes are stored and sent as they were signed, never encoded again, so keys
that a newer version added are kept. The hash is over the body: a second signature on the same
body is the same statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from diary.errors import HistoryBroken, MadeByNewerVersion
from diary.team.identity import SIGNATURE_BYTES, DevicePublic, DeviceSecrets
from diary.team.seals import bind, digest, id_of, seal, unseal

VERSION = 1
READER = 1
HASH_BYTES = 32
MAX_BYTES = 4 << 20
_CONTEXT = b"statement"

Type = Literal[
    "founder",
    "admit",
    "role",
    "device_added",
    "device_removed",
    "member_removed",
    "stream_opened",
    "access_given",
    "access_withdrawn",
    "keys",
]
TYPES: frozenset[str] = frozenset(get_args(Type))
REMOVALS = frozenset({"device_removed", "member_removed", "access_withdrawn"})


class DeviceEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A device's public keys as a statement carries them. `kind` is laptop or paper; `proof` is
    the device's own signature that it holds these keys and wants this member and team."""

    sign: bytes
    hpke: bytes
    proof: bytes
    kind: str = "laptop"

    def public(self) -> DevicePublic:
        return DevicePublic(self.sign, self.hpke)


class EpochEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A new epoch of a stream. `earlier` holds the keys before it, sealed under its own."""

    id: str
    stream: str
    earlier: bytes = b""


class HeadEntry(msgspec.Struct, frozen=True, array_like=True):
    """An accepted head of a device's history, as a removal or an admission names it."""

    stream: str
    incarnation: str
    seq: int
    hash: bytes


class Open(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The open part. `at` is milliseconds since 1970 UTC, for display only. `member` and `device`
    are the author's, `subject` is the member spoken of, `sealed_by` the directory epoch of the
    sealed part. `access` maps a member to "w" (read and write) or "r". `manages` says that the
    member may manage people; it is open so that judging needs no key. The rest by type."""

    v: int = VERSION
    least: int = READER
    team: str
    type: str
    parents: list[bytes]
    member: str
    device: str
    at: int
    zone: str
    sealed_by: str = ""
    subject: str = ""
    manages: bool = False
    devices: list[DeviceEntry] = []
    removed: str = ""
    stream: str = ""
    access: dict[str, str] = {}
    epochs: list[EpochEntry] = []
    wraps: list[bytes] = []
    heads: list[HeadEntry] = []
    stands: list[bytes] = []
    nonce: bytes = b""


class _Body(msgspec.Struct, frozen=True):
    o: bytes
    s: bytes


_BODY = msgspec.msgpack.Decoder(_Body)
_OPEN = msgspec.msgpack.Decoder(Open)
_SEALED = msgspec.msgpack.Decoder(dict[str, Any])
_ENCODE = msgspec.msgpack.Encoder(order="sorted")


@dataclass(frozen=True)
class Statement:
    """A statement that has been read, not yet believed."""

    raw: bytes
    hash: bytes
    open: Open
    open_bytes: bytes
    sealed: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Statement:
        """Raises HistoryBroken for bytes that are no statement, MadeByNewerVersion for one that
        says it needs a newer reader."""
        if not SIGNATURE_BYTES < len(raw) <= MAX_BYTES:
            raise HistoryBroken("statement")
        body_bytes = raw[SIGNATURE_BYTES:]
        try:
            body = _BODY.decode(body_bytes)
            needs = msgspec.msgpack.decode(body.o, type=dict[str, Any]).get("least")
            if isinstance(needs, int) and needs > READER:
                raise MadeByNewerVersion("statement")
            part = _OPEN.decode(body.o)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise HistoryBroken("statement") from None
        if any(len(parent) != HASH_BYTES for parent in part.parents):
            raise HistoryBroken("statement")
        for entry in part.devices:
            entry.public()
        return cls(raw, digest(_CONTEXT, body_bytes), part, body.o, body.s)

    def verify(self, public: DevicePublic) -> None:
        """Raises HistoryBroken unless the device it names, with these keys, signed it."""
        if public.id != self.open.device:
            raise HistoryBroken("statement")
        public.verify(_CONTEXT, self.raw[SIGNATURE_BYTES:], self.raw[:SIGNATURE_BYTES])

    def unseal(self, key: bytes) -> dict[str, Any]:
        """The sealed part: names, roles, reasons, what a stream is for. Raises SealBroken."""
        plain = unseal(key, self.sealed, _bound(self.open, self.open_bytes), "statement")
        try:
            return _SEALED.decode(plain)
        except msgspec.MsgspecError:
            raise HistoryBroken("statement") from None

    def __repr__(self) -> str:
        return f"Statement({self.open.type}, {self.hash.hex()[:8]})"


def make_statement(
    part: Open, sealed: Mapping[str, Any], key: bytes, secrets: DeviceSecrets
) -> bytes:
    """The signed bytes. `key` is the directory epoch key that `part.sealed_by` names."""
    open_bytes = _ENCODE.encode(part)
    closed = seal(key, _ENCODE.encode(dict(sealed)), _bound(part, open_bytes))
    body = _ENCODE.encode(_Body(open_bytes, closed))
    return secrets.sign(_CONTEXT, body) + body


def prove_device(secrets: DeviceSecrets, team: str, member: str, kind: str) -> DeviceEntry:
    """The entry for a device's own keys, with its proof that it holds them and where it belongs."""
    public = secrets.public()
    proof = secrets.sign(b"device-proof", bind(b"device-proof", team, member, kind, public.id))
    return DeviceEntry(public.sign, public.hpke, proof, kind)


def check_proof(entry: DeviceEntry, team: str, member: str) -> DevicePublic:
    """The public keys. Raises HistoryBroken where the device did not ask for this itself."""
    public = entry.public()
    message = bind(b"device-proof", team, member, entry.kind, public.id)
    public.verify(b"device-proof", message, entry.proof)
    return public


def team_of(nonce: bytes, founder_device: str, stream: str) -> str:
    """The id that only a founder's statement by this device can have."""
    return id_of(b"team", nonce, founder_device, stream)


def _bound(part: Open, open_bytes: bytes) -> bytes:
    return bind(b"statement-sealed", part.team, part.type, digest(b"open", open_bytes))
