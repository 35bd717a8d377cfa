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


class Meter:
    """Counts work done against a total, so that a loop only says how much it has just done."""

    def __init__(self, total: int, progress: Progress | None, stop: Stop | None) -> None:
        self.total = total
        self.done = 0
        self._progress = progress
        self.stop = stop

    def advance(self, by: int) -> None:
        """Raises Cancelled where the person has asked to stop."""
        self.done = min(self.total, self.done + by)
        step(self._progress, self.stop, self.done, self.total)

    def reach(self, done: int) -> None:
        """As `advance`, to a point counted from the beginning."""
        self.advance(max(0, done - self.done))

    def finish(self) -> None:
        """The estimate was only that: say that all is done."""
        self.reach(self.total)
