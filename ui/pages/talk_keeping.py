"""Keeping a return conversation: reading it, the draft while it is typed, saving what was typed,
and what happens when some of it is refused. It draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from diary.casework.conversation import TalkView, episode_for, finish_talk, save_talk, talk_about
from diary.errors import InvalidEntry
from diary.records.work import Touched, Work
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.pages.talk import Talk

KIND = "return_conversation"
_ABOUT = frozenset({"missing_episode", KIND, "contact", "young_person"})
Then = Callable[[], None]


class Keeping(QObject):
    """`arrived(draft data)` when a conversation was read, `renewed` when it was read again,
    `refused(field to reason)`. `collect` gives (what else the draft keeps, place)."""

    arrived = Signal(object)
    renewed = Signal()
    refused = Signal(object)

    def __init__(
        self,
        desk: Desk,
        collect: Callable[[], tuple[dict[str, Any], str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._more = desk, collect
        self.talk: Talk | None = None
        self.why: str | None = None
        self._draft: Draft | None = None
        self._drafting: Drafting | None = None
        self._episode, self._record = "", ""
        self._saving = False
        self._waiting: list[Then] = []
        desk.changed.connect(self._heard)

    @property
    def episode(self) -> str:
        """The first episode that it is about."""
        return self._episode

    # -- reading ------------------------------------------------------------------------------

    def open(self, *, episode: str, record: str, draft: str, person: str = "") -> None:
        """Read a conversation by its episode, its id, its draft, or the young person it is due
        with."""
        self.let_go()
        self.talk = None
        self._episode, self._record = episode, record
        self._draft = self._kept(draft)
        if self._draft is not None:
            self._record = self._draft.record or record
            self._episode = str(self._draft.data.get("episode") or episode)
        if not (self._episode or self._record) and person:
            self._desk.ask(self, episode_for, lambda found: self._found(found, person), person)
        else:
            self._load(self._arrived)

    def _found(self, episode: object, person: str) -> None:
        if episode is None:
            self._desk.say("There is no missing episode yet: open one first.")
            self._desk.go("missing", person=person)
        else:
            self.open(episode=str(episode), record="", draft="")

    def _kept(self, identifier: str) -> Draft | None:
        kept = [d for d in self._desk.diary.drafts() if d.kind == KIND]
        if identifier:
            return next((d for d in kept if d.id == identifier), None)
        for draft in kept:
            if self._record and draft.record == self._record:
                return draft
            if self._episode and draft.data.get("episode") == self._episode:
                return draft
        return None

    def _load(self, then: Callable[[Any], None]) -> None:
        self._desk.ask(
            self, talk_about, then, episode=self._episode or None, record=self._record or None
        )

    def _arrived(self, view: object) -> None:
        assert isinstance(view, TalkView)
        draft, self._draft = self._draft, None
        data = dict(draft.data) if draft is not None else {}
        self.talk = Talk(view, data.get("values") or {})
        self._record, self._episode = self.talk.record or "", view.episodes[0].id
        kept = draft or self._desk.diary.new_draft(KIND, view.person, record=self.talk.record)
        self._drafting = Drafting(self._desk, kept, self._collect, self)
        self.arrived.emit({**data, "place": draft.place if draft is not None else ""})

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if self.talk and _ABOUT & touched.kinds and self.talk.view.person in touched.people:
            self.read_again()

    def read_again(self, then: Then | None = None) -> None:
        """As it stands now, with what is typed laid over it."""

        def read(view: object) -> None:
            self._renew(view)
            if then is not None:
                then()

        self._load(read)

    def _renew(self, view: object) -> None:
        assert isinstance(view, TalkView)
        if self.talk is None:
            return
        self.talk.renew(view)
        self._record = self.talk.record or ""
        if self._drafting is not None and self._drafting.draft.record != self.talk.record:
            self._drafting.draft = replace(self._drafting.draft, record=self.talk.record)
        self.renewed.emit()

    # -- the draft ----------------------------------------------------------------------------

    def touch(self) -> None:
        """Something was typed."""
        if self._drafting is not None:
            self._drafting.touch()

    def keep_now(self) -> None:
        """What is typed goes into the vault now."""
        if self._drafting is not None:
            self._drafting.keep_now()

    def let_go(self) -> None:
        """Keep what is typed and listen no longer."""
        if self._drafting is not None:
            self._drafting.keep_now()
            self._drafting.deleteLater()
            self._drafting = None

    def _collect(self) -> tuple[Mapping[str, Any], str, bool]:
        if self.talk is None:
            return {}, "", False
        more, place = self._more()
        data = {"episode": self._episode, "values": self.talk.edits, **more}
        worth = bool(self.talk.edits or more.get("raw") or more.get("offer") or more.get("beside"))
        return data, place, worth

    # -- saving -------------------------------------------------------------------------------

    def save(self, then: Then | None = None) -> None:
        """What was typed goes into the record; `then` follows once it is there, or where what was
        refused lies elsewhere."""
        talk = self.talk
        if talk is None:
            return
        if then is not None:
            self._waiting.append(then)
        if self._saving:
            return
        if talk.edits:
            self._send(dict(talk.edits))
        else:
            self._go_on()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def stay(self) -> None:
        """What was to follow the save does not: the worker is needed here."""
        self._waiting = []

    def _send(self, edits: dict[str, Any]) -> None:
        talk = self.talk
        assert talk is not None
        self._saving = True
        self._desk.do(
            self,
            save_talk,
            [view.id for view in talk.view.episodes],
            talk.record,
            edits,
            base=talk.view.talk.heads if talk.view.talk else None,
            base_values=talk.saved if talk.view.talk else None,
            why=self.why,
            then=lambda record: self._saved(str(record), edits),
            failed=lambda error: self._failed(error, edits),
        )

    def _saved(self, record: str, edits: Mapping[str, Any]) -> None:
        self._record = record
        self._load(lambda view: self._after_save(view, edits))

    def _after_save(self, view: object, edits: Mapping[str, Any]) -> None:
        self._saving = False
        if self.talk is None:
            return
        for key, value in edits.items():
            if self.talk.edits.get(key) == value:
                self.talk.edits.pop(key, None)
        self._renew(view)
        self.touch()
        self.keep_now()
        self._go_on()

    def _failed(self, error: BaseException, edits: Mapping[str, Any]) -> None:
        self._saving = False
        self.keep_now()
        if not isinstance(error, InvalidEntry):
            self.stay()
            self._desk.fail(error)
            return
        self.refused.emit(dict(error.fields))
        rest = {key: value for key, value in edits.items() if key not in error.fields}
        if "why" not in error.fields and rest and len(rest) < len(edits):
            self._send(rest)
        else:
            self._go_on()

    # -- closing ------------------------------------------------------------------------------

    def finish(self, then: Callable[[Any], None], said: str) -> None:
        """Close it as what it was. Nothing happens while something typed is not saved."""
        talk = self.talk
        if talk is None or talk.edits:
            return
        about = [view.id for view in talk.view.episodes]
        self._desk.do(self, _finish, about, talk.record, then=then, said=said)

    def finished(self) -> None:
        """It is closed: the draft has done its work; read it as it is now."""
        if self._drafting is not None:
            self._drafting.finish()
            self._drafting.deleteLater()
            self._drafting = None
        self.open(episode=self._episode, record=self._record, draft="")


def _finish(work: Work, about: list[str], record: str | None) -> str:
    """Closes it; one of which nothing was saved yet is begun for that."""
    return finish_talk(work, record or save_talk(work, about, None, {}))
