"""Return conversation: the steps in any order, the clock always in sight, side by side when they
talk, and an honest end. Wiring and wording; what is reckoned comes from the diary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from diary.casework import episodes
from diary.casework.conversation import closes_as, gone_words, outcome_of, reopen_talk, taken_over
from diary.casework.gathering import offers_of
from diary.casework.spoken import in_section
from diary.clock import When
from diary.errors import InvalidEntry
from diary.practice.nations import nation
from diary.practice.spans import local, when_words
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.beside import Beside
from ui.pages.bound import LineField, sentence
from ui.pages.clockwords import clock_says
from ui.pages.foot import Foot
from ui.pages.talk import STEPS, Talk
from ui.pages.talk_keeping import Keeping
from ui.pages.talk_panes import Panes
from ui.pages.talk_side import HelpColumn
from ui.pages.talk_states import step_rows
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


class ReturnPage(Page):
    """One return conversation."""

    shell_tools = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Return conversation")
        self._desk = desk
        self.keeping = Keeping(desk, self._collect, self)
        self.at, self._wanted = "start", ""
        self._moving = self._began_here = False
        self.beside: Beside | None = None
        self.clock = ClockPanel()
        self.add_tool(self.clock)
        self.panes = Panes(desk.clock)
        self.why = LineField("why", "Why are you changing what was written?")
        self._lay_out()
        self._connect()
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start(TICK_MS)

    @property
    def talk(self) -> Talk | None:
        """The conversation on screen."""
        return self.keeping.talk

    # -- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = SplitColumns(side_width=264, stack_below=700)
        inner = SplitColumns(side_width=236, stack_below=520, side_first=True)
        self.add(outer, 1)
        outer.add_main(inner, 1)
        steps = Card(name="Steps of the conversation")
        self.steps = RowList("Steps", fit=True, always_marked=True)
        inner.add_side(steps, 1)
        steps.add(self.steps)
        steps.body.addStretch(1)
        card = Card(name="This step")
        inner.add_main(card, 1)
        self.panes.setMinimumHeight(theme().px(330))
        card.add(self.panes, 1)
        self.why.hide()
        card.add(self.why)
        card.add(self._make_foot())
        self.helping = HelpColumn()
        outer.add_side(self.helping)

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
        self.why.edited.connect(self._why_typed)
        self.helping.concern_wanted.connect(self._concern)
        self.helping.known.connect(self._with_whom)
        self.keeping.arrived.connect(self._arrived)
        self.keeping.renewed.connect(self._draw)
        self.keeping.refused.connect(self._refused)
        panes = self.panes
        panes.edited.connect(self._edited)
        panes.next_wanted.connect(self.go_on)
        panes.beside_wanted.connect(self.sit_beside)
        panes.concern_wanted.connect(self._concern)
        panes.earlier_said.connect(self._earlier)
        panes.offered.connect(self._offered)
        panes.declined.connect(self._declined)
        panes.reopen_wanted.connect(self._reopen)
        panes.step_wanted.connect(self.show_step)
        panes.sorted_out.connect(self._sorted)
        self._desk.about_to_lock.connect(self._locking)
        for keys, slot in (
            ("Ctrl+B", self.sit_beside),
            ("Ctrl+PgDown", self.go_on),
            ("Ctrl+PgUp", self.go_back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- arriving and leaving -----------------------------------------------------------------

    def arrive(self, **args: object) -> None:
        self._close_beside()
        self._wanted = str(args.get("step") or "")
        self.keeping.open(
            episode=str(args.get("episode") or ""),
            record=str(args.get("record") or ""),
            draft=str(args.get("draft") or ""),
            person=str(args.get("person") or ""),
        )

    def _arrived(self, data: object) -> None:
        assert isinstance(data, dict)
        self.panes.start(data.get("raw") or {}, data.get("offer") or {})
        self._draw()
        step = self._wanted or str(data.get("step") or "") or self._first_step()
        self.show_step(step if step in self.panes.keys() else "start")  # noqa: SIM118 not a mapping
        if place := data.get("place"):
            self.panes.pane(self.at).sheet.go_to(str(place))
        if typing := data.get("beside"):
            self.sit_beside(typing=str(typing))

    def _first_step(self) -> str:
        values = self.talk.values if self.talk is not None else {}
        if values.get("outcome"):
            return "finish"
        return "before" if values.get("lines") else "start"

    def hideEvent(self, event: QHideEvent) -> None:
        self.keeping.keep_now()
        super().hideEvent(event)

    def _locking(self) -> None:
        self.keeping.keep_now()
        self._close_beside()

    # -- drawing ------------------------------------------------------------------------------

    def _draw(self) -> None:
        talk = self.talk
        assert talk is not None
        word = talk.view.clock.conversation
        self.set_title(f"{word[:1].upper()}{word[1:]} with {talk.view.name}", _subtitle(talk))
        self.unsaid.set_text(talk.view.pronouns.fill("{They} {do} not want to say"))
        self.panes.draw(talk)
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
        self.header.arrange()

    # -- steps --------------------------------------------------------------------------------

    def _order(self) -> list[str]:
        assert self.talk is not None
        keys = [step.key for step in STEPS]
        if in_section(self.talk.get("lines") or [], "unsorted"):
            keys.insert(-1, "sort")
        return keys

    def show_step(self, key: str) -> None:
        """Another step; what was typed in the one before is saved."""
        if self.talk is None:
            return
        if key != self.at:
            self.keeping.save()
        self.at = key
        self._moving = True  # the keyboard may pass over the list of steps: that chooses none
        pane = self.panes.open(key)
        order = self._order()
        place = order.index(key) if key in order else 0
        for link in (self.later, self.unsaid):
            link.setVisible(bool(pane.step.section))
        self.back.setVisible(place > 0)
        self._name_next(order, place)
        self.foot.arrange()
        self._draw_steps()
        self.helping.show_talk(self.talk, key)
        if key == "finish" and self.talk.get("start_at"):
            self.next.setFocus()
        else:
            pane.first_focus()
        self._moving = False

    def _name_next(self, order: list[str], place: int) -> None:
        assert self.talk is not None
        if self.at == "finish":
            word = self.talk.view.clock.conversation.removeprefix("return ")
            held = closes_as(self.talk.values) == "held"
            words = f"Finish this {word}" if held else f"Close without a {word}"
            self.next.set_text("Save changes" if self.talk.get("outcome") else words)
            self.foot.arrange()
            return
        titles = {row.key: row.title for row in self.steps.rows()}
        title = titles.get(order[min(place + 1, len(order) - 1)], "Finish")
        self.next.set_text(f"Next: {title[:1].lower()}{title[1:]}")

    def _step_chosen(self, row: object) -> None:
        if self._moving or not self.steps.hasFocus():
            return
        if isinstance(row, Row) and row.key != self.at:
            self.show_step(row.key)
            self.steps.setFocus()

    def _step_opened(self, row: object) -> None:
        assert isinstance(row, Row)
        self.show_step(row.key)

    def go_on(self) -> None:
        """Save this step and go to the next; on the last, finish."""
        if self.talk is None or not self.panes.pane(self.at).sheet.check():
            return
        if self.at == "finish":
            self.keeping.save(None if self.talk.get("outcome") else self._close)
            return
        order = self._order()
        place = order.index(self.at) if self.at in order else 0
        following = order[min(place + 1, len(order) - 1)]
        self.keeping.save(lambda: self.show_step(following))

    def go_back(self) -> None:
        """The step before."""
        if self.talk is not None:
            order = self._order()
            place = order.index(self.at) if self.at in order else 1
            self.show_step(order[max(0, place - 1)])

    def _ask_later(self) -> None:
        self._mark("not_asked")

    def _not_said(self) -> None:
        self._mark("did_not_want_to_say")

    def _mark(self, answer: str) -> None:
        if self.talk is not None and (section := self.panes.pane(self.at).step.section):
            self.talk.set(f"asked_{section}", answer)
            self._edited()
            self.go_on()

    def _sorted(self) -> None:
        self.keeping.save(lambda: self.show_step("finish"))

    # -- typing and saving --------------------------------------------------------------------

    def _edited(self) -> None:
        if self.talk is None:
            return
        self.talk.ask_what_was_spoken()
        self.keeping.touch()
        if self.at == "finish":
            self._name_next([], 0)
        self._draw_steps()
        self.helping.show_talk(self.talk, self.at)
        self.tick()

    def _collect(self) -> tuple[dict[str, Any], str]:
        raw, offer = self.panes.typed()
        typing = self.beside.typing() if self.beside is not None else ""
        more = {"raw": raw, "offer": offer, "beside": typing, "step": self.at}
        return more, self.panes.pane(self.at).sheet.place()

    def _why_typed(self) -> None:
        self.keeping.why = self.why.value()

    def _refused(self, wrong: object) -> None:
        """Reasons stand beside their fields. Only one at this very step keeps the worker there."""
        assert isinstance(wrong, dict)
        if "why" in wrong:
            self.why.show()
            self.why.set_error(sentence(wrong["why"]))
            self.why.line.setFocus()
            self.keeping.stay()
            return
        self.panes.mark(wrong, but=self.at)
        here = self.panes.pane(self.at).sheet
        if set(wrong) & set(here.bounds):
            self.keeping.stay()
        here.refuse(wrong)
        self._draw_steps()
        if not set(wrong) <= set(here.bounds):
            self._desk.say(" ".join(sentence(reason) for reason in wrong.values()))

    # -- offers -------------------------------------------------------------------------------

    def _offered(self, made: object) -> None:
        self._write_offer(episodes.offer, made)

    def _declined(self, made: object, carer: object) -> None:
        self._write_offer(episodes.decline, made, carer=carer)

    def _write_offer(self, verb: Callable[..., Any], made: object, **more: Any) -> None:
        assert self.talk is not None
        self._desk.do(
            self,
            verb,
            self.keeping.episode,
            made,
            **more,
            then=self._offer_written,
            failed=self._offer_refused,
            said=f"Offer written down in {self.talk.view.name}'s diary.",
        )

    def _offer_written(self, _record: object) -> None:
        self.panes.offers().written()
        self.keeping.read_again(self._offer_shown)

    def _offer_shown(self) -> None:
        self._edited()
        self.panes.offers().first_focus()

    def _offer_refused(self, error: BaseException) -> None:
        if not isinstance(error, InvalidEntry):
            self._desk.fail(error)
        elif rest := self.panes.offers().refuse(error.fields):
            self._desk.say(" ".join(sentence(reason) for reason in rest.values()))

    def _earlier(self, part: str) -> None:
        assert self.talk is not None
        for key, value in taken_over(self.talk.view, self.talk.values, part).items():
            self.talk.set(key, value)
        self._draw()
        self._edited()

    # -- side by side ---------------------------------------------------------------------------

    def sit_beside(self, *_: object, typing: str = "") -> None:
        """The whole window for the two of them. The conversation has begun, if it had not."""
        talk = self.talk
        if talk is None or self.beside is not None:
            return
        self._began_here = not talk.get("start_at")
        if self._began_here:
            now = When.exact(self._desk.clock.now(), self._desk.clock.zone())
            talk.set("start_at", now.to_map())
        self.beside = Beside(talk.view.name, talk.get("lines") or [], typing)
        self.beside.changed.connect(self._lines_changed)
        self.beside.typed.connect(self.keeping.touch)
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
        self._desk.conversing.emit(True)
        self._edited()

    def _lines_changed(self, lines: object) -> None:
        if self.talk is not None:
            self.talk.set("lines", lines or None)
            self.keeping.touch()

    def leave_beside(self) -> None:
        """Back to the page; the lines go into the record."""
        if self.beside is None or self.talk is None:
            return
        self.beside.enter()
        self._close_beside()
        if self._began_here and not self.talk.get("lines"):
            self.talk.set("start_at", None)  # nothing was said: it has not begun
        self._draw()
        waiting = "sort" in self._order()
        talking = self.at if self.panes.pane(self.at).step.section else "before"
        self.keeping.save(lambda: self.show_step("sort" if waiting else talking))

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
        self._desk.conversing.emit(False)
        uncover = getattr(self.window(), "uncover", None)
        if uncover is not None and beside.isVisible():
            uncover()
        else:
            beside.hide()
            beside.deleteLater()

    # -- the rest -------------------------------------------------------------------------------

    def _concern(self) -> None:
        assert self.talk is not None
        self.keeping.keep_now()
        self._desk.go("concern", person=self.talk.view.person)

    def _with_whom(self, name: str) -> None:
        """A name they mentioned goes to *with whom*; the worker says the rest."""
        assert self.talk is not None
        before = self.talk.get("with_whom") or ""
        self.talk.set("with_whom", f"{before}, {name}" if before else name)
        self._draw()
        self._edited()

    def _close(self) -> None:
        assert self.talk is not None
        word = self.talk.view.clock.conversation
        said = f"{word[:1].upper()}{word[1:]} finished, in {self.talk.view.name}'s diary."
        self.keeping.finish(self._finished, said)

    def _finished(self, _code: object) -> None:
        self._wanted = "finish"
        self.keeping.finished()

    def _reopen(self) -> None:
        if self.talk is not None and self.talk.record is not None:
            self._desk.do(self, reopen_talk, self.talk.record, said="Open again.")


def _subtitle(talk: Talk) -> str:
    view, theirs = talk.view, talk.view.pronouns
    today = local(view.now, view.zone).date()
    parts = []
    for episode in view.episodes:
        began, back = gone_words(episode)
        word = "Away" if episode.get("type") == "away" else "Missing"
        words = f"{word} {when_words(began, today)}" if began else word
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
