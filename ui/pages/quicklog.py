"""The quick log: who, how, one line, saved in under fifteen seconds. Nobody is chosen until the
worker chooses, and the button says whose diary it goes to. The rest is folded away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from diary.casework.caseload import PersonCard
from diary.casework.contacts import quick_log
from diary.clock import When
from diary.errors import InvalidEntry
from diary.practice.spans import when_words
from diary.store.drafts import Draft
from ui.desk.desk import Desk
from ui.desk.drafting import Drafting
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Choice,
    Field,
    FlowLayout,
    Fold,
    GrowingText,
    LinkButton,
    PrimaryButton,
    TriState,
    WhenEdit,
    named,
)

OTHER = "other"
SHOWN = 4
HOW = (
    Choice("met", "Met", "footprints"),
    Choice("phone", "Phone", "phone"),
    Choice("message", "Message", "message-square"),
    Choice("did_not_happen", "Did not happen", "circle-dashed"),
)
_PROMPTS = {
    "did_not_happen": "What will you do next?",
}
_PROMPT = "What happened?"


class QuickLog(Card):
    """The card on Today. `saved(person)` follows each entry; `more(draft id)` asks for the whole
    form with what is typed so far."""

    saved = Signal(str)
    more = Signal(str, object)

    def __init__(self, desk: Desk, *, title: str = "Quick log") -> None:
        super().__init__(title)
        self._desk = desk
        self._names: dict[str, str] = {}
        self.who = ChipRow("Who", exclusive=True)
        self.how = ChipRow("How", HOW, exclusive=True, required=True)
        self.how.set_values(["met"])
        self.name = named(QLineEdit(), "Their chosen name")
        self.name_field = Field("Their chosen name", self.name)
        self.text = GrowingText(_PROMPT, placeholder=_PROMPT, lines=1)
        self.text_field = Field("", self.text)
        self.when_link = LinkButton("", "clock")
        self.more_link = LinkButton("Open the whole form")
        self.save = PrimaryButton("Choose who first")
        self._fold()
        self._lay_out()
        self._connect()
        self._drafting = self._new_drafting(self._desk.diary.new_draft("contact", None))
        self._set_default_time()
        self._retitle()

    # -- building ---------------------------------------------------------------------------

    def _fold(self) -> None:
        self.when = WhenEdit("When", clock=self._desk.clock)
        self.words = GrowingText("Their exact words", placeholder="Their exact words", lines=1)
        self.place = named(QLineEdit(), "Where")
        self.alone = TriState("Seen alone")
        self.fold = Fold("Time, their exact words, place, seen alone")
        self.when_field = Field("When", self.when)
        self.fold.add(self.when_field)
        self.fold.add(Field("Their exact words", self.words))
        self.fold.add(Field("Where", self.place))
        self.fold.add(Field("Seen alone", self.alone))

    def _lay_out(self) -> None:
        both = QWidget()
        flow = FlowLayout(both)
        flow.addWidget(self.who)
        flow.addWidget(self.how)
        self.add(both)
        self.name_field.hide()
        self.add(self.name_field)
        self.add(self.text_field)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme().gap(1))
        foot.addWidget(self.when_link)
        foot.addWidget(self.more_link)
        foot.addStretch(1)
        foot.addWidget(self.save)
        box = QWidget()
        box.setLayout(foot)
        self.add(box)
        self.add(self.fold)

    def _connect(self) -> None:
        self.who.changed.connect(self._who_changed)
        self.how.changed.connect(self._how_changed)
        self.name.textEdited.connect(self._edited)
        self.name.returnPressed.connect(self.text.setFocus)
        for part in (self.text, self.words):
            part.edited.connect(self._edited)
            part.submitted.connect(self.submit)
        self.place.textEdited.connect(self._edited)
        self.place.returnPressed.connect(self.submit)
        self.alone.changed.connect(self._edited)
        self.when.changed.connect(self._time_changed)
        self.when_link.clicked.connect(self._show_time)
        self.more_link.clicked.connect(self._ask_more)
        self.save.clicked.connect(self.submit)

    def _new_drafting(self, draft: Draft) -> Drafting:
        return Drafting(self._desk, draft, self._collect, self)

    # -- whom ---------------------------------------------------------------------------------

    def set_people(self, people: Sequence[PersonCard]) -> None:
        """Who can be chosen, the likeliest first."""
        self._names = {card.id: card.name for card in people}
        shown = [Choice(card.id, card.name) for card in people[:SHOWN]]
        chosen = self.who.value()
        if chosen and chosen not in {c.value for c in shown} and chosen in self._names:
            shown.append(Choice(chosen, self._names[chosen]))
        self.who.set_choices([*shown, Choice(OTHER, "Someone else…")])
        self._retitle()

    def choose(self, person: str) -> None:
        """Choose a young person, as if their chip were pressed."""
        self.who.set_values([person])
        self._who_changed()

    def _person(self) -> tuple[str | None, str]:
        chosen = self.who.value()
        if chosen == OTHER:
            typed = " ".join(self.name.text().split())
            known = [p for p, n in self._names.items() if n.casefold() == typed.casefold()]
            return (known[0] if len(known) == 1 else None), typed
        return chosen, self._names.get(chosen or "", "")

    def _who_changed(self) -> None:
        other = self.who.value() == OTHER
        self.name_field.setVisible(other)
        (self.name if other else self.text).setFocus()
        self._drafting.set_person(self._person()[0])
        self._edited()

    def _how_changed(self) -> None:
        prompt = _PROMPTS.get(self.how.value() or "", _PROMPT)
        self.text.setPlaceholderText(prompt)
        named(self.text, prompt)
        self._edited()

    # -- when -----------------------------------------------------------------------------------

    def keep_time(self) -> None:
        """The time offered goes on with the clock until somebody types or chooses one."""
        typed = self.text.text() or self.words.text() or self.place.text()
        if not typed and not self._time_chosen:
            self._set_default_time()

    def _set_default_time(self) -> None:
        self._time_chosen = False
        now = self._desk.clock.now()
        back = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
        self.when.set_value(When.about(now - back, self._desk.clock.zone()))
        self._say_time()

    def _say_time(self) -> None:
        value = self.when.value()
        now = self._desk.clock.now()
        words = "Choose the time" if value is None else when_words(value, now.date())
        self.when_link.set_text(words[0].upper() + words[1:])

    def _time_changed(self) -> None:
        self._time_chosen = True
        self._say_time()
        self._edited()

    def _show_time(self) -> None:
        self.fold.set_open(True)
        self.when.setFocus()

    # -- saving ---------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._retitle()
        self._clear_errors()
        self._drafting.touch()

    def _retitle(self) -> None:
        _, name = self._person()
        if name:
            self.save.set_text(f"Save to {name}'s diary")
        elif self.who.value() == OTHER:
            self.save.set_text("Type their name first")
        else:
            self.save.set_text("Choose who first")

    def _values(self) -> dict[str, Any]:
        how = self.how.value() or "met"
        field = "next_step" if how == "did_not_happen" else "note"
        alone = self.alone.answer()
        when = self.when.value()
        return {
            "kind": how,
            "at": None if when is None else when.to_map(),
            field: self.text.text() or None,
            "words": self.words.text() or None,
            "place": self.place.text() or None,
            "seen_alone": None if alone is None else ("yes" if alone else "no"),
        }

    def _collect(self) -> tuple[Mapping[str, Any], str, bool]:
        data = {**self._values(), "name": self.name.text(), "quick": True}
        typed = bool(self.text.text() or self.words.text() or self.place.text())
        return data, "", typed

    def submit(self) -> None:
        """Save, or say beside the field what is missing. What was typed always stays."""
        person, name = self._person()
        if not name and person is None:
            self.who.chip(OTHER if not self._names else next(iter(self._names))).setFocus()
            self.text_field.set_error("Choose whose diary this goes to, above.")
            return
        if problem := self.when.problem():
            self.fold.set_open(True)
            self.when_field.set_error(problem)
            self.when.setFocus()
            return
        if not (self.text.text().strip() or self.words.text().strip()):
            self.text_field.set_error("Write a line first: one is enough.")
            self.text.setFocus()
            return
        self.save.setEnabled(False)
        self._desk.do(
            self,
            quick_log,
            person=person,
            name=name,
            values=self._values(),
            then=self._was_saved,
            failed=self._was_refused,
            said=f"Saved to {name}'s diary.",
        )

    def _was_saved(self, result: object) -> None:
        assert isinstance(result, tuple)
        self._drafting.finish()
        self.clear()
        self.saved.emit(result[0])

    def _was_refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            reasons = [f"{reason[0].upper()}{reason[1:]}" for reason in error.fields.values()]
            self.text_field.set_error(" ".join(reasons))
        else:
            self._desk.fail(error)

    def _clear_errors(self) -> None:
        self.text_field.set_error(None)
        self.when_field.set_error(None)

    def clear(self) -> None:
        """Empty again, with nobody chosen."""
        self.who.set_values([])
        self.how.set_values(["met"])
        self.name.clear()
        self.name_field.hide()
        for part in (self.text, self.words):
            part.set_text("")
        self.place.clear()
        self.alone.set_answer(None)
        self.fold.set_open(False)
        self.save.setEnabled(True)
        self._set_default_time()
        self._clear_errors()
        self._drafting = self._new_drafting(self._desk.diary.new_draft("contact", None))
        self._retitle()

    def _ask_more(self) -> None:
        person, _ = self._person()
        values = {k: v for k, v in self._values().items() if v is not None}
        self._drafting.finish()
        self.clear()
        self.more.emit(person or "", values)
