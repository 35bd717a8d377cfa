"""Missing episode: opened in under a minute, then who must be told, looked again, found, returned,
and the way to the return conversation. Nothing closes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from diary.practice.spans import local, long_words, when_words
from diary.records.missing_episode import TYPES as ALL_TYPES
from diary.records.missing_episode import is_back, is_open, started, told
from diary.records.plain import at_place, moment, said
from diary.records.work import Touched
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.pages import PageSpec
from ui.pages.bound import LineField, Sheet, sentence
from ui.pages.clockwords import clock_says
from ui.pages.missing_cards import (
    AfterCard,
    ClosingCard,
    FoundCard,
    LookAgainCard,
    PoliceCard,
    ReturnedCard,
    SheetCard,
    fact_fields,
    look_words,
    row_of,
    speak_of,
)
from ui.pages.missing_told import PACK, ToldCard, told_now
from ui.widgets import (
    Banner,
    Card,
    ClockPanel,
    Fold,
    LinkButton,
    Page,
    PrimaryButton,
    SecondaryButton,
    SplitColumns,
    Text,
)

TICK_MS = 30_000
_FACTS = "facts"
_NEXT = (
    "The next screen has one tap for each who must be told, the police first.",
    "Leave empty what you don't know. Nothing is filled in for you.",
    "In danger now: 999.",
)


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
        self._why.hide()
        self.clock = ClockPanel()
        self.clock.hide()
        self.add_tool(self.clock)
        self._make_opening()
        self._make_episode()
        for part in (self.opening, self.going):
            part.hide()
            self.add(part)
        desk.changed.connect(self._heard)
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start(TICK_MS)

    # -- building ---------------------------------------------------------------------------

    def _make_opening(self) -> None:
        self.opening = SplitColumns()
        card = Card("What is known")
        self.facts, first, more = fact_fields(self._desk.clock)
        for part in first:
            card.add(part)
        fold = Fold("More that is known, now or later")
        for part in more:
            fold.add(part)
        card.add(fold)
        self.open_button = PrimaryButton("Open the episode", "map-pin-off")
        self.open_button.clicked.connect(self.open_episode)
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        card.add(foot)
        self.opening.add_main(card)
        side = Card("What comes next")
        for line in _NEXT:
            side.add(Text(line, "small"))
        self.opening.add_side(side)
        self.facts.edited.connect(self._touched)
        self.facts.submitted.connect(self.open_episode)
        for bound in self.facts.bounds.values():
            if isinstance(bound, LineField):
                bound.line.returnPressed.connect(self._enter)

    def _make_episode(self) -> None:
        clock = self._desk.clock
        self.going = QWidget()
        column = QVBoxLayout(self.going)
        column.setContentsMargins(0, 0, 0, 0)
        self.banner = Banner("", "danger", action="Police told now")
        self.banner.acted.connect(self._police_told)
        self.told = ToldCard(clock)
        self.look, self.police = LookAgainCard(), PoliceCard(clock)
        self.found, self.returned = FoundCard(clock), ReturnedCard(clock)
        self.after, self.closing = AfterCard(clock), ClosingCard()
        self.talk = self._make_talk_card()
        split = SplitColumns(side_width=340)
        self.both = row_of(self.found, self.returned)
        for part in (self._why, self.talk, self.told, self.both, self.after):
            split.add_main(part)
        for part in (self._make_known(), self.look, self.police, self.closing):
            split.add_side(part)
        column.addWidget(self.banner)
        column.addWidget(split)
        column.addStretch(1)
        self.told.told.connect(self._tell)
        self.told.kept.connect(self._keep_details)
        self.look.looked.connect(self._looked)
        self.look.agreed.connect(self._agreed)
        self.police.graded.connect(self._graded)
        self.after.concern.clicked.connect(self._concern)
        for card in self._sheet_cards():
            card.save_wanted.connect(self._save_card)
            card.edited.connect(self._touched)
        self.look.edited.connect(self._touched)
        for row in self.told.rows.values():
            row.sheet.edited.connect(self._touched)

    def _make_talk_card(self) -> Card:
        card = Card("Return conversation")
        self.talk_words = Text("")
        self.talk_small = Text("", "small", "muted")
        self.hold = PrimaryButton("Hold the return conversation", "message-circle-heart")
        self.offer = SecondaryButton("Write down an offer, or a no")
        self.hold.clicked.connect(self._hold)
        self.offer.clicked.connect(self._offer)
        row = QHBoxLayout()
        row.addWidget(self.hold)
        row.addWidget(self.offer)
        row.addStretch(1)
        for part in (self.talk_words, self.talk_small, row):
            card.add(part)
        return card

    def _make_known(self) -> Card:
        card = Card("What is known")
        self.known = Text("")
        self.amend = LinkButton("Add or correct", "pencil-line")
        self.history = LinkButton("Every version", "history")
        self.amend.clicked.connect(self._amend)
        self.history.clicked.connect(self._history)
        row = QHBoxLayout()
        row.addWidget(self.amend)
        row.addWidget(self.history)
        row.addStretch(1)
        card.add(self.known)
        card.add(row)
        return card

    def _sheet_cards(self) -> tuple[SheetCard, ...]:
        return (self.police, self.found, self.returned, self.after, self.closing)

    def _sheets(self) -> dict[str, Sheet]:
        named = {
            _FACTS: self.facts,
            "look": self.look.sheet,
            "hours": self.look.hours_sheet,
            "grade": self.police.grade_sheet,
        }
        names = ("police", "found", "returned", "after", "closing")
        named |= {n: card.sheet for n, card in zip(names, self._sheet_cards(), strict=True)}
        return named | {f"told:{key}": row.sheet for key, row in self.told.rows.items()}

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
        self._view = None

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
        if typed.get(_FACTS) and view.episode is not None:
            self._amend()
        name, _, place = draft.place.partition("/")
        if not (name in self._sheets() and self._sheets()[name].go_to(place)):
            self._first_focus(view)

    def _first_focus(self, view: EpisodeView) -> None:
        if view.episode is None:
            self.facts.bounds["type"].take_focus()
        elif not told(view.episode.values, "police") and is_open(view.episode.values):
            self.told.rows["police"].tell.setFocus()
        elif is_back(view.episode.values):
            self.hold.setFocus()
        else:
            self.look.what.box.setFocus()

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
        self.opening.setVisible(opening)
        self.going.setVisible(not opening)
        self.clock.setVisible(not opening)
        self.tick()

    def _draw_opening(self, view: EpisodeView) -> None:
        self.set_title(
            f"{view.name} is missing, or not where expected",
            "Opening it takes a minute. Everything can be added later.",
        )
        self.open_button.set_text(f"Open the episode for {view.name}")
        known = view.known
        self.facts.show(
            {
                "looked_after": "yes" if view.looked_after else None,
                "medication": said(known, "medication") or None,
            }
        )

    def _draw_episode(self, view: EpisodeView) -> None:
        assert view.episode is not None
        values = view.episode.values
        gone, back = is_open(values), is_back(values)
        self.set_title(_title(view), _subtitle(view))
        untold = gone and not told(values, "police")
        self.banner.setVisible(untold)
        if untold:
            self.banner.say(
                f"Tell the police now that {view.name} is missing: 101, or 999 if there is danger."
            )
        self.told.show_told(view)
        for card in self._sheet_cards():
            card.show_episode(view)
        self.facts.show(values)
        self.look.show_episode(view)
        self.look.setVisible(gone)
        self.after.setVisible(back)
        ended = back or bool(values.get("found_at"))
        self.talk.setVisible(ended)
        self.known.setText(_known_words(view))
        self._draw_talk(view)

    def _draw_talk(self, view: EpisodeView) -> None:
        if view.clock is None or view.outcome is None:
            return
        word = view.clock.conversation
        begun = view.talk is not None and bool(
            view.talk.get("start_at") or view.talk.get("lines") or view.talk.get("outcome")
        )
        self.talk.set_title(f"{word[:1].upper()}{word[1:]}")
        self.hold.set_text(f"Go on with the {word}" if begun else f"Hold the {word}")
        self.talk_words.setText(sentence(view.outcome.words))

    def tick(self) -> None:
        """The clock, each half minute."""
        view = self._view
        if view is None or view.episode is None or view.clock is None or view.outcome is None:
            return
        now = self._desk.clock.now()
        if is_open(view.episode.values):
            self.clock.set_text(*_gone_words(view, self._desk))
            self.look.tick(view, now)
            return
        offers = offers_of(view.talk.values) if view.talk is not None else ()
        says = clock_says(view.clock, offers, view.outcome, now)
        self.clock.set_text(says.large, says.small, says.tone)
        chance = f" {says.chance}." if says.chance else ""
        self.talk_small.setText(f"{sentence(says.small)}{chance}")

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

    def _enter(self) -> None:
        """Enter in a line of the opening form goes on to the next field, never saves by itself."""
        self.focusNextChild()

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

    def _save_card(self, card: object) -> None:
        assert isinstance(card, SheetCard)
        self._save(card.sheet)

    def _save(self, sheet: Sheet) -> None:
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
            if key in self.told.rows:
                self.told.rows[key].open_details()

        return opened

    def _keep_details(self, key: str, item: str, values: object) -> None:
        assert isinstance(values, dict)
        row = self.told.rows[key]
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
            self.look.sheet.empty()
            self._kept()

        self._do(episodes.look_again, made, said_="Looked again: written down.", then=looked)

    def _agreed(self, sheet: object) -> None:
        assert isinstance(sheet, Sheet)
        self._save(sheet)

    def _graded(self, given: object) -> None:
        def graded(_: object) -> None:
            self.police.settle_grade()
            self._kept()

        self._do(grade, given, said_="The police's grade is written down.", then=graded)

    def _amend(self) -> None:
        """The facts open again, above the rest."""
        self.open_button.set_text("Save what is known")
        self.opening.show()
        self.facts.bounds["last_seen_place"].widget.setFocus()

    def _amend_done(self) -> None:
        self.opening.hide()
        self.amend.setFocus()

    def _history(self) -> None:
        self._desk.go("history", record=self._record)

    def _concern(self) -> None:
        assert self._view is not None
        self._desk.go("concern", person=self._view.person)

    def _hold(self) -> None:
        self._desk.go("return", episode=self._record, person=self._person or None)

    def _offer(self) -> None:
        self._desk.go("return", episode=self._record, step="offers")


def _title(view: EpisodeView) -> str:
    assert view.episode is not None
    values = view.episode.values
    if is_back(values):
        return f"{view.name} is back"
    if not is_open(values):
        return f"{view.name} has been found"
    return f"{view.name} is {'away' if said(values, 'type') == 'away' else 'missing'}"


def _subtitle(view: EpisodeView) -> str:
    assert view.episode is not None
    values = view.episode.values
    today = local(view.now, view.zone).date()
    seen = moment(values, "last_seen_at")
    words = "Last seen "
    words += when_words(seen, today) if seen is not None else "time not written down"
    place, by = said(values, "last_seen_place"), said(values, "last_seen_by")
    words += f" {at_place(place)}" if place else ""
    words += f", by {by}" if by else ""
    back = moment(values, "returned_at")
    if back is not None:
        words += f" · back {when_words(back, today)}"
    reference = said(values, "police_reference")
    return f"{words} · police reference {reference}" if reference else words


def _known_words(view: EpisodeView) -> str:
    assert view.episode is not None
    values, theirs = view.episode.values, view.pronouns
    lines_ = [ALL_TYPES.get(said(values, "type"), "")]
    for key, label in (
        ("note", ""),
        ("may_be", "May be: "),
        ("vulnerabilities", f"More dangerous for {theirs.them}: "),
        ("time_critical_what", "Cannot wait: "),
        ("medication", "Medication: "),
        ("clothing", "Clothes: "),
        ("phone_money", "Phone, money: "),
        ("left_from", "Left from: "),
    ):
        if words := said(values, key):
            lines_.append(f"{label}{words}")
    return "\n".join(line for line in lines_ if line)


def _gone_words(view: EpisodeView, desk: Desk) -> tuple[str, str, Any]:
    assert view.episode is not None
    since = started(view.episode.values)
    now = desk.clock.now()
    begun = None if since is None else since.latest()
    about = "about " if since is not None and since.precision in {"about", "day"} else ""
    word = "Away" if said(view.episode.values, "type") == "away" else "Gone"
    large = f"{word} {about}{long_words(now - begun)}" if begun is not None else "Gone now"
    return large, look_words(view, now), "danger"


PAGE = PageSpec("missing", "Missing episode", "map-pin-off", MissingPage, under="people")
