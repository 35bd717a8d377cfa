"""Chips above the results of a search: each writes a filter into the line, or takes it out. The
line is the truth; the chips only show what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from diary.records import registry
from ui.theme import theme
from ui.widgets import ChipRow, Choice, Column, Field, Fold, Rule

_KINDS = ("contact", "concern", "missing_episode", "return_conversation", "promise", "note")
_STATES = (
    Choice("is:significant", "Significant", "star"),
    Choice("is:draft", "Unfinished", "pencil-line"),
    Choice("is:retracted", "Taken back", "undo-2"),
)
_MOST_PEOPLE = 24
_FILTER = re.compile(r'(?P<key>before|after):(?P<value>"[^"]*"|\S*)', re.IGNORECASE)


class SearchChips(QWidget):
    """`changed` after a chip or a date wrote into the line."""

    changed = Signal()

    def __init__(self, line: QLineEdit) -> None:
        super().__init__()
        self._line = line
        kinds = [
            Choice(
                f"kind:{_typed(registry.kind(code).name)}",
                registry.kind(code).plural,
                registry.kind(code).icon,
            )
            for code in _KINDS
        ]
        self._values = {"plain": [c.value for c in (*kinds, *_STATES)], "people": list[str]()}
        self.plain = ChipRow("Filters", [*kinds, *_STATES])
        self.fold = Fold("Young person and dates")
        self.people = ChipRow("Young person", [])
        self.after = QLineEdit()
        self.before = QLineEdit()
        for edit in (self.after, self.before):
            edit.setPlaceholderText("2026-09 or 2026-09-14")
            edit.setMaximumWidth(theme().px(260))
            edit.editingFinished.connect(self._date_given)
        self.after_field = Field("From", self.after)
        self.before_field = Field("Before", self.before)
        self.fold.add(self.people)
        self.fold.add(self.after_field)
        self.fold.add(self.before_field)
        column = Column(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().gap(1))
        column.add(self.plain)
        column.add(self.fold)
        column.add(Rule())
        self.plain.changed.connect(self._chosen)
        self.people.changed.connect(self._chosen)

    def set_people(self, names: Sequence[str]) -> None:
        """Whom the chips offer, by chosen name."""
        offered = [Choice(f"person:{_typed(name)}", name) for name in names[:_MOST_PEOPLE]]
        self._values["people"] = [choice.value for choice in offered]
        self.people.set_choices(offered)
        self.show_query(self._line.text())

    def show_query(self, query: str) -> None:
        """Lights what stands in the line."""
        for row, values in self._rows():
            row.set_values([value for value in values if holds(query, value)])
        found = {m["key"].lower(): m["value"].strip('"') for m in _FILTER.finditer(query)}
        for key, edit in (("after", self.after), ("before", self.before)):
            if not edit.hasFocus():
                edit.setText(found.get(key, ""))

    def _rows(self) -> tuple[tuple[ChipRow, list[str]], ...]:
        return (self.plain, self._values["plain"]), (self.people, self._values["people"])

    def _chosen(self) -> None:
        query = self._line.text()
        for row, values in self._rows():
            lit = set(row.values())
            for value in values:
                query = with_filter(query, value) if value in lit else without(query, value)
        self._write(query)

    def _date_given(self) -> None:
        query = self._line.text()
        for key, edit in (("after", self.after), ("before", self.before)):
            query = _FILTER.sub(
                lambda m, key=key: "" if m["key"].lower() == key else m[0],  # type: ignore[misc]
                query,
            )
            if edit.text().strip():
                query = f"{query} {key}:{_typed(edit.text().strip())}"
        self._write(query)

    def _write(self, query: str) -> None:
        query = " ".join(query.split())
        if query != self._line.text().strip():
            self._line.setText(query)
            self.changed.emit()


def _typed(name: str) -> str:
    """A name as it stands after a filter's colon."""
    return f'"{name}"' if re.search(r"\s", name) else name


def _standing(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(value)}(?!\S)", re.IGNORECASE)


def holds(query: str, value: str) -> bool:
    """Whether this filter stands in the query."""
    return _standing(value).search(query) is not None


def with_filter(query: str, value: str) -> str:
    """The query with this filter in it."""
    return query if holds(query, value) else f"{query} {value}".strip()


def without(query: str, value: str) -> str:
    """The query without this filter."""
    return " ".join(_standing(value).sub("", query).split())
