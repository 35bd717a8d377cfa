"""All records of one kind: a young person's meetings, promises or files, or the worker's own. What
each kind shows in its list comes from `ui/records`."""

from __future__ import annotations

from typing import Any

from diary.casework.names import Names
from diary.records.reads import Reads
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.going import new_target, record_target
from ui.records.listing import RecordList
from ui.records.registry import ui_kind
from ui.widgets import Card, Page, SecondaryButton


def _name(reads: Reads, person: str | None) -> str:
    return Names(reads).person(person)


class RecordsPage(Page):
    """The list of a kind."""

    shell_tools = ("search",)

    def __init__(self, desk: Desk) -> None:
        super().__init__("Entries")
        self._desk = desk
        self._kind, self._person = "", ""
        self.list: RecordList | None = None
        self.begin = SecondaryButton("New", "plus")
        self.begin.clicked.connect(self._new)
        self.add_tool(self.begin)

    def arrive(self, **args: Any) -> None:
        """`kind`: of which; `person`: whose."""
        self._kind = str(args.get("kind") or self._kind or "note")
        self._person = str(args.get("person") or "")
        shown = ui_kind(self._kind)
        self.begin.set_text(shown.said("new"))
        self.clear()
        card = Card(name=shown.kind.plural)
        self.list = RecordList(self._desk, self._kind)
        self.list.opened.connect(self._open)
        self.list.begun.connect(self._new)
        card.add(self.list)
        self.add(card)
        self.list.show_for(self._person or None)
        self._desk.ask(self, _name, self._entitle, self._person or None)

    def _entitle(self, name: str) -> None:
        plural = ui_kind(self._kind).kind.plural
        self.set_title(f"{plural}, {name}" if name else plural)

    def _open(self, record: str) -> None:
        key, args = record_target(self._kind, record, self._person or None)
        self._desk.go(key, **args)

    def _new(self) -> None:
        key, args = new_target(self._kind, self._person or None)
        self._desk.go(key, **args)


PAGE = PageSpec("records", "Entries", "list", RecordsPage, under="people")
