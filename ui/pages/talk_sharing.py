"""Who hears what of a return conversation: who; must, agreed, no; told; time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diary.clock import Clock, When
from diary.ids import new_item_id
from diary.practice.spans import local, when_words
from diary.records.plain import moment, said
from ui.pages.bound import TimeField
from ui.pages.talk import Step, StepPane, Talk
from ui.theme import theme
from ui.widgets import (
    ChipRow,
    Field,
    IconButton,
    LinkButton,
    Rule,
    SecondaryButton,
    Text,
    clear_layout,
    named,
)

BESIDE_PX = 460
_BASES = {"must": "Must", "agreed": "Agreed", "no": "No"}
_USUAL = ("Police", "Children's social care", "Parent or carer", "School", "Health")


class ShareRow(QWidget):
    """One who hears, or does not."""

    edited = Signal()
    removed = Signal(str)

    def __init__(self, item: Mapping[str, Any], clock: Clock) -> None:
        super().__init__()
        self.item = dict(item)
        self._clock = clock
        self.who = named(QLineEdit(said(item, "who")), "Who")
        self.who.setPlaceholderText("Who")
        self.basis = ChipRow("Must, agreed or no", list(_BASES.items()), exclusive=True)
        self.basis.set_values([said(item, "basis")])
        self.what = named(QLineEdit(said(item, "what")), "What they hear")
        self.what.setPlaceholderText("What they hear")
        self.tell = SecondaryButton("Told now")
        self.told = LinkButton("")
        self.remove = IconButton("Take this line out", "x")
        self.at = TimeField("at", "When told", clock)
        self.at.show_value(item.get("at"))
        self.at.hide()
        self._lay_out()
        self._connect()
        self._show_told()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme().gap(0))
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(theme().gap(1))
        top.addWidget(self.who, 1)
        answer = QHBoxLayout()
        answer.addWidget(self.basis, 1, Qt.AlignmentFlag.AlignVCenter)
        answer.addWidget(self.remove)
        top.addLayout(answer)
        low = QHBoxLayout()
        low.setSpacing(theme().gap(1))
        low.addWidget(self.what, 1)
        low.addWidget(self.tell)
        low.addWidget(self.told)
        for row in (top, low):
            outer.addLayout(row)
        outer.addWidget(self.at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.width() >= theme().px(BESIDE_PX)
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._top.direction() != way:
            self._top.setDirection(way)

    def _connect(self) -> None:
        self.who.textEdited.connect(self._changed)
        self.what.textEdited.connect(self._changed)
        self.basis.changed.connect(self._changed)
        self.at.edited.connect(self._changed)
        self.tell.clicked.connect(self._tell)
        self.told.clicked.connect(self._change_time)
        self.remove.clicked.connect(self._remove)

    def _tell(self) -> None:
        self.item["told"] = True
        self.at.show_value(When.exact(self._clock.now(), self._clock.zone()).to_map())
        self._show_told()
        self._changed()
        self.told.setFocus()

    def _change_time(self) -> None:
        self.at.setVisible(not self.at.isVisibleTo(self))

    def _changed(self) -> None:
        self.item["who"] = self.who.text().strip() or None
        self.item["what"] = self.what.text().strip() or None
        self.item["basis"] = self.basis.value()
        if not self.at.problem():
            self.item["at"] = self.at.value()
        self._show_told()
        self.edited.emit()

    def _remove(self) -> None:
        self.removed.emit(self.item["id"])

    def _name(self) -> None:
        """Each line's controls say whose line it is."""
        who = self.who.text().strip() or "someone"
        for part, words in (
            (self.basis, "must, agreed or no"),
            (self.what, "what they hear"),
            (self.tell, "told now"),
            (self.remove, "take this line out"),
        ):
            part.setAccessibleName(f"{who}: {words}")

    def _show_told(self) -> None:
        self._name()
        told = self.item.get("told") is True
        self.tell.setVisible(not told and self.basis.value() != "no")
        self.told.setVisible(told)
        today = local(self._clock.now(), self._clock.zone()).date()
        at = moment(self.item, "at")
        if at is not None and at.at is not None and at.local_day() == today:
            self.told.set_text(f"Told {local(at.at, at.zone):%H:%M}")
        else:
            self.told.set_text(f"Told {when_words(at, today)}")


class SharingPane(StepPane):
    """The table, with a line added by one tap."""

    def __init__(self, step: Step, clock: Clock) -> None:
        super().__init__(step, clock)
        self.rows: list[ShareRow] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(theme().gap(1))
        self.column.addLayout(self.list)
        self.add_row = ChipRow("Add who hears", [(u, u) for u in (*_USUAL, "Someone else…")])
        self.column.addWidget(Field("Add who hears", self.add_row))
        self.add_row.changed.connect(self._add)
        self.note = Text("Written down even where nothing is shared.", "small", "muted")
        self.column.addWidget(self.note)
        self.column.addStretch(1)

    def show_talk(self, talk: Talk) -> None:
        super().show_talk(talk)
        items = list(talk.get("sharing") or [])
        if [row.item for row in self.rows] == items:
            return
        if any(_has_focus(row) for row in self.rows):
            return
        self._draw(items)

    def _draw(self, items: list[Mapping[str, Any]]) -> None:
        clear_layout(self.list)
        self.rows = []
        for item in items:
            row = ShareRow(item, self.clock)
            row.edited.connect(self._changed)
            row.removed.connect(self._removed)
            if self.rows:
                self.list.addWidget(Rule())
            self.rows.append(row)
            self.list.addWidget(row)

    def _add(self) -> None:
        who = self.add_row.value() or ""
        self.add_row.set_values([])
        known = "" if who not in _USUAL else who
        item = {"id": new_item_id(), "who": known or None}
        if who in {"Police", "Children's social care"}:
            item["basis"] = "must"
        self._draw([*(row.item for row in self.rows), item])
        last = self.rows[-1]
        (last.basis.chip("must") if known else last.who).setFocus()
        self._changed()

    def _removed(self, identifier: str) -> None:
        self._draw([row.item for row in self.rows if row.item["id"] != identifier])
        self._changed()

    def _changed(self) -> None:
        if self.talk is None:
            return
        kept = [
            {k: v for k, v in row.item.items() if v is not None}
            for row in self.rows
            if row.item.get("who") or row.item.get("what")
        ]
        self.talk.set("sharing", kept or None)
        self.edited.emit()


def _has_focus(row: QWidget) -> bool:
    return any(child.hasFocus() for child in row.findChildren(QWidget))
