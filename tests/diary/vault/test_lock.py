from __future__ import annotations

import errno
from pathlib import Path

import pytest

from diary.errors import CannotReach, FileInUse
from diary.vault import lock


def test_one_at_a_time_and_again_after_release(tmp_path: Path) -> None:
    one = lock.FolderLock(tmp_path)
    with pytest.raises(FileInUse):
        lock.FolderLock(tmp_path)
    one.release()
    one.release()
    lock.FolderLock(tmp_path).release()


def test_a_file_left_lying_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).write_bytes(b"left by a crash")
    lock.FolderLock(tmp_path).release()


def test_a_disk_without_locks_is_not_called_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_fd: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(lock, "_take", refuse)
    with pytest.raises(CannotReach):
        lock.FolderLock(tmp_path)
