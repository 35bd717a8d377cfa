"""The composition root: it finds the diary, lets the worker in, opens the window on it, locks it
and lets them in again. The unlock window paints before SQLModel is imported; while the key is
worked out the rest is loaded."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from diary import paths
from diary.errors import Cancelled, DiaryError, NotAVault
from diary.vault.steps import Progress, Stop
from ui.desk.tasks import Job, Tasks
from ui.shell.copied import Copied
from ui.shell.unlock import LockScreen, UnlockBody, UnlockWindow
from ui.theme import theme

if TYPE_CHECKING:
    from diary.clock import Clock
    from diary.diary import Diary
    from ui.pages import PageSpec
    from ui.shell.session import Session
    from ui.shell.watch import Watch
    from ui.shell.window import MainWindow

HEADER = "vault.json"
AHEAD_MS = 150
"""So long after the unlock window is shown the rest is loaded: it has painted by then."""
PRACTICE = "Practice diary: everyone in it is invented"


def load_diary() -> None:
    """Import everything an open diary needs; slow, so it happens beside the key derivation."""
    for name in ("diary.diary", "ui.pages", "ui.shell.session", "ui.shell.window"):
        import_module(name)
    from ui.pages import all_pages

    all_pages()


def load_ahead() -> None:
    """Begin to import while the passphrase is being typed."""
    threading.Thread(target=load_diary, name="kith-loading", daemon=True).start()


def open_diary(
    folder: Path,
    secret: str,
    *,
    recovery: bool,
    clock: Clock | None,
    progress: Progress,
    stop: Stop,
) -> Diary:
    """Unlock the diary in `folder`. Runs off the main thread; cancelling throws the key away."""
    loading = threading.Thread(target=load_diary, name="kith-loading", daemon=True)
    loading.start()
    from diary.vault.vault import Vault

    opener = Vault.open_with_recovery if recovery else Vault.open
    vault = opener(folder, secret, cancelled=stop)
    loading.join()
    from diary.diary import Diary

    return Diary.enter(vault, clock=clock, progress=progress, cancelled=stop)


class Program(QObject):
    """The running program: one window, at most one open diary."""

    opened = Signal()
    locked = Signal()
    _crashed = Signal(str)

    def __init__(
        self, folder: Path, *, tasks: Tasks | None = None, clock: Clock | None = None
    ) -> None:
        super().__init__()
        self.folder = folder
        self.tasks = tasks or Tasks(parent=self)
        self.clock = clock
        self.front: QWidget | None = None
        self.window: MainWindow | None = None
        self.session: Session | None = None
        self._watch: Watch | None = None
        self._job: Job | None = None
        self._copied = Copied(self)
        self._back_to: tuple[str, dict[str, Any]] = ("today", {})
        self.tasks.crashed.connect(self._report)
        self._crashed.connect(self._show_crash)

    # -- letting in -------------------------------------------------------------------------

    def start(self) -> None:
        """Show the first window: unlock, or the first start where there is no diary yet."""
        if (self.folder / HEADER).exists():
            self._show_unlock()
        else:
            self.set_up()

    def _show_unlock(self) -> None:
        window = UnlockWindow(self._place())
        self._wire(window.body)
        window.body.other_requested.connect(self._another)
        window.body.practise_requested.connect(self.practise)
        self._front(window)
        QTimer.singleShot(AHEAD_MS, load_ahead)

    def _place(self) -> str:
        if self.folder == paths.practise_vault():
            return PRACTICE
        return "" if self.folder == paths.default_vault() else f"Diary “{self.folder.name}”"

    def _front(self, window: QWidget) -> None:
        before, self.front = self.front, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def set_up(self) -> None:
        """The first start: a new diary."""
        from ui.shell.first_start import FirstStart

        window = FirstStart(self.folder, self.tasks, self.clock)
        window.finished.connect(self.enter)
        window.practise_requested.connect(self.practise)
        window.other_requested.connect(self._another)
        self._front(window)

    def practise(self) -> None:
        """Open the practice diary, made first where it is not there."""
        from ui.shell.practising import Practising

        window = Practising(self.tasks)
        window.ready.connect(self._enter_practice)
        window.given_up.connect(self.start)
        self._front(window)

    def _enter_practice(self, diary: object) -> None:
        self.folder = paths.practise_vault()
        self.enter(diary)

    def _another(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self.front, "Choose the diary's folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.choose)
        dialog.open()

    def choose(self, folder: str) -> None:
        """Another diary was chosen; a folder without one is said to be so."""
        if (Path(folder) / HEADER).exists():
            self.folder = Path(folder)
            self.start()
            return
        from diary.words import words_for

        words = words_for(NotAVault())
        self._say_no(f"{words.title}. {words.says}")

    def _say_no(self, sentence: str) -> None:
        from ui.shell.first_start import FirstStart

        body = self._body()
        if body is not None:
            body.fail(sentence)
        elif isinstance(self.front, FirstStart):
            self.front.fail(sentence)

    def _wire(self, body: UnlockBody) -> None:
        body.unlock_requested.connect(self._try_passphrase)
        body.recover_requested.connect(self._try_recovery)
        body.cancelled.connect(self._stop_unlocking)

    def _body(self) -> UnlockBody | None:
        if isinstance(self.front, UnlockWindow | LockScreen):
            return self.front.body
        return None

    def _try_passphrase(self, secret: str) -> None:
        self._try(secret, recovery=False)

    def _try_recovery(self, code: str) -> None:
        self._try(code, recovery=True)

    def _try(self, secret: str, *, recovery: bool) -> None:
        body = self._body()
        assert body is not None
        body.busy()
        self._job = self.tasks.long(
            self,
            lambda progress, stop: open_diary(
                self.folder,
                secret,
                recovery=recovery,
                clock=self.clock,
                progress=progress,
                stop=stop,
            ),
            self.enter,
            self._not_opened,
            self._told,
        )

    def _told(self, progress: tuple[int, int]) -> None:
        body = self._body()
        if body is not None:
            body.progress.set_label("Bringing the diary up to date…")
            body.progress.set_progress(*progress)

    def _stop_unlocking(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _not_opened(self, error: BaseException) -> None:
        body = self._body()
        if body is None or isinstance(error, Cancelled):
            if body is not None:
                body.idle()
        elif isinstance(error, DiaryError):
            from diary.words import words_for

            words = words_for(error)
            body.fail(f"{words.title}. {words.says} {words.next_step}".strip())
        else:
            body.idle()
            self._report(error)

    # -- open -------------------------------------------------------------------------------

    def enter(self, diary: object) -> None:
        """A diary is open: show the window on it, where the worker was."""
        from diary.diary import Diary
        from ui.shell.session import Session

        assert isinstance(diary, Diary)
        self._job = None
        body = self._body()
        if body is not None:
            body.forget()
        if self.window is None:
            self._make_window()
        assert self.window is not None and self._watch is not None
        self.window.uncover()
        self.folder = diary.vault.folder
        practising = self.folder == paths.practise_vault()
        if not practising:
            paths.choose_vault(self.folder)
        self.window.set_watermark(PRACTICE if practising else "")
        self.session = Session(diary, self.window, self.tasks, self)
        self.session.minutes_changed.connect(self._tell_watch)
        self.session.desk.left.connect(self.leave_for)
        self._watch.set_in_conversation(False)
        self.session.desk.conversing.connect(self._watch.set_in_conversation)
        self._wear(diary)
        key, args = self._back_to
        self.window.show_page(key, **args)
        self.window.show()
        if isinstance(self.front, LockScreen):
            self.front = None
        elif self.front is not None:
            self.front.close()
            self.front.deleteLater()
            self.front = None
        self._tell_watch()
        self._watch.start(self.window.windowHandle())
        if diary.vault.opened_with == "recovery":
            self.window.show_page("settings", section="passphrase")
        self.opened.emit()

    def _tell_watch(self) -> None:
        if self._watch is not None and self.session is not None:
            self._watch.minutes = self.session.lock_minutes
            self._watch.long_minutes = self.session.long_minutes

    def leave_for(self, folder: Path) -> None:
        """Lock this diary and show the way into another one."""
        if self._watch is not None:
            self._watch.stop()
        self._back_to = ("today", {})
        self._closing()
        if self.window is not None:
            self.window.hide()
        self.folder = folder
        self.start()

    def _wear(self, diary: Diary) -> None:
        look = diary.setting("look", {})
        if isinstance(look, dict):
            theme().set(**look)

    def _make_window(self) -> None:
        from ui.pages import all_pages
        from ui.shell.watch import Watch
        from ui.shell.window import MainWindow, NavEntry

        entries = [
            NavEntry(p.key, p.label, p.icon, self._maker(p), p.bottom, p.under) for p in all_pages()
        ]
        self.window = MainWindow(entries)
        self.window.lock_requested.connect(self._lock_now)
        self.window.cover_requested.connect(self.cover)
        self.window.close_requested.connect(self._closing)
        self._watch = Watch(self)
        self._watch.lock_wanted.connect(self.lock)
        self._watch.cover_wanted.connect(self.cover)

    def _maker(self, page: PageSpec) -> Callable[[], QWidget]:
        def make() -> QWidget:
            assert self.session is not None
            return page.make(self.session.desk)

        return make

    def cover(self) -> None:
        """The plain screen, on one key; the diary stays open behind it."""
        from ui.shell.cover import CoverScreen

        if self.window is None or self.session is None:
            return
        if isinstance(self.window.covering(), CoverScreen):
            return
        self.session.desk.about_to_lock.emit()  # while the form still knows where the cursor is
        screen = CoverScreen()
        screen.uncover_requested.connect(self.window.lift)
        self.window.cover_with(screen)

    def watch(self) -> Watch | None:
        """What decides when to lock; None before the first diary is open."""
        return self._watch

    # -- locking ----------------------------------------------------------------------------

    def _lock_now(self) -> None:
        self.lock("Locked. Everything is saved.")

    def lock(self, why: str) -> None:
        """Drafts into the vault, the diary closed, nothing readable left in the window."""
        if self.session is None or self.window is None or self._watch is None:
            return
        self._watch.stop()
        self.session.desk.about_to_lock.emit()  # while the form still knows where the cursor is
        self._back_to = self.window.way_back()
        self.window.uncover()
        screen = LockScreen(why)
        self._wire(screen.body)
        self.front = screen
        session, self.session = self.session, None
        self.window.cover_with(screen)
        screen.body.setEnabled(False)
        session.close()
        session.deleteLater()
        self.window.set_status("", "Locked", left_icon="lock", right_icon="lock")
        screen.body.setEnabled(True)
        screen.body.setFocus()
        self._copied.forget()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.locked.emit()

    def _closing(self) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            session.close()
            self._copied.forget()

    # -- our own mistakes ---------------------------------------------------------------------

    def _report(self, error: object) -> None:
        from ui.shell.crash import redacted_report

        if isinstance(error, BaseException):
            self._show_crash(redacted_report(type(error), error.__traceback__))

    def _show_crash(self, report: str) -> None:
        from ui.shell.crash import CrashDialog

        dialog = CrashDialog(report, self.window or self.front)
        dialog.open()

    def watch_for_crashes(self) -> None:
        """Every exception that nobody caught becomes a redacted report."""
        from ui.shell.crash import install_crash_hook

        install_crash_hook(self._crashed.emit)

    def close(self) -> None:
        """End of the program."""
        self._closing()
        self.tasks.close()


def make_application(argv: list[str]) -> QApplication:
    """The Qt application with our locale, font and palette."""
    QLocale.setDefault(QLocale("en_GB"))
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(argv)
    application.setApplicationName("Kith")
    theme().apply(application)
    return application


def main(folder: Path | None = None) -> int:
    """Open the program; gives the exit status."""
    application = make_application(sys.argv[:1])
    program = Program(folder or paths.chosen_vault())
    program.watch_for_crashes()
    program.start()
    status = application.exec()
    program.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
