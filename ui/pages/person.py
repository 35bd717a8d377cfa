"""A young person: who they are and what matters now, what to know before going, and the parts of
their diary behind tabs. Each part is its own file; this one holds the head and lets them change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from diary.casework.chapters import PersonNow, person_now
from diary.practice.asking import Reason
from diary.records import registry
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.pages.before_you_go import BeforeYouGo
from ui.pages.going import new_target
from ui.pages.person_about import AboutTab
from ui.pages.person_hopes import HopesTab
from ui.pages.person_part import Part
from ui.pages.person_side import SideCards
from ui.pages.person_spells import SpellsTab
from ui.pages.person_story import StoryTab
from ui.pages.person_trust import TrustTab
from ui.pages.putting_away import PutAway, fetch_back
from ui.theme import Tone, theme
from ui.widgets import (
    Avatar,
    Badge,
    Banner,
    Chip,
    ChipRow,
    Choice,
    IconButton,
    Page,
    SecondaryButton,
    tip,
)

TABS = (
    Choice("story", "Story"),
    Choice("about", "About"),
    Choice("trust", "Trust and promises"),
    Choice("hopes", "Hopes and actions"),
    Choice("spells", "Home, school and plans"),
)
_MINUTE_MS = 60_000
_TONES: dict[str, Tone] = {"late": "danger", "now": "danger", "soon": "amber", "calm": "accent"}
_ICONS = {
    "concern_not_passed_on": "triangle-alert",
    "missing_now": "map-pin-off",
    "running_clock": "alarm-clock",
}
_BADGES, _BADGES_WIDE, _WIDE = 1, 3, 1500
_NOT_FROM_HERE = {"contact", "missing_episode", "return_conversation", "concern", "attachment"}
_NOT_FROM_HERE |= {"young_person", "second_account"}


class PersonPage(Page):
    """One young person's page. `person` is whose it is."""

    shell_tools = ("log",)

    def __init__(self, desk: Desk) -> None:
        super().__init__("", name="Young person")
        self._desk = desk
        self.person = ""
        self._now: PersonNow | None = None
        self.avatar = Avatar("", 52)
        self.set_lead(self.avatar)
        self.missing = SecondaryButton("Missing", "map-pin-off")
        self.concern = SecondaryButton("Concern", "triangle-alert")
        self.more = IconButton("More: a new entry, history, put away", "ellipsis")
        for tool in (self.more, self.concern, self.missing):
            self.add_tool(tool)
        self.putting = PutAway(desk)
        self.put_away = Banner("", "muted", action="Bring back")
        self.before = BeforeYouGo(desk)
        self.story = StoryTab(desk)
        self.side = SideCards(desk)
        self.story.add_side(self.side)
        self.side.told.connect(self.story.side.stand)
        self._parts: dict[str, Part] = {}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tabs = ChipRow("Parts of the diary", TABS, exclusive=True, required=True)
        self.tabs.set_values(["story"])
        self.go_chip = Chip("Before you go", "door-open")
        strip = QWidget()
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 0, 0, 0)
        self.tabs.add_widget(self.go_chip)
        column.addWidget(self.tabs)
        column.addWidget(self.before)
        self.set_strip(strip)
        self.put_away.hide()
        self.add(self.put_away)
        self.add(self.putting)
        self.add(self.story, 1)

    def _connect(self) -> None:
        self.tabs.changed.connect(self._tab_chosen)
        self.go_chip.toggled.connect(self.before.setVisible)
        self.missing.clicked.connect(self._go_missing)
        self.concern.clicked.connect(self._go_concern)
        self.more.clicked.connect(self._open_more)
        self.put_away.acted.connect(self._bring_back)
        self.story.whole_form.connect(self._whole_form)
        self._desk.changed.connect(self._heard)
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self._minute)
        self._minutes.start(_MINUTE_MS)

    # -- showing ------------------------------------------------------------------------------

    def arrive(self, **args: object) -> None:
        person, tab = args.get("person"), args.get("tab")
        if isinstance(person, str) and person != self.person:
            self.person, self._now = person, None
            self.set_title("")
            self.set_badges()
            self.putting.hide()
            self.go_chip.setChecked(False)
            self.before.setVisible(False)
            self.tabs.set_values(["story"])
            self.story.show_person(person)
        else:
            self.story.reload()
        if isinstance(tab, str):
            self.tabs.set_values([tab])
        self.reload()

    def resume(self) -> dict[str, object]:
        return {"tab": self.tabs.value() or "story"}

    def reload(self) -> None:
        """Reads the head again, and then the part that is shown."""
        if self.person:
            self._desk.ask(self, person_now, self._show, self.person)

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if not self.person or (touched.people and self.person not in touched.people):
            return
        if touched.kinds == {"draft"}:
            self.story.reload_drafts()
            return
        self.reload()
        if touched.people:
            self.story.reload()

    def _minute(self) -> None:
        if self.isVisible():
            self.reload()

    def _show(self, now: object) -> None:
        assert isinstance(now, PersonNow)
        if now.card.id != self.person:
            return
        self._now = now
        card = now.card
        age = "" if card.age is None else str(card.age)
        under = " · ".join(part for part in (card.pronouns, age, card.in_short) if part)
        self.set_title(card.name, under)
        self.avatar.set_name(card.name)
        self.story.set_name(card.name)
        self.avatar.setObjectName("Young person")
        pressing = [reason for reason in now.reasons if reason.level != "calm"]
        room = _BADGES_WIDE if self.width() >= theme().px(_WIDE) else _BADGES
        self.set_badges(*(_badge(reason, card.name) for reason in pressing[:room]))
        self.missing.set_text("Missing now" if card.missing else "Missing")
        self.put_away.setVisible(card.archived)
        if card.archived:
            why = now.view.get("archived_why") or ""
            self.put_away.say(f"{card.name} is put away." + (f" {why}" if why else ""), "muted")
        self.before.show_person(now.view)
        self.side.show_now(now)
        self.story.side.stand()
        self._show_tab()

    def _tab_chosen(self) -> None:
        self._show_tab()

    def _show_tab(self) -> None:
        if self._now is None:
            return
        chosen = self.tabs.value() or "story"
        self.story.setVisible(chosen == "story")
        if chosen != "story":
            self.part(chosen).show_person(self._now)
        for key, part in self._parts.items():
            part.setVisible(key == chosen)

    def part(self, key: str) -> Part:
        """The part behind a tab, made when it is first wanted."""
        makers: dict[str, Callable[[Desk], Part]] = {
            "about": AboutTab,
            "trust": TrustTab,
            "hopes": HopesTab,
            "spells": SpellsTab,
        }
        if key not in self._parts:
            self._parts[key] = makers[key](self._desk)
            self.add(self._parts[key], 1)
        return self._parts[key]

    # -- going --------------------------------------------------------------------------------

    def _go_missing(self) -> None:
        record = self._now.card.missing if self._now else None
        self._desk.go("missing", person=self.person, **({"record": record} if record else {}))

    def _go_concern(self) -> None:
        self._desk.go("concern", person=self.person)

    def _whole_form(self, values: object) -> None:
        self._desk.go("contact", person=self.person, values=values)

    def _open_more(self) -> None:
        at = self.more.mapToGlobal(QPoint(0, self.more.height()))
        self.more_menu().popup(at)

    def more_menu(self) -> QMenu:
        """A new entry of any kind, and what can be done with the page itself."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in registry.kinds():
            if kind.code in _NOT_FROM_HERE or not kind.listed or kind.home == "private":
                continue
            self._add(menu, f"New: {kind.name.lower()}", *new_target(kind.code, self.person))
        menu.addSeparator()
        about: dict[str, Any] = {"kind": "young_person", "record": self.person}
        self._add(menu, "Edit what is known about them", "entry", about)
        self._add(menu, "History of their page", "history", {"record": self.person})
        menu.addSeparator()
        if self._now is not None and self._now.card.archived:
            menu.addAction("Bring back into the list").triggered.connect(self._bring_back)
        else:
            menu.addAction("Put away…").triggered.connect(self._ask_why)
        return menu

    def _add(self, menu: QMenu, words: str, key: str, args: dict[str, Any]) -> None:
        menu.addAction(words).triggered.connect(lambda: self._desk.go(key, **args))

    def _ask_why(self) -> None:
        if self._now is not None:
            self.putting.ask(self.person, self._now.card.name)

    def _bring_back(self) -> None:
        if self._now is not None:
            fetch_back(self._desk, self, self.person, self._now.card.name)


def _badge(reason: Reason, name: str) -> Badge:
    icon = _ICONS.get(reason.group, "handshake" if reason.kind == "promise" else "bell")
    words = reason.words
    if reason.group == "running_clock":
        words = f"{reason.titled(name).removesuffix(f' with {name}')}: {words}"
    badge = Badge(words, _TONES[reason.level], icon)
    badge.setObjectName("What matters now")
    tip(badge, reason.why)
    return badge


PAGE = PageSpec("person", "Young person", "user", PersonPage, under="people")
