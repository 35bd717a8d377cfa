"""What every section of Settings has in common: its heading, and reading and keeping settings off
the main thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from ui.desk.desk import Desk
from ui.theme import theme
from ui.widgets import Card, Column, Text, named


class Section(QWidget):
    """One section. `arrive` is called each time it is shown."""

    key: ClassVar[str] = ""
    label: ClassVar[str] = ""
    icon: ClassVar[str] = "settings"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        named(self, self.label)
        self.desk = desk
        self.column = Column(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self._space)
        self._space()

    def arrive(self) -> None:
        """Reads what holds and shows it."""

    def card(self, title: str, words: str = "", **more: Any) -> Card:
        """A panel under what is there, with a line that says what it is for."""
        card = Card(title, **more)
        if words:
            card.add(Text(words, "small", "muted"))
        self.column.add(card)
        return card

    def fetch(self, defaults: Mapping[str, Any], then: Callable[[dict[str, Any]], None]) -> None:
        """`then` with the settings of these keys."""
        diary = self.desk.diary
        self.desk.tasks.run(
            self,
            lambda: {key: diary.setting(key, default) for key, default in defaults.items()},
            then,
            self.desk.fail,
            lane="read",
        )

    def keep(self, key: str, value: Any, then: Callable[[], object] | None = None) -> None:
        """Keeps a setting; the status line says when it is saved."""
        diary, desk = self.desk.diary, self.desk

        def kept(_: object) -> None:
            desk.saved.emit()
            if then is not None:
                then()

        desk.tasks.run(None, lambda: diary.set_setting(key, value), kept, desk.fail)

    def _space(self) -> None:
        self.column.setSpacing(theme().gap(2))


def in_a_row(*parts: QWidget) -> QLayout:
    """Parts from left to right, the rest of the line empty."""
    row = QHBoxLayout()
    row.setSpacing(theme().gap(1))
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
