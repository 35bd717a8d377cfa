"""What a row of a list says, and the model that hands rows to a view. No drawing in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.theme import Tone
from ui.widgets.badge import Tag

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Row:
    """One row. In front stands a badge, an avatar's initial, or an icon (on a tinted tile unless
    `tile` is off); `action` is a word on the right; `heading` makes it a group title instead.
    `marks` are the (start, end) in `body` that are drawn bold: what a search found."""

    key: str
    title: str
    meta: str = ""
    body: str = ""
    own_words: str = ""
    chips: tuple[Tag, ...] = ()
    icon: str = ""
    tone: Tone = "accent"
    tile: bool = True
    badge: Tag | None = None
    avatar: str = ""
    action: str = ""
    strong: bool = True
    heading: bool = False
    spoken: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    data: object = None

    def read_aloud(self) -> str:
        """What a screen reader says for it."""
        if self.spoken:
            return self.spoken
        said = [self.badge.text if self.badge else "", self.title, self.meta]
        said.append(f"In their own words: {self.own_words}" if self.own_words else "")
        said += [self.body, *(chip.text for chip in self.chips)]
        return ". ".join(part for part in said if part)


class RowModel(QAbstractListModel):
    """Rows for a RowList. Replaced as a whole; the view keeps its place by key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Shows these rows instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Shows these rows too, after those that are there."""
        more = tuple(rows)
        if more:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self.rows += more
            self.endInsertRows()

    def find(self, key: str) -> int:
        """The number of the row with this key, or -1."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.read_aloud()
        return row if role == ROW_ROLE else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
