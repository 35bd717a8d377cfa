"""The invented diary: eight young people who do not exist and two years of entries about them, for
practising and for showing the program. It writes through the one door with a clock that moves; the
words are in `resources/demo/`, and nothing here is about a real child."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from diary.clock import Clock, FixedClock, SystemClock
from diary.demo.script import Script
from diary.demo.telling import Teller
from diary.diary import Diary
from diary.errors import FolderNotEmpty
from diary.vault import nonce, place
from diary.vault.disk import move_into_place, os_errors
from diary.vault.keyslots import KdfParams
from diary.vault.steps import Meter, Progress, Stop

PASSPHRASE = "practise with invented people"  # noqa: S105 printed for whoever practises
WORKER = "Sam"

_MAKING, _OPENING = 20, 10
"""What the key costs, counted in entries, so that progress moves evenly."""


def make_demo(
    folder: Path,
    *,
    clock: Clock | None = None,
    kdf: KdfParams | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> tuple[Diary, str]:
    """The invented diary in a new folder, open, with its recovery code; it opens with PASSPHRASE.
    It gets its name when it is whole. Raises FolderNotEmpty and what `Diary.create` raises;
    Cancelled leaves nothing."""
    clock = clock or SystemClock()
    place.require_unsynced(folder)
    with os_errors("folder", writing=False):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderNotEmpty
    making = folder.absolute().with_name(f".{folder.name}.making")
    script = Script.read(clock)
    meter = Meter(len(script.steps) + _MAKING + _OPENING, progress, cancelled)
    meter.advance(0)
    _clear(making)
    try:
        code = _write(making, script, clock, kdf, meter)
        with os_errors("folder"):
            if folder.exists():
                folder.rmdir()
            move_into_place(making, folder)
    except BaseException:
        _clear(making)
        raise
    diary = Diary.open(folder, PASSPHRASE, clock=clock)
    # The move is ours, so it is no copy brought back from somewhere.
    diary.notices.clear()
    meter.finish()
    return diary, code


def _write(making: Path, script: Script, clock: Clock, kdf: KdfParams | None, meter: Meter) -> str:
    with os_errors("folder"):
        making.parent.mkdir(parents=True, exist_ok=True)
    moving = FixedClock(script.begins, clock.zone())
    diary, code = Diary.create(making, PASSPHRASE, WORKER, clock=moving, kdf=kdf)
    try:
        meter.advance(_MAKING)
        Teller(diary, moving).tell(script, meter)
    finally:
        vault_id = diary.vault.vault_id
        diary.close()
    nonce.forget(vault_id)
    return code


def _clear(making: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(making)
