"""Return conversation: the steps in any order, the clock always in sight, side by side when they
talk, and an honest end. Wiring and wording; what is reckoned comes from the diary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from diary.casework import episodes
from diary.casework.conversation import (
    TalkView,
    finish_talk,
    gone_words,
    outcome_of,
    reopen_talk,
    save_talk,
    taken_over,
    talk_about,
)
from diary.casework.gathering import offers_of
from diary.clock import When
from diary.errors import InvalidEntry
from diary.practice.nations import nation
from diary.practice.spans import local, when_words
from diary.records.work import Touched
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.pages import PageSpec
from ui.pages.beside import Beside
from ui.pages.bound import LineField, sentence
from ui.pages.clockwords import clock_says
from ui.pages.foot import Foot
from ui.pages.talk import STEPS, Step, StepPane, Talk
from ui.pages.talk_finish import SORT, FinishPane, SortPane
from ui.pages.talk_offers import OffersPane
from ui.pages.talk_sharing import SharingPane
from ui.pages.talk_side import HelpColumn
from ui.pages.talk_states import step_rows
from ui.pages.talk_steps import AwayPane, BackPane, BeforePane, HealthPane, SafePane, StartPane
from ui.theme import theme
from ui.widgets import (
    Card,
    ClockPanel,
    LinkButton,
    Page,
    PrimaryButton,
    Row,
    RowList,
    SecondaryButton,
    SplitColumns,
)

TICK_MS = 30_000
_PANES: dict[str, Callable[..., StepPane]] = {
    "start": StartPane,
    "offers": OffersPane,
    "before": BeforePane,
    "away": AwayPane,
    "back": BackPane,
    "health": HealthPane,
    "safe": SafePane,
    "sharing": SharingPane,
    "finish": FinishPane,
}


class ReturnPage(Page):
    """One return conversation."""

    shell_tools = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Return conversation")
        self._desk = desk
        self.talk: Talk | None = None
        self._drafting: Drafting | None = None
        self._episode, self._record, self._wanted = "", "", ""
        self._saving = False
        self.at = "start"
        self.beside: Beside | None = None
        self.clock = ClockPanel()
        self.add_tool(self.clock)
        self.panes: dict[str, StepPane] = {
            step.key: _PANES[step.key](step, desk.clock) for step in STEPS
        }
        self.panes["sort"] = SortPane(desk.clock)
        self.why = LineField("why", "Why are you changing what was written?")
        self._lay_out()
        self._connect()
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start(TICK_MS)

    # -- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = SplitColumns(side_width=264, stack_below=700)
        inner = SplitColumns(side_width=236, stack_below=520, side_first=True)
        steps = Card(name="Steps of the conversation")
        self.steps = RowList("Steps", fit=True, always_marked=True)
        steps.add(self.steps)
        steps.body.addStretch(1)
        inner.add_side(steps, 1)
        inner.add_main(self._make_middle(), 1)
        self.helping = HelpColumn()
        outer.add_main(inner, 1)
        outer.add_side(self.helping)
        self.add(outer, 1)

    def _make_middle(self) -> Card:
        card = Card(name="This step")
        self.stack = QStackedWidget()
        self._scrolls: dict[str, QScrollArea] = {}
        for key, pane in self.panes.items():
            scroll = QScrollArea()
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setWidget(pane)
            scroll.viewport().setAutoFillBackground(False)
            pane.setAutoFillBackground(False)
            self._scrolls[key] = scroll
            self.stack.addWidget(scroll)
        self.stack.setMinimumHeight(theme().px(330))
        card.add(self.stack, 1)
        self.why.hide()
        card.add(self.why)
        card.add(self._make_foot())
        return card

    def _make_foot(self) -> QWidget:
        self.later = LinkButton("Ask later")
        self.unsaid = LinkButton("")
        self.back = SecondaryButton("Back")
        self.next = PrimaryButton("Next")
        self.foot = Foot((self.later, self.unsaid), (self.back, self.next))
        return self.foot

    def _connect(self) -> None:
        self.steps.row_changed.connect(self._step_chosen)
        self.steps.row_activated.connect(self._step_opened)
        self.later.clicked.connect(self._ask_later)
        self.unsaid.clicked.connect(self._not_said)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.helping.concern_wanted.connect(self._concern)
        self.helping.known.connect(self._with_whom)
        for pane in self.panes.values():
            pane.beside_wanted.connect(self.sit_beside)
            pane.edited.connect(self._edited)
            pane.next_wanted.connect(self.go_on)
        start, away = self._pane(StartPane), self._pane(AwayPane)
        start.earlier_said.connect(self._earlier)
        away.concern_wanted.connect(self._concern)
        offers = self._pane(OffersPane)
        offers.offered.connect(self._offered)
        offers.declined.connect(self._declined)
        finish = self._pane(FinishPane)
        finish.reopen_wanted.connect(self._reopen)
        finish.step_wanted.connect(self.show_step)
        self._pane(SortPane).sorted_out.connect(self._sorted)
        self._desk.changed.connect(self._heard)
        self._desk.about_to_lock.connect(self._locking)
        for keys, slot in (
            ("Ctrl+B", self.sit_beside),
            ("Ctrl+PgDown", self.go_on),
            ("Ctrl+PgUp", self.go_back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _pane(self, kind: type[Any]) -> Any:
        return next(pane for pane in self.panes.values() if isinstance(pane, kind))

    # -- arriving ---------------------------------------------------------------------------

    def arrive(self, **args: object) -> None:
        self._close_beside()
        self._keep()
        self.talk = None
        self._episode, self._record = str(args.get("episode") or ""), str(args.get("record") or "")
        self._wanted = str(args.get("step") or "")
        draft = self._draft(str(args.get("draft") or ""))
        if draft is not None:
            self._record = draft.record or self._record
            self._episode = str(draft.data.get("episode") or self._episode)
        self._first_draft = draft
        self._load(self._arrived)

    def _draft(self, identifier: str) -> Draft | None:
        kept = [d for d in self._desk.diary.drafts() if d.kind == "return_conversation"]
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
        draft = self._first_draft
        data = dict(draft.data) if draft is not None else {}
        self.talk = Talk(view, data.get("values") or {})
        self._record = self.talk.record or ""
        self._episode = view.episodes[0].id
        kept = draft or self._desk.diary.new_draft(
            "return_conversation", view.person, record=self.talk.record
        )
        self._drafting = Drafting(self._desk, kept, self._collect, self)
        for pane in self.panes.values():
            pane.sheet.empty()
        self._pane(OffersPane).written()
        self._pane(OffersPane).offer_sheet.restore(data.get("offer") or {})
        self._draw()
        raw = data.get("raw") or {}
        for pane in self.panes.values():
            pane.sheet.restore({k: v for k, v in raw.items() if k in pane.sheet.bounds})
        step = self._wanted or str(data.get("step") or "") or self._first_step()
        self.show_step(step if step in self.panes else "start")
        if draft is not None:
            self.panes[self.at].sheet.go_to(draft.place)
        if typing := data.get("beside"):
            self.sit_beside(typing=str(typing))

    def _first_step(self) -> str:
        assert self.talk is not None
        values = self.talk.values
        if values.get("outcome"):
            return "finish"
        if values.get("lines"):
            return "before"
        return "start"

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep_now()
        super().hideEvent(event)

    def _keep(self) -> None:
        if self._drafting is not None:
            self._drafting.keep_now()
            self._drafting.deleteLater()
            self._drafting = None

    def _keep_now(self) -> None:
        if self._drafting is not None:
            self._drafting.keep_now()

    def _locking(self) -> None:
        self._keep_now()
        self._close_beside()

    # -- drawing ------------------------------------------------------------------------------

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        about = {"missing_episode", "return_conversation", "contact", "young_person"}
        if self.talk and about & touched.kinds and self.talk.view.person in touched.people:
            self._load(self._renewed)

    def _renewed(self, view: object) -> None:
        assert isinstance(view, TalkView)
        if self.talk is None:
            return
        self.talk.renew(view)
        self._record = self.talk.record or ""
        if self._drafting is not None and self._drafting.draft.record != self.talk.record:
            self._drafting.draft = replace(self._drafting.draft, record=self.talk.record)
        self._draw()

    def _draw(self) -> None:
        talk = self.talk
        assert talk is not None
        word = talk.view.clock.conversation
        self.set_title(f"{word[:1].upper()}{word[1:]} with {talk.view.name}", _subtitle(talk))
        theirs = talk.view.pronouns
        self.unsaid.set_text(theirs.fill("{They} {do} not want to say"))
        for pane in self.panes.values():
            pane.show_talk(talk)
        self._draw_steps()
        self.helping.show_talk(talk, self.at)
        self.tick()

    def _draw_steps(self) -> None:
        assert self.talk is not None
        rows = step_rows(self.talk, self.at)
        self.steps.blockSignals(True)
        if tuple(rows) != self.steps.rows():
            self.steps.set_rows(rows)
        self.steps.select(self.at)
        self.steps.blockSignals(False)

    def tick(self) -> None:
        """The clock, each half minute."""
        talk = self.talk
        if talk is None:
            return
        now = self._desk.clock.now()
        values = talk.values
        result = outcome_of(talk.view.clock, values, now)
        says = clock_says(talk.view.clock, offers_of(values), result, now)
        small = f"{says.small}\n{says.chance}" if says.chance else says.small
        self.clock.set_text(says.large, small, says.tone)

    # -- steps --------------------------------------------------------------------------------

    def _order(self) -> list[Step]:
        assert self.talk is not None
        waiting = any(
            line.get("section") in (None, "unsorted") for line in self.talk.get("lines") or []
        )
        return [*STEPS[:-1], *([SORT] if waiting else []), STEPS[-1]]

    def show_step(self, key: str) -> None:
        """Another step; what was typed in the one before is saved."""
        if self.talk is None:
            return
        if key != self.at:
            self.save()
        self.at = key
        self.stack.setCurrentWidget(self._scrolls[key])
        self.panes[key].show_talk(self.talk)
        order = [step.key for step in self._order()]
        place = order.index(key) if key in order else 0
        talking = bool(self.panes[key].step.section)
        for link in (self.later, self.unsaid):
            link.setVisible(talking)
        self.back.setVisible(place > 0)
        self._name_next(order, place)
        self.foot.arrange()
        self._draw_steps()
        self.helping.show_talk(self.talk, key)
        self.panes[key].first_focus()

    def _name_next(self, order: list[str], place: int) -> None:
        assert self.talk is not None
        if self.at == "finish":
            word = self.talk.view.clock.conversation.removeprefix("return ")
            finished = bool(self.talk.get("outcome"))
            self.next.set_text("Save changes" if finished else f"Finish this {word}")
            return
        following = order[place + 1] if place + 1 < len(order) else "finish"
        title = self.panes[following].step.title
        self.next.set_text(f"Next: {title[:1].lower()}{title[1:]}")

    def _step_chosen(self, row: object) -> None:
        if isinstance(row, Row) and row.key != self.at and self.steps.hasFocus():
            self._to_step(row.key, keep_focus=True)

    def _step_opened(self, row: object) -> None:
        assert isinstance(row, Row)
        self._to_step(row.key, keep_focus=False)

    def _to_step(self, key: str, *, keep_focus: bool) -> None:
        self.show_step(key)
        if keep_focus:
            self.steps.setFocus()

    def go_on(self) -> None:
        """Save this step and go to the next; on the last, finish."""
        if self.talk is None or not self._readable():
            return
        if self.at == "finish":
            self._finish()
            return
        order = [step.key for step in self._order()]
        place = order.index(self.at) if self.at in order else 0
        self.save(then=lambda: self.show_step(order[min(place + 1, len(order) - 1)]))

    def go_back(self) -> None:
        """The step before."""
        if self.talk is None:
            return
        order = [step.key for step in self._order()]
        place = order.index(self.at) if self.at in order else 1
        self.show_step(order[max(0, place - 1)])

    def _readable(self) -> bool:
        return self.panes[self.at].sheet.check()

    def _ask_later(self) -> None:
        self._mark("not_asked")

    def _not_said(self) -> None:
        self._mark("did_not_want_to_say")

    def _mark(self, answer: str) -> None:
        if self.talk is not None and (section := self.panes[self.at].step.section):
            self.talk.set(f"asked_{section}", answer)
            self._edited()
            self.go_on()

    def _sorted(self) -> None:
        self.save(then=lambda: self.show_step("finish"))

    # -- typing and saving --------------------------------------------------------------------

    def _edited(self) -> None:
        if self.talk is None:
            return
        self._unmark()
        if self._drafting is not None:
            self._drafting.touch()
        self._draw_steps()
        self.helping.show_talk(self.talk, self.at)
        self.tick()

    def _unmark(self) -> None:
        """A section with a line in it was asked after all."""
        assert self.talk is not None
        for step in STEPS:
            key = f"asked_{step.section}"
            lines = self.talk.get("lines") or []
            spoken = any(line.get("section") == step.section for line in lines)
            if step.section and spoken and self.talk.get(key) == "not_asked":
                self.talk.set(key, None)

    def _collect(self) -> tuple[Mapping[str, Any], str, bool]:
        if self.talk is None:
            return {}, "", False
        raw: dict[str, Any] = {}
        for pane in self.panes.values():
            raw |= pane.raw()
        offer = self._pane(OffersPane).offer_sheet.typed()
        typing = self.beside.typing() if self.beside is not None else ""
        data = {
            "episode": self._episode,
            "values": self.talk.edits,
            "raw": raw,
            "offer": offer,
            "beside": typing,
            "step": self.at,
        }
        worth = bool(self.talk.edits or raw or offer or typing)
        return data, self.panes[self.at].sheet.place(), worth

    def save(self, then: Callable[[], None] | None = None) -> None:
        """What was typed goes into the record; `then` follows once it is there."""
        talk = self.talk
        if talk is None:
            return
        if not talk.edits or self._saving:
            if then is not None:
                then()
            return
        self._send(dict(talk.edits), then)

    def _send(self, edits: Mapping[str, Any], then: Callable[[], None] | None) -> None:
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
            why=self.why.value(),
            then=lambda record: self._saved(record, edits, then),
            failed=lambda error: self._refused(error, edits, then),
        )

    def _saved(
        self, record: object, edits: Mapping[str, Any], then: Callable[[], None] | None
    ) -> None:
        self._saving = False
        self._record = str(record)
        self.why.show_value(None)
        self.why.hide()

        def renewed(view: object) -> None:
            if self.talk is None:
                return
            for key, value in edits.items():
                if self.talk.edits.get(key) == value:
                    self.talk.edits.pop(key, None)
            self._renewed(view)
            if self._drafting is not None:
                self._drafting.touch()
                self._drafting.keep_now()
            if then is not None:
                then()

        self._load(renewed)

    def _refused(
        self,
        error: BaseException,
        edits: Mapping[str, Any],
        then: Callable[[], None] | None,
    ) -> None:
        """Reasons stand beside their fields; what was not refused is saved all the same. Only a
        reason at this very step keeps the worker there."""
        self._saving = False
        self._keep_now()
        if not isinstance(error, InvalidEntry):
            self._desk.fail(error)
            return
        wrong = dict(error.fields)
        if "why" in wrong:
            self.why.show()
            self.why.set_error(sentence(wrong["why"]))
            self.why.line.setFocus()
            return
        here = bool(set(wrong) & set(self.panes[self.at].sheet.bounds))
        for key, pane in self.panes.items():
            if key != self.at:
                pane.sheet.mark(wrong)
        self.panes[self.at].sheet.refuse(wrong)
        self._draw_steps()
        if not here:
            self._desk.say(" ".join(sentence(reason) for reason in wrong.values()))
        rest = {key: value for key, value in edits.items() if key not in wrong}
        after = None if here else then
        if rest and len(rest) < len(edits):
            self._send(rest, after)
        elif after is not None:
            after()

    # -- offers -------------------------------------------------------------------------------

    def _offered(self, made: object) -> None:
        self._write_offer(episodes.offer, made)

    def _declined(self, made: object, carer: object) -> None:
        self._write_offer(episodes.decline, made, carer=carer)

    def _write_offer(self, verb: Callable[..., Any], made: object, **more: Any) -> None:
        assert self.talk is not None
        pane = self._pane(OffersPane)

        def written(record: object) -> None:
            self._record = str(record)
            pane.written()
            self._load(shown)

        def shown(view: object) -> None:
            self._renewed(view)
            self._edited()
            pane.first_focus()

        def refused(error: BaseException) -> None:
            if isinstance(error, InvalidEntry):
                rest = pane.refuse(error.fields)
                if rest:
                    self._desk.say(" ".join(sentence(reason) for reason in rest.values()))
            else:
                self._desk.fail(error)

        self._desk.do(
            self,
            verb,
            self._episode,
            made,
            **more,
            then=written,
            failed=refused,
            said=f"Offer written down in {self.talk.view.name}'s diary.",
        )

    def _earlier(self, part: str) -> None:
        assert self.talk is not None
        for key, value in taken_over(self.talk.view, self.talk.values, part).items():
            self.talk.set(key, value)
        self._draw()
        self._edited()

    # -- side by side ---------------------------------------------------------------------------

    def sit_beside(self, *_: object, typing: str = "") -> None:
        """The whole window for the two of them."""
        talk = self.talk
        if talk is None or self.beside is not None:
            return
        if not talk.get("start_at"):
            now = When.exact(self._desk.clock.now(), self._desk.clock.zone())
            talk.set("start_at", now.to_map())
        self.beside = Beside(talk.view.name, talk.get("lines") or [], typing)
        self.beside.changed.connect(self._lines_changed)
        self.beside.typed.connect(self._typed_beside)
        self.beside.left.connect(self.leave_beside)
        self.beside.covered.connect(self._cover)
        cover = getattr(self.window(), "cover_with", None)
        if cover is not None:
            cover(self.beside)
        else:
            self.beside.setParent(self.window())
            self.beside.setGeometry(self.window().rect())
            self.beside.show()
            self.beside.raise_()
        self.beside.box.setFocus()
        self._edited()

    def _lines_changed(self, lines: object) -> None:
        if self.talk is not None:
            self.talk.set("lines", lines or None)
            self._typed_beside()

    def _typed_beside(self) -> None:
        if self._drafting is not None:
            self._drafting.touch()

    def leave_beside(self) -> None:
        """Back to the page; the lines go into the record."""
        if self.beside is None or self.talk is None:
            return
        self.beside.enter()
        self._close_beside()
        self._draw()
        waiting = any(step.key == "sort" for step in self._order())
        self.save(then=lambda: self.show_step("sort" if waiting else self._after_beside()))

    def _after_beside(self) -> str:
        return self.at if self.panes[self.at].step.section else "before"

    def _cover(self) -> None:
        """The cover key: away from the words, then the cover screen of the window."""
        self.leave_beside()
        wanted = getattr(self.window(), "cover_requested", None)
        if wanted is not None:
            wanted.emit()

    def _close_beside(self) -> None:
        if self.beside is None:
            return
        beside, self.beside = self.beside, None
        uncover = getattr(self.window(), "uncover", None)
        if uncover is not None and beside.isVisible():
            uncover()
        else:
            beside.hide()
            beside.deleteLater()

    # -- the rest -------------------------------------------------------------------------------

    def _concern(self) -> None:
        assert self.talk is not None
        self._keep_now()
        self._desk.go("concern", person=self.talk.view.person)

    def _with_whom(self, name: str) -> None:
        """A name they mentioned goes to *with whom*; the worker says the rest."""
        assert self.talk is not None
        before = self.talk.get("with_whom") or ""
        self.talk.set("with_whom", f"{before}, {name}" if before else name)
        self._draw()
        self._edited()

    def _finish(self) -> None:
        assert self.talk is not None
        if self.talk.get("outcome"):
            self.save()
            return
        self.save(then=self._close)

    def _close(self) -> None:
        assert self.talk is not None
        if self.talk.edits:
            return
        about = [view.id for view in self.talk.view.episodes]
        word = self.talk.view.clock.conversation
        self._desk.do(
            self,
            _finish,
            about,
            self.talk.record,
            then=self._finished,
            said=f"{word[:1].upper()}{word[1:]} finished, in {self.talk.view.name}'s diary.",
        )

    def _finished(self, _code: object) -> None:
        if self._drafting is not None:
            self._drafting.finish()
        self._load(self._after_finish)

    def _after_finish(self, view: object) -> None:
        assert isinstance(view, TalkView)
        self._first_draft = None
        self._wanted = "finish"
        self._arrived(view)

    def _reopen(self) -> None:
        assert self.talk is not None and self.talk.record is not None
        self._desk.do(self, reopen_talk, self.talk.record, said="Open again.")


def _finish(work: Any, about: list[str], record: str | None) -> str:
    """Closes it; one of which nothing was saved yet is begun for that."""
    return finish_talk(work, record or save_talk(work, about, None, {}))


def _subtitle(talk: Talk) -> str:
    view, theirs = talk.view, talk.view.pronouns
    today = local(view.now, view.zone).date()
    parts = []
    for episode in view.episodes:
        began, back = gone_words(episode)
        words = f"Missing {when_words(began, today)}" if began else "Missing"
        parts.append(f"{words} to {when_words(back, today)}" if back else words)
    parts.append(nation(view.clock.nation).name.value)
    independent = {
        "yes": f"you are independent of {theirs.their} care",
        "no": f"you are part of {theirs.their} care",
    }
    chose = {"yes": f"{theirs.they} chose you", "no": f"{theirs.they} did not choose you"}
    parts.append(independent.get(talk.get("independent") or "", ""))
    parts.append(chose.get(talk.get("their_choice") or "", ""))
    return " · ".join(part for part in parts if part)


PAGE = PageSpec("return", "Return conversation", "message-circle-heart", ReturnPage, under="people")
