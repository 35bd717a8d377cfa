"""When the diary locks by itself."""

from __future__ import annotations

from typing import Any

from ui.desk.desk import Desk
from ui.settings.section import Section
from ui.widgets import Field, NumberBox, Text

MINUTES, LONG = "lock_minutes", "lock_minutes_conversation"
DEFAULTS = {MINUTES: 5, LONG: 20}
_LONGER = (
    "You look at the young person then and not at the laptop. A plain cover comes after the usual "
    "time; the lock itself waits this long."
)


class LockingSection(Section):
    key, label, icon = "locking", "Locking", "lock"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown = False
        self.minutes = NumberBox("Minutes until it locks", 1, 60)
        self.long = NumberBox("Minutes until it locks in a conversation", 5, 120)
        card = self.card(
            "When nobody touches it",
            "A laptop is left open more easily than one thinks. What you were typing is kept and "
            "is there again, with the cursor where it was.",
        )
        for label, box, why in (
            ("Minutes until it locks", self.minutes, "5 is usual; 2 or 3 where people walk by."),
            ("In a conversation", self.long, _LONGER),
        ):
            card.add(Field(label, box, help_text=why))
            box.setMaximumWidth(140)
            box.valueChanged.connect(self._changed)
        at_once = self.card("At once")
        at_once.add(
            Text(
                "Ctrl+L locks. F8 covers the screen with an empty page of notes, and F8 brings the "
                "diary back. It also locks when the laptop sleeps or its screen is locked."
            )
        )

    def arrive(self) -> None:
        self.fetch(DEFAULTS, self._show)

    def _show(self, kept: dict[str, Any]) -> None:
        for box, key in ((self.minutes, MINUTES), (self.long, LONG)):
            if not (self._shown and box.hasFocus()):
                box.blockSignals(True)
                box.setValue(int(kept[key]))
                box.blockSignals(False)
        self._shown = True

    def _changed(self) -> None:
        if not self._shown:
            return
        if self.long.value() < self.minutes.value():
            self.long.setValue(self.minutes.value())
        self.keep(MINUTES, self.minutes.value())
        self.keep(LONG, self.long.value())
