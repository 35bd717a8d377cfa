"""Long work in a section: a strip with progress and Cancel while it runs, a banner with the outcome
afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from diary.errors import Cancelled, DiaryError
from diary.words import words_for
from ui.desk.desk import Desk
from ui.desk.tasks import Job
from ui.widgets import Banner, Column, ProgressStrip


class LongWork(QWidget):
    """Runs one piece of long work at a time. The buttons given are asleep meanwhile."""

    def __init__(self, desk: Desk, *buttons: QWidget) -> None:
        super().__init__()
        self._desk, self._buttons = desk, buttons
        self._job: Job | None = None
        self._running = False
        self.strip = ProgressStrip("Working…")
        self.outcome = Banner("", "good", closable=True)
        self.strip.hide()
        self.outcome.hide()
        column = Column(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.add(self.strip)
        column.add(self.outcome)
        self.strip.cancelled.connect(self.stop)
        desk.about_to_lock.connect(self.stop)
        self.hide()

    def run(self, label: str, work: Callable[..., Any], then: Callable[[Any], None]) -> None:
        """Does `work(progress, cancelled)`; `then(result)` says what came of it."""
        if self._running:
            return
        self._running = True
        self.show()
        self.outcome.hide()
        self.strip.set_label(label)
        self.strip.set_progress(0, 0)
        self.strip.show()
        for button in self._buttons:
            button.setEnabled(False)
        self.strip.cancel.setFocus()

        def done(result: Any) -> None:
            self._end()
            then(result)

        self._job = self._desk.long(self, work, done, self._failed, self._told)

    def stop(self) -> None:
        """Asks it to stop; nothing is left half done."""
        if self._running and self._job is not None:
            self._job.cancel()
            self.strip.set_label("Stopping…")

    def say(self, text: str, tone: Any = "good") -> None:
        """What came of it."""
        self.show()
        self.outcome.say(text, tone)
        self.outcome.show()

    def _told(self, progress: tuple[int, int]) -> None:
        self.strip.set_progress(*progress)

    def _end(self) -> None:
        self._running = False
        self._job = None
        self.strip.hide()
        for button in self._buttons:
            button.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.say("Stopped. Nothing is left half done.", "accent")
        elif isinstance(error, DiaryError):
            words = words_for(error)
            self.say(f"{words.title}. {words.says} {words.next_step}".strip(), "danger")
        else:
            self.hide()
            self._desk.fail(error)
