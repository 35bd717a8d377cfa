"""How this room signs, seals and names: one suite byte in front, a context that says what the
thing is for, and length-safe binding of the parts. Which key to use is not decided here.

Suite 1: Ed25519 signatures, AES-256-GCM-SIV seals, HPKE with ML-KEM-768 + X25519 (X-Wing),
SHA-256 and HKDF-SHA256. A later suite takes another number; nothing is ever reinterpreted.
"""

from __future__ import annotations

import base64
import hashlib
import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from diary.errors import MadeByNewerVersion, SealBroken

SUITE = 1
KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


def bind(context: bytes, *parts: str | int | bytes) -> bytes:
    """One byte string for `context` and `parts` that no other parts can produce."""
    return msgspec.msgpack.encode([b"kith/v1/" + context, *parts])


def digest(context: bytes, *parts: str | int | bytes) -> bytes:
    """SHA-256 over `bind`: 32 bytes."""
    return hashlib.sha256(bind(context, *parts)).digest()


def id_of(context: bytes, *parts: str | int | bytes) -> str:
    """An id that proves what it names: 26 base32 characters of the digest."""
    raw = digest(context, *parts)[:16]
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def check_suite(sealed: bytes, what: str) -> None:
    """Raises MadeByNewerVersion for a suite we do not know, SealBroken for nothing at all."""
    if not sealed or sealed[0] == 0:
        raise SealBroken(what)
    if sealed[0] > SUITE:
        raise MadeByNewerVersion(what)


def seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """`plain` sealed under a 32-byte key; `bound` is authenticated, not carried."""
    nonce = os.urandom(_NONCE_BYTES)
    return bytes([SUITE]) + nonce + AESGCMSIV(key).encrypt(nonce, plain, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes, what: str) -> bytes:
    """The plain bytes. Raises SealBroken, or MadeByNewerVersion for an unknown suite."""
    check_suite(sealed, what)
    if len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES or len(key) != KEY_BYTES:
        raise SealBroken(what)
    try:
        return AESGCMSIV(key).decrypt(
            sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], bound
        )
    except InvalidTag:
        raise SealBroken(what) from None
