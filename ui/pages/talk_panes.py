"""The panes of a return conversation, one a step, each made when it is first shown; what a draft
kept for a pane waits here until then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from diary.clock import Clock
from ui.pages.talk import STEPS, StepPane, Talk
from ui.pages.talk_finish import SORT, FinishPane, SortPane
from ui.pages.talk_offers import OffersPane
from ui.pages.talk_sharing import SharingPane
from ui.pages.talk_steps import AwayPane, BackPane, BeforePane, HealthPane, SafePane, StartPane

_KINDS: dict[str, type[StepPane]] = {
    "start": StartPane,
    "offers": OffersPane,
    "before": BeforePane,
    "away": AwayPane,
    "back": BackPane,
    "health": HealthPane,
    "safe": SafePane,
    "sharing": SharingPane,
    "finish": FinishPane,
}


class Panes(QStackedWidget):
    """What any pane wishes comes out here."""

    edited = Signal()
    next_wanted = Signal()
    beside_wanted = Signal()
    concern_wanted = Signal()
    earlier_said = Signal(str)
    offered = Signal(object)
    declined = Signal(object, object)
    reopen_wanted = Signal()
    step_wanted = Signal(str)
    sorted_out = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._made: dict[str, StepPane] = {}
        self._scrolls: dict[str, QScrollArea] = {}
        self._talk: Talk | None = None
        self._raw: dict[str, Any] = {}
        self._offer: dict[str, Any] = {}
        self._wrong: dict[str, str] = {}

    def keys(self) -> tuple[str, ...]:
        """The steps that there can be, in order."""
        return (*_KINDS, SORT.key)

    def start(self, raw: Mapping[str, Any], offer: Mapping[str, Any]) -> None:
        """Another conversation: nothing is left of the one before; what its draft kept waits."""
        self._raw, self._offer, self._wrong = dict(raw), dict(offer), {}
        for pane in self._made.values():
            pane.sheet.empty()
            self._fill(pane)

    def pane(self, key: str) -> StepPane:
        """A step's pane. Raises KeyError."""
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def offers(self) -> OffersPane:
        """The pane of the offers."""
        pane = self.pane("offers")
        assert isinstance(pane, OffersPane)
        return pane

    def open(self, key: str) -> StepPane:
        """Shows a step's pane."""
        pane = self.pane(key)
        self.setCurrentWidget(self._scrolls[key])
        if self._talk is not None:
            pane.show_talk(self._talk)
        return pane

    def draw(self, talk: Talk) -> None:
        """Shows the values in every pane there is."""
        self._talk = talk
        for pane in self._made.values():
            pane.show_talk(talk)

    def mark(self, wrong: Mapping[str, str], *, but: str) -> None:
        """Says beside the fields of every pane but one why they were refused."""
        self._wrong = dict(wrong)
        for key, pane in self._made.items():
            if key != but:
                pane.sheet.mark(wrong)

    def typed(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """For the draft: times that can't be read yet, and the offer being written."""
        raw = dict(self._raw)
        for pane in self._made.values():
            raw |= pane.raw()
        made = self._made.get("offers")
        offer = made.offer_sheet.typed() if isinstance(made, OffersPane) else dict(self._offer)
        return raw, offer

    def _make(self, key: str) -> StepPane:
        if key == SORT.key:
            pane: StepPane = SortPane(self._clock)
        else:
            step = next(step for step in STEPS if step.key == key)
            pane = _KINDS[key](step, self._clock)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(pane)
        scroll.viewport().setAutoFillBackground(False)
        pane.setAutoFillBackground(False)
        self._scrolls[key] = scroll
        self.addWidget(scroll)
        self._connect(pane)
        if self._talk is not None:
            pane.show_talk(self._talk)
        self._fill(pane)
        pane.sheet.mark(self._wrong)
        return pane

    def _fill(self, pane: StepPane) -> None:
        """What a draft kept for this pane."""
        mine = {k: v for k, v in self._raw.items() if k in pane.sheet.bounds}
        pane.sheet.restore(mine)
        for key in mine:
            del self._raw[key]
        if isinstance(pane, OffersPane):
            pane.written()
            pane.offer_sheet.restore(self._offer)
            self._offer = {}

    def _connect(self, pane: StepPane) -> None:
        pane.edited.connect(self.edited)
        pane.next_wanted.connect(self.next_wanted)
        pane.beside_wanted.connect(self.beside_wanted)
        if isinstance(pane, StartPane):
            pane.earlier_said.connect(self.earlier_said)
        elif isinstance(pane, OffersPane):
            pane.offered.connect(self.offered)
            pane.declined.connect(self.declined)
        elif isinstance(pane, AwayPane):
            pane.concern_wanted.connect(self.concern_wanted)
        elif isinstance(pane, FinishPane):
            pane.reopen_wanted.connect(self.reopen_wanted)
            pane.step_wanted.connect(self.step_wanted)
        elif isinstance(pane, SortPane):
            pane.sorted_out.connect(self.sorted_out)
