"""Missing episode: opened in under a minute, then who must be told, looked again, found, returned,
and the way to the return conversation. Nothing closes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer

from diary.casework import episodes
from diary.casework.gathering import offers_of
from diary.casework.missing import (
    EpisodeView,
    grade,
    keep_details,
    missing_view,
    save_episode,
)
from diary.clock import When
from diary.errors import InvalidEntry
from diary.records.missing_episode import is_back, is_open, told
from diary.records.plain import said
from diary.records.work import Touched
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.pages import PageSpec
from ui.pages.bound import LineField, Sheet, sentence
from ui.pages.clockwords import clock_says
from ui.pages.missing_board import EpisodeBoard
from ui.pages.missing_cards import speak_of
from ui.pages.missing_open import OpeningForm
from ui.pages.missing_told import PACK, told_now
from ui.pages.missing_words import gone_words, subtitle_of, title_of
from ui.widgets import ClockPanel, Page

TICK_MS = 30_000
_FACTS = "facts"


class MissingPage(Page):
    """One young person's missing episode, being opened or going on."""

    shell_tools = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Missing episode")
        self._desk = desk
        self._person, self._record = "", ""
        self._view: EpisodeView | None = None
        self._drafting: Drafting | None = None
        self._why = LineField("why", "Why are you changing what was written?")
        self.clock = ClockPanel()
        self.clock.hide()
        self.add_tool(self.clock)
        self.opening, self.board = OpeningForm(desk.clock), EpisodeBoard(desk.clock)
        self.facts, self.open_button = self.opening.facts, self.opening.button
        self.amending = False
        for part in (self._why, self.opening, self.board):
            part.hide()
            self.add(part)
        self._connect()
        desk.changed.connect(self._heard)
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start(TICK_MS)

    # -- building ---------------------------------------------------------------------------

    def _connect(self) -> None:
        board = self.board
        self.facts.edited.connect(self._touched)
        self.opening.wanted.connect(self.open_episode)
        board.edited.connect(self._touched)
        board.save_wanted.connect(self._save)
        board.told.told.connect(self._tell)
        board.told.kept.connect(self._keep_details)
        board.banner.acted.connect(self._police_told)
        board.look.looked.connect(self._looked)
        board.police.graded.connect(self._graded)
        board.after.concern.clicked.connect(self._concern)
        board.hold.clicked.connect(self._hold)
        board.offer.clicked.connect(self._offer)
        board.amend.clicked.connect(self._amend)
        board.history.clicked.connect(self._history)

    def _sheets(self) -> dict[str, Sheet]:
        return {_FACTS: self.facts, **self.board.sheets()}

    # -- arriving and drawing ---------------------------------------------------------------

    def arrive(self, **args: object) -> None:
        self._leave()
        self._person = str(args.get("person") or "")
        self._record = str(args.get("record") or "")
        for sheet in self._sheets().values():
            sheet.empty()
        draft = self._find_draft(str(args.get("draft") or ""))
        if draft is not None:
            self._person, self._record = draft.person or self._person, draft.record or ""
        self._start_draft(draft)
        self._load(self._arrived)

    def _leave(self) -> None:
        if self._drafting is not None:
            self._drafting.keep_now()
            self._drafting.deleteLater()
            self._drafting = None
        self._view, self.amending = None, False

    def _find_draft(self, identifier: str) -> Draft | None:
        """The draft named, or the one that was left on this episode."""
        kept = [d for d in self._desk.diary.drafts() if d.kind == "missing_episode"]
        if identifier:
            return next((d for d in kept if d.id == identifier), None)
        if self._record:
            return next((d for d in kept if d.record == self._record), None)
        return next((d for d in kept if d.person == self._person and not d.record), None)

    def _start_draft(self, draft: Draft | None) -> None:
        record = self._record or None
        fresh = draft or self._desk.diary.new_draft(
            "missing_episode", self._person or None, record=record
        )
        self._drafting = Drafting(self._desk, fresh, self._collect, self)

    def _load(self, then: Any) -> None:
        self._desk.ask(
            self,
            missing_view,
            then,
            person=self._person or None,
            record=self._record or None,
        )

    def _arrived(self, view: object) -> None:
        assert isinstance(view, EpisodeView)
        self._draw(view)
        assert self._drafting is not None
        draft = self._drafting.draft
        typed = draft.data.get("sheets") or {}
        for name, sheet in self._sheets().items():
            sheet.restore(typed.get(name) or {})
        if typed.get(_FACTS) and view.episode is not None and not self.amending:
            self._amend()
        name, _, place = draft.place.partition("/")
        if not (name in self._sheets() and self._sheets()[name].go_to(place)):
            self._first_focus(view)

    def _first_focus(self, view: EpisodeView) -> None:
        if view.episode is None:
            self.facts.bounds["type"].take_focus()
        elif not told(view.episode.values, "police") and is_open(view.episode.values):
            self.board.told.rows["police"].tell.setFocus()
        elif is_back(view.episode.values):
            self.board.hold.setFocus()
        else:
            self.board.look.what.box.setFocus()

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        about = {"missing_episode", "return_conversation", "young_person"} & touched.kinds
        if self._view is not None and about and self._view.person in touched.people:
            self._load(self._draw)

    def _draw(self, view: object) -> None:
        assert isinstance(view, EpisodeView)
        self._view = view
        if view.episode is not None:
            self._record = view.episode.id
        for sheet in self._sheets().values():
            speak_of(sheet.bounds.values(), view.pronouns)
        opening = view.episode is None
        if opening:
            self._draw_opening(view)
        else:
            self._draw_episode(view)
        self.opening.setVisible(opening or self.amending)
        self.board.setVisible(not opening)
        self.clock.setVisible(not opening)
        self.tick()

    def _draw_opening(self, view: EpisodeView) -> None:
        self.set_title(
            f"{view.name} is missing, or not where expected",
            "Opening it takes a minute. Everything can be added later.",
        )
        self.opening.set_opening(view.name)
        known = view.known
        self.facts.show(
            {
                "looked_after": "yes" if view.looked_after else None,
                "medication": said(known, "medication") or None,
            }
        )

    def _draw_episode(self, view: EpisodeView) -> None:
        assert view.episode is not None
        self.set_title(title_of(view), subtitle_of(view))
        self.facts.show(view.episode.values)
        self.board.show_episode(view)

    def tick(self) -> None:
        """The clock, each half minute."""
        view = self._view
        if view is None or view.episode is None or view.clock is None or view.outcome is None:
            return
        now = self._desk.clock.now()
        if is_open(view.episode.values):
            self.clock.set_text(*gone_words(view, now))
            self.board.look.tick(view, now)
            return
        offers = offers_of(view.talk.values) if view.talk is not None else ()
        says = clock_says(view.clock, offers, view.outcome, now)
        self.clock.set_text(says.large, says.small, says.tone)
        self.board.say_clock(says)

    # -- saving -------------------------------------------------------------------------------

    def _touched(self) -> None:
        if self._drafting is not None:
            self._drafting.touch()

    def _collect(self) -> tuple[Mapping[str, Any], str, bool]:
        typed, place = {}, ""
        for name, sheet in self._sheets().items():
            if kept := sheet.typed():
                typed[name] = kept
            if at := sheet.place():
                place = f"{name}/{at}"
        return {"sheets": typed}, place, bool(typed)

    def open_episode(self) -> None:
        """Open it, or save what was added to it."""
        if not self.facts.check():
            return
        view = self._view
        if view is None:
            return
        if view.episode is not None:
            self._save(self.facts)
            return
        values = {k: b.value() for k, b in self.facts.bounds.items() if b.value() is not None}
        self.open_button.setEnabled(False)
        self._desk.do(
            self,
            episodes.open_missing,
            view.person,
            values,
            then=self._opened,
            failed=self._not_opened,
            said=f"Missing episode opened in {view.name}'s diary.",
        )

    def _opened(self, record: object) -> None:
        self.open_button.setEnabled(True)
        if self._drafting is not None:
            self._drafting.finish()
        self.facts.settle()
        self._record = str(record)
        self._start_draft(None)
        self._load(self._arrived)

    def _not_opened(self, error: BaseException) -> None:
        self.open_button.setEnabled(True)
        self._refused(error, self.facts)

    def _save(self, sheet: object) -> None:
        assert isinstance(sheet, Sheet)
        view = self._view
        if view is None or view.episode is None:
            return
        why = self._why.value()
        self._desk.do(
            self,
            save_episode,
            view.episode.id,
            sheet.edits(),
            base=view.episode.heads,
            base_values=dict(view.episode.values),
            why=why,
            then=lambda _: self._saved(sheet),
            failed=lambda error: self._refused(error, sheet),
            said=f"Saved to {view.name}'s diary.",
        )

    def _saved(self, sheet: Sheet) -> None:
        sheet.settle()
        self._why.show_value(None)
        self._why.hide()
        self._kept()
        if sheet is self.facts:
            self._amend_done()

    def _kept(self) -> None:
        """What is left in the form decides whether the draft stays."""
        if self._drafting is not None:
            self._drafting.touch()
            self._drafting.keep_now()
        self._load(self._draw)

    def _refused(self, error: BaseException, sheet: Sheet) -> None:
        if not isinstance(error, InvalidEntry):
            self._desk.fail(error)
            return
        rest = sheet.refuse(error.fields)
        if "why" in rest:
            self._why.show()
            self._why.set_error(sentence(rest.pop("why")))
            self._why.line.setFocus()
        for name, other in self._sheets().items():
            if rest and not name.startswith("told:"):
                rest = other.refuse(rest)
        if rest:
            self._desk.say(" ".join(sentence(reason) for reason in rest.values()))

    def _do(self, verb: Any, *args: Any, said_: str, then: Any = None) -> None:
        assert self._view is not None and self._view.episode is not None
        self._desk.do(
            self,
            verb,
            self._view.episode.id,
            *args,
            then=then or (lambda _: self._kept()),
            said=said_,
        )

    # -- what is tapped -----------------------------------------------------------------------

    def _police_told(self) -> None:
        self._tell("police")

    def _tell(self, key: str) -> None:
        view = self._view
        assert view is not None
        now = When.exact(self._desk.clock.now(), self._desk.clock.zone()).to_map()
        if key == PACK:
            values = {"pack_given": True, "pack_given_at": now}
            self._do(
                save_episode, values, said_="Given, and written down.", then=self._open_details(key)
            )
            return
        made = {**told_now(key, view), "at": now}
        self._do(episodes.tell, made, said_="Told, and written down.", then=self._open_details(key))

    def _open_details(self, key: str) -> Any:
        def opened(_: object) -> None:
            self._load(drawn)

        def drawn(view: object) -> None:
            self._draw(view)
            if key in self.board.told.rows:
                self.board.told.rows[key].open_details()

        return opened

    def _keep_details(self, key: str, item: str, values: object) -> None:
        assert isinstance(values, dict)
        row = self.board.told.rows[key]
        if not values:
            return

        def kept(_: object) -> None:
            row.sheet.settle()
            self._kept()

        if key == PACK:
            self._do(save_episode, values, said_="Details kept.", then=kept)
        else:
            self._do(keep_details, item, values, said_="Details kept.", then=kept)

    def _looked(self, values: object) -> None:
        assert isinstance(values, dict) and self._view is not None
        at = When.exact(self._desk.clock.now(), self._desk.clock.zone()).to_map()
        made = {**values, "at": at, "by": self._view.worker or None}

        def looked(_: object) -> None:
            self.board.look.sheet.empty()
            self._kept()

        self._do(episodes.look_again, made, said_="Looked again: written down.", then=looked)

    def _graded(self, given: object) -> None:
        def graded(_: object) -> None:
            self.board.police.settle_grade()
            self._kept()

        self._do(grade, given, said_="The police's grade is written down.", then=graded)

    def _amend(self) -> None:
        """The facts open above the rest, or fold away again; what was typed stays either way."""
        self.amending = not self.amending
        self.opening.set_amending()
        self.opening.setVisible(self.amending)
        if self.amending:
            self.scroller.verticalScrollBar().setValue(0)
            self.facts.bounds["last_seen_place"].take_focus()

    def _amend_done(self) -> None:
        self.amending = False
        self.opening.hide()
        self.board.amend.setFocus()

    def _history(self) -> None:
        self._desk.go("history", record=self._record)

    def _concern(self) -> None:
        assert self._view is not None
        self._desk.go("concern", person=self._view.person)

    def _hold(self) -> None:
        self._desk.go("return", episode=self._record, person=self._person or None)

    def _offer(self) -> None:
        self._desk.go("return", episode=self._record, step="offers")


PAGE = PageSpec("missing", "Missing episode", "map-pin-off", MissingPage, under="people")
