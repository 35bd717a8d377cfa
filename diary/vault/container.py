"""The file format of a backup, `.kithbackup`: entries in a row, each followed by its SHA-256, with
the plan of what is inside at both ends. It copies bytes that are already sealed or encrypted and
adds only what is needed to know that they are whole; it knows neither keys nor what an entry means.

    magic | plan length | plan | SHA-256 of plan
    for each entry inside: content | SHA-256 of content
    plan | MAC | SHA-256 of plan and MAC | plan length | end magic

The plan is JSON: format, vault id, when, and per entry name, size and SHA-256 or null. An entry
with a hash in the plan lies *beside* the container in `files/` (automatic generations share
unchanged attachments); one without lies inside. The MAC covers the plan and every hash inside.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from diary.errors import BackupDamaged, CannotReach, MadeByNewerVersion, NotAVault
from diary.ids import is_id
from diary.vault.attachments import SUFFIX
from diary.vault.disk import os_errors
from diary.vault.header import ATTACHMENTS, CURRENT, DATABASE

FORMAT = 1
_MAGIC = b"KITHBKUP"
_END = b"PUKBHTIK"
_HASH = 32
_COUNT = 4
_LIMIT = 64 * 1024 * 1024
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the vault: `name` as in the vault's folder, with forward slashes."""

    name: str
    size: int
    beside: bytes | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backup says of itself."""

    vault_id: str
    made: str
    entries: tuple[Entry, ...]

    def encode(self) -> bytes:
        entries = [[e.name, e.size, e.beside.hex() if e.beside else None] for e in self.entries]
        body = {"format": FORMAT, "vault": self.vault_id, "made": self.made, "entries": entries}
        return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def decode(cls, data: bytes) -> Plan:
        """Raises MadeByNewerVersion, ValueError."""
        body: Mapping[str, Any] = json.loads(data)
        if body["format"] > FORMAT:
            raise MadeByNewerVersion("backup")
        entries = tuple(
            Entry(_safe(name), _count(size), bytes.fromhex(beside) if beside else None)
            for name, size, beside in body["entries"]
        )
        if len({entry.name for entry in entries}) != len(entries):
            raise ValueError("the same name twice")
        return cls(str(body["vault"]), str(body["made"]), entries)


def _safe(name: object) -> str:
    """A name that a vault has, so that no backup can write anywhere else. Raises ValueError."""
    if not isinstance(name, str):
        raise ValueError("not a name")
    folder, _, file = name.rpartition("/")
    sealed = folder == ATTACHMENTS and file.endswith(SUFFIX) and is_id(file.removesuffix(SUFFIX))
    if name not in {CURRENT, DATABASE} and not sealed:
        raise ValueError("not a name of ours")
    return name


def _count(size: object) -> int:
    if not isinstance(size, int) or not 0 <= size < 2**60:
        raise ValueError("not a size")
    return size


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(_COUNT, "big")


def write(
    out: Callable[[bytes], None],
    plan: Plan,
    key: bytes,
    source: Callable[[Entry], Iterator[bytes]],
) -> None:
    """Hand the whole container to `out`, piece by piece. `source` gives the content of each
    entry that lies inside. Raises BackupDamaged where it is not as long as planned."""
    encoded = plan.encode()
    mac = hmac.new(key, encoded, "sha256")
    out(_MAGIC + _framed(encoded) + encoded + _sha(encoded))
    for entry in plan.entries:
        if entry.beside is not None:
            continue
        digest, size = hashlib.sha256(), 0
        for piece in source(entry):
            digest.update(piece)
            size += len(piece)
            out(piece)
        if size != entry.size:
            raise CannotReach(entry.name)
        out(digest.digest())
        mac.update(digest.digest())
    closing = encoded + mac.digest()
    out(closing + _sha(closing) + _framed(encoded) + _END)


class Container:
    """A backup opened for reading. `hurt` names the parts of the frame that are damaged: `index`
    (the plan in front), `end`. Raises NotAVault where the file is something else, BackupDamaged
    where the plan is hurt at both ends, MadeByNewerVersion."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with os_errors("backup", writing=False):
            self._file: IO[bytes] = path.open("rb")
        try:
            self._size = os.fstat(self._file.fileno()).st_size
            self._read_frame()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _at(self, offset: int, size: int) -> bytes:
        with os_errors("backup", writing=False):
            self._file.seek(offset)
            return self._file.read(size)

    def _read_frame(self) -> None:
        front, back = self._front(), self._back()
        encoded = front if front is not None else back and back[0]
        if encoded is None:
            raise BackupDamaged("index") if self._looks_like_one() else NotAVault("backup")
        try:
            self.plan = Plan.decode(encoded)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BackupDamaged("index") from None
        self._encoded = encoded
        self._offset = self._offsets()
        self._mac = back[1] if back is not None else None
        whole = self._length(encoded) == self._size
        closed = back is not None and back[0] == encoded and whole
        self.hurt = [name for name, ok in (("index", front is not None), ("end", closed)) if not ok]

    def _looks_like_one(self) -> bool:
        end = self._at(max(0, self._size - len(_END)), len(_END))
        return end == _END or self._at(0, len(_MAGIC)) == _MAGIC

    def _front(self) -> bytes | None:
        start = self._at(0, len(_MAGIC) + _COUNT)
        size = int.from_bytes(start[len(_MAGIC) :], "big")
        if start[: len(_MAGIC)] != _MAGIC or size > _LIMIT:
            return None
        encoded, said = self._at(len(start), size), self._at(len(start) + size, _HASH)
        return encoded if _sha(encoded) == said else None

    def _back(self) -> tuple[bytes, bytes] | None:
        tail = _COUNT + len(_END)
        end = self._at(max(0, self._size - tail), tail)
        size = int.from_bytes(end[:_COUNT], "big")
        start = self._size - tail - _HASH - _HASH - size
        if end[_COUNT:] != _END or size > _LIMIT or start < 0:
            return None
        closing = self._at(start, size + _HASH)
        if _sha(closing) != self._at(start + size + _HASH, _HASH):
            return None
        return closing[:size], closing[size:]

    def _length(self, encoded: bytes) -> int:
        inside = [entry.size + _HASH for entry in self.plan.entries if entry.beside is None]
        front = len(_MAGIC) + _COUNT + len(encoded) + _HASH
        return front + sum(inside) + len(encoded) + 2 * _HASH + _COUNT + len(_END)

    def _offsets(self) -> dict[str, int]:
        offsets, offset = {}, len(_MAGIC) + _COUNT + len(self._encoded) + _HASH
        for entry in self.plan.entries:
            if entry.beside is None:
                offsets[entry.name] = offset
                offset += entry.size + _HASH
        return offsets

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The content of an entry, inside or beside. Raises BackupDamaged, naming it, after the
        last piece where the hash does not hold: publish nothing before that."""
        digest = hashlib.sha256()
        for piece in self._beside(entry) if entry.beside else self._inside(entry):
            digest.update(piece)
            yield piece
        said = entry.beside or self._at(self._offset[entry.name] + entry.size, _HASH)
        if digest.digest() != said:
            raise BackupDamaged(entry.name)

    def _inside(self, entry: Entry) -> Iterator[bytes]:
        offset, left = self._offset[entry.name], entry.size
        while left > 0:
            piece = self._at(offset, min(PIECE, left))
            if not piece:
                raise BackupDamaged(entry.name)
            yield piece
            offset, left = offset + len(piece), left - len(piece)

    def _beside(self, entry: Entry) -> Iterator[bytes]:
        try:
            file = beside(self.path.parent, entry).open("rb")
        except OSError:
            raise BackupDamaged(entry.name) from None
        with file:
            while piece := file.read(PIECE):
                yield piece

    def authentic(self, key: bytes) -> bool:
        """Whether the MAC holds under the vault's backup key: the entries are those it wrote."""
        if self._mac is None:
            return False
        mac = hmac.new(key, self._encoded, "sha256")
        for entry in self.plan.entries:
            if entry.beside is None:
                mac.update(self._at(self._offset[entry.name] + entry.size, _HASH))
        return hmac.compare_digest(mac.digest(), self._mac)


def beside(folder: Path, entry: Entry) -> Path:
    """Where the content of an entry that lies outside is kept."""
    return folder / "files" / Path(entry.name).name
