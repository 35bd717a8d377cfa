"""What can be done with an entry that is being read: change it, see its history, take it back, move
it to the right diary, copy it for the council's system. Reasons are asked for in the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from diary.casework.about_us import one_of_each
from diary.casework.entries import bring_back, entered_in, take_back
from diary.casework.forms import Opening
from diary.casework.misfiled import misfiled
from diary.errors import InvalidEntry
from diary.records import registry
from diary.records.saying import plain_text
from ui.desk.clipping import clipping_of
from ui.desk.desk import Desk
from ui.pages.going import record_target
from ui.records.strips import AlsoEnteredStrip, MisfiledStrip, Strip, TakeBackStrip
from ui.widgets import Card, LinkButton

if TYPE_CHECKING:
    from ui.pages.entry import EntryPage

COPIED = "Copied. It is taken off the clipboard after a minute, and when the diary locks."


class EntryActions(Card):
    """The card beside an entry."""

    def __init__(self, desk: Desk, page: EntryPage) -> None:
        super().__init__("What to do with it")
        self._desk, self._page = desk, page
        self._found: Opening | None = None
        self.change = self._button("Change or add to it", "pencil-line", page.change)
        self.account = self._button("Write a second account", "columns-2", self._second_account)
        self.history = self._button("History", "history", self._history)
        self.copy = self._button("Copy for the council's system", "copy", self._copy)
        self.also = self._button("Also entered in…", "external-link", self._also)
        self.away = self._button("Take it back…", "archive", self._take_back)
        self.wrong = self._button("This is about someone else…", "route", self._misfiled)
        self.back = self._button("Bring it back", "archive-restore", self._bring_back)
        self.body.setSpacing(0)
        self.take_back_strip = TakeBackStrip()
        self.misfiled_strip = MisfiledStrip()
        self.also_strip = AlsoEnteredStrip(desk.clock)
        self.take_back_strip.answered.connect(self._do_take_back)
        self.misfiled_strip.answered.connect(self._do_misfiled)
        self.also_strip.answered.connect(self._do_also)
        self.take_back_strip.done_with.connect(self.away.setFocus)
        self.misfiled_strip.done_with.connect(self.wrong.setFocus)
        self.also_strip.done_with.connect(self.also.setFocus)

    def _button(self, words: str, icon: str, slot: Callable[[], object]) -> LinkButton:
        button = LinkButton(words, icon)
        button.clicked.connect(lambda _=False: slot())
        self.add(button)
        return button

    def strips(self) -> tuple[Strip, ...]:
        """The panels that ask, for the page to lay out."""
        return self.take_back_strip, self.misfiled_strip, self.also_strip

    def show_for(self, found: Opening) -> None:
        """What can be done with this entry."""
        view = found.view
        assert view is not None
        self._found = found
        kind = registry.kind(view.kind)
        here = view.retracted is None
        about = kind.home != "private" and view.person is not None and view.kind != "young_person"
        shown: Mapping[QWidget, bool] = {
            self.change: here and view.kind not in {"export_log", "attachment"},
            self.account: here and about and view.kind != "second_account",
            self.history: True,
            self.copy: here and about,
            self.also: here and about and "also_entered" in kind.fields,
            self.away: here,
            self.wrong: here and about and len(found.people) > 1,
            self.back: not here,
        }
        for button, wanted in shown.items():
            button.setVisible(wanted)
        for strip in self.strips():
            strip.hide()
        (self.change if self.change.isVisibleTo(self) else self.history).setFocus()

    # -- each of them -------------------------------------------------------------------------

    def _second_account(self) -> None:
        values = {"of": self._view().id}
        self._desk.go("entry", kind="second_account", person=self._view().person, values=values)

    def _history(self) -> None:
        self._desk.go("history", record=self._view().id)

    def _copy(self) -> None:
        assert self._found is not None
        view = self._view()
        text = plain_text(registry.kind(view.kind), view.values, self._found.links)
        clipping_of(self._desk).copy(text)
        self._desk.say(COPIED)

    def _also(self) -> None:
        self._only(self.also_strip)
        self._desk.ask(self, one_of_each, self._ask_where)

    def _ask_where(self, ours: Mapping[str, Any]) -> None:
        me = ours.get("me")
        self.also_strip.open_strip(str(me.get("council_system") or "") if me is not None else "")

    def _do_also(self, where: object) -> None:
        self._do(entered_in, where, said="Written down where else it is entered.")

    def _take_back(self) -> None:
        self._only(self.take_back_strip)
        self.take_back_strip.open_strip()

    def _do_take_back(self, why: str) -> None:
        self._do(take_back, why, said="Taken back. It stays readable in its history.")

    def _bring_back(self) -> None:
        self._do(bring_back, said="It is back in the story.")

    def _misfiled(self) -> None:
        assert self._found is not None
        mine = self._view().person
        self._only(self.misfiled_strip)
        others = {p: n for p, n in self._found.people.items() if p != mine}
        self.misfiled_strip.open_strip(others)

    def _do_misfiled(self, to: str, why: str) -> None:
        assert self._found is not None
        name = self._found.people.get(to, "")
        self._desk.do(
            self,
            misfiled,
            self._view().id,
            to,
            why,
            then=lambda moved: self._moved(str(moved), to),
            failed=self._failed,
            said=f"Moved to {name}'s diary.",
        )

    def _moved(self, record: str, person: str) -> None:
        key, args = record_target(self._view().kind, record, person)
        self._desk.go(key, **args)

    # -- inside ---------------------------------------------------------------------------------

    def _view(self) -> Any:
        assert self._found is not None and self._found.view is not None
        return self._found.view

    def _do(self, verb: Callable[..., Any], *args: Any, said: str) -> None:
        self._desk.do(
            self,
            verb,
            self._view().id,
            *args,
            then=lambda _: self._page.reload(),
            failed=self._failed,
            said=said,
        )

    def _only(self, strip: Strip) -> None:
        for other in self.strips():
            other.setVisible(other is strip)

    def _failed(self, error: BaseException) -> None:
        shown = next((strip for strip in self.strips() if not strip.isHidden()), None)
        if isinstance(error, InvalidEntry) and shown is not None:
            shown.fail(" ".join(f"{r[0].upper()}{r[1:]}." for r in error.fields.values()))
        else:
            self._desk.fail(error)
