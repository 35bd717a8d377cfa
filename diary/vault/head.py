"""`vault.head`: the sequence and heads after the latest commit, written without waiting for the
disk. If it is ahead of the database, the newest entries were damaged. What the digest covers and
what follows from a difference is the store's business."""

from __future__ import annotations

import hmac
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diary.vault.disk import os_errors

if TYPE_CHECKING:
    from diary.vault.vault import Vault

NAME = "vault.head"
_MAGIC = b"KITHHEAD"
_DIGEST = 32
_LAYOUT = struct.Struct(">8sQ32s32s")


@dataclass(frozen=True, slots=True)
class HeadMark:
    """What the latest commit left: a sequence number and a 32-byte digest of the heads."""

    seq: int
    heads: bytes


@dataclass(frozen=True, slots=True)
class HeadUnreadable:
    """The file is there and does not hold: it says nothing about the database either way."""

    code: str = "head_unreadable"


def _mac(vault: Vault, seq: int, heads: bytes) -> bytes:
    bound = vault.vault_id.encode("ascii")
    return hmac.digest(vault.keys.head, _MAGIC + bound + struct.pack(">Q", seq) + heads, "sha256")


def write_head(vault: Vault, seq: int, heads: bytes) -> None:
    """Overwrite the mark in place: 80 bytes, so one sector, and never fsynced."""
    if len(heads) != _DIGEST:
        raise ValueError("heads is a 32-byte digest")
    data = _LAYOUT.pack(_MAGIC, seq, heads, _mac(vault, seq, heads))
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
    with os_errors(NAME):
        fd = os.open(vault.folder / NAME, flags, 0o600)
        try:
            os.write(fd, data)
        finally:
            os.close(fd)


def read_head(vault: Vault) -> HeadMark | HeadUnreadable | None:
    """The mark, None where none was ever written, HeadUnreadable where the file is hurt."""
    try:
        data = (vault.folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return HeadUnreadable()
    if len(data) != _LAYOUT.size:
        return HeadUnreadable()
    magic, seq, heads, mac = _LAYOUT.unpack(data)
    if magic != _MAGIC or not hmac.compare_digest(mac, _mac(vault, seq, heads)):
        return HeadUnreadable()
    return HeadMark(seq, heads)
