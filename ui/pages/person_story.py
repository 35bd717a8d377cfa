"""The story of one young person: a quick line, what is unfinished, then everything in order with
the months, the gaps by name and the gutter. It reads page after page as one scrolls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.timeline import Band, Filter, StoryLine
from diary.casework.today import DraftLine, draft_lines
from diary.records.reads import Reads
from diary.records.view import View
from ui.charts.gutter import Gutter
from ui.desk.desk import Desk
from ui.pages.entry_menu import EntryMenu
from ui.pages.fieldwords import whole_words
from ui.pages.going import draft_target, record_target
from ui.pages.quickline import QuickLine
from ui.pages.sidecolumn import SideColumn
from ui.pages.storyrows import Telling, Told, band_rows, draft_rows, tell, tell_on
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

FIRST_ROWS, PAGE_ROWS, NEXT_ROWS = 20, 200, 100
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

    def show_person(self, person: str) -> None:
        """Whose story this is; another's starts at the top with nothing filtered. What can be seen
        at once is read first, the rest behind it."""
        if person == self._person:
            self.reload()
            return
        self._person = person
        self._forget()
        self._read(FIRST_ROWS, brief=True)

    def set_name(self, name: str) -> None:
        """Their chosen name, for the button that saves."""
        self.quick.set_person(self._person, name)
        self.menu.set_person(self._person, name)

    def _forget(self) -> None:
        self.filters.set_values([])
        self._chosen = set()
        for key in self._whole:
            self.list.set_expanded(key, False)
        self._whole = {}
        self._head, self._rows, self._loaded = [], [], 0
        self.menu.close_panel()
        self.list.set_rows([])
        self.list.scrollToTop()

    def reload(self) -> None:
        """Reads again, as far down as one has scrolled."""
        if self._person:
            self._read(max(PAGE_ROWS, self._seen() + NEXT_ROWS), brief=False)

    def _seen(self) -> int:
        """How many entries stand above the foot of what is in view."""
        foot = self.list.indexAt(self.list.viewport().rect().bottomLeft())
        if not foot.isValid() or not self._loaded:
            return 0
        current = self.list.currentIndex().row()
        return max(foot.row(), current) + 1

    def _read(self, limit: int, *, brief: bool) -> None:
        self._asked += 1
        self._loading = True
        asked = self._asked
        self._desk.ask(
            self,
            tell,
            lambda told: self._show(told, asked, brief=brief),
            self._person,
            only=self._only(),
            limit=limit,
            gaps=not self.filters.values(),
            brief=brief,
        )

    def _only(self) -> tuple[Filter, ...]:
        chosen = [value for value in self.filters.values() if value != UNFINISHED]
        return cast(tuple[Filter, ...], tuple(chosen))

    def _show(self, told: Any, asked: int, *, brief: bool) -> None:
        assert isinstance(told, Told)
        if asked != self._asked:
            return
        telling = self._telling = told.telling
        drafts_only = UNFINISHED in self.filters.values()
        self._drafts = told.drafts
        self._head = self._draft_rows()
        self._rows = [] if drafts_only else list(told.rows)
        rows = self._draw()
        self._show_gutter(brief=brief)
        self._say_empty(bool(rows), not self.filters.values())
        if brief:
            self.reload()
            return
        self._loaded = 0 if drafts_only else told.count
        self._more = None if drafts_only else told.more
        self._loading = False
        for key in self._whole:
            self._desk.ask(self, _view, self._show_whole, key)
        self.bands.set_rows(band_rows(told.bands, telling.zone, telling.today))
        self.around.setVisible(bool(told.bands))
        self.side.stand()
        self._scrolled()

    def _show_gutter(self, *, brief: bool = False) -> None:
        telling = self._telling
        beside = telling.beside if telling is not None and telling.bands and self._rows else {}
        self.gutter.show_beside(beside)
        # Until the bands are read its place is kept free, so that nothing jumps aside after.
        self.gutter.setVisible(bool(beside) or (brief and bool(self._rows)))
        inset = theme().px(PAD) if self.gutter.isVisibleTo(self) else 0
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
            tell_on,
            lambda told: self._add(told, asked),
            self._person,
            self._telling,
            only=self._only(),
            before=self._more,
            limit=NEXT_ROWS,
        )

    def _add(self, told: Any, asked: int) -> None:
        if asked != self._asked or self._telling is None:
            return
        assert isinstance(told, Told)
        self._rows += told.rows
        self._loaded += told.count
        self._more = told.more
        self._loading = False
        self.list.add_rows(told.rows)
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
