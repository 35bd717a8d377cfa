"""Backup to one file, verified by reading it back. Automatic generations beside the vault are in
`generations`, the way back in `restore`, the file format in `container`.

The copy of the database is made inside one read transaction on its own connection: it is the
state of one moment, and a save never waits for it. Nothing is ever written in the clear.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from diary.clock import utc_text
from diary.errors import BackupDamaged, CannotReach, VaultDamaged
from diary.ids import new_id
from diary.vault import attachments, cipher
from diary.vault.container import PIECE, Container, Entry, Plan, write
from diary.vault.disk import SyncedWriter, create_private, move_into_place, os_errors
from diary.vault.header import ATTACHMENTS, CURRENT, DATABASE
from diary.vault.steps import Meter, Progress, Stop
from diary.vault.vault import Vault

SUFFIX = ".kithbackup"
_PAGES = 256
_PAGE = 4096
_STOP_EVERY = 100_000  # SQLite's own steps between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What is in a backup, by the names files have in the vault, and what of it is hurt. `hurt`
    may also name `index`, `end` and `mac`, parts of the frame that hold no diary."""

    vault_id: str
    made: str
    whole: tuple[str, ...]
    hurt: tuple[str, ...]


def make_backup(
    vault: Vault,
    target: Path,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> BackupReport:
    """Write the whole vault to `target` and read it back before it gets that name. Progress
    counts bytes. Raises VaultDamaged where the vault itself is, BackupDamaged where what was
    written can't be read back, DiskFull, ReadOnly, CannotReach, Cancelled (nothing stays)."""
    if target.resolve().is_relative_to(vault.folder.resolve()):
        raise CannotReach("inside the vault")
    sealed = [entry_of(path, f"{ATTACHMENTS}/{path.name}") for path in sealed_files(vault)]
    work = 3 * database_size(vault) + 2 * sum(entry.size for entry in sealed)
    meter = Meter(work, progress, cancelled)
    with database_copy(vault, meter) as copy:
        # Only now: a file sealed meanwhile may be named by the state that was copied.
        sealed = [entry_of(path, f"{ATTACHMENTS}/{path.name}") for path in sealed_files(vault)]
        entries = (header_entry(vault), entry_of(copy, DATABASE), *sealed)
        plan = Plan(vault.vault_id, utc_text(now or datetime.now(UTC)), entries)
        report = pack(vault, plan, copy, target, meter)
    meter.finish()
    return report


def sealed_files(vault: Vault) -> list[Path]:
    """The finished files in `attachments/`, in order."""
    return [attachments.path_of(vault, file_id) for file_id in attachments.ids(vault)]


def entry_of(path: Path, name: str) -> Entry:
    """An entry that is to lie inside the container."""
    with os_errors(name, writing=False):
        return Entry(name, path.stat().st_size)


def header_entry(vault: Vault) -> Entry:
    """The entry of `vault.json`."""
    return Entry(CURRENT, len(vault.header_bytes))


def database_size(vault: Vault) -> int:
    """Bytes of the database, 0 where there is none yet."""
    return vault.database.stat().st_size if vault.database.is_file() else 0


def pack(
    vault: Vault,
    plan: Plan,
    copy: Path,
    target: Path,
    meter: Meter,
    vouched: frozenset[str] = frozenset(),
) -> BackupReport:
    """Write the container for `plan`, read it back (but for what is `vouched` for already), give
    it its name."""
    temporary = target.with_name(target.name + ".part")

    def source(entry: Entry) -> Iterator[bytes]:
        if entry.name == CURRENT:
            yield vault.header_bytes
            return
        path = copy if entry.name == DATABASE else vault.folder / entry.name
        with os_errors(entry.name, writing=False), path.open("rb") as file:
            while piece := file.read(PIECE):
                meter.advance(len(piece))
                yield piece

    with os_errors("backup"):
        temporary.unlink(missing_ok=True)
        fd = create_private(temporary)
        try:
            try:
                out = SyncedWriter(fd)
                write(out, plan, vault.keys.backup, source)
                out.sync()
            finally:
                os.close(fd)
            report = read_back(temporary, vault.keys.backup, meter, vouched)
            if report.hurt:
                raise BackupDamaged(said(report))
            move_into_place(temporary, target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    return report


def read_back(
    path: Path, key: bytes | None, meter: Meter, vouched: frozenset[str] = frozenset()
) -> BackupReport:
    """Every hash of the backup at `path`, and the MAC where there is a key for it."""
    with Container(path) as container:
        whole: list[str] = []
        hurt = list(container.hurt)
        for entry in container.plan.entries:
            try:
                for piece in () if entry.name in vouched else container.pieces(entry):
                    meter.advance(len(piece))
            except (BackupDamaged, CannotReach):
                hurt.append(entry.name)
            else:
                whole.append(entry.name)
        if not hurt and key is not None and not container.authentic(key):
            hurt.append("mac")
        return BackupReport(container.plan.vault_id, container.plan.made, tuple(whole), tuple(hurt))


def said(report: BackupReport) -> str:
    """Names only: what is hurt, and how much is whole."""
    many = len(report.whole)
    named = ", ".join(report.hurt[:5]) + (" and more" if len(report.hurt) > 5 else "")
    essential = [name for name in (CURRENT, DATABASE) if name in report.whole]
    return f"hurt: {named}; whole: {many} ({', '.join(essential) or 'none of the essential ones'})"


@contextmanager
def database_copy(vault: Vault, meter: Meter) -> Iterator[Path]:
    """A checked, encrypted copy of the database inside the vault folder, gone afterwards."""
    copy = _place_for_copy(vault)
    _clear(copy)
    try:
        key = vault.keys.database
        source = cipher.connect(vault.database, key, read_only=True)
        try:
            _copy_pages(source, copy, key, meter)
        finally:
            source.close()
        yield copy
    finally:
        _clear(copy)


def _place_for_copy(vault: Vault) -> Path:
    # A name of its own, so that two backups can run at once; opening the vault clears leftovers.
    return vault.folder / f"{new_id()}.part"


def _clear(copy: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            copy.with_name(copy.name + end).unlink(missing_ok=True)


def _copy_pages(source: Any, copy: Path, key: bytes, meter: Meter) -> None:
    target = cipher.connect(copy, key, create=True)
    begun = meter.done

    def told(_status: int, left: int, total: int) -> None:
        meter.reach(begun + (total - left) * _PAGE)

    try:
        with cipher.sql_errors():
            target.execute("PRAGMA synchronous=OFF")  # the container is what is synced
            # Holding one read transaction keeps the copy to one moment and lets SQLite go on
            # where a writer would make it start again.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(target, pages=_PAGES, progress=told, sleep=0)
            source.execute("ROLLBACK")
            target.execute("PRAGMA journal_mode=DELETE").fetchone()
        check_database(target, meter.stop)
    finally:
        target.close()


def check_database(connection: Any, stop: Stop | None) -> None:
    """Both checks of the whole database. Raises VaultDamaged, Cancelled."""
    if stop is not None:
        connection.set_progress_handler(lambda: int(stop()), _STOP_EVERY)
    try:
        if found := cipher.faults(connection):
            raise VaultDamaged(f"diary.db: {len(found)} faults")
    finally:
        connection.set_progress_handler(None, 0)


def check_backup(
    path: Path,
    vault: Vault | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> BackupReport:
    """Every hash of a backup; with the vault it was made from (open) also the MAC, and the
    database inside is opened and checked. Raises NotAVault, BackupDamaged only where nothing can
    be said, MadeByNewerVersion, Cancelled."""
    with Container(path) as container:
        plan = container.plan
    ours = vault if vault is not None and vault.vault_id == plan.vault_id else None
    meter = Meter(sum(entry.size for entry in plan.entries), progress, cancelled)
    report = read_back(path, ours.keys.backup if ours else None, meter)
    if ours is None or DATABASE not in report.whole or _database_holds(path, ours, cancelled):
        return report
    whole = tuple(name for name in report.whole if name != DATABASE)
    return replace(report, whole=whole, hurt=(*report.hurt, DATABASE))


def _database_holds(path: Path, vault: Vault, stop: Stop | None) -> bool:
    copy = _place_for_copy(vault)
    try:
        with Container(path) as container:
            entry = next(e for e in container.plan.entries if e.name == DATABASE)
            extract(container, entry, copy, Meter(0, None, stop))
        connection = cipher.connect(copy, vault.keys.database)
        try:
            check_database(connection, stop)
        finally:
            connection.close()
    except VaultDamaged:
        return False
    finally:
        _clear(copy)
    return True


def extract(container: Container, entry: Entry, path: Path, meter: Meter) -> None:
    """Write one entry to `path`, synced to disk. Raises BackupDamaged and leaves no file."""
    with os_errors(path.name):
        fd = create_private(path)
        try:
            out = SyncedWriter(fd)
            for piece in container.pieces(entry):
                out(piece)
                meter.advance(len(piece))
            out.sync()
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        finally:
            os.close(fd)
