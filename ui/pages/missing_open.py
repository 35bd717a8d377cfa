"""Opening a missing episode in under a minute: missing or away, last seen when, where and by whom;
the rest folded away, nothing needed, nothing filled in. The same fields amend it later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from diary.clock import Clock
from ui.pages.bound import LineField
from ui.pages.missing_cards import fact_fields
from ui.widgets import Card, Fold, PrimaryButton, SplitColumns, Text

_NEXT = (
    "The next screen has one tap for each who must be told, the police first.",
    "Leave empty what you don't know. Nothing is filled in for you.",
    "In danger now: 999.",
)


class OpeningForm(SplitColumns):
    """`wanted` when the worker presses the button or Ctrl+Enter."""

    wanted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.card = card = Card("What is known")
        self.facts, first, more = fact_fields(clock)
        for part in first:
            card.add(part)
        self.fold = Fold("More that is known, now or later")
        for part in more:
            self.fold.add(part)
        card.add(self.fold)
        self.button = PrimaryButton("Open the episode", "map-pin-off")
        self.button.clicked.connect(self.wanted)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        card.add(foot)
        self.add_main(card)
        self.next = Card("What comes next")
        for line in _NEXT:
            self.next.add(Text(line, "small"))
        self.add_side(self.next)
        self.facts.submitted.connect(self.wanted)
        for bound in self.facts.bounds.values():
            if isinstance(bound, LineField):
                bound.line.returnPressed.connect(self._enter)

    def set_opening(self, name: str) -> None:
        """For a new episode."""
        self.card.set_title("What is known")
        self.next.show()
        self.button.set_text(f"Open the episode for {name}")
        self.button.set_icon("map-pin-off")

    def set_amending(self) -> None:
        """For one that is written already."""
        self.card.set_title("Add or correct what is known")
        self.next.hide()
        self.fold.set_open(True)
        self.button.set_text("Save what is known")
        self.button.set_icon("")

    def _enter(self) -> None:
        """Enter in a line goes on to the next field; it never saves by itself."""
        self.focusNextChild()
