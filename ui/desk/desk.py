"""The desk: what a page asks of the program. Reads and writes off the main thread, news of changes
on it, undo for every write, going to another page, saying something in a toast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from diary.clock import Clock
from diary.diary import Diary
from diary.errors import DiaryError
from diary.records.work import Done, Touched, Undo
from diary.words import words_for
from ui.desk.tasks import Failed, Job, Tasks, Then

_UNDO_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Saying:
    """A toast: the sentence, and an action with its label where there is one."""

    text: str
    label: str = ""
    action: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """A wish to see a page, with what it is to show."""

    key: str
    args: dict[str, Any]


class Desk(QObject):
    """One open diary on one screen. Signals carry one frozen object each.

    conversing(bool): a conversation is being held; the lock waits longer.
    left(Path): the worker wants to go to the diary in that folder.
    changed(Touched): something was written; pages that show these kinds or people draw anew.
    said(Saying), went(Going), saved(): for the window. about_to_lock: drafts go to the vault."""

    changed = Signal(object)
    said = Signal(object)
    went = Signal(object)
    saved = Signal()
    left = Signal(object)
    conversing = Signal(bool)
    about_to_lock = Signal()
    _heard = Signal(object)

    def __init__(self, diary: Diary, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.diary = diary
        self.tasks = tasks
        self._undo: list[tuple[Undo, str]] = []
        self._redo: list[tuple[Undo, str]] = []
        self._heard.connect(self._pass_on)
        self._unhear = diary.on_change(self._heard.emit)

    @property
    def clock(self) -> Clock:
        return self.diary.clock

    # -- reading and writing ----------------------------------------------------------------

    def ask(
        self,
        owner: QObject,
        question: Callable[..., Any],
        then: Then,
        *args: Any,
        failed: Failed | None = None,
        **kwargs: Any,
    ) -> None:
        """`then(question(reads, *args))`, read on the last saved state."""
        self.tasks.run(
            owner,
            lambda: self.diary.ask(question, *args, **kwargs),
            then,
            failed or self.fail,
            lane="read",
        )

    def do(
        self,
        owner: QObject | None,
        verb: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        said: str = "",
        undoable: bool = True,
        **kwargs: Any,
    ) -> None:
        """Carry out a verb; `then(result)` once it is synced to disk. `said` is the toast, which
        offers Undo. `failed` gets Refused errors such as InvalidEntry for the form to show; without
        it the sentence goes into a toast."""

        def finished(done: Done[Any]) -> None:
            self.saved.emit()
            if undoable:
                self._undo = [*self._undo[-_UNDO_DEPTH:], (done.undo, said)]
                self._redo.clear()
            if said:
                self.say(said, "Undo" if undoable else "", self.undo if undoable else None)
            if then is not None and _is_there(owner):
                then(done.result)

        def refused(error: BaseException) -> None:
            (failed if failed is not None and _is_there(owner) else self.fail)(error)

        # The save counts as done for the program even when the page that asked is gone.
        self.tasks.run(
            None,
            lambda: self.diary.do(verb, *args, **kwargs),
            finished,
            refused,
        )

    def long(
        self,
        owner: QObject,
        work: Callable[..., Any],
        then: Then | None = None,
        failed: Failed | None = None,
        progress: Callable[[tuple[int, int]], None] | None = None,
    ) -> Job:
        """Long work with progress: `work(progress, cancelled)`."""
        return self.tasks.long(owner, work, then, failed or self.fail, progress)

    # -- undo -------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the newest write back (Ctrl+Z). Says so; refused where someone has written since."""
        self._turn_back(self._undo, self._redo, "Undone", "There is nothing to undo.")

    def redo(self) -> None:
        """Do again what was undone (Ctrl+Y)."""
        self._turn_back(self._redo, self._undo, "Done again", "There is nothing to do again.")

    def _turn_back(
        self,
        here: list[tuple[Undo, str]],
        there: list[tuple[Undo, str]],
        said: str,
        nothing: str,
    ) -> None:
        if not here:
            self.say(nothing)
            return
        undo, words = here.pop()

        def finished(done: Done[None]) -> None:
            there.append((done.undo, words))
            self.saved.emit()
            self.say(f"{said}: {words[0].lower()}{words[1:]}" if words else f"{said}.")

        self.tasks.run(None, lambda: self.diary.undo(undo), finished, self.fail)

    # -- saying and going -------------------------------------------------------------------

    def say(self, text: str, label: str = "", action: Callable[[], object] | None = None) -> None:
        """A line that goes by itself."""
        self.said.emit(Saying(text, label, action))

    def go(self, key: str, **args: Any) -> None:
        """Show a page: "today", "people", "person" (person=ID), "entry" (kind=, person=, record=,
        draft=), "search" (query=), …"""
        self.went.emit(Going(key, args))

    def leave(self, folder: Path) -> None:
        """Lock this diary and go to the one in `folder`."""
        self.left.emit(folder)

    def fail(self, error: BaseException) -> None:
        """Turn an error into words; what we did not mean goes to the crash dialog."""
        if isinstance(error, DiaryError):
            words = words_for(error)
            self.say(f"{words.says} {words.next_step}".strip())
        else:
            self.tasks.crashed.emit(error)

    @Slot(object)
    def _pass_on(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        self.changed.emit(touched)

    def close(self) -> None:
        """Drafts to the vault, open work finished, nobody listening any more."""
        self.about_to_lock.emit()
        self.tasks.settle()
        self._unhear()


def _is_there(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
