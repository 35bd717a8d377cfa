"""Where the files of a copy go: a folder or a .zip file that gets its name only when it is whole.
What is in the files is no business of this one."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from diary.errors import AlreadyThere
from diary.vault.disk import create_private, move_into_place, os_errors, sync_folder

_NAME = "copy"


class Box(Protocol):
    """Something that takes files by name, with forward slashes."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]: ...


@contextmanager
def box(target: Path) -> Iterator[Box]:
    """A box that lies at `target` when the block ends well, and nowhere when it does not: a .zip
    file where it ends so, else a folder. Raises AlreadyThere, DiskFull, ReadOnly, CannotReach."""
    target = Path(os.path.abspath(target))  # noqa: PTH100 - keeps links
    require_free(target)
    making = target.with_name(f".{target.name}.part")
    with os_errors(_NAME):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(making)
        try:
            if target.suffix.lower() == ".zip":
                yield from _zip(making)
            else:
                yield from _folder(making)
            if target.is_dir():
                target.rmdir()
            move_into_place(making, target)
        except BaseException:
            with suppress(OSError):
                _clear(making)
            raise


def require_free(target: Path) -> None:
    """Raises AlreadyThere, unless there is nothing or an empty folder."""
    with os_errors(_NAME, writing=False):
        if not target.exists() and not target.is_symlink():
            return
        if target.suffix.lower() == ".zip" or not target.is_dir() or any(target.iterdir()):
            raise AlreadyThere(_NAME)


def _clear(making: Path) -> None:
    if making.is_dir() and not making.is_symlink():
        shutil.rmtree(making)
    else:
        making.unlink(missing_ok=True)


def _zip(making: Path) -> Iterator[Box]:
    with os.fdopen(create_private(making), "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            yield _Zip(packed)
        file.flush()
        os.fsync(file.fileno())


class _Zip:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self._packed.open(name, "w", force_zip64=True)


def _folder(making: Path) -> Iterator[Box]:
    making.mkdir(mode=0o700)
    yield _Folder(making)
    for folder in [making, *(path for path in making.iterdir() if path.is_dir())]:
        sync_folder(folder)


class _Folder:
    def __init__(self, making: Path) -> None:
        self._making = making

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        path = self._making / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(create_private(path), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
