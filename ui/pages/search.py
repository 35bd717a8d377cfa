"""Search: one line that is asked, chips that write filters into it, and what was found with the
passage that matches. What a query means is `diary.casework.search`'s."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from diary.casework.caseload import caseload
from diary.casework.search import find
from diary.errors import BadQuery
from diary.practice.spans import local, moment_words
from diary.records import registry
from diary.records.work import Touched
from diary.store.search import Found, Hit
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.going import draft_place, record_target
from ui.pages.searchchips import SearchChips
from ui.widgets import (
    Banner,
    Card,
    EmptyState,
    Page,
    Row,
    RowList,
    SearchBox,
    SecondaryButton,
    Segmented,
    Tag,
    Text,
    announce,
)

PAGE_SIZE = 50
_SYNTAX = (
    ('boxing "youth club"', "both, the second as it stands"),
    ("-school", "without that word"),
    ("kind:missing", "only missing episodes; kind:note kind:contact widens"),
    ('person:"Amy B"', "only one young person"),
    ("after:2026-09 before:2026-11-24", "by when it happened"),
    ("is:significant  is:draft  is:retracted", "by how it stands"),
    ("by:me", "only what you wrote"),
)


class SearchPage(Page):
    """`arrive(query=)` asks at once."""

    shell_tools = ("log",)

    def __init__(self, desk: Desk) -> None:
        super().__init__("Search")
        self._desk = desk
        self._names: dict[str, str] = {}
        self._hits: tuple[Hit, ...] = ()
        self._asked = ""
        self.line = SearchBox("Search all entries", placeholder="Words, names, or filters")
        self.chips = SearchChips(self.line)
        self.wrong = Banner("", "amber")
        self.count = Text("", "body", "muted")
        self.order = Segmented("Order", [("newest", "Newest first"), ("best", "Best match first")])
        self.order.set_value("newest")
        self.drafts = RowList("Unfinished", fit=True)
        self.rows = RowList("Found", fit=True)
        self.more = SecondaryButton("Show more")
        self._lay_out()
        self._connect()
        self._show_help()

    def _lay_out(self) -> None:
        self.add(self.line)
        self.add(self.chips)
        self.add(self.wrong)
        self.drafts_card = Card("Unfinished")
        self.drafts_card.add(self.drafts)
        self.found_card = Card("Found")
        self.found_card.add_head(self.order)
        self.found_card.add(self.rows)
        self.found_card.add(self.more)
        self.none = EmptyState(
            "search",
            "Nothing was found",
            "Try fewer words, another spelling, or take a filter out.",
        )
        self.help = Card("What can be typed")
        self.help.add(
            Text("Words are looked for everywhere in every entry, whatever their accents and case.")
        )
        self.help.add(
            RowList(
                "What can be typed",
                [Row(typed, typed, what, strong=True) for typed, what in _SYNTAX],
                fit=True,
            )
        )
        for card in (self.drafts_card, self.found_card, self.none, self.help):
            self.add(card)

    def _connect(self) -> None:
        self.line.searched.connect(self._ask)
        self.line.left_downwards.connect(self._into_results)
        self.chips.changed.connect(self._ask_now)
        self.order.changed.connect(self._ask_now)
        self.more.clicked.connect(self._ask_more)
        for rows in (self.rows, self.drafts):
            rows.row_activated.connect(self._open)
        helping = self.help.findChild(RowList)
        assert helping is not None
        helping.row_activated.connect(self._try)
        self._desk.changed.connect(self._heard)

    # -- coming and going -------------------------------------------------------------------

    def arrive(self, **args: object) -> None:
        query = args.get("query")
        if isinstance(query, str) and query != self.line.text():
            self.line.setText(query)
        self._desk.ask(self, caseload, self._take_people)
        self.line.setFocus()
        self.line.selectAll()
        self._ask_now()

    def resume(self) -> dict[str, object]:
        return {"query": self.line.text()}

    def _take_people(self, people: Any) -> None:
        self._names = {card.id: card.name for card in people}
        self.chips.set_people([card.name for card in people])
        self._draw()

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if self.isVisible() and not touched.kinds <= {"setting"} and self.line.text().strip():
            self._ask_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.line.hasFocus():
            self.line.setFocus()
            self.line.selectAll()
            return
        super().keyPressEvent(event)

    def _into_results(self) -> None:
        for rows in (self.drafts, self.rows):
            if rows.isVisible() and rows.rows():
                rows.setFocus()
                return

    # -- asking -----------------------------------------------------------------------------

    def _ask_now(self, *_: object) -> None:
        self._ask(self.line.text().strip())

    def _ask(self, query: str) -> None:
        self._asked = query
        self.chips.show_query(query)
        if not query:
            self._show_help()
            return
        self._read(query, 0)

    def _ask_more(self) -> None:
        self._read(self._asked, len(self._hits))

    def _read(self, query: str, offset: int) -> None:
        def then(found: object) -> None:
            if query == self._asked:
                self._found(found, offset)

        # The last word may still be growing: with a space after it, it is a whole one.
        self._desk.ask(
            self,
            find,
            then,
            self.line.text() if offset == 0 else query,
            limit=PAGE_SIZE,
            offset=offset,
            order=self.order.value() or "newest",
            failed=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, BadQuery):
            self._desk.fail(error)
            return
        self._clear()
        hint = error.hint or "part of it is not a word or a filter that search knows"
        self.wrong.say(f"Not quite: {hint}.", "amber")
        self.wrong.show()
        self.help.show()

    def _found(self, found: object, offset: int) -> None:
        assert isinstance(found, Found)
        self._clear()
        self._hits = (*(self._hits if offset else ()), *found.hits)
        self._drafts = found.drafts if offset == 0 else self._drafts
        self._total = "more than 1,000" if found.more else f"{found.total}"
        self.order.setVisible(found.can_rank and found.total > 1)
        self.more.setVisible(len(self._hits) < found.total or found.more)
        self._draw()
        if offset == 0:
            announce(self.rows, self.count_words())

    # -- showing ----------------------------------------------------------------------------

    _drafts: tuple[Hit, ...] = ()
    _total = "0"

    def count_words(self) -> str:
        """ "12 entries, newest first"."""
        one = self._total == "1"
        return f"{self._total} {'entry' if one else 'entries'}"

    def _clear(self) -> None:
        for part in (self.wrong, self.drafts_card, self.found_card, self.none, self.help):
            part.hide()

    def _show_help(self) -> None:
        self._hits, self._drafts = (), ()
        self._clear()
        self.help.show()

    def _draw(self) -> None:
        if not self._asked or not self.wrong.isHidden():
            return
        self.drafts.set_rows([self._row(hit) for hit in self._drafts])
        self.rows.set_rows([self._row(hit) for hit in self._hits])
        self.drafts_card.setVisible(bool(self._drafts))
        self.found_card.setVisible(bool(self._hits))
        self.found_card.set_remark(self.count_words())
        self.none.setVisible(not self._hits and not self._drafts)

    def _row(self, hit: Hit) -> Row:
        clock = self._desk.clock
        today = local(clock.now(), clock.zone()).date()
        known = registry.known(hit.kind)
        kind = registry.kind(hit.kind) if known else None
        when = ""
        if hit.happened is not None:
            happened = datetime.fromtimestamp(hit.happened, UTC)
            when = moment_words(happened, clock.zone(), today)
        who = self._names.get(hit.person or "", "")
        meta = [who if hit.kind != "young_person" else "", when, hit.meta]
        chips = []
        if hit.draft:
            chips.append(Tag("Unfinished", "amber", "pencil-line"))
        if hit.significant:
            chips.append(Tag("Significant", "plum", "star"))
        if hit.restricted:
            chips.append(Tag("Restricted", "danger", "shield"))
        if hit.retracted:
            chips.append(Tag("Taken back", "muted", "undo-2"))
        name = kind.name if kind is not None else "Entry"
        return Row(
            hit.id,
            hit.title or name,
            " · ".join(part for part in (name, *meta) if part and part != hit.title),
            body=hit.passage,
            marks=hit.ranges,
            chips=tuple(chips),
            icon=kind.icon if kind is not None else "file-text",
            data=hit,
        )

    def _open(self, row: object) -> None:
        assert isinstance(row, Row) and isinstance(row.data, Hit)
        hit = row.data
        if hit.draft:
            key, args = draft_place(hit.kind, hit.id, hit.person)
        else:
            key, args = record_target(hit.kind, hit.id, hit.person)
        self._desk.go(key, **args)

    def _try(self, row: object) -> None:
        """An example from the help goes into the line."""
        assert isinstance(row, Row)
        self.line.setText(row.key.split("  ")[0])
        self.line.setFocus()
        self._ask_now()


PAGE = PageSpec("search", "Search", "search", SearchPage)
