"""Everything about an episode that is going on, or over: who must be told, looked again, police,
found, returned, the way to the conversation. It shows and says what is wished; the page does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.missing import EpisodeView
from diary.clock import Clock
from diary.records.missing_episode import is_back, is_open, told
from ui.pages.bound import Sheet, sentence
from ui.pages.clockwords import ClockSays
from ui.pages.foot import Foot
from ui.pages.missing_cards import (
    AfterCard,
    ClosingCard,
    DecideCard,
    FoundCard,
    LookAgainCard,
    PoliceCard,
    ReturnedCard,
    SheetCard,
)
from ui.pages.missing_told import ToldCard
from ui.pages.missing_words import known_words, name_words
from ui.theme import theme
from ui.widgets import (
    Banner,
    Card,
    LinkButton,
    PrimaryButton,
    SecondaryButton,
    SplitColumns,
    Text,
)


class EpisodeBoard(QWidget):
    """`edited` while something is typed; `save_wanted(sheet)` for what is saved as a whole."""

    edited = Signal()
    save_wanted = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().gap(2))
        self.banner = Banner("", "danger", action="Police told now")
        split = SplitColumns(side_width=340)
        column.addWidget(self.banner)
        column.addWidget(split)
        column.addStretch(1)
        self.told = ToldCard(clock)
        self.look, self.police = LookAgainCard(), PoliceCard(clock)
        self.found, self.returned = FoundCard(clock), ReturnedCard(clock)
        self.after, self.closing = AfterCard(clock), ClosingCard()
        self.decide = DecideCard(clock)
        self.talk = self._make_talk_card()
        for part in (self.talk, self.after, self.told, self.found, self.returned, self.decide):
            split.add_main(part)
        for part in (self._make_known(), self.look, self.police, self.closing):
            split.add_side(part)
        self.look.edited.connect(self.edited)
        self.look.agreed.connect(self.save_wanted)
        for card in self._cards().values():
            card.save_wanted.connect(self._save_card)
            card.edited.connect(self.edited)
        for row in self.told.rows.values():
            row.sheet.edited.connect(self.edited)

    def _make_talk_card(self) -> Card:
        card = Card("Return conversation")
        self.talk_words = Text("")
        self.talk_small = Text("", "small", "muted")
        self.hold = PrimaryButton("Hold the return conversation", "message-circle-heart")
        self.offer = SecondaryButton("Write down an offer, or a no")
        for part in (self.talk_words, self.talk_small, Foot((self.hold, self.offer), ())):
            card.add(part)
        return card

    def _make_known(self) -> Card:
        card = Card("What is known")
        self.known = Text("")
        self.amend = LinkButton("Add or correct", "pencil-line")
        self.history = LinkButton("Every version", "history")
        row = QHBoxLayout()
        row.addWidget(self.amend)
        row.addWidget(self.history)
        row.addStretch(1)
        card.add(self.known)
        card.add(row)
        return card

    def _cards(self) -> dict[str, SheetCard]:
        return {
            "police": self.police,
            "found": self.found,
            "returned": self.returned,
            "after": self.after,
            "decide": self.decide,
            "closing": self.closing,
        }

    def sheets(self) -> dict[str, Sheet]:
        """All that can be typed here, by a name that a draft keeps."""
        return {
            "look": self.look.sheet,
            "hours": self.look.hours_sheet,
            "grade": self.police.grade_sheet,
            **{name: card.sheet for name, card in self._cards().items()},
            **{f"told:{key}": row.sheet for key, row in self.told.rows.items()},
        }

    def show_episode(self, view: EpisodeView) -> None:
        """Shows the record; what is typed stays."""
        assert view.episode is not None
        values = view.episode.values
        gone, back = is_open(values), is_back(values)
        untold = gone and not told(values, "police")
        self.banner.setVisible(untold)
        if untold:
            self.banner.say(
                f"Tell the police now that {name_words(view)}: 101, or 999 if there is danger."
            )
        self.told.show_told(view)
        self.look.show_episode(view)
        for card in self._cards().values():
            card.show_episode(view)
        self.look.setVisible(gone)
        self.after.setVisible(back)
        self.talk.setVisible(back or bool(values.get("found_at")))
        self.known.setText(known_words(view))
        self._show_talk(view)

    def _show_talk(self, view: EpisodeView) -> None:
        if view.clock is None:
            return
        word = view.clock.conversation
        talk = view.talk
        begun = talk is not None and any(talk.get(k) for k in ("start_at", "lines", "outcome"))
        self.talk.set_title(f"{word[:1].upper()}{word[1:]}")
        self.hold.set_text(f"Go on with the {word}" if begun else f"Hold the {word}")

    def say_clock(self, says: ClockSays) -> None:
        """The clock in small, on the card of the conversation."""
        self.talk_words.setText(sentence(says.large))
        chance = f" {says.chance}." if says.chance else ""
        self.talk_small.setText(f"{sentence(says.small)}{chance}")

    def _save_card(self, card: object) -> None:
        assert isinstance(card, SheetCard)
        self.save_wanted.emit(card.sheet)
