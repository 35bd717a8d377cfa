"""From a backup to a vault in a new folder. Making and checking backups is in `backup`; nothing
here touches an existing vault."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from diary.errors import BackupDamaged, CannotReach, DiaryError, FolderNotEmpty
from diary.vault import header, nonce, place
from diary.vault.backup import BackupReport, extract, said
from diary.vault.container import Container
from diary.vault.disk import move_into_place, os_errors, sync_folder
from diary.vault.header import ATTACHMENTS, CURRENT, DATABASE
from diary.vault.steps import Meter, Progress, Stop


def restore(
    file: Path,
    new_folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
    leave_out_hurt: bool = False,
) -> BackupReport:
    """The vault as it was, in a new or empty folder; it opens with the passphrase and recovery
    code of that time. The folder gets its name only when every hash holds.

    With `leave_out_hurt` damaged attachments are left out, as long as header and database are
    whole. Raises NotAVault where it isn't a backup at all, BackupDamaged naming what is hurt and
    what is whole, MadeByNewerVersion, SyncedFolder, FolderNotEmpty, DiskFull, ReadOnly, Cancelled
    (nothing stays)."""
    place.require_unsynced(new_folder)
    new_folder = new_folder.absolute()
    if not new_folder.name:
        raise CannotReach("folder")
    _require_free(new_folder)
    making = new_folder.with_name(f".{new_folder.name}.restoring")
    with os_errors("folder"):
        new_folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_tree(making)
        (making / ATTACHMENTS).mkdir(mode=0o700, parents=True)
        making.chmod(0o700)
    try:
        report = _unpack(file, making, progress, cancelled)
        _require_usable(report, making, leave_out_hurt)
        with os_errors("folder"):
            sync_folder(making / ATTACHMENTS)
            sync_folder(making)
            if new_folder.exists():
                new_folder.rmdir()
            move_into_place(making, new_folder)
    except BaseException:
        with suppress(OSError):
            _remove_tree(making)
        raise
    # The copy must not go on under the incarnation that the original may be using.
    nonce.forget(report.vault_id)
    return report


def _require_free(folder: Path) -> None:
    with os_errors("folder", writing=False):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderNotEmpty


def _remove_tree(folder: Path) -> None:
    """Only what a restore makes: files, and one folder of files."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            for inner in path.iterdir():
                inner.unlink()
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()


def _unpack(file: Path, making: Path, progress: Progress | None, stop: Stop | None) -> BackupReport:
    with Container(file) as container:
        plan = container.plan
        meter = Meter(sum(entry.size for entry in plan.entries), progress, stop)
        whole: list[str] = []
        hurt = list(container.hurt)
        for entry in plan.entries:
            try:
                extract(container, entry, making / entry.name, meter)
            except BackupDamaged:
                hurt.append(entry.name)
            else:
                whole.append(entry.name)
    return BackupReport(plan.vault_id, plan.made, tuple(whole), tuple(hurt))


def _require_usable(report: BackupReport, making: Path, leave_out_hurt: bool) -> None:
    essential = CURRENT in report.whole and DATABASE in report.whole
    if not essential or (report.hurt and not leave_out_hurt):
        raise BackupDamaged(said(report))
    try:
        found = header.read(making).candidates[0]
    except DiaryError:
        raise BackupDamaged(CURRENT) from None
    if found.vault_id != report.vault_id:
        raise BackupDamaged(CURRENT)
    header.write(making, found)
