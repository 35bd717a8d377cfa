"""One open diary in the window: the desk, its pages, the status line, the palette, the counts. It
is made at unlocking and let go at locking, so that nothing readable outlives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from diary.casework.today import TodayView, today
from diary.diary import Diary
from diary.practice.spans import local, plural
from diary.records.work import Touched
from diary.words import words_for_notice
from ui.desk.desk import Desk, Going, Saying
from ui.desk.tasks import Job, Tasks
from ui.shell.commands import Commands
from ui.shell.first_steps import UNSEEN
from ui.shell.palette import CommandPalette
from ui.shell.window import MainWindow
from ui.widgets import Banner

_BACKUP_AFTER_MS = 20_000


def lock_minutes(diary: Diary) -> tuple[int, int]:
    """After how many idle minutes the diary locks, and after how many in a conversation."""
    return (
        int(diary.setting("lock_minutes", 5)),
        int(diary.setting("lock_minutes_conversation", 20)),
    )


class Session(QObject):
    """Wires a diary to the window. `minutes_changed`: the settings say other times for locking."""

    minutes_changed = Signal()

    def __init__(self, diary: Diary, window: MainWindow, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.diary = diary
        self.window = window
        self.desk = Desk(diary, tasks, self)
        self.palette = CommandPalette(window)
        self.commands = Commands(self.desk, window, self.palette)
        self._saved_at = ""
        self._drafts = 0
        self._backup: Job | None = None
        self._unseen: Banner | None = None
        self.lock_minutes, self.long_minutes = lock_minutes(diary)
        self._connect()
        self._say_notices()
        QTimer.singleShot(_BACKUP_AFTER_MS, self, self._back_up)

    def _connect(self) -> None:
        desk = self.desk
        desk.said.connect(self._said)
        desk.went.connect(self._went)
        desk.saved.connect(self._was_saved)
        desk.changed.connect(self._heard)
        self.window.palette_requested.connect(self.commands.open)
        self.window.log_requested.connect(self._log)
        self._shortcuts = [
            self.window.add_shortcut("Ctrl+Z", desk.undo),
            self.window.add_shortcut("Ctrl+Y", desk.redo),
            self.window.add_shortcut("Ctrl+Shift+M", self._missing),
            self.window.add_shortcut("Ctrl+Shift+F", self._search),
            self.window.add_shortcut("Ctrl+Shift+C", self._concern),
        ]
        self.count()
        self.say_status()

    # -- what the desk says -----------------------------------------------------------------

    def _said(self, saying: object) -> None:
        assert isinstance(saying, Saying)
        self.window.toast(saying.text, saying.label or None, saying.action)

    def _went(self, going: object) -> None:
        assert isinstance(going, Going)
        if going.key in self.window.entries:
            self.window.show_page(going.key, **going.args)

    def _was_saved(self) -> None:
        at = local(self.diary.clock.now(), self.diary.clock.zone())
        self._saved_at = f"{at:%H:%M}"
        self.say_status()

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if "setting" in touched.kinds:
            self._read_settings()
        self.count()

    def _read_settings(self) -> None:
        diary, tasks, fail = self.diary, self.desk.tasks, self.desk.fail
        tasks.run(self, lambda: lock_minutes(diary), self._locks, fail, lane="read")
        if self._unseen is not None:
            tasks.run(self, lambda: diary.setting(UNSEEN), self._code_seen, fail, lane="read")

    def _code_seen(self, unseen: object) -> None:
        if self._unseen is not None and not unseen:
            self._unseen.closer.click()

    def _locks(self, minutes: tuple[int, int]) -> None:
        if minutes != (self.lock_minutes, self.long_minutes):
            self.lock_minutes, self.long_minutes = minutes
            self.say_status()
            self.minutes_changed.emit()

    def count(self) -> None:
        """How many things are due and how many young people there are, beside the navigation."""
        self.desk.ask(self, today, self._counted)

    def _counted(self, view: object) -> None:
        assert isinstance(view, TodayView)
        self.window.set_count("today", len(view.due))
        self.window.set_count("people", len(view.people))
        self._drafts = len(view.drafts)
        self.commands.set_people([(card.id, card.name) for card in view.people])
        self.say_status()

    def say_status(self) -> None:
        """The line at the bottom: where the diary is, what is saved, when it locks."""
        saved = f"Saved {self._saved_at}" if self._saved_at else "Everything is saved"
        unfinished = f" · {self._drafts} unfinished" if self._drafts else ""
        locks = (
            f"locks after {plural(self.lock_minutes, 'minute')} idle"
            if self.lock_minutes
            else "locks on Ctrl+L"
        )
        self.window.set_status(
            "On this laptop only", f"{saved}{unfinished} · {locks}", left_icon="laptop"
        )

    # -- going ------------------------------------------------------------------------------

    def _person_here(self) -> str | None:
        page = self.window.page(self.window.current_key())
        person = getattr(page, "person", None)
        return person if isinstance(person, str) else None

    def _log(self) -> None:
        self.desk.go("contact", person=self._person_here())

    def _missing(self) -> None:
        self.desk.go("missing", person=self._person_here())

    def _concern(self) -> None:
        self.desk.go("concern", person=self._person_here())

    def _search(self) -> None:
        self.desk.go("search")

    # -- care -------------------------------------------------------------------------------

    def _say_notices(self) -> None:
        if self.diary.setting(UNSEEN, False):
            banner = self.window.notice(
                "Nobody has written down the recovery code of this diary. Make a new one: without "
                "it a forgotten passphrase means that the diary stays closed.",
                action="Make a new code",
            )
            banner.acted.connect(self._new_code)
            banner.dismissed.connect(self._put_away)
            self._unseen = banner
        for notice in self.diary.notices:
            words = words_for_notice(notice)
            self.window.notice(f"{words.title}. {words.says} {words.next_step}".strip(), "amber")

    def _put_away(self) -> None:
        self._unseen = None

    def _new_code(self) -> None:
        self.desk.go("settings", section="recovery")

    def _back_up(self) -> None:
        if self.diary.is_open and self.diary.backup_due():
            self._backup = self.desk.long(
                self, self.diary.back_up_generation, failed=self._not_backed_up
            )

    def _not_backed_up(self, error: BaseException) -> None:
        if self.diary.is_open:
            self.desk.fail(error)

    def close(self, forgotten: Callable[[], Any] | None = None) -> None:
        """Drafts into the vault, pages gone, the diary locked."""
        if self._backup is not None:
            self._backup.cancel()
        self.desk.close()
        self.palette.dismiss()
        self.palette.deleteLater()
        for shortcut in self._shortcuts:
            self.window.drop_shortcut(shortcut)
        self.window.palette_requested.disconnect(self.commands.open)
        self.window.log_requested.disconnect(self._log)
        self.window.forget_pages()
        self.diary.close()
        if forgotten is not None:
            forgotten()
