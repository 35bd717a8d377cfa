"""Bringing a copy into an empty diary. Everything is checked first; then the files are sealed, and
then all records are written in one transaction. So it is whole or it is nothing, also when the
machine stops half-way: sealed files that no record names are noise, and the next import of the
same copy makes use of them. Every version keeps who wrote it, when and why, beside who brought it
in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diary.casework.attaching import Door
from diary.casework.copies import FileCopy, RecordCopy, VersionCopy, Whole, at_ms
from diary.casework.unpacking import Source, check_files, opened, read_whole, source_at
from diary.errors import DiaryNotEmpty, ExportDamaged, SealBroken
from diary.records.reads import Reads
from diary.records.work import Work
from diary.store.past import is_blank
from diary.vault import attachments
from diary.vault.steps import Meter, Progress, Stop


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was brought in. `missing` counts files that the copy itself did not have."""

    people: int
    records: int
    versions: int
    files: int
    missing: int


def bring_in(
    door: Door,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> BroughtBack:
    """Bring a copy (folder or .zip) into this empty diary; its young people and entries keep their
    ids. Raises DiaryNotEmpty, NotAnExport, ExportDamaged, MadeByNewerVersion, CannotReach,
    DiskFull, Cancelled: then the diary is as empty as before."""
    if not door.ask(_blank):
        raise DiaryNotEmpty
    with source_at(path) as source:
        whole = read_whole(source)
        here = [each for each in whole.files if each.path is not None]
        size = sum(each.size for each in here)
        # Bytes twice (checked, sealed), and a share of the bar for the records.
        weight = max(1, size // max(1, len(whole.records)))
        meter = Meter(2 * size + weight * len(whole.records), progress, cancelled)
        check_files(source, whole, meter)
        ours: list[str] = []
        try:
            for each in here:
                _seal(door, source, each, meter, ours)
            door.do(_write, whole, meter, weight)
        except BaseException:
            for file_id in ours:
                attachments.remove(door.vault, file_id)
            raise
    meter.finish()
    return BroughtBack(
        people=sum(record.kind == "young_person" for record in whole.records),
        records=len(whole.records),
        versions=sum(len(record.versions) for record in whole.records),
        files=len(here),
        missing=len(whole.files) - len(here),
    )


def _blank(reads: Reads) -> bool:
    return is_blank(reads.cursor)


def _seal(door: Door, source: Source, each: FileCopy, meter: Meter, ours: list[str]) -> None:
    key = bytes.fromhex(each.key)
    if _whole_already(door, each.file_id, key):
        meter.advance(each.size)
        return
    ours.append(each.file_id)
    before = meter.done
    with opened(source, each) as file:
        sealed = attachments.seal_again(
            door.vault,
            each.file_id,
            key,
            file,
            each.size,
            progress=lambda done, _total: meter.reach(before + done),
            cancelled=meter.stop,
        )
    if sealed.digest.hex() != each.sha256:
        raise ExportDamaged(f"file {each.file_id[:8]}")


def _whole_already(door: Door, file_id: str, key: bytes) -> bool:
    """Left whole by an import that was cut short. One that is hurt is done again."""
    if not attachments.is_here(door.vault, file_id):
        return False
    try:
        attachments.verify(door.vault, file_id, key)
    except SealBroken:
        attachments.remove(door.vault, file_id)
        return False
    return True


def _write(work: Work, whole: Whole, meter: Meter, weight: int) -> None:
    if not is_blank(work.cursor):
        raise DiaryNotEmpty
    names = {member.id: member.name for member in whole.members}
    # Young people first: their streams are where all else goes.
    for record in sorted(whole.records, key=lambda record: record.kind != "young_person"):
        _record(work, record, names)
        meter.advance(weight)


def _record(work: Work, record: RecordCopy, names: Mapping[str, str]) -> None:
    now: dict[str, tuple[str, ...]] = {}
    for version in record.versions:
        parents = tuple(dict.fromkeys(p for old in version.parents for p in now[old]))
        if version.writes is None:
            # Its words were destroyed by order; what was written on it hangs on what was before.
            now[version.change] = parents
            continue
        change = work.bring_in(
            record.kind,
            record.id,
            version.writes,
            parents=parents,
            person=record.person,
            restricted=record.part == "restricted",
            why=version.why,
            origin=_origin(version, names),
        )
        now[version.change] = (change,)


def _origin(version: VersionCopy, names: Mapping[str, str]) -> dict[str, Any]:
    """Who wrote it first. What the copy itself had from another copy stays as it was."""
    if version.origin is not None:
        return version.origin
    return {
        "author": version.author,
        "name": names.get(version.author, ""),
        "device": version.device,
        "at": at_ms(version.at),
        "zone": version.zone,
        "change": version.change,
    }
