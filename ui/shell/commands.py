"""What the command palette offers: pages, things to begin, young people, and what a search finds.
Names are only held while the diary is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from diary.casework.search import find
from diary.errors import BadQuery
from diary.records import registry
from diary.records.reads import Reads
from diary.store.search import Found
from ui.desk.desk import Desk
from ui.pages.going import new_target, record_target
from ui.shell.palette import Command, CommandPalette
from ui.shell.window import MainWindow

_PAUSE_MS = 150
_SHOWN = 8
_NOT_BEGUN = {"young_person", "attachment", "put_off", "organisation", "me", "export_log"}


class Commands(QObject):
    """Fills the palette."""

    def __init__(self, desk: Desk, window: MainWindow, palette: CommandPalette) -> None:
        super().__init__(palette)
        self._desk = desk
        self._window = window
        self._palette = palette
        self._people: Sequence[tuple[str, str]] = ()
        self._asked = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        palette.asked.connect(self._ask)

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """(id, chosen name) of everyone, those seen last first."""
        self._people = people
        self._palette.set_commands(self.all())

    def open(self) -> None:
        self._palette.set_commands(self.all())
        self._palette.open_with()

    def all(self) -> list[Command]:
        """Everything that can be done from anywhere."""
        window = self._window
        out = [
            Command(
                "Log a contact", "Ctrl+N", "plus", window.log_requested.emit, "met phone session"
            ),
            Command(
                "Record a concern", "Ctrl+Shift+C", "triangle-alert", self._go("concern"), "worry"
            ),
            Command("Open a missing episode", "Ctrl+Shift+M", "map-pin-off", self._go("missing")),
        ]
        out += [
            Command(name, "Young person", "user", self._go("person", person=person))
            for person, name in self._people
        ]
        out += [
            Command(entry.label, "Page", entry.icon, self._go(entry.key))
            for entry in window.entries.values()
            if not entry.under
        ]
        out += [self._new(kind) for kind in registry.kinds() if kind.code not in _NOT_BEGUN]
        out += [
            Command("Undo", "Ctrl+Z", "undo-2", self._desk.undo),
            Command("Lock", "Ctrl+L", "lock", window.lock_requested.emit),
            Command("Cover the screen", "F8", "eye-off", window.cover_requested.emit, "hide"),
        ]
        return out

    def _new(self, kind: registry.Kind) -> Command:
        key, args = new_target(kind.code, None)
        return Command(f"New: {kind.name.lower()}", "Begin", kind.icon, self._go(key, **args))

    def _go(self, key: str, **args: Any) -> Callable[[], object]:
        return partial(self._desk.go, key, **args)

    def _open(self, kind: str, record: str, person: str | None) -> Callable[[], object]:
        key, args = record_target(kind, record, person)
        return partial(self._desk.go, key, **args)

    # -- search -----------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        self._asked = text
        if len(text) >= 2:
            self._pause.start()
        else:
            self._pause.stop()

    def _search(self) -> None:
        asked = self._asked
        self._desk.ask(self, _look, partial(self._found, asked), asked)

    def _found(self, asked: str, found: object) -> None:
        if not isinstance(found, Found):
            return
        names = dict(self._people)
        results = [
            Command(
                hit.title,
                names.get(hit.person or "", "") or "Entry",
                registry.kind(hit.kind).icon if registry.known(hit.kind) else "file-text",
                self._open(hit.kind, hit.id, hit.person),
            )
            for hit in found.hits
            if hit.kind != "young_person"
        ]
        more = Command(
            f"Search everywhere for “{asked}”", "Search", "search", self._go("search", query=asked)
        )
        self._palette.set_results(asked, [*results, more])


def _look(reads: Reads, asked: str) -> Found | None:
    try:
        return find(reads, asked, limit=_SHOWN)
    except BadQuery:
        return None
