"""The worker's own words: what the spelling knows beside the dictionary."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from ui.desk.desk import Desk
from ui.records.spelling import OWN_WORDS, SPELLING
from ui.settings.section import Section, in_a_row
from ui.widgets import Chip, Field, GrowingText

_PAUSE_MS = 600


class OwnWordsSection(Section):
    key, label, icon = "words", "My words", "type"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.spelling = Chip("Mark words that the dictionary does not know")
        self.words = GrowingText("My words", lines=8, most=24)
        card = self.card(
            "My words",
            "Names of places, clubs, drugs, streets. They are kept inside the diary. The names of "
            "your young people are known by themselves, and what a young person said is never "
            "marked.",
        )
        card.add(in_a_row(self.spelling))
        card.add(Field("Words, one on each line", self.words))
        self._shown = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.words.edited.connect(self._edited)
        self.spelling.clicked.connect(self._turn)
        desk.about_to_lock.connect(self._keep_now)

    def arrive(self) -> None:
        self.fetch({OWN_WORDS: [], SPELLING: True}, self._show)

    def _show(self, kept: dict[str, Any]) -> None:
        self.spelling.setChecked(bool(kept[SPELLING]))
        if not self._pause.isActive() and not (self._shown and self.words.hasFocus()):
            self.words.blockSignals(True)
            self.words.set_text("\n".join(kept[OWN_WORDS]))
            self.words.blockSignals(False)
        self._shown = True

    def _edited(self) -> None:
        self._pause.start()

    def _keep_now(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        self.keep(OWN_WORDS, sorted(set(self.words.text().split())))

    def _turn(self) -> None:
        self.keep(SPELLING, self.spelling.isChecked())
