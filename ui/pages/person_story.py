"""The story of one young person: a quick line, what is unfinished, then everything in order with
the months, the gaps by name and the gutter. It reads page after page as one scrolls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.chapters import Chapter, chapter
from diary.casework.timeline import Band, Filter, StoryLine
from diary.casework.today import DraftLine, draft_lines
from diary.practice.spans import local
from diary.records.reads import Reads
from diary.records.view import View
from ui.charts.gutter import Gutter
from ui.desk.desk import Desk
from ui.pages.entry_menu import EntryMenu
from ui.pages.fieldwords import whole_words
from ui.pages.going import draft_target, record_target
from ui.pages.quickline import QuickLine
from ui.pages.sidecolumn import SideColumn
from ui.pages.storyrows import Telling, band_rows, draft_rows
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Choice,
    EmptyState,
    Row,
    RowList,
    SplitColumns,
    announce,
)
from ui.widgets.rowpaint import PAD

PAGE_ROWS = 200
UNFINISHED = "unfinished"
FILTERS = (
    Choice("with", "With"),
    Choice("about", "About"),
    Choice("significant", "Significant"),
    Choice("missing", "Missing"),
    Choice(UNFINISHED, "Unfinished"),
    Choice("not_in_council", "Not yet in the council system"),
    Choice("taken_back", "Taken back"),
)
_EITHER = {"with": "about", "about": "with"}


def _view(reads: Reads, record: str) -> View:
    return reads.view(record)


class StoryTab(QWidget):
    """The story. `whole_form(values)` asks for the whole form of a contact."""

    whole_form = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._person = ""
        self._name = ""
        self._asked = 0
        self._loading = False
        self._more: int | None = None
        self._telling: Telling | None = None
        self._head: list[Row] = []
        self._rows: list[Row] = []
        self._drafts: tuple[DraftLine, ...] = ()
        self._whole: dict[str, tuple[str, str]] = {}
        self._chosen: set[str] = set()
        self._loaded = 0
        self.quick = QuickLine(desk)
        self.filters = ChipRow("Show only", FILTERS)
        self.list = RowList("Story", meta="beside", most_lines=2, always_marked=False)
        self.gutter = Gutter(self.list)
        self.none = EmptyState("search", "Nothing here matches", "", "Show everything")
        self.blank = EmptyState(
            "notebook-pen",
            "The story begins with one line",
            "Write above what happened. Where they live, key moments and times missing will stand"
            " beside it, and gaps are named.",
        )
        self.bands = RowList("Homes, times missing and key moments", fit=True)
        self.menu = EntryMenu(desk, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        split = self.split = SplitColumns(side_width=316, stack_below=900)
        split.add_main(self.quick)
        split.add_main(self.menu)
        card = Card(name="Story")
        card.add(self.filters)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.gutter)
        row.addWidget(self.list, 1)
        beside.setProperty("bleed", PAD)
        self.beside = beside
        card.add(beside, 1)
        card.add(self.none, 1)
        card.add(self.blank, 1)
        split.add_main(card, 1)
        self.around = Card("What was around")
        self.around.add(self.bands)
        self.side = SideColumn(split)
        self.side.add(self.around)
        split.add_side(self.side, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def add_side(self, widget: QWidget) -> None:
        """Something in the narrower column, above what is there."""
        self.side.add_above(widget)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filtered)
        self.list.row_activated.connect(self._open)
        self.list.row_action.connect(self._open)
        self.list.row_expanded.connect(self._expand)
        self.list.row_menu.connect(self._menu)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.list.row_changed.connect(self._scrolled)
        self.none.action_clicked.connect(self.show_everything)
        self.bands.row_activated.connect(self._to_band)
        self.quick.more.connect(self.whole_form)
        self.menu.closed.connect(self.list.setFocus)

    # -- reading ------------------------------------------------------------------------------

    def show_person(self, person: str, name: str) -> None:
        """Whose story this is; another's starts at the top with nothing filtered."""
        other = person != self._person
        self._person, self._name = person, name
        self.quick.set_person(person, name)
        self.menu.set_person(person, name)
        if other:
            self.filters.set_values([])
            self._chosen = set()
            for key in self._whole:
                self.list.set_expanded(key, False)
            self._whole = {}
            self.menu.close_panel()
            self._loaded = 0
            self.list.set_rows([])
            self.list.scrollToTop()
            self.reload()

    def reload(self) -> None:
        """Reads again as much as is shown."""
        self._asked += 1
        self._loading = True
        asked, limit = self._asked, max(PAGE_ROWS, self._loaded)
        self._desk.ask(
            self,
            chapter,
            lambda found: self._show(found, asked),
            self._person,
            only=self._only(),
            limit=limit,
        )

    def _only(self) -> tuple[Filter, ...]:
        chosen = [value for value in self.filters.values() if value != UNFINISHED]
        return cast(tuple[Filter, ...], tuple(chosen))

    def _show(self, found: Any, asked: int) -> None:
        if asked != self._asked:
            return
        assert isinstance(found, Chapter)
        today = local(found.now, found.zone).date()
        drafts_only = UNFINISHED in self.filters.values()
        plain = not self.filters.values()
        telling = self._telling = Telling.of(found, with_gaps=plain)
        self._drafts = found.drafts
        self._head = self._draft_rows()
        self._rows = [] if drafts_only else telling.rows(found.lines)
        self._loaded = 0 if drafts_only else len(found.lines)
        self._more = None if drafts_only else found.more
        self._loading = False
        rows = self._draw()
        for key in self._whole:
            self._desk.ask(self, _view, self._show_whole, key)
        self._show_gutter()
        self.bands.set_rows(band_rows(found.bands, found.zone, today))
        self.around.setVisible(bool(found.bands))
        self.side.stand()
        self._say_empty(bool(rows), plain)
        self._scrolled()

    def _show_gutter(self) -> None:
        telling = self._telling
        beside = telling.beside if telling is not None and telling.bands and self._rows else {}
        self.gutter.show_beside(beside)
        inset = theme().px(PAD) if beside else 0
        self.beside.setContentsMargins(inset, 0, 0, 0)

    def _draft_rows(self) -> list[Row]:
        telling, chosen = self._telling, self.filters.values()
        if telling is None or (chosen and UNFINISHED not in chosen):
            return []
        shown = [draft for draft in self._drafts if draft.id != self.quick.draft_id()]
        return draft_rows(shown, telling.zone, telling.today)

    def reload_drafts(self) -> None:
        """Reads again what is unfinished, and nothing else."""
        if self._telling is not None:
            self._desk.ask(self, draft_lines, self._show_drafts, self._person)

    def _show_drafts(self, drafts: object) -> None:
        assert isinstance(drafts, list)
        self._drafts = tuple(d for d in drafts if d.person == self._person)
        before, self._head = self._head, self._draft_rows()
        if self._head != before:
            self._say_empty(bool(self._draw()), not self.filters.values())

    def _draw(self) -> list[Row]:
        rows = [*self._head, *(self._wholly(row) for row in self._rows)]
        self.list.renew(rows)
        return rows

    def _wholly(self, row: Row) -> Row:
        if row.key not in self._whole:
            return row
        words, body = self._whole[row.key]
        return replace(row, own_words=words, body=body, spoken="")

    def _say_empty(self, anything: bool, plain: bool) -> None:
        self.beside.setVisible(anything)
        self.filters.setVisible(anything or not plain)
        self.none.setVisible(not anything and not plain)
        self.blank.setVisible(not anything and plain)

    def _scrolled(self, *_: object) -> None:
        if self._more is None or self._loading or not self.isVisible():
            return
        bar = self.list.verticalScrollBar()
        if bar.maximum() - bar.value() > 2 * self.list.viewport().height():
            return
        self._loading = True
        asked = self._asked
        self._desk.ask(
            self,
            chapter,
            lambda found: self._add(found, asked),
            self._person,
            only=self._only(),
            before=self._more,
            limit=PAGE_ROWS,
        )

    def _add(self, found: Any, asked: int) -> None:
        if asked != self._asked or self._telling is None:
            return
        assert isinstance(found, Chapter)
        rows = self._telling.rows(found.lines)
        self._rows += rows
        self._loaded += len(found.lines)
        self._more = found.more
        self._loading = False
        self.list.add_rows(rows)
        self._show_gutter()
        self._scrolled()

    # -- narrowing ----------------------------------------------------------------------------

    def _filtered(self) -> None:
        chosen = self.filters.values()
        new = set(chosen) - self._chosen
        gone = {_EITHER.get(value, "") for value in new}
        self.filters.set_values([value for value in chosen if value not in gone])
        self._chosen = set(self.filters.values())
        self._loaded = 0
        self.reload()

    def show_everything(self) -> None:
        """Nothing filtered out."""
        self.filters.set_values([])
        self._chosen = set()
        self._loaded = 0
        self.reload()

    # -- one entry ----------------------------------------------------------------------------

    def _open(self, row: object) -> None:
        assert isinstance(row, Row)
        if isinstance(row.data, DraftLine):
            key, args = draft_target(row.data)
        elif isinstance(row.data, StoryLine):
            key, args = record_target(row.data.line.kind, row.data.line.id, self._person)
        else:
            return
        self._desk.go(key, **args)

    def _expand(self, row: object) -> None:
        assert isinstance(row, Row)
        if not isinstance(row.data, StoryLine):
            return
        if row.key in self._whole:
            del self._whole[row.key]
            self.list.set_expanded(row.key, False)
            self._draw()
            announce(self.list, "Folded")
        else:
            self._desk.ask(self, _view, self._show_whole, row.key)

    def _show_whole(self, view: object) -> None:
        assert isinstance(view, View)
        whole = whole_words(view)
        if self._whole.get(view.id) != whole:
            self._whole[view.id] = whole
            self.list.set_expanded(view.id, True)
            self._draw()
            announce(self.list, " ".join(whole))

    def _menu(self, row: object, at: QPoint) -> None:
        assert isinstance(row, Row)
        if isinstance(row.data, StoryLine):
            self.menu.menu(row.data).popup(at)

    def _to_band(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, Band)
        if self.list.select(row.data.record):
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            kind = {"home": "spell", "missing": "missing_episode", "moment": "key_moment"}
            key, args = record_target(kind[row.data.what], row.data.record, self._person)
            self._desk.go(key, **args)
