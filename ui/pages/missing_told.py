"""Who must be told while a young person is missing: one line for each, one tap when it is done, and
the name, time and reference added afterwards. Wiring and wording only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.missing import EpisodeView
from diary.clock import Clock, When
from diary.practice.spans import local, when_words
from diary.records.missing_episode import BODIES
from diary.records.options import METHODS
from diary.records.plain import lines, moment, said
from ui.pages.bound import Bound, LineField, PickField, Sheet, TimeField, WordsField, side_by_side
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Fold,
    Glyph,
    LinkButton,
    PrimaryButton,
    Rule,
    SecondaryButton,
    Text,
    named,
)

PACK = "pack"
_ROWS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("police", ("police",), "Police", "Now. 101, or 999 if there is danger."),
    (
        "local_authority",
        ("local_authority", "out_of_hours"),
        "Local authority",
        "The social worker, or the out-of-hours team.",
    ),
    ("parent", ("parent", "carer"), "Parent or carer", "Unless it would put {them} in danger."),
    (
        PACK,
        (),
        "What searchers need",
        "A recent photo, what makes it dangerous, clothes, phone, where {they} may be.",
    ),
)
_OTHERS = ("school", "safeguarding_lead", "other")


class TellRow(QWidget):
    """One who must be told. `told(key)` on the tap; `kept(key, item, values)` for what is added."""

    told = Signal(str)
    kept = Signal(str, str, object)

    def __init__(self, key: str, bodies: Sequence[str], title: str, why: str, clock: Clock) -> None:
        super().__init__()
        self.key, self._bodies, self.title, self._why = key, tuple(bodies), title, why
        self._item = ""
        named(self, f"{title}: told or not")
        self.sheet = Sheet(parent=self)
        self._glyph = Glyph("circle", "muted")
        self._name = Text(title, "strong")
        self._meta = Text("", "small", "muted")
        self.tell = PrimaryButton("") if key == "police" else SecondaryButton("")
        self.tell.setText("Given now" if key == PACK else "Told now")
        named(self.tell, f"{title}: {'given' if key == PACK else 'told'} now")
        self.more = LinkButton("To whom, when" if key == PACK else "Name, reference")
        named(self.more, f"{title}: add name, time, reference")
        self.more.setCheckable(True)
        self._panel = self._make_panel(clock)
        self._panel.hide()
        self._lay_out()
        self.tell.clicked.connect(self._tap)
        self.more.toggled.connect(self._panel.setVisible)

    def _make_panel(self, clock: Clock) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, theme().gap(1))
        column.setSpacing(theme().gap(1))
        fold = Fold("The time, how, what they said")
        if self.key == PACK:
            fold.head.set_text("The time")
            first = [LineField("pack_given_to", "Given to")]
            more: list[Bound] = [TimeField("pack_given_at", "When", clock)]
        else:
            first = [LineField("reference", "Reference"), LineField("who", "Their name")]
            reply = WordsField("reply", "What they said", lines=1)
            reply.submitted.connect(self._keep)
            more = [TimeField("at", "When", clock), PickField("how", "How", METHODS), reply]
        for bound in (*first, *more):
            self.sheet.add(bound)
        for bound in more:
            fold.add(bound)
        for line in first:
            line.line.returnPressed.connect(self._keep)
        self.keep = SecondaryButton("Keep")
        named(self.keep, f"{self.title}: keep these details")
        self.keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addWidget(side_by_side(*first))
        column.addLayout(row)
        column.addWidget(fold)
        return panel

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme().gap(1))
        outer.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        middle = QVBoxLayout()
        middle.setSpacing(theme().px(2))
        top = QHBoxLayout()
        top.setSpacing(theme().gap(1))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._meta)
        top.addLayout(words, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.tell, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(top)
        middle.addWidget(self._panel)
        outer.addLayout(middle, 1)

    def show_told(self, view: EpisodeView) -> None:
        """What is known of it now."""
        assert view.episode is not None
        values = view.episode.values
        if self.key == PACK:
            self._show_pack(view, values)
            return
        mine = [one for one in lines(values, "told") if one.get("body") in self._bodies]
        last = mine[-1] if mine else None
        self._item = str(last["id"]) if last else ""
        self._show_state(bool(mine), "\n".join(_told_words(one, view) for one in mine), view)
        self.sheet.show(last or {})

    def _show_pack(self, view: EpisodeView, values: Mapping[str, Any]) -> None:
        given = values.get("pack_given") is True
        to = said(values, "pack_given_to")
        words = f"Given {_at(moment(values, 'pack_given_at'), view)}{f' to {to}' if to else ''}"
        self._show_state(given, words, view)
        self.sheet.show(values)

    def _show_state(self, done: bool, words: str, view: EpisodeView) -> None:
        self._glyph.show_icon("circle-check" if done else "circle", "good" if done else "muted")
        self._meta.setText(words if done else view.pronouns.fill(self._why))
        self.tell.setVisible(not done)
        self.more.setVisible(done)
        if not done:
            self.more.setChecked(False)

    def open_details(self) -> None:
        """Shows the details, with the cursor in the first."""
        self.more.setChecked(True)
        next(iter(self.sheet.bounds.values())).widget.setFocus()

    def _tap(self) -> None:
        self.told.emit(self.key)

    def _keep(self) -> None:
        if self.sheet.check():
            self.kept.emit(self.key, self._item, self.sheet.edits())
            self.more.setChecked(False)
            self.more.setFocus()


class ToldCard(Card):
    """The checklist. `told(body)` on a tap; `kept(key, item, values)` for details."""

    told = Signal(str)
    kept = Signal(str, str, object)

    def __init__(self, clock: Clock) -> None:
        super().__init__("Who must be told", remark="One tap writes the time down")
        self.rows: dict[str, TellRow] = {}
        for key, bodies, title, why in _ROWS:
            if self.rows:
                self.add(Rule())
            row = TellRow(key, bodies, title, why, clock)
            row.told.connect(self.told)
            row.kept.connect(self.kept)
            self.rows[key] = row
            self.add(row)
        self.add(Rule())
        self._others = Text("", "small", "muted")
        self.other = ChipRow("Somebody else told now", [(b, BODIES[b]) for b in _OTHERS])
        self.other.changed.connect(self._other_told)
        line = QVBoxLayout()
        line.setSpacing(theme().gap(0))
        line.addWidget(Text("Somebody else told now", "label"))
        line.addWidget(self.other)
        line.addWidget(self._others)
        self.add(line)

    def show_told(self, view: EpisodeView) -> None:
        """What has been told to whom."""
        assert view.episode is not None
        for row in self.rows.values():
            row.show_told(view)
        listed = {body for _, bodies, _, _ in _ROWS for body in bodies}
        more = [one for one in lines(view.episode.values, "told") if one.get("body") not in listed]
        words = [
            f"{BODIES.get(said(one, 'body'), 'Someone')}: {_told_words(one, view)}" for one in more
        ]
        self._others.setText("\n".join(words))
        self._others.setVisible(bool(words))
        self.other.set_values([said(one, "body") for one in more])

    def _other_told(self) -> None:
        shown = set(self.other.values())
        for body in _OTHERS:
            if body in shown and not self._was_told(body):
                self.told.emit(body)
                return
        # A tick that was taken off again stands for something already written: it stays.
        self.other.set_values([*shown, *(b for b in _OTHERS if self._was_told(b))])

    def _was_told(self, body: str) -> bool:
        return BODIES[body] + ":" in self._others.text()


def told_now(body: str, view: EpisodeView) -> dict[str, Any]:
    """What a tap writes."""
    at = When.exact(view.now, view.zone).to_map()
    return {"body": body, "at": at, "by": view.worker or None}


def _told_words(one: Mapping[str, Any], view: EpisodeView) -> str:
    by, who, reference = said(one, "by"), said(one, "who"), said(one, "reference")
    words = f"Told {_at(moment(one, 'at'), view)}"
    words += f" by {by}" if by else ""
    words += f" · {who}" if who else ""
    words += f" · reference {reference}" if reference else ""
    reply = said(one, "reply")
    return f"{words}\n{reply}" if reply else words


def _at(when: When | None, view: EpisodeView) -> str:
    if when is not None and when.at is not None and when.precision == "exact":
        there = local(when.at, view.zone)
        if there.date() == local(view.now, view.zone).date():
            return f"{there:%H:%M}"
    return when_words(when, local(view.now, view.zone).date())
