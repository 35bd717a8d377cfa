"""Hopes and actions: what they hope for in their own words, the steps towards it, and what others
have to do. Steps and actions are ticked where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from diary.casework.chapters import PersonNow
from diary.casework.following_up import add_step, finish_action, tick_step
from diary.practice.spans import local, when_words
from diary.records import action, goal
from diary.records.plain import lines, moment, said
from diary.records.reads import Reads
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.going import record_target
from ui.pages.person_part import Part
from ui.theme import Tone, theme
from ui.widgets import (
    Badge,
    Card,
    Column,
    EmptyState,
    LinkButton,
    OwnWords,
    Rule,
    SplitColumns,
    Text,
    named,
    plain,
)

_TONES: dict[str, Tone] = {
    "started": "accent",
    "getting_there": "accent",
    "reached": "good",
    "changed": "muted",
    "resting": "muted",
    "hope": "plum",
}
_SHOWN_DONE = 10


@dataclass(frozen=True, slots=True, repr=False)
class Ahead:
    """Hopes (open ones first) and actions (to do first), as one moment has them."""

    goals: tuple[View, ...]
    actions: tuple[View, ...]
    now: datetime
    zone: str


def ahead(reads: Reads, person: str) -> Ahead:
    """What is hoped for and what is to be done."""
    goals = sorted(reads.all("goal", person=person), key=lambda v: not goal.is_open(v.values))
    actions = sorted(reads.all("action", person=person), key=_order)
    return Ahead(tuple(goals), tuple(actions), reads.clock.now(), reads.clock.zone())


def _order(view: View) -> tuple[bool, float]:
    due = moment(view.values, "due")
    first = None if due is None else due.earliest()
    return (not action.is_open(view.values), first.timestamp() if first else float("inf"))


class HopesTab(Part):
    """Hopes on the left, actions on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        split = SplitColumns(side_width=440, stack_below=980)
        self.hopes = Card("Hopes", action="Add a hope")
        self.tasks = Card("Actions", action="Add an action")
        split.add_main(self.hopes)
        split.add_side(self.tasks)
        self.outer.addWidget(split)
        self.outer.addStretch(1)
        self.hopes.action_clicked.connect(self._add_hope)
        self.tasks.action_clicked.connect(self._add_action)
        self._shown: object = None
        self.cards: dict[str, HopeCard] = {}
        self.lines: dict[str, ActionLine] = {}

    def show_person(self, now: PersonNow) -> None:
        super().show_person(now)
        self.hopes.set_title(f"What {self.name} hopes for")
        self.hopes.setObjectName("Hopes")
        self._desk.ask(self, ahead, self._show, self.person)

    def _show(self, view: object) -> None:
        assert isinstance(view, Ahead)
        self._show_hopes(view)
        self._show_actions(view)

    def _show_hopes(self, view: Ahead) -> None:
        kept = {i: card for i, card in self.cards.items() if card.view in view.goals}
        same = list(kept) == [v.id for v in view.goals]
        if same and self.cards and len(kept) == len(self.cards):
            return
        place = _place(self.cards)
        self.hopes.clear()
        self.cards = {}
        for number, each in enumerate(view.goals):
            if number:
                self.hopes.add(Rule())
            card = self.cards[each.id] = HopeCard(self._desk, each)
            self.hopes.add(card)
        if not view.goals:
            self.hopes.add(
                EmptyState(
                    "sprout",
                    "No hope is written yet",
                    "Ask what they would like, write it in their words, and find one first step.",
                )
            )
        for identifier, step in [place] if place else []:
            if identifier in self.cards:
                self.cards[identifier].go_to(step)

    def _show_actions(self, view: Ahead) -> None:
        shown = (local(view.now, view.zone).date(), [(v.id, v.heads) for v in view.actions])
        if shown == self._shown:
            return
        self._shown = shown
        held = next((i for i, line in self.lines.items() if line.box.hasFocus()), None)
        self.tasks.clear()
        self.lines = {}
        done = 0
        for each in view.actions:
            if not action.is_open(each.values):
                done += 1
                if done > _SHOWN_DONE:
                    break
            line = self.lines[each.id] = ActionLine(self._desk, each, view.now, view.zone)
            self.tasks.add(line)
        if not view.actions:
            self.tasks.add(
                EmptyState(
                    "clipboard-check",
                    "Nothing is to be done",
                    "Things that you or others have to do for them. What you said to them yourself"
                    " is a promise.",
                )
            )
        if held in self.lines:
            self.lines[held].box.setFocus()

    def _add_hope(self) -> None:
        self.begin("goal")

    def _add_action(self) -> None:
        self.begin("action")


def _place(cards: dict[str, HopeCard]) -> tuple[str, str] | None:
    for identifier, card in cards.items():
        if card.line.hasFocus():
            return identifier, ""
        for step, box in card.boxes.items():
            if box.hasFocus():
                return identifier, step
    return None


class HopeCard(QWidget):
    """One hope: their words, where it stands, steps to tick, one more step."""

    def __init__(self, desk: Desk, view: View) -> None:
        super().__init__()
        self._desk, self.view = desk, view
        values = view.values
        column = Column(self)
        column.setContentsMargins(0, theme().px(4), 0, theme().px(4))
        column.setSpacing(theme().gap(0))
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(OwnWords(said(values, "hope")), 1)
        stands = said(values, "stands") or "hope"
        words = goal.STANDS.get(stands, stands)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(Badge(words, _TONES.get(stands, "muted")), 0, middle)
        self.open = LinkButton("Open")
        self.open.setAccessibleName(f"Open: {said(values, 'hope')}")
        self.open.clicked.connect(self._open)
        row.addWidget(self.open, 0, middle)
        column.add(head)
        if said(values, "stands_words"):
            column.add(Text("How it is going, in their words", "small", "muted"))
            column.add(OwnWords(said(values, "stands_words")))
        self.boxes: dict[str, QCheckBox] = {}
        for step in lines(values, "steps"):
            column.add(self._step(step))
        self.line = named(QLineEdit(), "Add a step")
        self.line.setPlaceholderText("Add a step, then Enter")
        self.line.returnPressed.connect(self._add_step)
        if goal.is_open(values):
            column.add(self.line)

    def _step(self, step: object) -> QWidget:
        values = step if isinstance(step, dict) else {}
        words = " · ".join(
            part for part in (said(values, "step"), said(values, "who"), _by(values)) if part
        )
        state = said(values, "state")
        if state in {"changed", "dropped"}:
            return Text(f"{words} · {goal.STEP_STATES[state].lower()}", "body", "muted")
        box = QCheckBox(plain(words))
        box.setAccessibleName(words)
        box.setObjectName("Step")
        box.setChecked(state == "done")
        box.setProperty("step", values.get("id"))
        box.clicked.connect(self._ticked)
        self.boxes[str(values.get("id"))] = box
        return box

    def _ticked(self) -> None:
        box = self.sender()
        assert isinstance(box, QCheckBox)
        done = box.isChecked()
        words = "Step done." if done else "Step is to do again."
        step = str(box.property("step"))
        self._desk.do(self, tick_step, self.view.id, step, done=done, said=words)

    def _add_step(self) -> None:
        if self.line.text().strip():
            self._desk.do(self, add_step, self.view.id, self.line.text(), said="Step added.")

    def go_to(self, step: str) -> None:
        """Puts the keyboard on a step, or where the next one is written."""
        (self.boxes.get(step) or self.line).setFocus()

    def _open(self) -> None:
        key, args = record_target("goal", self.view.id, self.view.person)
        self._desk.go(key, **args)


class ActionLine(QWidget):
    """One action with its tick."""

    def __init__(self, desk: Desk, view: View, now: datetime, zone: str) -> None:
        super().__init__()
        self._desk, self.view = desk, view
        values = view.values
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme().px(2), 0, theme().px(2))
        row.setSpacing(theme().gap(1))
        what = said(values, "what")
        state = said(values, "state") or "open"
        self.box = QCheckBox()
        self.box.setAccessibleName(f"Done: {what}")
        self.box.setObjectName("Done")
        self.box.setChecked(state == "done")
        self.box.setEnabled(state != "dropped")
        self.box.clicked.connect(self._ticked)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        words = QWidget()
        column = Column(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.add(Text(what, "body", "" if state == "open" else "muted"))
        told = " · ".join(p for p in _told(view, now, zone) if p)
        if told:
            late = action.is_overdue(values, now)
            column.add(Text(told, "small", "danger" if late else "muted"))
        row.addWidget(words, 1)
        self.open = LinkButton("Open")
        self.open.setAccessibleName(f"Open: {what}")
        self.open.clicked.connect(self._open)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)

    def _ticked(self) -> None:
        done = self.box.isChecked()
        words = "Action done." if done else "Action is to do again."
        self._desk.do(self, finish_action, self.view.id, done=done, said=words)

    def _open(self) -> None:
        key, args = record_target("action", self.view.id, self.view.person)
        self._desk.go(key, **args)


def _told(view: View, now: datetime, zone: str) -> tuple[str, ...]:
    values, today = view.values, local(now, zone).date()
    state = said(values, "state") or "open"
    who = said(values, "who")
    due, done = moment(values, "due"), moment(values, "done_at")
    if state == "done":
        return ("done " + when_words(done, today) if done else "done", who)
    if state == "dropped":
        return ("no longer needed", who)
    late = "past its day: " if action.is_overdue(values, now) else "by "
    return (late + when_words(due, today) if due else "", who)


def _by(values: dict[str, object]) -> str:
    at = moment(values, "by")
    return "" if at is None else f"by {when_words(at)}"
