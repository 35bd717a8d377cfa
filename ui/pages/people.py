"""Young people: everyone the worker stands by, when each was last seen, what is agreed next, what
is open. In the order the worker asks for; never by need, never with a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from diary.casework.caseload import PersonCard, caseload
from diary.practice.gaps import SHORTEST
from diary.practice.spans import plural
from diary.records.plain import joined
from diary.records.reads import Reads
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.adding_people import AddPeople
from ui.pages.putting_away import PutAway, fetch_back
from ui.pages.today import seen_words
from ui.theme import theme
from ui.widgets import (
    Card,
    ChipRow,
    Choice,
    EmptyState,
    FlowLayout,
    Page,
    Row,
    RowList,
    Rule,
    SearchBox,
    SecondaryButton,
    Tag,
    Text,
)

LATELY = timedelta(days=SHORTEST)
_FAR = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
ORDERS = (
    Choice("name", "By name"),
    Choice("seen", "Last seen first"),
    Choice("unseen", "Longest ago first"),
    Choice("next", "Next agreed first"),
)
FILTERS = (
    Choice("missing", "Missing now", "map-pin-off"),
    Choice("unfinished", "Unfinished", "pencil-line"),
    Choice("quiet", "No contact lately", "ear", f"No contact written for {SHORTEST} days"),
    Choice("away", "Put away", "archive"),
)


@dataclass(frozen=True, slots=True, repr=False)
class Everyone:
    """All young people, as one moment has them."""

    cards: tuple[PersonCard, ...]
    now: datetime
    zone: str


def everyone(reads: Reads) -> Everyone:
    """Everyone, those put away included."""
    cards = tuple(caseload(reads, archived=True))
    return Everyone(cards, reads.clock.now(), reads.clock.zone())


class PeoplePage(Page):
    """The caseload."""

    shell_tools = ("search", "log")

    def __init__(self, desk: Desk) -> None:
        super().__init__("Young people")
        self._desk = desk
        self._view: Everyone | None = None
        self.search = SearchBox("Find by name", placeholder="Find by name")
        self.order = ChipRow("Order", ORDERS, exclusive=True, required=True)
        self.order.set_values(["name"])
        self.filters = ChipRow("Show only", FILTERS)
        self.list = RowList("Young people", meta="beside")
        self.none = EmptyState("search", "Nobody here matches", "", "Show everyone")
        self.add_button = SecondaryButton("Add young people", "user-plus")
        self.adding = AddPeople(desk)
        self.adding.hide()
        self.putting = PutAway(desk)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.add_tool(self.add_button)
        self.add(self.adding)
        self.add(self.putting)
        self.card = Card(name="Young people")
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(2))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.search, 1)
        self.count = Text("", "small", "muted", wrap=False)
        row.addWidget(self.count)
        self.card.add(head)
        chips = QWidget()
        flow = FlowLayout(chips)
        flow.addWidget(self.order)
        flow.addWidget(Rule(upright=True))
        flow.addWidget(self.filters)
        self.card.add(chips)
        self.card.add(self.list, 1)
        self.card.add(self.none, 1)
        self.add(self.card, 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._open_adding)
        self.adding.added.connect(self._added)
        self.adding.left.connect(self._closed)
        self.putting.finished.connect(self._closed)
        self.search.searched.connect(self._draw)
        self.search.left_downwards.connect(self.list.setFocus)
        self.order.changed.connect(self._draw)
        self.filters.changed.connect(self._draw)
        self.none.action_clicked.connect(self._everyone_again)
        self.list.row_activated.connect(self._open)
        self.list.row_menu.connect(self._menu)
        self._desk.changed.connect(self._heard)

    def arrive(self, **args: object) -> None:
        if args.get("add"):
            self._open_adding()
        self.reload()

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        self.reload()

    def reload(self) -> None:
        """Read and draw again."""
        self._desk.ask(self, everyone, self._show)

    def _show(self, view: object) -> None:
        assert isinstance(view, Everyone)
        self._view = view
        anyone = bool(view.cards)
        self.card.setVisible(anyone)
        self.add_button.setVisible(anyone)
        if not anyone:
            self.adding.open(can_leave=False)
        self._draw()

    def _draw(self, *_: object) -> None:
        view = self._view
        if view is None:
            return
        chosen = set(self.filters.values())
        text = self.search.text().strip()
        cards = ordered(
            [c for c in view.cards if _keeps(c, chosen, text, view.now)], self.order.value() or ""
        )
        self.list.renew([_row(c, view) for c in cards])
        self.list.setVisible(bool(cards))
        self.none.setVisible(not cards)
        here = [c for c in view.cards if not c.archived]
        self.set_title("Young people", _said(len(here), len(view.cards) - len(here)))
        narrowed = bool(text or chosen)
        self.count.setText(f"{len(cards)} shown")
        self.count.setVisible(narrowed)

    # -- doing --------------------------------------------------------------------------------

    def _open_adding(self) -> None:
        self.putting.hide()
        self.adding.open(can_leave=bool(self._view and self._view.cards))

    def _added(self, people: object) -> None:
        self.adding.hide()
        self._everyone_again()
        if isinstance(people, list) and people:
            self.reload()
            self.list.setFocus()
            self.list.select(people[0])

    def _closed(self) -> None:
        self.list.setFocus()

    def _everyone_again(self) -> None:
        self.search.clear()
        self.filters.set_values([])
        self._draw()

    def _open(self, row: object) -> None:
        assert isinstance(row, Row)
        self._desk.go("person", person=row.key)

    def _menu(self, row: object, at: QPoint) -> None:
        assert isinstance(row, Row) and isinstance(row.data, PersonCard)
        self.menu(row.data).popup(at)

    def menu(self, card: PersonCard) -> QMenu:
        """What can be done with one of them from here."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        go, person = self._desk.go, card.id
        menu.addAction("Open").triggered.connect(lambda: go("person", person=person))
        menu.addAction("Log a contact").triggered.connect(lambda: go("contact", person=person))
        menu.addAction("Missing").triggered.connect(
            lambda: go("missing", person=person, record=card.missing)
        )
        menu.addAction("Write a concern").triggered.connect(lambda: go("concern", person=person))
        menu.addSeparator()
        if card.archived:
            back = menu.addAction("Bring back into the list")
            back.triggered.connect(lambda: fetch_back(self._desk, self, person, card.name))
        else:
            away = menu.addAction("Put away…")
            away.triggered.connect(lambda: self._ask_why(card))
        return menu

    def _ask_why(self, card: PersonCard) -> None:
        self.adding.hide()
        self.putting.ask(card.id, card.name)


def _keeps(card: PersonCard, chosen: set[str], text: str, now: datetime) -> bool:
    if card.archived != ("away" in chosen):
        return False
    if "missing" in chosen and not card.missing:
        return False
    if "unfinished" in chosen and not card.drafts:
        return False
    if "quiet" in chosen and card.last_contact and now - card.last_contact < LATELY:
        return False
    words = f"{card.name} {card.in_short}".casefold()
    return all(part in words for part in text.casefold().split())


def ordered(cards: Iterable[PersonCard], order: str) -> list[PersonCard]:
    """In the order asked for; by name where that says nothing."""
    named = sorted(cards, key=lambda c: (c.name.casefold(), c.id))
    if order == "seen":
        return sorted(named, key=lambda c: c.last_seen or _LONG_AGO, reverse=True)
    if order == "unseen":
        return sorted(named, key=lambda c: c.last_seen or _LONG_AGO)
    if order == "next":
        return sorted(named, key=_next)
    return named


def _next(card: PersonCard) -> datetime:
    at = None if card.next_agreed is None else card.next_agreed.earliest()
    return at or _FAR


def _said(here: int, away: int) -> str:
    if not here and not away:
        return "A diary begins with a name."
    said = f"You stand by {plural(here, 'young person', 'young people')}"
    return f"{said} · {away} put away" if away else said


def _row(card: PersonCard, view: Everyone) -> Row:
    return Row(
        key=card.id,
        title=card.name,
        meta=joined(card.pronouns, card.in_short),
        body=seen_words(card, view.now, view.zone).removeprefix("Missing now · "),
        chips=tuple(_tags(card)),
        avatar=card.name[:1],
        data=card,
    )


def _tags(card: PersonCard) -> Iterable[Tag]:
    if card.missing:
        yield Tag("missing now", "danger", "map-pin-off")
    if card.concerns:
        word = "concern" if card.concerns == 1 else f"{card.concerns} concerns"
        yield Tag(f"{word} not passed on", "danger", "triangle-alert")
    if card.promises:
        yield Tag(f"{plural(card.promises, 'promise')} open", "amber", "handshake")
    if card.drafts:
        yield Tag(f"{card.drafts} unfinished", "muted", "pencil-line")
    if card.archived:
        yield Tag("put away", "muted", "archive")


PAGE = PageSpec("people", "Young people", "users", PeoplePage)
