"""Opening the practice diary, made first where it is not there: invented young people in a folder
of its own. What is in it belongs to `diary.demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from diary import paths
from diary.errors import Cancelled, DiaryError
from diary.vault.steps import Progress, Stop
from diary.words import words_for
from ui.desk.tasks import Job, Tasks
from ui.theme import theme
from ui.widgets import Banner, LinkButton, PrimaryButton, ProgressStrip, Text, named

if TYPE_CHECKING:
    from diary.diary import Diary


class Practising(QWidget):
    """A small window while the practice diary is made and opened. `ready(Diary)`, or `given_up`
    where it was stopped or could not be made."""

    ready = Signal(object)
    given_up = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setWindowTitle("Kith")
        named(self, "Kith")
        self._tasks = tasks
        self._job: Job | None = None
        self._over = False
        self.progress = ProgressStrip("Making up young people to practise with…")
        self.failed = Banner("", "danger")
        self.again = PrimaryButton("Try again")
        self.back = LinkButton("Back", "chevron-left")
        self.progress.hide()
        self._buttons = QWidget()
        self._lay_out()
        self.progress.cancelled.connect(self._stop)
        self.again.clicked.connect(self.begin)
        self.back.clicked.connect(self.given_up)
        theme().changed.connect(self._restyle)
        self._restyle()
        self.resize(theme().px(720), theme().px(560))
        # The window is on screen before the work begins, also where the work runs at once.
        QTimer.singleShot(0, self, self.begin)

    def _lay_out(self) -> None:
        self.panel = QFrame()
        self.panel.setProperty("panel", "card")
        named(self.panel, "Practise")
        self._column = QVBoxLayout(self.panel)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.again)
        parts: tuple[QWidget, ...] = (
            Text("Kith", "brand", "accent", wrap=False),
            Text("Practise", "title"),
            Text(
                "A diary with invented young people and two years of history. Try anything: "
                "nothing here is real, and it lies in a folder of its own."
            ),
            self.failed,
            self.progress,
            self._buttons,
        )
        for part in parts:
            self._column.addWidget(part)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def begin(self) -> None:
        """Make it where it is not there, and open it."""
        if self._job is not None or self._over:
            return
        self.failed.hide()
        self._buttons.hide()
        self.progress.set_progress(0, 0)
        self.progress.show()
        self.progress.cancel.setFocus()
        self._job = Job()
        job = self._tasks.long(self, open_practice, self._opened, self._not_opened, self._told)
        if self._job is not None:
            self._job = job

    def _told(self, progress: tuple[int, int]) -> None:
        self.progress.set_progress(*progress)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.progress.set_label("Stopping…")

    def _opened(self, diary: object) -> None:
        self._job = None
        self._over = True
        self.ready.emit(diary)

    def _not_opened(self, error: BaseException) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self.given_up.emit()
            return
        self.progress.hide()
        self._buttons.show()
        self.again.setFocus()
        if isinstance(error, DiaryError):
            words = words_for(error)
            self.failed.say(f"{words.title}. {words.says} {words.next_step}", "danger")
        else:
            self.failed.say("The practice diary could not be made. Nothing else is touched.")
            self._tasks.crashed.emit(error)
        self.failed.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._stop() if self._job is not None else self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._over = True  # before the first moment of work, too
        self._stop()
        super().closeEvent(event)

    def _restyle(self) -> None:
        look = theme()
        edge = look.gap(3)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(look.gap(2))
        self.panel.setFixedWidth(min(look.px(560), 900))


def open_practice(progress: Progress, stop: Stop) -> Diary:
    """The open practice diary. Runs off the main thread. Raises what opening raises, Cancelled."""
    from diary.demo import PASSPHRASE, make_demo
    from diary.diary import Diary

    folder = paths.practise_vault()
    if (folder / "vault.json").exists():
        return Diary.open(folder, PASSPHRASE, progress=progress, cancelled=stop)
    diary, _ = make_demo(folder, progress=progress, cancelled=stop)
    return diary
