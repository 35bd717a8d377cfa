"""Files that belong to an entry: sealed first, then named by a record, in one step for whoever
asks; read back, checked. How a file is sealed is the vault's; showing it is the screen's."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from diary.errors import Gone, SealBroken
from diary.ids import RecordId
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Done, Work
from diary.vault import attachments
from diary.vault.attachments import Sealed
from diary.vault.steps import Progress, Stop, step
from diary.vault.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")

KIND = "attachment"
_NAME = 120
_RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


class Door(Protocol):
    """The open diary, as far as it is needed here."""

    @property
    def vault(self) -> Vault: ...
    def do(
        self, verb: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]: ...
    def ask(
        self, question: Callable[Concatenate[Reads, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R: ...


def attach(
    door: Door,
    entry: str,
    content: Path | bytes,
    *,
    name: str = "",
    media_type: str = "",
    caption: str = "",
    taken_at: Any = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Done[RecordId]:
    """Seal a file and put it beside an entry; the id of the attachment's record. `name` is what it
    is called (by default the file's own name). Raises Gone, InvalidEntry, CannotReach, DiskFull,
    Cancelled; then no sealed file stays."""
    door.ask(_require_entry, entry)
    if isinstance(content, Path):
        name = name or content.name
        sealed = attachments.seal_path(door.vault, content, progress=progress, cancelled=cancelled)
    else:
        sealed = attachments.seal_bytes(door.vault, content, progress=progress, cancelled=cancelled)
    called = safe_name(name)
    values = {
        "name": called,
        "caption": caption or None,
        "taken_at": taken_at,
        "media_type": media_type or media_type_of(called),
        **named(sealed),
    }
    try:
        return door.do(_record, entry, values)
    except BaseException:
        attachments.remove(door.vault, sealed.file_id)
        raise


def _require_entry(reads: Reads, entry: str) -> None:
    if reads.view(entry).retracted is not None:
        raise Gone("record")


def _record(work: Work, entry: str, values: dict[str, Any]) -> RecordId:
    beside = work.view(entry)
    values = {**values, "entry": entry}
    return work.create(KIND, values, person=beside.person, restricted=beside.restricted)


def named(sealed: Sealed) -> dict[str, Any]:
    """The fields by which a record names a sealed file and opens it."""
    return {
        "file_id": sealed.file_id,
        "file_key": sealed.key.hex(),
        "size": sealed.size,
        "sha256": sealed.digest.hex(),
    }


def key_of(view: View) -> tuple[str, bytes]:
    """Id and key of the sealed file of an attachment. Raises Gone, SealBroken."""
    if view.kind != KIND:
        raise Gone(KIND)
    return key_in(view.get("file_id"), view.get("file_key"))


def key_in(file_id: Any, file_key: Any) -> tuple[str, bytes]:
    """Id and key, from the fields of an attachment's record. Raises SealBroken."""
    with suppress(ValueError, TypeError):
        if isinstance(file_id, str):
            return file_id, bytes.fromhex(file_key)
    raise SealBroken("attachment")


def read_attachment(
    door: Door,
    attachment: str,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> bytes:
    """The whole content, in memory only. Raises Gone where the file is not on this device (yet),
    SealBroken, Cancelled."""
    view = door.ask(lambda reads: reads.view(attachment))
    file_id, key = key_of(view)
    size = int(view.get("size") or 0)
    content = bytearray()
    digest = hashlib.sha256()
    for piece in attachments.chunks(door.vault, file_id, key):
        content += piece
        digest.update(piece)
        step(progress, cancelled, min(len(content), size), size)
    if view.get("sha256") not in (None, digest.hexdigest()):
        raise SealBroken(KIND)
    return bytes(content)


def attachments_of(reads: Reads, entry: str) -> list[View]:
    """The attachments beside an entry, newest first, without those taken back."""
    person = reads.view(entry).person
    return [v for v in reads.all(KIND, person=person) if v.get("entry") == entry]


def media_type_of(name: str) -> str:
    """The kind of file, by its name; "application/octet-stream" where that says nothing."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def safe_name(name: str) -> str:
    """A file name that every system takes and that can't lead anywhere else: no folders, no
    control characters or marks that turn text about, no name that Windows keeps for itself."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", last).strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    if (stem or ending).split(".")[0].casefold() in _RESERVED:
        clean = "_" + clean
    if len(clean) <= _NAME:
        return clean
    keep = ending[:20] if dot else ""
    return clean[: _NAME - len(keep) - 1].rstrip(" .") + (f".{keep}" if keep else "")
