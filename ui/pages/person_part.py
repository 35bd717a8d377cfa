"""What the parts of a young person's page share: whose they show, and the way to a form."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from diary.casework.chapters import PersonNow
from ui.desk.desk import Desk


class Part(QWidget):
    """Behind one tab. `show_person` is called on arrival and again after each change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.person = ""
        self.name = ""
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)

    def show_person(self, now: PersonNow) -> None:
        """Shows a young person as one moment has them."""
        self.person, self.name = now.card.id, now.card.name

    def begin(self, kind: str, **values: Any) -> None:
        """The form for something new about them."""
        more = {"values": values} if values else {}
        self._desk.go("entry", kind=kind, person=self.person, **more)
