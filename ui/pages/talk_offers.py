"""Offers of a return conversation: every one listed, another added in half a minute, a no with
their own words, the carer asked and the next offer on one card; or why none was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.clock import Clock, When
from diary.practice.outcomes import ANSWERS as SAID
from diary.practice.spans import local, when_words
from diary.records.options import METHODS
from diary.records.plain import lines, moment, said
from diary.records.return_conversation import ANSWERS, offers_in_order
from ui.pages.bound import (
    LineField,
    PickField,
    Sheet,
    TimeField,
    WordsField,
    sentence,
    side_by_side,
)
from ui.pages.talk import Step, StepPane, Talk
from ui.theme import theme
from ui.widgets import Glyph, LinkButton, OwnWords, PrimaryButton, Text, clear_layout

_ICONS = {
    "accepted": ("circle-check", "good"),
    "declined": ("circle-x", "amber"),
    "later": ("clock", "accent"),
    "no_answer": ("circle-dashed", "muted"),
}


class OffersPane(StepPane):
    """`offered(made)` and `declined(made, carer)` ask the page to write it down."""

    offered = Signal(object)
    declined = Signal(object, object)

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__(step, clock)
        self.listed = QVBoxLayout()
        self.listed.setSpacing(theme().gap(1))
        self.column.addLayout(self.listed)
        self.another = LinkButton("Another offer", "plus")
        self.another.clicked.connect(self._another)
        self.column.addWidget(self.another)
        self.card = self._make_card()
        self.column.addWidget(self.card)
        self.review = WordsField(
            "reason_reviewed", "What would make it easier to say yes next time", lines=1
        )
        self.put(self.review)
        self.why_not = WordsField("not_offered_why", "If it is not offered at all, why", lines=1)
        self.put(self.why_not)
        self.column.addStretch(1)
        self.offer_sheet.edited.connect(self._shape)
        self.offer_sheet.edited.connect(self.edited)
        self.offer_sheet.submitted.connect(self.write)
        self._open = False
        self._default()

    def _make_card(self) -> QWidget:
        card = QWidget()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, theme().gap(0), 0, 0)
        inside.setSpacing(theme().gap(1))
        inside.addWidget(Text("Write down an offer", "card"))
        self.answer = PickField("answer", "What {they} said", ANSWERS)
        self.at = TimeField("at", "When it was offered", self.clock)
        self.method = PickField("method", "How", METHODS)
        self.by = LineField("by", "By whom")
        self.reason = WordsField("reason", "{Their} reason, in {their} words", lines=1)
        self.carer = LineField("carer", "Carer asked what they know (optional)", placeholder="Who")
        self.carer_said = LineField("carer_said", "What the carer said")
        self.next_at = TimeField("next_at", "Offer again on", self.clock, past=False)
        self.offer_sheet = Sheet(
            [
                self.answer,
                self.reason,
                self.carer,
                self.carer_said,
                self.next_at,
                self.at,
                self.method,
                self.by,
            ],
            self,
        )
        self.carers = side_by_side(self.carer, self.carer_said)
        for part in (
            self.answer,
            self.reason,
            self.carers,
            self.next_at,
            self.at,
            self.method,
            self.by,
        ):
            inside.addWidget(part)
        self.save = PrimaryButton("Write this offer down")
        self.save.clicked.connect(self.write)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        inside.addLayout(foot)
        return card

    def _default(self) -> None:
        now = When.exact(self.clock.now(), self.clock.zone())
        self.at.show_value(now.to_map())
        self._shape()

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        theirs = talk.view.pronouns
        for bound in self.offer_sheet.bounds.values():
            bound.rename(theirs.fill(bound.template))
        if not self.by.value() and not self.by.touched:
            self.by.show_value(talk.view.worker)
        offers = offers_in_order(talk.values)
        clear_layout(self.listed)
        for one in offers:
            self.listed.addWidget(_offer_line(one, talk))
        for carer in lines(talk.values, "carers"):
            self.listed.addWidget(Text(_carer_words(carer, talk), "small", "muted"))
        typing = bool(self.offer_sheet.typed())
        self.card.setVisible(not offers or self._open or typing)
        self.another.setVisible(not self.card.isVisibleTo(self))
        no = any(one.get("answer") == "declined" for one in offers)
        self.review.setVisible(no or bool(self.review.value()))
        self.why_not.setVisible(not offers or bool(self.why_not.value()))
        self._shape()

    def first_focus(self) -> None:
        if self.card.isVisibleTo(self):
            self.answer.take_focus()
        else:
            self.another.setFocus()

    def _another(self) -> None:
        self._open = True
        self.card.show()
        self.another.hide()
        self._default()
        self.first_focus()

    def _shape(self) -> None:
        answer = self.answer.value()
        no = answer == "declined"
        self.reason.setVisible(no)
        self.carers.setVisible(no)
        self.next_at.setVisible(no or answer in {"later", "no_answer"})

    def write(self) -> None:
        """Write it down, or say beside the field what is missing."""
        if not self.offer_sheet.check():
            return
        answer = self.answer.value()
        if answer is None:
            self.answer.set_error("Choose what the answer was.")
            self.answer.take_focus()
            return
        made: dict[str, Any] = {
            key: value
            for key in ("at", "by", "method", "answer")
            if (value := self.offer_sheet.bounds[key].value()) is not None
        }
        if self.next_at.isVisibleTo(self) and self.next_at.value():
            made["next_at"] = self.next_at.value()
        if answer != "declined":
            self.offered.emit(made)
            return
        if words := self.reason.value():
            made["reason"] = words
        carer: dict[str, Any] | None = None
        if who := self.carer.value():
            at = When.exact(self.clock.now(), self.clock.zone()).to_map()
            carer = {"who": who, "at": at, "said": self.carer_said.value()}
        self.declined.emit(made, carer)

    def written(self) -> None:
        """The offer is saved."""
        self._open = False
        self.offer_sheet.empty()
        self._default()

    def refuse(self, wrong: Mapping[str, str]) -> dict[str, str]:
        """Shows beside the next date why an offer was refused; gives back what is not about it."""
        rest = dict(wrong)
        if "offers" in rest:
            self.next_at.set_error(sentence(rest.pop("offers")))
            self.next_at.take_focus()
        return self.sheet.refuse(rest)


def _offer_line(one: Mapping[str, Any], talk: Talk) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().gap(1))
    answer = said(one, "answer")
    icon, tone = _ICONS.get(answer, ("circle-dashed", "muted"))
    column = QVBoxLayout()
    column.setSpacing(theme().px(2))
    today = local(talk.view.now, talk.view.zone).date()
    words = SAID.get(answer, "answer not recorded")
    column.addWidget(Text(words[0].upper() + words[1:], "strong"))
    how = METHODS.get(said(one, "method"), "")
    parts = [f"Offered {when_words(moment(one, 'at'), today)}", how[:1].lower() + how[1:]]
    parts.append(f"by {said(one, 'by')}" if said(one, "by") else "")
    if again := moment(one, "next_at"):
        parts.append(f"offer again {when_words(again, today)}")
    column.addWidget(Text(" · ".join(p for p in parts if p), "small", "muted"))
    if reason := said(one, "reason"):
        column.addWidget(OwnWords(reason))
    row.addWidget(Glyph(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(column, 1)
    return box


def _carer_words(carer: Mapping[str, Any], talk: Talk) -> str:
    today = local(talk.view.now, talk.view.zone).date()
    words = f"{said(carer, 'who')} asked {when_words(moment(carer, 'at'), today)}"
    told = said(carer, "said")
    return f"{words}: {told}" if told else words
