"""Starting Qt, which ends the whole process where it finds no screen that works. Its last words
become one sentence and an exit code that the command line knows; what is shown is `app`'s."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

UNAVAILABLE = 3


def start(sorry: Callable[[str], int]) -> int:
    """Run the program until it is closed; its exit status. Where Qt can't start, `sorry` is told
    why, and the process ends with 3: Qt would abort as soon as its handler came back."""
    from ui.app import main, make_application

    heard: list[str] = []

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            sorry(_why(heard))
            sys.stderr.flush()
            os._exit(UNAVAILABLE)
        heard.append(message)

    before = qInstallMessageHandler(handle)
    make_application(sys.argv[:1])
    qInstallMessageHandler(before)
    return main()


def _why(heard: list[str]) -> str:
    """The library that Qt misses, where it said so."""
    needed = [line for line in heard if "is needed" in line]
    return needed[0].rstrip(".") if needed else "Qt found no screen that works"
