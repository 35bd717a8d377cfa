"""One window per vault: a lock on the file `lock` that the operating system lets go of when the
process ends, however it ends. There is no stale lock to clear away."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from diary.errors import CannotReach, FileInUse
from diary.vault.disk import os_errors

NAME = "lock"
_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _take(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held from construction to `release`. Raises FileInUse, ReadOnly, CannotReach
    where the disk knows no locks."""

    def __init__(self, folder: Path) -> None:
        with os_errors(NAME):
            self._fd: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._fd)
        except OSError as error:
            os.close(self._fd)
            kind = FileInUse if error.errno in _HELD else CannotReach
            raise kind(NAME) from None

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
