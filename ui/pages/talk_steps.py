"""The steps of a return conversation that talk: before we start, before, while away, coming back,
health, staying safe. Fields and wording only."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from diary.casework.conversation import gone_words
from diary.clock import Clock
from diary.practice.spans import local, when_words
from diary.records.options import GRADED, NATIONS, YES_NO, YES_NO_UNSURE
from diary.records.return_conversation import (
    AGAIN,
    EARLIER,
    HELPLINES,
    SIGNS,
    interviewer_needs_thought,
)
from diary.records.view import View
from ui.pages.bound import FlagField, LineField, ManyField, PickField, TimeField, WordsField
from ui.pages.talk import Step, StepPane, Talk
from ui.pages.talk_parts import AlsoField, LinesField, ReasonsField, ReasonsSummary, views_of
from ui.widgets import (
    Banner,
    ChipRow,
    Field,
    Fold,
    SecondaryButton,
    Segmented,
)


class StartPane(StepPane):
    """Three taps for the worker alone; who and where are folded away."""

    earlier_said = Signal(str)

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__(step, clock)
        self.earlier = ChipRow("Was that this conversation?", list(EARLIER.items()), exclusive=True)
        self.earlier_field = Field("Was that this conversation?", self.earlier)
        self.column.addWidget(self.earlier_field)
        self.earlier.changed.connect(self._earlier)
        self.put(PickField("independent", "Are you independent of {their} care?", YES_NO_UNSURE))
        self.put(
            PickField("their_choice", "Did {they} choose who talks with {them}?", YES_NO_UNSURE)
        )
        self.put(
            FlagField(
                "told_must_share",
                "Told what must be shared?",
                help_text="That you may have to pass on harm, to whom, and that you would say so.",
            )
        )
        self.banner = Banner(
            "Someone who also looks after them talks with them, and they did not choose that. Ask"
            " who they would rather talk with, or write down why.",
            "amber",
        )
        self.column.addWidget(self.banner)
        self.also = AlsoField()
        self.put(self.also)
        self.beside = SecondaryButton("Sit side by side", "columns-2")
        self.beside.clicked.connect(self.beside_wanted)
        row = QHBoxLayout()
        row.addWidget(self.beside)
        row.addStretch(1)
        self.column.addLayout(row)
        self._fold()
        self.column.addStretch(1)

    def _fold(self) -> None:
        fold = Fold("When, where, who")
        for bound in (
            TimeField("start_at", "Began", self.clock),
            LineField("place", "Where"),
            PickField("alone", "On {their} own?", YES_NO),
            LineField("interviewer", "Who talks with {them}, if not you"),
            LineField("interviewer_role", "Their role"),
            PickField("provides_care", "Do they also look after {them}?", YES_NO_UNSURE),
            LineField("interpreter", "Interpreter"),
            PickField("nation", "Nation", NATIONS),
        ):
            self.sheet.add(bound)
            fold.add(bound)
        self.column.addWidget(fold)

    def show_talk(self, talk: Talk) -> None:
        today = local(talk.view.now, talk.view.zone).date()
        others = [(one.id, _episode_words(one, today)) for one in talk.view.others]
        self.also.offer(talk.view.episodes[0].id, others)
        super().show_talk(talk)
        met = talk.view.met
        self.earlier_field.setVisible(met is not None and not talk.get("earlier_part"))
        if met is not None:
            words = when_words(met.at, local(talk.view.now, talk.view.zone).date())
            label = f"You met on {words}: was that this conversation?"
            self.earlier_field.label.setText(label)
            self.earlier.setAccessibleName(label)
        self.banner.setVisible(interviewer_needs_thought(talk.values))

    def _earlier(self) -> None:
        if part := self.earlier.value():
            self.earlier_said.emit(part)


def _episode_words(episode: View, today: date) -> str:
    """ "Thu 12 Nov, 18:00 to Fri 13 Nov, 01:00"."""
    began, back = gone_words(episode)
    return f"{when_words(began, today)} to {when_words(back, today)}"


class TalkingPane(StepPane):
    """A step with the young person's own words on top."""

    concern_wanted = Signal()

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__(step, clock)
        self.lines = LinesField(step.section)
        self.put(self.lines)
        self.fill()
        self.column.addStretch(1)

    def fill(self) -> None:
        """What else this step asks."""


class BeforePane(TalkingPane):
    """What was going on; pushes and pulls."""

    def fill(self) -> None:
        self.put(WordsField("noticed", "What I noticed", lines=2))
        self.whose = Segmented("Whose view", list(views_of_none()), "child")
        self.push = ReasonsField("push", "What may have pushed", self.whose)
        self.pull = ReasonsField("pull", "What may have pulled", self.whose)
        self.whose_field = Field("Pushed or pulled: whose view", self.whose)
        self.column.addWidget(self.whose_field)
        self.put(self.push)
        self.put(self.pull)
        self.all = ReasonsSummary()
        self.column.addWidget(self.all)
        for field in (self.push, self.pull):
            field.edited.connect(self._sum)
        self.whose.changed.connect(self._sum)

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        label = views_of(talk.view.pronouns)["child"]
        row = self.whose.findChild(ChipRow)
        if row is not None:
            row.chip("child").set_text(label)
        self._sum()

    def _sum(self, *_: object) -> None:
        if self.talk is not None:
            self.all.say(self.talk.view.pronouns, self.push, self.pull)


def views_of_none() -> tuple[tuple[str, str], ...]:
    """Whose view, before a young person is shown."""
    return (("child", "Their view"), ("worker", "My view"), ("carer", "A carer's view"))


class AwayPane(TalkingPane):
    """Where, with whom, what happened; harm leads to a concern in one step."""

    def fill(self) -> None:
        self.put(
            WordsField("where", "Where {they} {were}", lines=1),
            WordsField("with_whom", "With whom", lines=1),
        )
        self.put(WordsField("what_happened", "What happened, as I understand it", lines=1))
        self.put(PickField("harm", "Did anything hurt or harm {them}?", GRADED))
        self.harm_what = WordsField("harm_what", "What, and when", lines=1)
        self.harm_police = PickField("harm_police", "Do the police know of it?", YES_NO_UNSURE)
        self.put(self.harm_what)
        self.put(self.harm_police)
        self.concern = SecondaryButton("Record a concern", "triangle-alert")
        self.concern.clicked.connect(self.concern_wanted)
        self.concern_row = QHBoxLayout()
        self.concern_row.addWidget(self.concern)
        self.concern_row.addStretch(1)
        self.column.addLayout(self.concern_row)
        self.put(LineField("travel", "How {they} travelled"))
        self.put(LineField("phone", "Phone"), LineField("money", "Money"))
        self.put(ManyField("exploitation_signs", "Signs that someone may be using {them}", SIGNS))
        self.signs = WordsField("exploitation_note", "About these signs", lines=1)
        self.put(self.signs)
        self.sheet.edited.connect(self._show_more)

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        self._show_more()

    def _show_more(self) -> None:
        bounds = self.sheet.bounds
        harmed = bounds["harm"].value() in {"yes", "unsure"}
        self.harm_what.setVisible(harmed or bool(self.harm_what.value()))
        self.harm_police.setVisible(harmed)
        self.concern.setVisible(harmed)
        signs = bounds["exploitation_signs"].value()
        self.signs.setVisible(bool(signs) or bool(self.signs.value()))


class BackPane(TalkingPane):
    """How they came back and what they came back to."""

    def fill(self) -> None:
        self.put(WordsField("noticed", "What I noticed", lines=2))


class HealthPane(TalkingPane):
    """Hurt, unwell, what is needed."""

    def fill(self) -> None:
        self.put(WordsField("substances", "Drink or drugs", lines=1))
        self.put(WordsField("health_follow_up", "What is needed now, and who does it", lines=1))


class SafePane(TalkingPane):
    """What would help, likely again, what was given."""

    def fill(self) -> None:
        self.put(WordsField("would_help", "What would help, in {their} words", lines=1))
        self.put(WordsField("safe_people", "Who was and is safe", lines=1))
        self.put(WordsField("feelings", "How {they} feel{s} now, in {their} words", lines=1))
        self.put(PickField("likely_again", "{Do} {they} think {they} will go again?", AGAIN))
        self.put(WordsField("likely_again_note", "What I think, and why", lines=1))
        self.put(ManyField("helplines", "Helplines given, with their numbers", HELPLINES))
        self.put(WordsField("safety_given", "Safety information given", lines=1))
