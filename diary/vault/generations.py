"""Automatic backups beside the vault: `<vault>-backups/` holds one small file per generation and
`files/` with the sealed attachments that they share, copied once each. Seven daily and four weekly
ones are kept. When to look is the caller's business; what lies in a generation is `backup`'s.

A generation restores like any backup, as long as `files/` lies beside it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from diary.clock import utc_text
from diary.errors import DiaryError
from diary.vault.backup import (
    SUFFIX,
    database_copy,
    database_size,
    entry_of,
    header_entry,
    pack,
    sealed_files,
)
from diary.vault.container import PIECE, Container, Entry, Plan, beside
from diary.vault.disk import SyncedWriter, create_private, move_into_place, os_errors
from diary.vault.header import ATTACHMENTS, DATABASE
from diary.vault.steps import Meter, Progress, Stop
from diary.vault.vault import Vault

DAILY = 7
WEEKLY = 4
_STAMP = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, order=True)
class Generation:
    """One automatic backup: when it was made (UTC), and where it lies."""

    at: datetime
    path: Path


def folder_of(vault_folder: Path) -> Path:
    """Where the generations of the vault in `vault_folder` lie."""
    return vault_folder.with_name(vault_folder.name + "-backups")


def generations(vault_folder: Path) -> list[Generation]:
    """All that are there, oldest first. What has another name is not ours and stays alone."""
    found = []
    with os_errors("backups", writing=False):
        for path in folder_of(vault_folder).glob("*" + SUFFIX):
            with suppress(ValueError):
                stamp = path.name.removesuffix(SUFFIX)
                at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
                found.append(Generation(at, path))
    return sorted(found)


def due_backup(vault_folder: Path, now: datetime) -> bool:
    """Whether today (in UTC) has no generation yet."""
    today = now.astimezone(UTC).date()
    return all(each.at.date() != today for each in generations(vault_folder))


def to_keep(times: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last seven days that have any, and before those the newest of
    each of four weeks: about a month. Counted from what is there and not from a clock, which may
    be wrong. Weeks begin on Monday, UTC."""
    by_day: dict[object, datetime] = {}
    by_week: dict[object, datetime] = {}
    for at in sorted(times):
        by_day[at.astimezone(UTC).date()] = at
        by_week[at.astimezone(UTC).isocalendar()[:2]] = at
    daily = set(list(by_day.values())[-DAILY:])
    weekly = [at for at in by_week.values() if at not in daily]
    return daily | set(weekly[-WEEKLY:])


def make_generation(
    vault: Vault,
    now: datetime,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Generation:
    """Back up beside the vault and let go of generations past their time. Raises as
    `backup.make_backup` does."""
    folder = folder_of(vault.folder)
    with os_errors("backups"):
        (folder / "files").mkdir(mode=0o700, parents=True, exist_ok=True)
    at = now.astimezone(UTC).replace(microsecond=0)
    target = folder / (at.strftime(_STAMP) + SUFFIX)
    known = _known_files(vault.folder)
    fresh = [path for path in sealed_files(vault) if f"{ATTACHMENTS}/{path.name}" not in known]
    work = 3 * database_size(vault) + 2 * sum(_size(path) for path in fresh)
    meter = Meter(work, progress, cancelled)
    with database_copy(vault, meter) as copy:
        shared = [_shared(folder, sealed, known, meter) for sealed in sealed_files(vault)]
        vouched = frozenset(entry.name for entry in shared if known.get(entry.name) == entry)
        entries = (header_entry(vault), entry_of(copy, DATABASE), *shared)
        plan = Plan(vault.vault_id, utc_text(at), entries)
        pack(vault, plan, copy, target, meter, vouched)
    prune(vault.folder)
    meter.finish()
    return Generation(at, target)


def _known_files(vault_folder: Path) -> dict[str, Entry]:
    """The shared files that earlier generations vouch for, by name."""
    known: dict[str, Entry] = {}
    for each in generations(vault_folder):
        with suppress(DiaryError), Container(each.path) as container:
            known.update({e.name: e for e in container.plan.entries if e.beside})
    return known


def _shared(folder: Path, sealed: Path, known: dict[str, Entry], meter: Meter) -> Entry:
    """The entry for an attachment, copied into `files/` unless it lies there already. A copy
    and not a hard link: one bad sector must not hurt both."""
    name = f"{ATTACHMENTS}/{sealed.name}"
    with os_errors(name):
        size = sealed.stat().st_size
        kept = known.get(name)
        if kept and kept.size == size and _size(beside(folder, kept)) == size:
            return kept
        digest = _copy(sealed, folder / "files" / sealed.name, meter)
    return Entry(name, size, digest)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _copy(source: Path, target: Path, meter: Meter) -> bytes:
    """Copy, synced to disk; its SHA-256."""
    temporary = target.with_name(target.name + ".part")
    temporary.unlink(missing_ok=True)
    digest = hashlib.sha256()
    fd = create_private(temporary)
    try:
        try:
            out = SyncedWriter(fd)
            with source.open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    out(piece)
                    meter.advance(len(piece))
            out.sync()
        finally:
            os.close(fd)
        move_into_place(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return digest.digest()


def prune(vault_folder: Path) -> None:
    """Delete generations past their time, then shared files that none of the kept ones names.
    Where one of them can't be read, every shared file stays."""
    found = generations(vault_folder)
    keep = to_keep(each.at for each in found)
    _delete([each for each in found if each.at not in keep])
    _sweep_shared(vault_folder, [each for each in found if each.at in keep])


def remove_before(vault_folder: Path, moment: datetime) -> int:
    """Delete every generation made before `moment`, for what was lawfully destroyed must not live
    on in a backup; how many went. Shared files go with them. Make a new generation afterwards."""
    found = generations(vault_folder)
    gone = [each for each in found if each.at < moment]
    _delete(gone)
    _sweep_shared(vault_folder, [each for each in found if each.at >= moment])
    return len(gone)


def _delete(gone: list[Generation]) -> None:
    with os_errors("backups"):
        for each in gone:
            each.path.unlink(missing_ok=True)


def _sweep_shared(vault_folder: Path, kept: list[Generation]) -> None:
    named: set[str] = set()
    try:
        for each in kept:
            with Container(each.path) as container:
                named |= {Path(e.name).name for e in container.plan.entries if e.beside}
    except DiaryError:
        return
    with os_errors("backups"):
        for path in (folder_of(vault_folder) / "files").glob("*"):
            if path.name not in named:
                path.unlink(missing_ok=True)
