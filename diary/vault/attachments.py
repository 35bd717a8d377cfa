"""Sealed files in `attachments/`: photographs, PDFs, anything. Sealed once, and the same bytes lie
on disk, go into backups and travel. The key of each file is kept by the record that names it;
cleaning pictures of where they were taken is the screen's business.

`<id>.kith` is the magic number and then chunks of AES-256-GCM-SIV under the file's own key. The
associated data binds id, place and whether it is the last; what is sealed is the true length, the
content, and zeros up to a Padmé length, so that the size gives little away.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from diary.errors import CannotReach, Gone, SealBroken
from diary.ids import is_id, new_id
from diary.vault.disk import SyncedWriter, create_private, move_into_place, os_errors
from diary.vault.keyslots import KEY
from diary.vault.steps import Meter, Progress, Stop

if TYPE_CHECKING:
    from diary.vault.vault import Vault

CHUNK = 1024 * 1024
SUFFIX = ".kith"
_MAGIC = b"KITHATT\x01"
_TAG = 16
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the record keeps; without `key` the file is noise. `digest`: SHA-256 of the content."""

    file_id: str
    size: int
    key: bytes = field(repr=False)
    digest: bytes = field(repr=False)


def path_of(vault: Vault, file_id: str) -> Path:
    """Where a sealed file lies or would lie. Raises Gone for what can't be one of our ids."""
    if not is_id(file_id):
        raise Gone("attachment")
    return vault.attachments / (file_id + SUFFIX)


def is_here(vault: Vault, file_id: str) -> bool:
    """Whether the sealed file is on this device (it may still be on its way)."""
    return path_of(vault, file_id).is_file()


def ids(vault: Vault) -> list[str]:
    """The ids of all sealed files on this device, in order."""
    with os_errors("attachments", writing=False):
        names = [path.name for path in vault.attachments.glob("*" + SUFFIX)]
    return sorted(name.removesuffix(SUFFIX) for name in names if is_id(name.removesuffix(SUFFIX)))


def padded(size: int) -> int:
    """Padmé: the next length with so few significant bits that sizes tell little; at most 12 %
    more (Nikitin et al., Reducing Metadata Leakage from Encrypted Files, 2019)."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(0, free)) - 1
    return (size + mask) & ~mask


def seal_bytes(
    vault: Vault, data: bytes, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> Sealed:
    """Seal `data` under a fresh key, synced to disk. Raises DiskFull, ReadOnly, Cancelled."""
    return _seal(vault, io.BytesIO(data), len(data), Meter(len(data), progress, cancelled))


def seal_path(
    vault: Vault, source: Path, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> Sealed:
    """As `seal_bytes`, from a file, a chunk at a time. Raises CannotReach where the file can't be
    read or changes meanwhile; progress counts bytes."""
    with os_errors("source", writing=False):
        file = source.open("rb")
    with file:
        size = os.fstat(file.fileno()).st_size
        return _seal(vault, file, size, Meter(size, progress, cancelled))


def seal_again(
    vault: Vault,
    file_id: str,
    key: bytes,
    source: IO[bytes],
    size: int,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Sealed:
    """Seal a file of a copy under the id and key that it had: the very content that it was made
    with, for a key seals one content only. Check its digest first. Raises as `seal_path`."""
    return _seal(vault, source, size, Meter(size, progress, cancelled), (file_id, key))


def _seal(
    vault: Vault,
    source: IO[bytes],
    size: int,
    meter: Meter,
    named: tuple[str, bytes] | None = None,
) -> Sealed:
    file_id, key = named or (new_id(), os.urandom(KEY))
    digest = hashlib.sha256()
    meter.advance(0)

    def pieces() -> Iterator[bytes]:
        yield _MAGIC
        cipher, total = AESGCMSIV(key), padded(size + _LENGTH)
        last = _last_chunk(total)
        left = size
        for index in range(last + 1):
            plain = size.to_bytes(_LENGTH, "big") if index == 0 else b""
            room = min(CHUNK, total - index * CHUNK)
            content = _exactly(source, min(left, room - len(plain)))
            left -= len(content)
            digest.update(content)
            plain = (plain + content).ljust(room, b"\0")
            yield cipher.encrypt(_nonce(index), plain, _bound(file_id, index, index == last))
            meter.advance(len(content))

    adopt(vault, file_id, pieces())
    return Sealed(file_id, size, key, digest.digest())


def _exactly(source: IO[bytes], size: int) -> bytes:
    with os_errors("source", writing=False):
        content = source.read(size)
    if len(content) != size:
        raise CannotReach("source changed")
    return content


def _last_chunk(total: int) -> int:
    return (total - 1) // CHUNK


def _nonce(index: int) -> bytes:
    # A key seals one file once, so counting never repeats a nonce.
    return index.to_bytes(12, "big")


def _bound(file_id: str, index: int, last: bool) -> bytes:
    return _MAGIC + file_id.encode("ascii") + index.to_bytes(8, "big") + (b"\1" if last else b"\0")


def adopt(vault: Vault, file_id: str, pieces: Iterable[bytes]) -> None:
    """Store sealed bytes that were made here or came from a colleague's device: temporary name,
    fsync, rename. A file already there stays as it is."""
    final = path_of(vault, file_id)
    if final.exists():
        return
    temporary = final.with_name(final.name + ".part")
    with os_errors(final.name):
        temporary.unlink(missing_ok=True)
        fd = create_private(temporary)
        try:
            try:
                out = SyncedWriter(fd)
                for piece in pieces:
                    out(piece)
                out.sync()
            finally:
                os.close(fd)
            move_into_place(temporary, final)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def remove(vault: Vault, file_id: str) -> None:
    """Take the sealed file off this device; nothing happens where it is not there."""
    path = path_of(vault, file_id)
    with os_errors(path.name):
        path.unlink(missing_ok=True)


class SealedReader(io.RawIOBase):
    """Reads a sealed file like any binary file, seeking included; nothing is written in the
    clear. Every read may raise SealBroken."""

    def __init__(self, file: IO[bytes], file_id: str, key: bytes) -> None:
        self._file = file
        self._file_id = file_id
        self._cipher = AESGCMSIV(key)
        self._cached: tuple[int, bytes] = (-1, b"")
        self._at = 0
        self._body = os.fstat(file.fileno()).st_size - len(_MAGIC)
        self._last = max(0, (self._body - 1) // (CHUNK + _TAG))
        if file.read(len(_MAGIC)) != _MAGIC:
            raise SealBroken(file_id)
        self.size = int.from_bytes(self._chunk(0)[:_LENGTH], "big")
        total = padded(self.size + _LENGTH)
        if self._body != total + _TAG * (_last_chunk(total) + 1):
            raise SealBroken(file_id)

    def _chunk(self, index: int) -> bytes:
        if self._cached[0] != index:
            with os_errors(self._file_id, writing=False):
                self._file.seek(len(_MAGIC) + index * (CHUNK + _TAG))
                sealed = self._file.read(CHUNK + _TAG)
            try:
                bound = _bound(self._file_id, index, index == self._last)
                plain = self._cipher.decrypt(_nonce(index), sealed, bound)
            except (InvalidTag, ValueError):
                raise SealBroken(self._file_id) from None
            self._cached = (index, plain)
        return self._cached[1]

    def check_every_chunk(self, progress: Progress | None, stop: Stop | None) -> None:
        """Open all of them, padding included. Raises SealBroken, Cancelled."""
        meter = Meter(self._body, progress, stop)
        for index in range(self._last + 1):
            self._chunk(index)
            meter.advance(CHUNK + _TAG)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        index, within = divmod(self._at + _LENGTH, CHUNK)
        piece = self._chunk(index)[within:]
        count = min(len(buffer), len(piece), self.size - self._at)
        buffer[:count] = piece[:count]
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        self._cached = (-1, b"")
        super().close()


def open_sealed(vault: Vault, file_id: str, key: bytes) -> SealedReader:
    """A reader on the content; close it. Raises Gone where the file is not on this device,
    SealBroken where it was changed, cut short or is another's."""
    path = path_of(vault, file_id)
    if not path.is_file():
        raise Gone("attachment")
    with os_errors(path.name, writing=False):
        file = path.open("rb")
    try:
        return SealedReader(file, file_id, key)
    except BaseException:
        file.close()
        raise


def chunks(vault: Vault, file_id: str, key: bytes) -> Iterator[bytes]:
    """The content, up to 1 MiB at a time. Raises as `open_sealed`."""
    with open_sealed(vault, file_id, key) as reader:
        while piece := reader.read(CHUNK):
            yield piece


def read(vault: Vault, file_id: str, key: bytes) -> bytes:
    """The whole content. Raises as `open_sealed`, and never gives a part of it."""
    return b"".join(chunks(vault, file_id, key))


def verify(
    vault: Vault,
    file_id: str,
    key: bytes,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> None:
    """Open every chunk and keep none. Raises Gone, SealBroken, Cancelled."""
    with open_sealed(vault, file_id, key) as reader:
        reader.check_every_chunk(progress, cancelled)
