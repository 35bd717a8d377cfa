"""A copy of everything: every version of every record, every attachment, in plain files that other
programs can read. It is made only when somebody asks, and each young person's diary says so. How
the files look is in `casework.copies`; bringing one in is in `casework.importing`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from diary.casework.attaching import KIND as ATTACHMENT
from diary.casework.attaching import Door, key_in, safe_name
from diary.casework.copies import (
    FILES,
    FORMAT,
    MAIN,
    PARTS,
    README,
    ZIP,
    FileCopy,
    MemberCopy,
    RecordCopy,
    VersionCopy,
    at_text,
)
from diary.clock import When, utc_text
from diary.errors import CannotReach, Gone, SealBroken
from diary.ids import RecordId, is_id
from diary.records.reads import Reads
from diary.records.work import Undo, Work
from diary.reports.packing import Box, box, require_free
from diary.store.change import Change
from diary.store.past import (
    changes_of_kind,
    count_records,
    entries_per_person,
    whole_log,
)
from diary.vault import attachments
from diary.vault.keyslots import KEY
from diary.vault.steps import Meter, Progress, Stop
from diary.vault.vault import Vault

WARNING = (
    "What you take out is not locked: anybody who gets hold of it can read it. Put it where only "
    "those may look who should, and delete it when it is no longer needed."
)
_NOT_FINISHED = "the copy was not finished"


class OpenDoor(Door, Protocol):
    """The open diary, as far as it is needed here."""

    def reading(self) -> AbstractContextManager[Reads]: ...
    def undo(self, undo: Undo, why: str = "undone") -> object: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out. `missing` counts attachments whose file was not here or is hurt."""

    people: int
    records: int
    versions: int
    files: int
    missing: int


def export(
    door: OpenDoor,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Taken:
    """Take a copy of everything out, into a new folder or a new .zip file; each young person's
    diary keeps that it was. Progress counts records and files. Raises AlreadyThere, CannotReach,
    DiskFull, ReadOnly, Cancelled: then there is no copy, and the diaries say that it was not
    finished."""
    require_free(target)
    if target.resolve().is_relative_to(door.vault.folder.resolve()):
        raise CannotReach("inside the vault")
    # First of all: a copy that nobody knows of must not come about, whatever happens after.
    logged = door.do(_log, "zip" if target.suffix.lower() == ZIP else "folder")
    try:
        with box(target) as into, door.reading() as reads:
            return _Copying(reads, door.vault, into, progress, cancelled).all()
    except BaseException:
        if logged.result:
            door.undo(logged.undo, _NOT_FINISHED)
        raise


def _log(work: Work, form: str) -> list[RecordId]:
    counts = entries_per_person(work.cursor)
    now = When.exact(work.clock.now(), work.clock.zone()).to_map()
    values = {
        "at": now,
        "what": "The whole diary, every version and file",
        "by": work.streams.name_of(work.streams.me) or None,
        "form": form,
    }
    return [
        work.create("export_log", {**values, "entries": counts.get(person, 0)}, person=person)
        for person in work.people()
    ]


class _Copying:
    """One copy in the making."""

    def __init__(
        self,
        reads: Reads,
        vault: Vault,
        into: Box,
        progress: Progress | None,
        cancelled: Stop | None,
    ) -> None:
        self._reads = reads
        self._vault = vault
        self._into = into
        self._named = {f.file_id: f for f in _files(changes_of_kind(reads.cursor, ATTACHMENT))}
        work = count_records(reads.cursor) + len(self._named)
        self._meter = Meter(work, progress, cancelled)
        self._records = self._versions = 0
        self._people: set[str] = set()
        self._authors: set[str] = set()

    def all(self) -> Taken:
        files = [self._file(each) for each in self._named.values()]
        with self._into.open(MAIN) as out:
            out.write(self._head())
            for number, record in enumerate(self._every_record()):
                out.write(b",\n" if number else b"\n")
                out.write(msgspec.json.encode(record))
            out.write(b'\n],\n"members":' + msgspec.json.encode(self._members()))
            out.write(b',\n"files":[\n' + b",\n".join(map(msgspec.json.encode, files)) + b"\n]}\n")
        missing = sum(each.path is None for each in files)
        taken = Taken(
            len(self._people), self._records, self._versions, len(files) - missing, missing
        )
        with self._into.open(README) as out:
            out.write(_readme(self._reads, taken).encode("utf-8"))
        self._meter.finish()
        return taken

    def _head(self) -> bytes:
        made = utc_text(self._reads.clock.now())
        head = {"kith_export": FORMAT, "made": made, "made_by": self._reads.streams.me}
        return msgspec.json.encode(head)[:-1] + b',\n"records":['

    def _members(self) -> list[MemberCopy]:
        known = self._reads.streams.members()
        return [MemberCopy(id=m, name=known.get(m, "")) for m in sorted(self._authors)]

    def _every_record(self) -> Iterator[RecordCopy]:
        for changes in whole_log(self._reads.cursor):
            self._meter.advance(1)
            head = changes[0].head
            place = self._reads.streams.place(head.stream)
            if place.person:
                self._people.add(place.person)
            self._authors.update(change.head.author for change in changes)
            self._records += 1
            self._versions += len(changes)
            yield RecordCopy(
                id=head.record,
                kind=head.kind,
                person=place.person if place.purpose in PARTS else None,
                part=place.purpose,
                versions=[_version(change) for change in changes],
            )

    def _file(self, named: FileCopy) -> FileCopy:
        """Copy one file out in the clear; without a path where that can't be."""
        self._meter.advance(1)
        try:
            reader = attachments.open_sealed(self._vault, *key_in(named.file_id, named.key))
        except (Gone, SealBroken):
            return msgspec.structs.replace(named, path=None)
        digest, size = hashlib.sha256(), 0
        try:
            # All of it is proved before any of it is written.
            with reader:
                reader.check_every_chunk(None, self._meter.stop)
                with self._into.open(str(named.path)) as out:
                    while piece := reader.read(attachments.CHUNK):
                        out.write(piece)
                        digest.update(piece)
                        size += len(piece)
                        self._meter.advance(0)
        except SealBroken:
            return msgspec.structs.replace(named, path=None)
        return msgspec.structs.replace(named, size=size, sha256=digest.hexdigest())


def _version(change: Change) -> VersionCopy:
    head, body = change.head, change.body
    return VersionCopy(
        change=change.hash.hex(),
        parents=[parent.hex() for parent in head.parents],
        author=head.author,
        role=head.role,
        device=head.incarnation,
        at=at_text(head.at),
        zone=head.zone,
        why=None if body is None else body.why,
        writes=None if body is None else body.writes,
        origin=None if body is None else body.origin,
    )


def _files(changes: Iterable[Change]) -> Iterator[FileCopy]:
    """The files that attachments name, each with a path of its own."""
    taken: set[str] = set()
    named: set[str] = set()
    for change in changes:
        writes = {} if change.body is None else change.body.writes
        # A script may have written anything here.
        file_id, key = str(writes.get("file_id")), str(writes.get("file_key"))
        if not _opens(file_id, key) or file_id in named:
            continue
        named.add(file_id)
        name = safe_name(str(writes.get("name") or ""))
        path = f"{FILES}/{file_id[:8]}-{name}"
        if path.casefold() in taken:
            path = f"{FILES}/{file_id}-{name}"
        taken.add(path.casefold())
        yield FileCopy(file_id=file_id, key=key, path=path)


def _opens(file_id: str, key: str) -> bool:
    """Whether these can name a sealed file at all."""
    try:
        return is_id(file_id) and len(bytes.fromhex(key)) == KEY
    except ValueError:
        return False


def _readme(reads: Reads, taken: Taken) -> str:
    by = reads.streams.name_of(reads.streams.me)
    missing = (
        f"\n{taken.missing} files were not on this device or are damaged; they are not in here.\n"
        if taken.missing
        else ""
    )
    return (
        "A copy of a Kith diary\n"
        "======================\n\n"
        f"Taken out by {by} on {utc_text(reads.clock.now())}.\n\n"
        f"{WARNING}\n\n"
        f"In here: {taken.people} young people, {taken.records} records in {taken.versions} "
        f"versions, {taken.files} files.\n{missing}\n"
        f"{MAIN} holds every record with every version of it: who wrote it, when, on which\n"
        "device, why, and what was written. Fields have the names that `kith kinds --json` tells.\n"
        f"{FILES}/ holds the files that belong to entries.\n\n"
        "To read it with Kith, make a new diary and bring the copy in: kith import\n"
        "Unfinished entries and settings are not in a copy. For keeping safe, use kith backup.\n"
    )
