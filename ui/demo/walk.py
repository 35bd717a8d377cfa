"""The main job, done by keyboard in the real windows on a fresh invented diary: one line for each
step, a picture of each screen, and a status that says whether all of it went well. The steps
themselves are in `steps.py`."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest

from diary import paths
from diary.demo import make_demo
from diary.errors import DiaryError
from ui.app import Program, make_application
from ui.demo.afternoon import Afternoon
from ui.demo.hands import SIZE, Hands, Stuck
from ui.demo.steps import STEPS


def walk(out: Path) -> int:
    """Does it all; gives the exit status."""
    began = time.monotonic()
    home = out.absolute() / "vault"
    shutil.rmtree(out, ignore_errors=True)
    home.mkdir(parents=True)
    os.environ["KITH_HOME"] = str(home)
    clock = Afternoon()
    try:
        _make(clock, began)
    except (DiaryError, OSError) as error:
        print(f"FAILED 00 making the invented diary: {error}", flush=True)
        return 1
    qInstallMessageHandler(_pass_on)
    application = make_application(sys.argv[:1])
    program = Program(paths.practise_vault(), clock=clock)
    hands = Hands(program, out)
    program.start()
    hands.window().resize(SIZE)
    QTest.qWaitForWindowActive(hands.window())
    failed = _steps(hands, program)
    program.close()
    application.closeAllWindows()
    if not failed:
        print(f"all {len(STEPS)} steps in {time.monotonic() - began:.0f} s, pictures in {out}")
    return 1 if failed else 0


def _pass_on(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """What Qt has to say, without what the platform that has no screen says of each window."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr, flush=True)


def _make(clock: Afternoon, began: float) -> None:
    diary, _ = make_demo(paths.practise_vault(), clock=clock)
    diary.close()
    print(f"ok 00 invented diary made in {time.monotonic() - began:.1f} s", flush=True)


def _steps(hands: Hands, program: Program) -> bool:
    """Whether a step failed."""
    for number, step in enumerate(STEPS, 1):
        try:
            done = step(hands, program)
            if hands.crashes:
                raise Stuck(f"the program failed: {hands.crashes[0]}")
        except Exception as error:  # noqa: BLE001 any failure of a step is told in one line
            reason = str(error) or type(error).__name__
            print(f"FAILED {number:02} {step.__name__}: {reason}", flush=True)
            hands.save_picture(f"{number:02}-failed")
            return True
        print(f"ok {number:02} {done}", flush=True)
    return False
