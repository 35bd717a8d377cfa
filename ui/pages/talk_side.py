"""What stands on the right of a return conversation: listening well, people they mention, what to
do when worried. Prompts only, worded by the five principles of communication (PRACTICE 1)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.spoken import in_section
from diary.practice.mentions import mentioned
from diary.records.return_conversation import SECTIONS
from ui.pages.talk import Talk
from ui.theme import theme
from ui.widgets import Badge, Card, LinkButton, SecondaryButton, Text, clear_layout

LEFT = Qt.AlignmentFlag.AlignLeft
_TIPS = {
    "start": (
        "Say what this is for, what you may have to pass on, and that {they} can stop. Let {them}"
        " choose where, and whether to walk or sit."
    ),
    "offers": (
        "Offer it as something for {them}, not to {them}. A no today is an answer, not the end:"
        " ask what would make it easier."
    ),
    "before": (
        "Start from what {they} {are} good at. Ask what it was like, not why {they} did it. Let"
        " silences be. Ask what would have to be different."
    ),
    "away": (
        "Who was kind? Where did it feel all right, where not? Ask only as much as you need to"
        " know that {they} {are} safe."
    ),
    "back": "What made it possible to come back? What was said at the door, and how was that?",
    "health": "Ask about sleep, food, pain. Ask what {they} would want a nurse or doctor to know.",
    "safe": (
        "What did {they} already do to keep safe? Who could {they} ring at night? Give a helpline"
        " with its number, written down."
    ),
    "sharing": "Tell {them} first what you will share, with whom, and how {they} will hear back.",
    "sort": "{Their} words stay as {they} said them. You only say where they belong.",
    "finish": "An honest late or declined record is worth more than a tick.",
}
_WORRIED = (
    "In danger now: 999. Listen; ask only enough to know that {they} {are} safe. Don't promise"
    " secrecy. Write {their} words and your question. Ring your safeguarding lead, then record it."
)


class HelpColumn(QWidget):
    """`concern_wanted`; `known(name)` puts a name that was mentioned to *with whom*."""

    concern_wanted = Signal()
    known = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tips = Text("", "small")
        self._worried = Text("", "small")
        self.concern = SecondaryButton("Record a concern", "triangle-alert")
        self.concern.clicked.connect(self.concern_wanted)
        listening = Card("Listening well")
        listening.add(self._tips)
        self.people = Card("People they mention")
        self._names = QVBoxLayout()
        self._names.setSpacing(theme().gap(1))
        self.people.add(self._names)
        worried = Card("If you are worried now")
        worried.add(self._worried)
        row = QHBoxLayout()
        row.addWidget(self.concern)
        row.addStretch(1)
        worried.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().gap(2))
        for card in (listening, self.people, worried):
            column.addWidget(card)
        column.addStretch(1)
        self._with_words = ""
        self._shown: tuple[tuple[str, str, bool], ...] | None = None

    def show_talk(self, talk: Talk, step: str) -> None:
        """Prompts for a step, and the names in what was said so far."""
        theirs = talk.view.pronouns
        self._tips.setText(theirs.fill(_TIPS.get(step, _TIPS["before"])))
        self._worried.setText(theirs.fill(_WORRIED))
        self._with_words = theirs.fill("Was with {them}")
        self.people.set_title(theirs.fill("People {they} mention{s}"))
        found = _found(talk)
        self.people.setVisible(bool(found))
        if found != self._shown:
            self._shown = found
            clear_layout(self._names)
            for name, where, there in found:
                self._names.addWidget(self._person(name, where, there))

    def _person(self, name: str, where: str, there: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        badge = Badge(name, "muted")
        badge.setObjectName("Somebody mentioned")
        row.addWidget(badge, 0, LEFT | Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(f"said in {where}", "small", "muted"))
        if not there:
            link = LinkButton(self._with_words)
            link.setAccessibleName(f"{name}: {self._with_words.lower()}")
            link.setProperty("mentioned", name)
            link.clicked.connect(self._with)
            words.addWidget(link, 0, LEFT)
        row.addLayout(words, 1)
        return box

    def _with(self) -> None:
        link = self.sender()
        if isinstance(link, LinkButton):
            self.known.emit(str(link.property("mentioned")))


def _found(talk: Talk) -> tuple[tuple[str, str, bool], ...]:
    lines = talk.get("lines") or []
    company = (talk.get("with_whom") or "").casefold().replace(",", " ").split()
    out: dict[str, tuple[str, str, bool]] = {}
    for section, words in SECTIONS.items():
        texts = [ln["text"] for ln in in_section(lines, section) if ln.get("who") != "asked"]
        for name in mentioned(texts, but=[talk.view.name]):
            where = words if section != "unsorted" else "a line to sort"
            out.setdefault(name, (name, where, name.casefold() in company))
    return tuple(out.values())
