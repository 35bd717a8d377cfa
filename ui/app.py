"""The composition root: it finds the diary, lets the worker in, opens the window on it, locks it and
lets them in again. The unlock window paints before SQLModel is imported; while the key is worked
out the rest is loaded."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from diary import paths
from diary.errors import Cancelled, DiaryError
from diary.vault.steps import Progress, Stop
from diary.vault.vault import Vault
from diary.words import words_for
from ui.desk.tasks import Job, Tasks
from ui.shell.unlock import LockScreen, UnlockWindow
from ui.theme import theme

if TYPE_CHECKING:
    from diary.clock import Clock
    from diary.diary import Diary
    from ui.desk.desk import Desk
    from ui.shell.window import MainWindow


def load_diary() -> None:
    """Import everything an open diary needs; slow, so it happens beside the key derivation."""
    import diary.casework.gathering
    import diary.diary
    import ui.pages
    import ui.shell.window  # noqa: F401


def open_diary(
    folder: Path, secret: str, *, recovery: bool, clock: Clock | None, progress: Progress, stop: Stop
) -> Diary:
    """Unlock the diary in `folder`. Runs off the main thread; cancelling throws the key away."""
    loading = threading.Thread(target=load_diary, name="kith-loading", daemon=True)
    loading.start()
    opener = Vault.open_with_recovery if recovery else Vault.open
    vault = opener(folder, secret, cancelled=stop)
    loading.join()
    from diary.diary import Diary

    return Diary.enter(vault, clock=clock, progress=progress, cancelled=stop)


class Program(QObject):
    """The running program: one window, at most one open diary."""

    def __init__(
        self, folder: Path, *, tasks: Tasks | None = None, clock: Clock | None = None
    ) -> None:
        super().__init__()
        self.folder = folder
        self.tasks = tasks or Tasks(parent=self)
        self.clock = clock
        self.unlock: UnlockWindow | None = None
        self.window: MainWindow | None = None
        self.desk: Desk | None = None
        self._job: Job | None = None

    def start(self) -> None:
        """Show the first window."""
        self.unlock = UnlockWindow()
        body = self.unlock.body
        body.unlock_requested.connect(self.try_passphrase)
        body.recover_requested.connect(self.try_recovery)
        body.cancelled.connect(self.stop_unlocking)
        self.unlock.show()

    def _body(self) -> UnlockWindow | LockScreen | None:
        return self.unlock

    def try_passphrase(self, secret: str) -> None:
        self._try(secret, recovery=False)

    def try_recovery(self, code: str) -> None:
        self._try(code, recovery=True)

    def _try(self, secret: str, *, recovery: bool) -> None:
        assert self.unlock is not None
        self.unlock.body.busy()
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
            self.opened,
            self._not_opened,
        )

    def stop_unlocking(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _not_opened(self, error: BaseException) -> None:
        assert self.unlock is not None
        if isinstance(error, Cancelled):
            self.unlock.body.idle()
        elif isinstance(error, DiaryError):
            words = words_for(error)
            self.unlock.body.fail(f"{words.title}. {words.says} {words.next_step}")
        else:
            self.tasks.crashed.emit(error)

    def opened(self, diary: Diary) -> None:
        """A diary is open: show the window on it."""
        from ui.desk.desk import Desk
        from ui.pages import all_pages
        from ui.shell.window import MainWindow, NavEntry

        self.desk = desk = Desk(diary, self.tasks, self)
        entries = [
            NavEntry(p.key, p.label, p.icon, lambda p=p: p.make(desk), p.bottom, p.under)
            for p in all_pages()
        ]
        self.window = MainWindow(entries)
        self.window.show()
        if self.unlock is not None:
            self.unlock.close()
            self.unlock = None


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
    program = Program(folder or paths.default_vault())
    program.start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
