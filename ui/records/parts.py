"""The private parts of an entry that goes to several diaries: a form for each young person, side by
side where there is room. What is typed in one never shows in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.records.form import RecordForm
from ui.theme import theme
from ui.widgets import Card

NOBODY = ""
STACK_BELOW = 560
MOST_KEYS = 9


class Parts(QWidget):
    """One form for each person; one for nobody yet while nobody is chosen. A part whose person is
    taken away is kept, out of sight, and comes back with them."""

    edited = Signal()
    submitted = Signal()
    grew = Signal()

    def __init__(self, make: Callable[[], RecordForm]) -> None:
        super().__init__()
        self._make = make
        self._forms: dict[str, RecordForm] = {}
        self._cards: dict[str, Card] = {}
        self._shown: list[str] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for number in range(1, MOST_KEYS + 1):
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(lambda at=number - 1: self.go_to(at))
        theme().changed.connect(self._restyle)
        self.show_for([], {})

    def show_for(self, people: Sequence[str], names: Mapping[str, str]) -> None:
        """Shows the part of each of these; what was written before anybody was chosen goes to the
        first who is."""
        if people and NOBODY in self._forms and people[0] not in self._forms:
            self._forms[people[0]] = self._forms.pop(NOBODY)
            self._cards[people[0]] = self._cards.pop(NOBODY)
        self._shown = list(people) or [NOBODY]
        several = len(self._shown) > 1
        for person in self._shown:
            if person not in self._forms:
                self._add(person)
        for card in self._cards.values():
            self._row.removeWidget(card)
        for person, card in self._cards.items():
            card.setVisible(person in self._shown)
        for number, person in enumerate(self._shown, 1):
            name = names.get(person, "")
            self._cards[person].set_title(f"Only in {name}'s diary" if several else "")
            self._cards[person].set_remark(f"Alt+{number}" if several else "")
            self._forms[person].setAccessibleName(f"{name}: private part" if several else "")
            self._row.addWidget(self._cards[person], 1, Qt.AlignmentFlag.AlignTop)
        self._restyle()

    def _add(self, person: str) -> None:
        form = self._make()
        form.edited.connect(self.edited)
        form.submitted.connect(self.submitted)
        form.grew.connect(self.grew)
        card = Card()
        card.setParent(self)
        card.add(form)
        self._forms[person], self._cards[person] = form, card

    def form(self, person: str) -> RecordForm:
        """The form of one person ("" nobody yet). Raises KeyError."""
        return self._forms[person]

    def forms(self) -> dict[str, RecordForm]:
        """The forms that are shown, by person."""
        return {person: self._forms[person] for person in self._shown}

    def everything(self) -> dict[str, RecordForm]:
        """All forms, those of people taken away too."""
        return dict(self._forms)

    def go_to(self, at: int) -> None:
        """The keyboard into one person's part, where it was there last."""
        if at < len(self._shown) and self.isVisible():
            form = self._forms[self._shown[at]]
            inside: QWidget | None = form.focusWidget()
            if inside is None:
                form.start()
            else:
                inside.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Empty, with nobody chosen."""
        for card in self._cards.values():
            card.hide()
            card.deleteLater()
        self._forms, self._cards = {}, {}
        self.show_for([], {})

    def problems(self) -> dict[str, dict[str, str]]:
        """Person → field → what can't be read."""
        return {p: found for p, form in self.forms().items() if (found := form.problems())}

    def values(self) -> dict[str, dict[str, Any]]:
        return {person: form.values() for person, form in self.forms().items()}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        wanted = theme().px(STACK_BELOW) * max(1, len(self._shown)) // 2
        stacked = len(self._shown) > 1 and self.width() < wanted
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        self._row.setSpacing(theme().gap(2))
