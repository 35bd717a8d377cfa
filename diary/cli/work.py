"""Long work on the command line: a progress bar on stderr, and Ctrl+C that stops it cleanly."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


class Steps(NamedTuple):
    """The two callbacks that everything slow takes."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@contextmanager
def working(label: str) -> Iterator[Steps]:
    """A bar while the block runs. The first Ctrl+C asks the work to stop at its next step, so
    that nothing is left half done; a second one breaks off."""
    stop = threading.Event()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with (
        _interrupts(stop),
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task(label, total=None)
        yield Steps(lambda done, total: bar.update(task, completed=done, total=total), stop.is_set)


@contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
