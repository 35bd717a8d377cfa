"""Reading a copy, and proving before anything is written that all of it is there and is what it
says: the form, every id and link, every value against its field, every file against its digest.
Nothing here writes; that is `importing`'s."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import msgspec

from diary.casework.copies import (
    FILES,
    FORMAT,
    MAIN,
    PARTS,
    FileCopy,
    RecordCopy,
    Said,
    VersionCopy,
    Whole,
    at_ms,
)
from diary.clock import When
from diary.errors import CannotReach, ExportDamaged, MadeByNewerVersion, NotAnExport
from diary.ids import is_id
from diary.records import registry
from diary.records.fields import FieldSpec, clean
from diary.records.registry import Kind
from diary.store.change import RETRACTED
from diary.vault.disk import os_errors
from diary.vault.keyslots import KEY
from diary.vault.steps import Meter

PIECE = 1024 * 1024
_PERSON = "young_person"


class Source(Protocol):
    """The files of a copy, by name."""

    def open(self, name: str) -> IO[bytes]: ...


@contextmanager
def source_at(path: Path) -> Iterator[Source]:
    """The copy in a folder or a .zip file. Raises NotAnExport, CannotReach, ExportDamaged."""
    if path.is_dir():
        yield _Folder(path)
        return
    with os_errors("copy", writing=False):
        if path.name == MAIN and path.is_file():
            yield _Folder(path.parent)
            return
        if not path.is_file():
            raise CannotReach("copy")
        if not zipfile.is_zipfile(path):
            raise NotAnExport
        try:
            with zipfile.ZipFile(path) as packed:
                yield _Zip(packed)
        except (zipfile.BadZipFile, NotImplementedError, EOFError):
            raise ExportDamaged(".zip") from None


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str) -> IO[bytes]:
        path = self._folder / name
        # A link in a copy must not lead out of it.
        if not path.is_file() or not path.resolve().is_relative_to(self._folder.resolve()):
            raise KeyError(name)
        return path.open("rb")


class _Zip:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    def open(self, name: str) -> IO[bytes]:
        return self._packed.open(name)


def read_whole(source: Source) -> Whole:
    """What the copy says, every part of it checked. Raises NotAnExport, ExportDamaged,
    MadeByNewerVersion; their hints name record ids and fields, never words."""
    try:
        with source.open(MAIN) as file:
            data = file.read()
    except KeyError:
        raise NotAnExport from None
    try:
        if msgspec.json.decode(data, type=Said).kith_export > FORMAT:
            raise MadeByNewerVersion("copy")
        whole = msgspec.json.decode(data, type=Whole)
    except (msgspec.ValidationError, RecursionError):
        raise NotAnExport(f"{MAIN} has another form") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ExportDamaged(MAIN) from None
    _check_records(whole)
    for each in whole.files:
        _check_file_names(each)
    return whole


def _check_records(whole: Whole) -> None:
    people = {r.id for r in whole.records if r.kind == _PERSON}
    seen: set[str] = set()
    for record in whole.records:
        name = record.id[:8]
        if not is_id(record.id) or record.id in seen or not record.kind.isidentifier():
            raise ExportDamaged(f"record {name if is_id(record.id) else ''}")
        seen.add(record.id)
        if record.person is not None and record.person not in people:
            raise ExportDamaged(f"record {name}: person")
        if (record.person is not None) != (record.part in PARTS):
            raise ExportDamaged(f"record {name}: part")
        if record.kind == _PERSON and record.person != record.id:
            raise ExportDamaged(f"record {name}: person")
        _check_versions(record)


def _check_versions(record: RecordCopy) -> None:
    kind = registry.kind(record.kind) if registry.known(record.kind) else None
    known: set[str] = set()
    for version in record.versions:
        where = f"record {record.id[:8]}"
        if version.change in known or not known.issuperset(version.parents):
            raise ExportDamaged(f"{where}: order of versions")
        known.add(version.change)
        if not _times_hold(version):
            raise ExportDamaged(f"{where}: time")
        for path, value in (version.writes or {}).items():
            if not _holds(kind, path, value):
                raise ExportDamaged(f"{where}: {path.partition('/')[0]}")
    if not record.versions or record.versions[0].parents:
        raise ExportDamaged(f"record {record.id[:8]}: versions")


def _times_hold(version: VersionCopy) -> bool:
    origin = version.origin or {}
    texts = [origin.get(key, "") for key in ("author", "device", "name", "change")]
    try:
        at_ms(version.at)
        for zone in (version.zone, origin.get("zone", version.zone)):
            When.parse({"precision": "unknown", "zone": zone})
    except (ValueError, OverflowError):
        return False
    return isinstance(origin.get("at", 0), int) and all(isinstance(text, str) for text in texts)


def _holds(kind: Kind | None, path: str, value: Any) -> bool:
    """Whether a field may hold this. What this version does not know may hold anything."""
    if path == RETRACTED:
        return value is None or isinstance(value, str)
    name, _, rest = path.partition("/")
    spec = kind.fields.get(name) if kind is not None else None
    if spec is None:
        return True
    member, _, part = rest.partition("/")
    if spec.is_set != bool(rest):
        return False
    if not rest:
        return _fits(spec, value)
    if not part:
        return isinstance(value, bool) or (isinstance(value, dict) and "gone" in value)
    inner = spec.part(part)
    return bool(member) and (inner is None or _fits(inner, value))


def _fits(spec: FieldSpec, value: Any) -> bool:
    try:
        return value is None or bool(clean(spec, value) == value)
    except ValueError:
        return False


def _check_file_names(each: FileCopy) -> None:
    try:
        right = is_id(each.file_id) and len(bytes.fromhex(each.key)) == KEY and each.size >= 0
    except ValueError:
        right = False
    if each.path is not None:
        folder, _, name = each.path.partition("/")
        right = right and folder == FILES and name not in {"", ".", ".."} and "/" not in name
        right = right and "\\" not in name
    if not right:
        raise ExportDamaged("list of files")


def check_files(source: Source, whole: Whole, meter: Meter) -> None:
    """Every file against its size and digest. The meter counts bytes. Raises ExportDamaged,
    Cancelled."""
    for each in whole.files:
        if each.path is None:
            continue
        digest, size = hashlib.sha256(), 0
        with opened(source, each) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                meter.advance(len(piece))
                if size > each.size:
                    break
        if (size, digest.hexdigest()) != (each.size, each.sha256):
            raise ExportDamaged(f"file {each.file_id[:8]}")


@contextmanager
def opened(source: Source, each: FileCopy) -> Iterator[IO[bytes]]:
    """A file of the copy. Raises ExportDamaged where it is not there."""
    try:
        file = source.open(str(each.path))
    except KeyError:
        raise ExportDamaged(f"file {each.file_id[:8]} is missing") from None
    with file:
        yield file
