"""The files of a vault's folder as a whole: taking an empty one, sweeping up after a crash, giving
it back. What each file holds is its own module's business."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from diary.errors import FolderNotEmpty
from diary.vault import head, header, lock
from diary.vault.disk import os_errors


def require_empty(folder: Path) -> None:
    """Empty, or holding only what a creation cut short leaves behind."""
    half = {header.CURRENT + ".part", header.SPARE + ".part"}
    leftovers = {lock.NAME, header.ATTACHMENTS, *half}
    with os_errors("folder", writing=False):
        names = {path.name for path in folder.iterdir()}
        kept = folder / header.ATTACHMENTS
        if names - leftovers or (kept.is_dir() and any(kept.iterdir())):
            raise FolderNotEmpty


def sweep(folder: Path) -> None:
    """What a crash left half written; all of it is sealed, and none of it was acknowledged."""
    for where in (folder, folder / header.ATTACHMENTS):
        for pattern in ("*.part", "*.part-*"):
            for path in where.glob(pattern):
                _quietly(path, Path.unlink)


def take_back(folder: Path, *, whole: bool) -> None:
    """Undo a creation: everything that it may have made, the folder itself where `whole`."""
    for name in (header.CURRENT, header.SPARE, head.NAME, lock.NAME):
        _quietly(folder / name, Path.unlink)
    for end in ("", "-wal", "-shm"):
        _quietly(folder / (header.DATABASE + end), Path.unlink)
    _quietly(folder / header.ATTACHMENTS, Path.rmdir)
    if whole:
        _quietly(folder, Path.rmdir)


def _quietly(path: Path, undo: Callable[[Path], None]) -> None:
    try:
        undo(path)
    except OSError:
        # What stays behind is empty of anything secret, and a next attempt takes it over.
        return
