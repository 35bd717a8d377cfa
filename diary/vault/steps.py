"""Long work that can be watched and stopped: the two callbacks that everything slow takes, and
nothing else. Whoever calls decides on which thread they run."""

from __future__ import annotations

from collections.abc import Callable

from diary.errors import Cancelled

Progress = Callable[[int, int], None]
"""Called with (done, total) in the work's own unit."""
Stop = Callable[[], bool]
"""Asked between steps; true means that the person wants to stop."""


def step(progress: Progress | None, stop: Stop | None, done: int, total: int) -> None:
    """Say how far we are. Raises Cancelled where the person has asked to stop."""
    if stop is not None and stop():
        raise Cancelled
    if progress is not None:
        progress(done, total)
