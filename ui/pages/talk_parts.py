"""Fields that only a return conversation has: the young person's lines of one section in one box,
and what may have pushed or pulled, by whose view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from diary.casework.spoken import as_text, with_text
from diary.ids import new_item_id
from diary.practice.pronouns import Pronouns
from diary.records.plain import said
from diary.records.return_conversation import PULL, PUSH, VIEWS
from ui.pages.bound import Bound, WordsField
from ui.theme import theme
from ui.widgets import ChipRow, Segmented, Text, named


class LinesField(WordsField):
    """The lines of a section as one box: a paragraph for each line, "I asked:" for a question."""

    def __init__(self, section: str) -> None:
        super().__init__(
            "lines",
            "In {their} words",
            lines=4,
            placeholder="Exactly as said, a line each. “I asked:” begins your question.",
        )
        self.section = section
        self._all: list[Mapping[str, Any]] = []

    def put(self, value: Any) -> None:
        self._all = list(value or [])
        text = as_text(self._all, self.section)
        # What is half typed ("I asked:") and reads the same is left alone.
        if as_text(with_text(self._all, self.section, self.box.text()), self.section) != text:
            self.box.set_text(text)
            self.box.moveCursor(QTextCursor.MoveOperation.End)

    def value(self) -> Any:
        self._all = list(with_text(self._all, self.section, self.box.text()))
        return [dict(line) for line in self._all] or None


class AlsoField(Bound):
    """Other episodes that the same conversation is about. The first one is always in it."""

    def __init__(self) -> None:
        self.chips = ChipRow("Also about")
        super().__init__("episodes", "Is it also about another time away?", self.chips)
        self._first: list[str] = []
        self.chips.changed.connect(self.was_edited)

    def offer(self, first: str, others: Sequence[tuple[str, str]]) -> None:
        """Which episodes there are: id and words."""
        self._first = [first]
        self.chips.set_choices(list(others))
        self.setVisible(bool(others))

    def value(self) -> Any:
        return [*self._first, *self.chips.values()]

    def put(self, value: Any) -> None:
        self.chips.set_values(value or [])


class _Reasons(QWidget):
    """Chips of one kind, push or pull, and the note for *something else*."""

    def __init__(self, name: str, options: Mapping[str, str]) -> None:
        super().__init__()
        self.chips = ChipRow(name, list(options.items()))
        self.note = named(QLineEdit(), f"{name}: something else")
        self.note.setPlaceholderText("What else?")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().gap(0))
        column.addWidget(self.chips)
        column.addWidget(self.note)


class ReasonsField(Bound):
    """What may have pushed (or pulled): chips for the view that is chosen in `whose`."""

    def __init__(self, key: str, label: str, whose: Segmented) -> None:
        self.options = PUSH if key == "push" else PULL
        self.inside = _Reasons(label, self.options)
        super().__init__(key, label, self.inside)
        self._whose = whose
        self._items: list[dict[str, Any]] = []
        self.inside.chips.changed.connect(self._changed)
        self.inside.note.textEdited.connect(self._changed)
        whose.changed.connect(self.draw)

    def put(self, value: Any) -> None:
        self._items = [dict(item) for item in value or []]
        self.draw()

    def value(self) -> Any:
        return [dict(item) for item in self._items] or None

    def draw(self, *_: object) -> None:
        """Shows the chips of the view that is chosen."""
        mine = [item for item in self._items if self._view(item) == self._whose.value()]
        self.inside.chips.set_values([said(item, "code") for item in mine])
        other = next((item for item in mine if item.get("code") == "other"), None)
        self.inside.note.setVisible(other is not None)
        note = said(other, "note") if other else ""
        if self.inside.note.text().strip() != note:
            self.inside.note.setText(note)

    def others(self, theirs: Pronouns) -> str:
        """What other views than the one that is chosen have: "my view: School"."""
        parts = []
        for view, name in views_of(theirs).items():
            mine = [i for i in self._items if self._view(i) == view]
            words = [said(i, "note") or self.options.get(said(i, "code"), "") for i in mine]
            if words and view != self._whose.value():
                parts.append(f"{name[:1].lower()}{name[1:]}: {', '.join(words)}")
        return "; ".join(parts)

    @staticmethod
    def _view(item: Mapping[str, Any]) -> str:
        return said(item, "view") or "worker"

    def _changed(self) -> None:
        view = self._whose.value() or "worker"
        chosen = self.inside.chips.values()
        others = [item for item in self._items if self._view(item) != view]
        mine = {said(i, "code"): i for i in self._items if self._view(i) == view}
        kept = [mine.get(c) or {"id": new_item_id(), "code": c, "view": view} for c in chosen]
        note = self.inside.note.text().strip()
        for item in kept:
            if item["code"] == "other":
                item["note"] = note or None
        shown = "other" in chosen and not self.inside.note.isVisible()
        self._items = [*others, *kept]
        self.draw()
        if shown:
            self.inside.note.setFocus()
        self.was_edited()


def views_of(theirs: Pronouns) -> dict[str, str]:
    """Whose view, with the young person's own pronoun."""
    return {**VIEWS, "child": f"{theirs.their.capitalize()} view"}


class ReasonsSummary(Text):
    """What the views that are not shown have, in one quiet line."""

    def __init__(self) -> None:
        super().__init__("", "small", "muted")

    def say(self, theirs: Pronouns, push: ReasonsField, pull: ReasonsField) -> None:
        """Pushed and pulled, by the other views."""
        named_ = (("Pushed", push.others(theirs)), ("Pulled", pull.others(theirs)))
        said_ = [f"{word}, {words}" for word, words in named_ if words]
        self.setText("\n".join(said_))
        self.setVisible(bool(said_))
