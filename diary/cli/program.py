"""Opening the window from the command line, and saying so plainly where that can't be. The one
place in `diary` that knows there is a `ui`: asked for by name, so that nothing here needs it."""

from __future__ import annotations

import importlib
import os
import sys

_NO_WINDOW = (
    "Kith can't open its window here ({why}). The commands work without one: see kith --help."
)
UNAVAILABLE = 3


def open_program() -> int:
    """Run the program until it is closed; its exit code. 3 where no window can be opened."""
    if not _has_screen():
        return _sorry("no screen was found")
    try:
        return int(importlib.import_module("ui.starting").start(_sorry))
    except ImportError as missing:
        return _sorry(f"{_library(missing)} is missing")


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in named)


def _library(missing: ImportError) -> str:
    """The library's name out of "libEGL.so.1: cannot open shared object file"."""
    return missing.name or str(missing).partition(":")[0]


def _sorry(why: str) -> int:
    print(_NO_WINDOW.format(why=why), file=sys.stderr)
    return UNAVAILABLE
