"""The list of one kind of record, from its columns: the promises, the meetings, the files of a
young person. Where one is opened is the page's."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diary.casework.forms import happened_words
from diary.practice.spans import local
from diary.records.reads import Reads
from diary.records.saying import value_words
from diary.records.view import View
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.records.registry import UiKind, ui_kind
from ui.widgets import EmptyState, Row, RowList

MOST = 200


def _all(reads: Reads, kind: str, person: str | None) -> list[View]:
    return reads.all(kind, person=person, limit=MOST)


def record_row(kind: UiKind, view: View, near: date) -> Row:
    """One record as a row: its title, when it happened, and its columns in words."""
    shape = kind.kind
    title = shape.title(view.values)
    shown = [n for n in kind.columns if n != shape.happened and not shape.fields[n].is_words]
    words = (value_words(shape.fields[name], view.get(name)) for name in shown)
    said = [each for each in words if each and each not in title and "\n" not in each]
    own = next((str(view.get(n)) for n in shape.texts["own_words"] if view.get(n)), "")
    meta = " · ".join([happened_words(view, near), *said])
    return Row(view.id, title, meta, own_words=own, icon=shape.icon, action="Open", data=view)


class RecordList(QWidget):
    """All records of a kind, newest first; of one young person if named. `opened` carries the id of
    one, `begun` asks for a new one."""

    opened = Signal(str)
    begun = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk, self._kind = desk, ui_kind(kind)
        self._person: str | None = None
        self.setObjectName(self._kind.kind.plural)
        self.rows = RowList(self._kind.kind.plural, fit=True)
        self.rows.row_activated.connect(self._open)
        self.rows.row_action.connect(self._open)
        words = self._kind.said("empty")
        self.empty = EmptyState(self._kind.icon, words, "", self._kind.said("new"))
        self.empty.action_clicked.connect(self.begun)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        column.addWidget(self.empty)
        desk.changed.connect(self._heard)

    def show_for(self, person: str | None) -> None:
        """Whose records."""
        self._person = person
        self._desk.ask(self, _all, self._show, self._kind.code, person)

    def _show(self, views: list[View]) -> None:
        near = local(self._desk.clock.now(), self._desk.clock.zone()).date()
        self.rows.set_rows([record_row(self._kind, view, near) for view in views])
        self.rows.setVisible(bool(views))
        self.empty.setVisible(not views)

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if self._kind.code in touched.kinds and self.isVisible():
            self.show_for(self._person)

    def _open(self, row: Row) -> None:
        self.opened.emit(row.key)
