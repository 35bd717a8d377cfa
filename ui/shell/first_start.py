"""The first start: from nothing to an open diary in three small steps, without a printer and
without a network. The steps are in `first_steps`; `recovery_sheet` shows the recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from diary.errors import Cancelled, DiaryError
from diary.vault.keyslots import KdfParams
from diary.vault.steps import Progress, Stop
from diary.words import words_for
from ui.desk.tasks import Job, Tasks
from ui.shell.first_steps import UNSEEN, Founder, KeyStep, Links, Step, WhoStep
from ui.shell.recovery_sheet import RecoverySheet
from ui.theme import theme
from ui.widgets import Banner, LinkButton, PrimaryButton, ProgressStrip, Text, named

if TYPE_CHECKING:
    from diary.clock import Clock
    from diary.diary import Diary
    from diary.records.work import Work

_WIDE = 620


class FirstStart(QWidget):
    """The window of the first start. `finished(Diary)` once the recovery code was typed back;
    closing it before that leaves a locked diary, and the program says that it needs a new code."""

    finished = Signal(object)
    practise_requested = Signal()
    other_requested = Signal()

    def __init__(
        self, folder: Path, tasks: Tasks, clock: Clock | None, *, kdf: KdfParams | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle("Kith")
        named(self, "Kith")
        self._tasks, self._clock, self._kdf = tasks, clock, kdf
        self._diary: Diary | None = None
        self._job: Job | None = None
        self.who, self.key = WhoStep(), KeyStep(folder, tasks)
        self.sheet: RecoverySheet | None = None
        self._step: Step = self.who
        self.brand = Text("Kith", "brand", "accent", wrap=False)
        self.count = Text("", "small", "muted", wrap=False)
        self.title, self.said = Text("", "title"), Text("", "body", "muted")
        self.failed = Banner("", "danger")
        self.back = LinkButton("Back", "chevron-left")
        self.onward = PrimaryButton("Go on")
        self.progress = ProgressStrip("Making the diary…")
        self.links = Links()
        self._lay_out()
        self._connect()
        self._show(self.who)
        self.resize(theme().px(780), theme().px(700))
        self.who.name.setFocus()

    def _lay_out(self) -> None:
        self.panel = QFrame()
        self.panel.setProperty("panel", "card")
        named(self.panel, "Set up")
        self._column = QVBoxLayout(self.panel)
        head = QHBoxLayout()
        head.addWidget(self.brand)
        head.addStretch(1)
        head.addWidget(self.count)
        self._buttons = QWidget()
        foot = QHBoxLayout(self._buttons)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.onward)
        self._column.addLayout(head)
        words = QVBoxLayout()
        words.setSpacing(theme().px(4))
        words.addWidget(self.title)
        words.addWidget(self.said)
        self._column.addLayout(words)
        above: tuple[QWidget, ...] = (self.failed, self.who, self.key)
        for part in above:
            self._column.addWidget(part)
        self._place = self._column.count()
        below: tuple[QWidget, ...] = (self.progress, self._buttons, self.links)
        for part in below:
            self._column.addWidget(part)
        self.failed.hide()
        self.progress.hide()
        self._scroll_around()

    def _scroll_around(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.panel)
        middle.addStretch(2)
        row.addLayout(middle)
        row.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def _connect(self) -> None:
        self.links.practise.clicked.connect(self.practise_requested)
        self.links.other.clicked.connect(self.other_requested)
        self.onward.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self.who.submitted.connect(self.go_on)
        self.key.submitted.connect(self.go_on)
        self.progress.cancelled.connect(self._stop)
        theme().changed.connect(self._restyle)
        self._restyle()

    # -- the steps --------------------------------------------------------------------------

    def _show(self, step: Step) -> None:
        self._step = step
        self._say(1 if step is self.who else 2, step.title, step.said)
        self.who.setVisible(step is self.who)
        self.key.setVisible(step is self.key)
        self.back.setVisible(step is self.key)
        self.links.setVisible(step is self.who)
        self.onward.set_text("Go on" if step is self.who else "Make the diary")
        self.failed.hide()
        step.setFocus()

    def _say(self, number: int, title: str, said: str) -> None:
        self.count.setText(f"Step {number} of 3")
        self.title.setText(title)
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def fail(self, sentence: str) -> None:
        """Why something that was asked for can't be."""
        self.failed.say(sentence, "danger")
        self.failed.show()

    def go_on(self) -> None:
        """The next step, where this one can be left."""
        if self._job is not None or self.sheet is not None or not self._step.ready():
            return
        if self._step is self.who:
            self._show(self.key)
        else:
            self._make()

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        if self._job is None and self.sheet is None and self._step is self.key:
            self._show(self.who)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._stop() if self._job is not None else self.go_back()
        else:
            super().keyPressEvent(event)

    # -- the making -------------------------------------------------------------------------

    def _make(self) -> None:
        founder, folder = self.who.founder(), self.key.folder
        secret, clock, kdf = self.key.passphrase.text(), self._clock, self._kdf
        self.failed.hide()
        self._busy(True)
        self.progress.set_progress(0, 0)
        self._job = Job()
        self._job = self._tasks.long(
            self,
            lambda progress, stop: make(folder, secret, founder, clock, kdf, progress, stop),
            self._made,
            self._not_made,
            self._told,
        )
        if self._diary is not None or not self.failed.isHidden():
            self._job = None

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self._buttons.setVisible(not busy)
        self.key.setEnabled(not busy)
        if busy:
            self.progress.cancel.setFocus()

    def _told(self, progress: tuple[int, int]) -> None:
        done, total = progress
        self.progress.set_label(
            "Measuring this laptop, so that a thief has to work hard…"
            if done == 0
            else "Making the diary…"
        )
        self.progress.set_progress(done, total)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.progress.set_label("Stopping…")

    def _not_made(self, error: BaseException) -> None:
        self._job = None
        self._busy(False)
        self.key.passphrase.setFocus()
        if isinstance(error, Cancelled):
            self.failed.say("Stopped. Nothing was made and nothing is left behind.", "accent")
        elif isinstance(error, DiaryError):
            words = words_for(error)
            self.fail(f"{words.title}. {words.says} {words.next_step}")
        else:
            self.fail("The diary could not be made. Nothing is left behind.")
            self._tasks.crashed.emit(error)
        self.failed.show()

    def _made(self, made: object) -> None:
        assert isinstance(made, tuple)
        self._job = None
        self._diary, code = made
        self.key.passphrase.clear()
        self._busy(False)
        self.key.hide()
        self._buttons.hide()
        self._say(3, "Write down your recovery code", "")
        self.sheet = RecoverySheet(code)
        self.sheet.proved.connect(self._proved)
        self._column.insertWidget(self._place, self.sheet)
        self.sheet.show()
        self.sheet.written.setFocus()

    def _proved(self) -> None:
        diary = self._diary
        assert diary is not None and self.sheet is not None
        self.sheet.setEnabled(False)
        self._tasks.run(self, lambda: diary.set_setting(UNSEEN, False), self._hand_over)

    def _hand_over(self, _: object) -> None:
        diary, self._diary = self._diary, None
        self.finished.emit(diary)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed on the way: what was being made goes, what was made is locked."""
        self._stop()
        if self._diary is not None:
            diary, self._diary = self._diary, None
            diary.close()
        super().closeEvent(event)

    def _restyle(self) -> None:
        look = theme()
        edge = look.gap(3)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(look.gap(2))
        self.panel.setFixedWidth(min(look.px(_WIDE), max(look.px(420), 900)))


def make(
    folder: Path,
    passphrase: str,
    founder: Founder,
    clock: Clock | None,
    kdf: KdfParams | None,
    progress: Progress,
    stop: Stop,
) -> tuple[Diary, str]:
    """The new diary with what was said about organisation and worker, and its recovery code. Runs
    off the main thread; where it fails or is stopped nothing stays."""
    from diary.diary import Diary

    diary, code = Diary.create(
        folder,
        passphrase,
        founder.name,
        founder.role,
        clock=clock,
        kdf=kdf,
        progress=progress,
        cancelled=stop,
    )
    try:
        diary.set_setting(UNSEEN, True)
        diary.do(introduce, founder)
        if stop():
            raise Cancelled
    except BaseException:
        diary.store.close()
        diary.vault.take_back()
        raise
    return diary, code


def introduce(work: Work, founder: Founder) -> None:
    """The records about the organisation and about me, as far as something was said."""
    if founder.organisation:
        work.create("organisation", founder.organisation)
    if founder.me:
        work.create("me", founder.me)
