"""The cards of a missing episode beside its checklist: looked at again, police, found, returned,
what is known, closing. Each keeps its own fields and says what is to be saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diary.casework.missing import EpisodeView
from diary.clock import Clock, When
from diary.practice.pronouns import Pronouns
from diary.practice.spans import hours_words, local, moment_words, when_words
from diary.records.missing_episode import CLOSED, GRADES, HOW_BACK, LABEL_SETS, PREVENTION, REPLIES
from diary.records.options import GRADED, YES_NO, YES_NO_UNSURE
from diary.records.plain import lines, moment, said
from ui.pages.bound import (
    Bound,
    LineField,
    NumberField,
    PickField,
    Sheet,
    TimeField,
    WordsField,
    side_by_side,
)
from ui.widgets import Card, ChipRow, Field, Fold, SecondaryButton, Text

TYPES = {"missing": "Missing (M)", "away": "Away without agreement (A)"}
_TYPES_HELP = (
    "Missing: nobody knows where {they} {are}. Away: it is known where, but {they} {are} not where"
    " {they} should be and a carer is worried."
)


class SheetCard(Card):
    """A card with fields of the record and one button that saves them."""

    save_wanted = Signal(object)
    edited = Signal()

    def __init__(self, title: str, button: str, *, remark: str = "") -> None:
        super().__init__(title, remark=remark)
        self.sheet = Sheet(parent=self)
        self.save = SecondaryButton(button)
        self.sheet.edited.connect(self.edited)
        self.sheet.submitted.connect(self.ask_save)
        self.save.clicked.connect(self.ask_save)

    def put(self, *bounds: Bound) -> None:
        """Adds fields; several stand in one row."""
        for bound in bounds:
            self.sheet.add(bound)
        self.add(bounds[0] if len(bounds) == 1 else side_by_side(*bounds))

    def close_with_button(self) -> None:
        """The button, last."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.save)
        row.addStretch(1)
        self.add(box)

    def ask_save(self) -> None:
        """Everything readable: ask the page to save it."""
        if self.sheet.check() and self.sheet.edits():
            self.save_wanted.emit(self)

    def show_episode(self, view: EpisodeView) -> None:
        """Shows the record."""
        assert view.episode is not None
        self.sheet.show(view.episode.values)


def fact_fields(clock: Clock) -> tuple[Sheet, list[QWidget], list[QWidget]]:
    """What opening asks (first list) and what can be added at once or later (second)."""
    sheet = Sheet()
    kind = PickField("type", "Missing or away", TYPES, help_text=_TYPES_HELP)
    at = TimeField("last_seen_at", "Last seen", clock)
    place = LineField("last_seen_place", "Where", placeholder="outside school, at home…")
    by = LineField("last_seen_by", "By whom")
    first: list[QWidget] = [kind, at, side_by_side(place, by)]
    left_from, left_at = (
        LineField("left_from", "Where {they} left from"),
        TimeField("left_at", "When {they} left, if later", clock),
    )
    more_fields: list[Bound] = [
        WordsField("note", "What is known", lines=2),
        WordsField("may_be", "Where {they} may be, and with whom", lines=1),
        WordsField("vulnerabilities", "What makes it more dangerous for {them}", lines=1),
        PickField("time_critical", "A health need that cannot wait?", GRADED),
        LineField("time_critical_what", "What, and by when"),
        LineField("medication", "Medication"),
        LineField("clothing", "Clothes and what {they} {have} with {them}"),
        LineField("phone_money", "Phone, money, bus pass"),
        PickField("looked_after", "Looked after when it began", YES_NO_UNSURE),
    ]
    more: list[QWidget] = [*more_fields, side_by_side(left_from), left_at]
    for bound in (kind, at, place, by, *more_fields, left_from, left_at):
        sheet.add(bound)
    return sheet, first, more


class LookAgainCard(Card):
    """Looked at again at the agreed interval."""

    looked = Signal(object)
    edited = Signal()
    agreed = Signal(object)

    def __init__(self) -> None:
        super().__init__("Look again")
        self._next = Text("", "strong")
        self._past = Text("", "small", "muted")
        self.what = WordsField("what", "What we know and do now", lines=1)
        self.with_whom = LineField("with_whom", "With whom", placeholder="police, carer, manager…")
        self.hours = NumberField("review_hours", "Every how many hours, as agreed with the police")
        self.sheet = Sheet([self.what, self.with_whom], self)
        self.hours_sheet = Sheet([self.hours], self)
        self.done = SecondaryButton("Looked again just now", "eye")
        self.set_hours = SecondaryButton("Set the interval")
        fold = Fold("Change the interval")
        fold.add(self.hours)
        row = QHBoxLayout()
        row.addWidget(self.set_hours)
        row.addStretch(1)
        fold.add(row)
        for part in (self._next, self.what, self.with_whom):
            self.add(part)
        foot = QHBoxLayout()
        foot.addWidget(self.done)
        foot.addStretch(1)
        self.add(foot)
        self.add(self._past)
        self.add(fold)
        for sheet in (self.sheet, self.hours_sheet):
            sheet.edited.connect(self.edited)
        self.sheet.submitted.connect(self._done)
        self.done.clicked.connect(self._done)
        self.set_hours.clicked.connect(self._agreed)

    def show_episode(self, view: EpisodeView) -> None:
        """When next, and when it was."""
        assert view.episode is not None
        self.tick(view, view.now)
        listed = lines(view.episode.values, "looked_at")
        self._past.setText("\n".join(_looked_words(one, view) for one in reversed(listed)))
        self._past.setVisible(bool(listed))
        self.sheet.show({})
        self.hours_sheet.show(view.episode.values)

    def tick(self, view: EpisodeView, now: datetime) -> None:
        """The countdown."""
        assert view.episode is not None
        if view.look_at is None:
            self._next.setText("")
            return
        self._next.setText(look_words(view, now))
        self._next.set_tone("danger" if now >= view.look_at else "")
        self.set_remark(f"every {view.review_hours:g} hours")

    def _done(self) -> None:
        self.looked.emit(self.sheet.edits())

    def _agreed(self) -> None:
        if self.hours_sheet.check() and self.hours_sheet.edits():
            self.agreed.emit(self.hours_sheet)


def look_words(view: EpisodeView, now: datetime) -> str:
    """ "Look again at 23:20, in 40 min"."""
    if view.look_at is None:
        return ""
    there = local(view.look_at, view.zone)
    same = there.date() == local(now, view.zone).date()
    at = f"{there:%H:%M}" if same else moment_words(view.look_at, view.zone)
    if now >= view.look_at:
        return f"Look again now: it was due at {at}"
    return f"Look again at {at}, in {hours_words(view.look_at - now)}"


def _looked_words(one: Any, view: EpisodeView) -> str:
    words = when_words(moment(one, "at"), local(view.now, view.zone).date())
    by, whom, what = said(one, "by"), said(one, "with_whom"), said(one, "what")
    words += f" · {by}" if by else ""
    words += f" with {whom}" if whom else ""
    return f"{words}: {what}" if what else words


class PoliceCard(SheetCard):
    """Their reference, their grade and its history."""

    graded = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__("Police", "Save the reference")
        self.put(LineField("police_reference", "Police reference"))
        self.close_with_button()
        self._clock = clock
        self.grade = ChipRow("Grade", list(GRADES.items()), exclusive=True)
        self.add(Field("Risk grade set now", self.grade, help_text="The police's grade, not ours."))
        fold = Fold("How they said it")
        self.grade_sheet = Sheet(
            [
                LineField("label", "In their words"),
                PickField("label_set", "Names used", LABEL_SETS),
                LineField("set_by", "Set by"),
                TimeField("at", "When", clock),
            ],
            self,
        )
        for bound in self.grade_sheet.bounds.values():
            fold.add(bound)
        self.keep = SecondaryButton("Write this grade down")
        self._past = Text("", "small", "muted")
        self.add(fold)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        self.add(row)
        self.add(self._past)
        self.keep.clicked.connect(self._keep)
        self.grade_sheet.edited.connect(self.edited)

    def show_episode(self, view: EpisodeView) -> None:
        super().show_episode(view)
        assert view.episode is not None
        listed = lines(view.episode.values, "grades")
        today = local(view.now, view.zone).date()
        words = [_grade_words(one, today) for one in reversed(listed)]
        self._past.setText("\n".join(words) or "No grade written down yet.")

    def _keep(self) -> None:
        grade = self.grade.value()
        if grade is None:
            self.grade.chip("medium").setFocus()
            return
        if not self.grade_sheet.check():
            return
        now = When.exact(self._clock.now(), self._clock.zone()).to_map()
        self.graded.emit({"at": now, **self.grade_sheet.edits(), "grade": grade})

    def settle_grade(self) -> None:
        """The grade is saved."""
        self.grade.set_values([])
        self.grade_sheet.empty()


def _grade_words(one: Any, today: Any) -> str:
    grade = said(one, "grade")
    words = f"{GRADES.get(grade, grade)}, {when_words(moment(one, 'at'), today)}"
    by, label = said(one, "set_by"), said(one, "label")
    words += f" · set by {by}" if by else ""
    return f"{words} · “{label}”" if label else words


class FoundCard(SheetCard):
    """Found: a fact of its own."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("Found", "Save: found")
        self.put(TimeField("found_at", "When {they} {were} found", clock))
        self.put(LineField("found_where", "Found where"), LineField("found_by", "Found by"))
        self._after = LineField("found_after_why", "If found after being back, how")
        self.put(self._after)
        self._note = Text("", "small", "muted")
        self.add(self._note)
        self.close_with_button()

    def show_episode(self, view: EpisodeView) -> None:
        super().show_episode(view)
        assert view.episode is not None
        values = view.episode.values
        late = bool(values.get("returned_at")) or bool(said(values, "found_after_why"))
        self._after.setVisible(late)
        self._note.setText(
            view.pronouns.fill("Being found closes nothing: {they} may be away still.")
        )
        self._note.setVisible(not values.get("returned_at"))


class ReturnedCard(SheetCard):
    """Back at home or in care."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("Returned", "Save: returned")
        self.put(TimeField("returned_at", "When {they} came back", clock))
        self.put(LineField("returned_to", "Back to"), LineField("returned_with", "With whom"))
        self.put(PickField("returned_how", "How {they} came back", HOW_BACK))
        self._note = Text("The clock for the conversation counts from this time.", "small", "muted")
        self.add(self._note)
        self.close_with_button()


class AfterCard(SheetCard):
    """How they were, in the first hour back."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("When they came back", "Save")
        self.put(WordsField("state_on_return", "How {they} {were}", lines=2))
        self.put(
            WordsField(
                "words", "What {they} said", lines=2, help_text="Exactly, as far as you can."
            )
        )
        self.put(PickField("harm", "Known to be harmed?", GRADED))
        self.harm_what = WordsField("harm_what", "What is known of it", lines=1)
        self.put(self.harm_what)
        self.concern = SecondaryButton("Record a concern", "triangle-alert")
        row = QHBoxLayout()
        row.addWidget(self.concern)
        row.addStretch(1)
        self.add(row)
        self.put(
            PickField(
                "prevention",
                "Police prevention interview",
                PREVENTION,
                help_text="Separate from the return conversation.",
            )
        )
        self.put(TimeField("prevention_at", "When", clock))
        self.put(LineField("prevention_by", "By whom"))
        self.close_with_button()
        self.sheet.bounds["harm"].edited.connect(self._harm_answered)
        self.sheet.bounds["prevention"].edited.connect(self._harm_answered)

    def show_episode(self, view: EpisodeView) -> None:
        super().show_episode(view)
        self.set_title(f"When {view.name} came back")
        self._harm_answered()

    def _harm_answered(self) -> None:
        bounds = self.sheet.bounds
        harmed = bounds["harm"].value() in {"yes", "unsure"}
        self.harm_what.setVisible(harmed or bool(self.harm_what.value()))
        self.concern.setVisible(harmed)
        held = bounds["prevention"].value() == "held"
        for key in ("prevention_at", "prevention_by"):
            bounds[key].setVisible(held or bool(bounds[key].value()))


class DecideCard(SheetCard):
    """What an adult decides about it: a strategy meeting, a referral, why a parent was not told."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("Also to decide", "Save these")
        self.put(
            TimeField("repeat_asked_at", "Strategy meeting asked for", clock),
        )
        self.put(LineField("repeat_asked_of", "Asked of"), LineField("repeat_reply_what", "Answer"))
        self.put(PickField("repeat_reply", "Their reply", REPLIES))
        self.put(PickField("trafficking", "Trafficking referral considered", YES_NO))
        self.put(LineField("trafficking_why", "Why, and its reference"))
        self.put(LineField("parent_not_told_why", "If no parent or carer was told, why"))
        self.close_with_button()


class ClosingCard(SheetCard):
    """Only a person closes an episode."""

    def __init__(self) -> None:
        super().__init__("Close this episode", "Save: closed")
        self.add(Text("Kith never closes it by itself.", "small", "muted"))
        self.put(PickField("closing_reason", "Because", CLOSED))
        self.put(WordsField("closing_note", "About closing it", lines=1))
        self.close_with_button()


def speak_of(fields: Iterable[Bound], theirs: Pronouns) -> None:
    """Puts the young person's pronouns into labels and help that have a place for them."""
    for field in fields:
        field.rename(theirs.fill(field.template))
        if field.help_template:
            field.set_help(theirs.fill(field.help_template))
