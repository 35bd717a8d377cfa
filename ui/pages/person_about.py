"""About: who they are, their own words first, section by section, laid out to be read. Changing it
is the form's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from diary.casework.attaching import read_attachment
from diary.casework.chapters import PersonNow
from diary.records import registry
from diary.records.fields import FieldSpec
from diary.records.view import View
from ui.desk.desk import Desk
from ui.pages.fieldwords import item_words, words_of
from ui.pages.person_part import Part
from ui.theme import theme
from ui.widgets import Card, Column, EmptyState, OwnWords, SplitColumns, Text, named

_PHOTO_PX = 132
_FIRST = "Basics"
_IN_THE_HEAD = {"chosen_name", "pronouns", "in_short"}
_LATER = {"archived", "archived_why", "same_as", "photo"}


class AboutTab(Part):
    """The record of the young person, to be read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heads: tuple[str, ...] = ()
        self._photo_of = ""
        self.photo = named(QLabel(), "Photo")
        self.photo.hide()
        self.split = SplitColumns(side_width=420, stack_below=980)
        self.outer.addWidget(self.split)
        self.outer.addStretch(1)
        self.cards: list[Card] = []

    def show_person(self, now: PersonNow) -> None:
        super().show_person(now)
        if now.view.heads == self._heads:
            return
        self._heads = now.view.heads
        self.photo.setParent(None)
        self.split.main.clear()
        self.split.side.clear()
        self.cards = []
        self._own_words(now.view)
        tall = [6 * bool(self.cards), 0]
        for section, told in _sections(now.view):
            card = self._card(section)
            for spec, words in told:
                card.add(_told(spec, words, now.view, alone=spec.label == section))
            side = tall[1] < tall[0]
            tall[side] += 3 + sum(2 + len(words) // (50 if side else 90) for _, words in told)
            (self.split.add_side if side else self.split.add_main)(card)
        if not self.cards:
            self._say_nothing_yet()
        self._show_photo(now.view)

    def _card(self, section: str) -> Card:
        card = Card(section, action="Edit")
        card.action.setAccessibleName(f"Edit: {section}")
        card.action_clicked.connect(self.edit)
        self.cards.append(card)
        return card

    def _own_words(self, view: View) -> None:
        fields = registry.kind("young_person").fields
        own = [(fields[n], view.get(n)) for n in ("matters", "identity") if view.get(n)]
        if not own and not view.get("photo"):
            return
        card = self._card(f"In {self.name}'s words" if own else self.name)
        card.setObjectName("In their words")
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(2))
        row.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        column = Column(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for spec, words in own:
            column.add(Text(spec.label, "small", "muted"))
            column.add(OwnWords(str(words)))
        row.addWidget(inner, 1)
        card.add(box)
        self.split.add_main(card)

    def _say_nothing_yet(self) -> None:
        card = Card(name="About")
        nothing = EmptyState(
            "user",
            f"Get to know {self.name}",
            "What matters to them in their own words, how they like to be reached, who is around"
            " them, what helps. Nothing here is needed; write it as you learn it.",
            "Write what you know",
        )
        nothing.setObjectName("Nothing yet")
        nothing.action_clicked.connect(self.edit)
        card.add(nothing)
        self.cards.append(card)
        self.split.add_main(card)

    def edit(self) -> None:
        """The form."""
        self._desk.go("entry", kind="young_person", record=self.person, person=self.person)

    # -- photo --------------------------------------------------------------------------------

    def _show_photo(self, view: View) -> None:
        photo = view.get("photo")
        if not photo:
            self._photo_of = ""
            self.photo.hide()
            return
        if photo == self._photo_of:
            self.photo.show()
            return
        self._photo_of = str(photo)
        diary = self._desk.diary
        self._desk.tasks.run(
            self,
            lambda: read_attachment(diary, str(photo)),
            self._put_photo,
            _no_photo,
            lane="read",
        )

    def _put_photo(self, content: object) -> None:
        pixmap = QPixmap()
        if isinstance(content, bytes) and pixmap.loadFromData(content):
            side = theme().px(_PHOTO_PX)
            shown = pixmap.scaled(
                side,
                side,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.photo.setPixmap(shown)
            self.photo.setAccessibleName(f"Photo of {self.name}")
            self.photo.show()


def _no_photo(_error: BaseException) -> None:
    """A photo that can't be read leaves its place empty; the file's own page says why."""


def _sections(view: View) -> list[tuple[str, list[tuple[FieldSpec, str]]]]:
    """What is written, section by section, in the record's order; empty ones are left out."""
    out: dict[str, list[tuple[FieldSpec, str]]] = {}
    for spec in registry.kind("young_person").fields.values():
        own = spec.name in {"matters", "identity"}
        if spec.hidden or own or spec.name in _LATER or spec.name in _IN_THE_HEAD:
            continue
        if words := words_of(spec, view.get(spec.name)):
            out.setdefault(spec.section or _FIRST, []).append((spec, words))
    return list(out.items())


def _told(spec: FieldSpec, words: str, view: View, *, alone: bool) -> QWidget:
    """A label with what it says; without the label where the card says it already."""
    box = QWidget()
    column = Column(box)
    column.setContentsMargins(0, 0, 0, theme().px(2))
    column.setSpacing(theme().px(1))
    if not alone:
        column.add(Text(spec.label, "small", "muted"))
    if spec.type == "own_words":
        column.add(OwnWords(words))
    elif spec.type == "items":
        for item in view.get(spec.name) or []:
            column.add(Text(item_words(spec, item)))
    else:
        column.add(Text(words))
    return box
