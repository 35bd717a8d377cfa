"""Writing files so that a crash leaves either the old one or the new one, and saying in our own
errors what the disk refused. What the files mean belongs elsewhere."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diary.errors import CannotReach, DiskFull, ReadOnly

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LOCKED_AWAY = {errno.EACCES, errno.EPERM}
_BUSY_TRIES = 8 if sys.platform == "win32" else 1


@contextmanager
def os_errors(name: str, *, writing: bool = True) -> Iterator[None]:
    """Turn the system's refusals into DiskFull, ReadOnly or CannotReach. `name` is one that we
    chose ourselves (`vault.json`), never a path."""
    try:
        yield
    except OSError as error:
        raise _translated(error, name, writing) from None


def _translated(error: OSError, name: str, writing: bool) -> DiskFull | ReadOnly | CannotReach:
    if error.errno in _FULL:
        return DiskFull(name)
    if error.errno == errno.EROFS or (writing and error.errno in _LOCKED_AWAY):
        return ReadOnly(name)
    return CannotReach(name)


def create_private(path: Path) -> int:
    """A descriptor for a new file that only this user may read. Raises FileExistsError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def write_all(fd: int, data: bytes | memoryview) -> None:
    """Every byte of `data`, however many writes it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


class SyncedWriter:
    """Writes to a descriptor and syncs every few megabytes: one sync of a whole backup at the end
    would make every save meanwhile wait a tenth of a second for the same disk."""

    _EVERY = 2 * 1024 * 1024

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._unsynced = 0

    def __call__(self, data: bytes) -> None:
        write_all(self._fd, data)
        self._unsynced += len(data)
        if self._unsynced >= self._EVERY:
            self.sync()

    def sync(self) -> None:
        os.fsync(self._fd)
        self._unsynced = 0


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def move_into_place(temporary: Path, final: Path) -> None:
    """Rename over `final` and sync the folder. On Windows a virus scanner may hold either file
    for a moment, so the rename is tried a few times."""
    for attempt in range(_BUSY_TRIES):
        try:
            temporary.replace(final)
            break
        except PermissionError:
            if attempt == _BUSY_TRIES - 1:
                raise
            time.sleep(0.02 * 2**attempt)
    sync_folder(final.parent)


def stage(path: Path, data: bytes) -> Path:
    """`data` on disk under a temporary name beside `path`, synced; to be moved into place."""
    temporary = path.with_name(path.name + ".part")
    temporary.unlink(missing_ok=True)
    try:
        fd = create_private(temporary)
        try:
            write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: temporary file, fsync, rename, fsync of the folder."""
    with os_errors(path.name):
        move_into_place(stage(path, data), path)
