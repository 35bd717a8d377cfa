"""Work off the main thread: one lane for the diary (writes and what must see them), one for reads,
one for long work that shows progress and can be stopped. Results come back on the main thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from diary.errors import Cancelled

Lane = Literal["diary", "read", "long"]
Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]
_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class _News:
    """Something for the main thread: whom it concerns, what to call, with what."""

    owner: QObject | None
    call: Callable[[Any], None]
    value: Any


class Job:
    """A long work under way. `cancel` asks it to stop; it then fails with Cancelled."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def cancel(self) -> None:
        self._stop.set()

    def is_cancelled(self) -> bool:
        return self._stop.is_set()


class Tasks(QObject):
    """The one task runner, owned by `app`. `inline=True` runs everything at once on the calling
    thread: for tests and for the moments before locking."""

    _news = Signal(object)
    crashed = Signal(object)
    idle = Signal()

    def __init__(self, *, inline: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inline = inline
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._waiting = 0
        if not inline:
            for lane in ("diary", "read", "long"):
                self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"kith-{lane}")
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject | None,
        work: Callable[[], Any],
        then: Then | None = None,
        failed: Failed | None = None,
        *,
        lane: Lane = "diary",
    ) -> None:
        """Do `work` in its lane; `then(result)` or `failed(error)` follow on the main thread unless
        `owner` is gone by then. Without `failed` an error is reported as `crashed`."""
        self._waiting += 1
        if self._inline:
            self._finish(owner, self._carry_out(work), then, failed)
            return
        future: Future[tuple[Any, BaseException | None]] = self._lanes[lane].submit(
            self._carry_out, work
        )
        future.add_done_callback(
            lambda done: self._news.emit(
                _News(None, lambda out: self._finish(owner, out, then, failed), done.result())
            )
        )

    def long(
        self,
        owner: QObject | None,
        work: Callable[[Callable[[int, int], None], Callable[[], bool]], Any],
        then: Then | None = None,
        failed: Failed | None = None,
        progress: Callable[[tuple[int, int]], None] | None = None,
    ) -> Job:
        """Long work: `work(progress, cancelled)` in its own lane. `progress((done, total))` is told
        at most twenty times a second."""
        job = Job()
        last = 0.0

        def told(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if progress is not None and (now - last >= _EVERY_S or done >= total):
                last = now
                self._tell(_News(owner, progress, (done, total)))

        self.run(owner, lambda: work(told, job.is_cancelled), then, failed, lane="long")
        return job

    def _tell(self, news: _News) -> None:
        if self._inline:
            self._deliver(news)
        else:
            self._news.emit(news)

    @staticmethod
    def _carry_out(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
        try:
            return work(), None
        except BaseException as error:  # noqa: BLE001 it is raised anew, or told, on the main thread
            return None, error

    def _finish(
        self,
        owner: QObject | None,
        outcome: tuple[Any, BaseException | None],
        then: Then | None,
        failed: Failed | None,
    ) -> None:
        self._waiting -= 1
        value, error = outcome
        alive = owner is None or shiboken6.isValid(owner)
        if error is None:
            if then is not None and alive:
                then(value)
        elif failed is not None and alive:
            failed(error)
        elif not isinstance(error, Cancelled):
            self.crashed.emit(error)
        if self._waiting == 0:
            self.idle.emit()

    @Slot(object)
    def _deliver(self, news: object) -> None:
        assert isinstance(news, _News)
        if news.owner is None or shiboken6.isValid(news.owner):
            news.call(news.value)

    def is_idle(self) -> bool:
        return self._waiting == 0

    def settle(self, seconds: float = 10.0) -> bool:
        """Wait until everything asked for has come back; for locking and closing. Keeps delivering
        results meanwhile. False where time ran out."""
        until = time.monotonic() + seconds
        while self._waiting and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.001)
        return self._waiting == 0

    def close(self) -> None:
        """Finish what was begun and end the threads."""
        self.settle()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
