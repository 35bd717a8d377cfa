"""Home, school and plans: what holds now and what held before, by aspect. One ends as the next
begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from diary.casework.chapters import PersonNow
from diary.casework.following_up import end_spell
from diary.clock import When
from diary.errors import InvalidEntry
from diary.practice.spans import local, when_words
from diary.records import spell
from diary.records.plain import moment, said
from diary.records.reads import Reads
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.bound import sentence
from ui.pages.going import record_target
from ui.pages.person_part import Part
from ui.theme import theme
from ui.widgets import (
    Card,
    EmptyState,
    Field,
    PrimaryButton,
    Row,
    RowList,
    SecondaryButton,
    SplitColumns,
    Tag,
    WhenEdit,
)

_ICONS = {
    "looked_after": "hand-heart",
    "home": "house",
    "plan": "clipboard-list",
    "school": "school",
    "legal": "scale",
    "justice": "gavel",
}


@dataclass(frozen=True, slots=True, repr=False)
class Spells:
    """Aspect → its stretches, those that hold now first, then newest first."""

    by_aspect: dict[str, tuple[View, ...]]
    now: datetime
    zone: str


def spells(reads: Reads, person: str) -> Spells:
    """Every stretch of a young person."""
    found: dict[str, list[View]] = {}
    for view in reads.all("spell", person=person):
        found.setdefault(said(view.values, "aspect"), []).append(view)
    ordered = {
        aspect: tuple(sorted(found[aspect], key=lambda v: not spell.is_current(v.values)))
        for aspect in spell.ASPECTS
        if aspect in found
    }
    return Spells(ordered, reads.clock.now(), reads.clock.zone())


class SpellsTab(Part):
    """A card for each aspect that says something."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ending = EndSpell(desk)
        self.outer.addWidget(self.ending)
        self.split = SplitColumns(side_width=480, stack_below=980)
        self.outer.addWidget(self.split)
        self.none = EmptyState(
            "house",
            "Nothing is written yet",
            "Where they live, school, plan, legal status: each from a day until a day. What holds"
            " now stands first, and the story shows homes beside it.",
            "Write where they live",
        )
        self.none_card = Card(name="Home, school and plans")
        self.none_card.add(self.none)
        self.outer.addWidget(self.none_card)
        self.more = SecondaryButton("Add another", "plus")
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, theme().gap(1), 0, 0)
        row.addWidget(self.more)
        row.addStretch(1)
        self.outer.addWidget(self.foot)
        self.outer.addStretch(1)
        self.lists: dict[str, RowList] = {}
        self.cards: dict[str, Card] = {}
        self.none.action_clicked.connect(self._add_home)
        self.more.clicked.connect(self._add)
        self.ending.finished.connect(self._ended)

    def show_person(self, now: PersonNow) -> None:
        if now.card.id != self.person:
            self.ending.hide()
        super().show_person(now)
        self._desk.ask(self, spells, self._show, self.person)

    def _show(self, view: object) -> None:
        assert isinstance(view, Spells)
        if list(view.by_aspect) != list(self.lists):
            self._build(list(view.by_aspect))
        for aspect, views in view.by_aspect.items():
            self.lists[aspect].set_rows([_row(each, view) for each in views])
        anything = bool(view.by_aspect)
        self.split.setVisible(anything)
        self.foot.setVisible(anything)
        self.none_card.setVisible(not anything)

    def _build(self, aspects: list[str]) -> None:
        self.split.main.clear()
        self.split.side.clear()
        self.lists, self.cards = {}, {}
        for number, aspect in enumerate(aspects):
            card = self.cards[aspect] = Card(spell.ASPECTS[aspect], action="Add")
            card.action.setAccessibleName(f"Add: {spell.ASPECTS[aspect]}")
            card.action.setProperty("aspect", aspect)
            card.action.clicked.connect(self._add_of_aspect)
            rows = self.lists[aspect] = RowList(spell.ASPECTS[aspect], fit=True)
            rows.row_activated.connect(self._open)
            rows.row_action.connect(self._end)
            card.add(rows)
            (self.split.add_side if number % 2 else self.split.add_main)(card)

    def _add_of_aspect(self) -> None:
        button = self.sender()
        assert button is not None
        self.begin("spell", aspect=str(button.property("aspect")))

    def _add_home(self) -> None:
        self.begin("spell", aspect="home")

    def _add(self) -> None:
        self.begin("spell")

    def _open(self, row: object) -> None:
        assert isinstance(row, Row)
        key, args = record_target("spell", row.key, self.person)
        self._desk.go(key, **args)

    def _end(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, View)
        self.ending.ask(row.data)

    def _ended(self) -> None:
        for rows in self.lists.values():
            rows.setFocus()
            break


class EndSpell(Card):
    """Asks when a stretch ended and what came next. `finished` when it is over either way."""

    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("It ended")
        self._desk = desk
        self._view: View | None = None
        self.until = WhenEdit("When did it end?", clock=desk.clock)
        self.until_field = Field("When did it end?", self.until)
        self.next = QLineEdit()
        self.next_field = Field(
            "What came next?", self.next, help_text="Begins the next one at the same time.",
            optional=True,
        )  # fmt: skip
        self.save = PrimaryButton("Save")
        self.leave = SecondaryButton("It has not ended")
        self.add(self.until_field)
        self.add(self.next_field)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        row.addWidget(self.save)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.add(foot)
        self.next.returnPressed.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.leave.clicked.connect(self._close)
        self.hide()

    def ask(self, view: View) -> None:
        """Opens for a stretch."""
        self._view = view
        what = said(view.values, "what") or spell.ASPECTS.get(said(view.values, "aspect"), "")
        self.set_title(f"{what} ended")
        self.setObjectName("It ended")
        now = local(self._desk.clock.now(), self._desk.clock.zone())
        self.until.set_value(When.on(now.date(), self._desk.clock.zone()))
        self.next.clear()
        self.until_field.set_error(None)
        self.save.setEnabled(True)
        self.show()
        self.next.setFocus()

    def submit(self) -> None:
        """Ends it, and begins the next."""
        problem, until = self.until.problem(), self.until.value()
        if problem or until is None or self._view is None:
            self.until_field.set_error(problem or "Say when, or that it is not known.")
            self.until.setFocus()
            return
        self.save.setEnabled(False)
        self._desk.do(
            self,
            end_spell,
            self._view.id,
            until.to_map(),
            self.next.text(),
            then=self._done,
            failed=self._refused,
            said="Ended, and the next begun." if self.next.text().strip() else "Ended.",
        )

    def _done(self, _result: object) -> None:
        self._close()

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, InvalidEntry):
            self.until_field.set_error(" ".join(sentence(r) for r in error.fields.values()))
        else:
            self._desk.fail(error)

    def _close(self) -> None:
        self.hide()
        self.finished.emit()


def _row(view: View, around: Spells) -> Row:
    values = view.values
    today = local(around.now, around.zone).date()
    since, until = moment(values, "since"), moment(values, "until")
    now = spell.is_current(values)
    if now:
        told = f"since {when_words(since, today)}" if since else "since a day not known"
    else:
        told = f"{when_words(since, today) if since else 'from a day not known'} to "
        told += when_words(until, today)
    who = said(values, "who")
    return Row(
        key=view.id,
        title=said(values, "what") or spell.ASPECTS.get(said(values, "aspect"), ""),
        meta=" · ".join(part for part in (told, who) if part),
        own_words=said(values, "words"),
        icon=_ICONS.get(said(values, "aspect"), "house"),
        tone="accent" if now else "muted",
        chips=(Tag("now", "good", "check"),) if now else (),
        action="It ended" if now else "",
        strong=now,
        data=view,
    )
