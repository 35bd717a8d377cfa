"""Drafts as one types: what is in a form is in the vault within two seconds of the last key,
without a button and without waiting. Whatever the form holds comes back, the cursor where it
was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from diary.records.work import now_ms
from diary.store.drafts import Draft
from ui.desk.desk import Desk

PAUSE_MS = 700
MOST_MS = 1500


class Drafting(QObject):
    """Keeps one form's draft. Call `touch` on every edit; `collect()` gives (plain data, place,
    is there anything worth keeping). `finish` lets the draft go once the entry is saved."""

    def __init__(
        self,
        desk: Desk,
        draft: Draft,
        collect: Callable[[], tuple[Mapping[str, Any], str, bool]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft = draft
        self._collect = collect
        self._kept = bool(draft.data)
        self._pause = self._timer(PAUSE_MS)
        self._most = self._timer(MOST_MS)
        self._dirty = False
        self._over = False
        desk.about_to_lock.connect(self.keep_now)

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(self.keep_now)
        return timer

    def touch(self) -> None:
        """Something was typed."""
        if self._over:
            return
        self._dirty = True
        self._pause.start()
        if not self._most.isActive():
            self._most.start()

    def set_person(self, person: str | None) -> None:
        """Whose diary the draft will go to."""
        self.draft = replace(self.draft, person=person)
        self.touch()

    def keep_now(self) -> None:
        """Put what is typed into the vault now."""
        self._pause.stop()
        self._most.stop()
        if self._over or not self._dirty:
            return
        self._dirty = False
        data, place, worth = self._collect()
        if not worth:
            self.forget()
            return
        at = now_ms(self._desk.clock)
        draft = self.draft = replace(self.draft, data=data, place=place, saved_at=at)
        self._kept = True
        self._desk.tasks.run(
            None, lambda: self._desk.diary.save_draft(draft), lambda _: self._desk.saved.emit()
        )

    def forget(self) -> None:
        """Nothing worth keeping is left: take the kept draft away, go on listening."""
        if self._kept:
            self._kept = False
            identifier = self.draft.id
            self._desk.tasks.run(None, lambda: self._desk.diary.drop_draft(identifier))

    def finish(self) -> None:
        """The entry is saved: the draft has done its work."""
        self._over = True
        self._pause.stop()
        self._most.stop()
        self.forget()

    def stop(self) -> None:
        """The form shows something else now: what is typed is kept, nothing more is heard."""
        self.keep_now()
        self._over = True
        self._desk.about_to_lock.disconnect(self.keep_now)
        self.deleteLater()

    def is_kept(self) -> bool:
        return self._kept
