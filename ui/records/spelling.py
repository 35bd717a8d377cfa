"""Whose words are known to the spelling: the names of the young people and the worker's own words,
both kept in the vault. It is loaded beside the work, and can be turned off."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from diary.records.reads import Reads
from diary.records.work import Touched
from ui.desk.desk import Desk
from ui.widgets import GrowingText
from ui.widgets.spelling import Speller, SpellingMenu, dictionary

OWN_WORDS = "own_words"
SPELLING = "spelling"


class DeskSpeller(Speller):
    """The speller of one open diary."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._own: list[str] = []
        self._names: list[str] = []
        self._asked = False
        self.learnt.connect(self._keep)
        desk.changed.connect(self._heard)

    def begin(self) -> None:
        """Loads what is known, once."""
        if self._asked:
            return
        self._asked = True
        self._read_settings()
        self._desk.ask(self, _names, self._take_names)
        self._desk.tasks.run(self, dictionary, self.take, self._not_there, lane="read")

    def _not_there(self, _error: BaseException) -> None:
        self.set_on(False)  # without its dictionary nothing is marked; writing goes on

    def _read_settings(self) -> None:
        diary = self._desk.diary
        self._desk.tasks.run(
            self,
            lambda: (diary.setting(OWN_WORDS, []), diary.setting(SPELLING, True)),
            self._take_settings,
            lane="read",
        )

    def _take_settings(self, found: tuple[list[str], bool]) -> None:
        self._own = list(found[0])
        self.set_on(bool(found[1]))
        self.set_known([*self._own, *self._names])

    def _take_names(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self.set_known([*self._own, *self._names])

    def _keep(self, word: str) -> None:
        self._own.append(word)
        own, diary = sorted(set(self._own)), self._desk.diary
        self._desk.tasks.run(None, lambda: diary.set_setting(OWN_WORDS, own))

    def _heard(self, touched: object) -> None:
        assert isinstance(touched, Touched)
        if not self._asked:
            return
        if "setting" in touched.kinds:
            self._read_settings()
        if "young_person" in touched.kinds:
            self._desk.ask(self, _names, self._take_names)


def _names(reads: Reads) -> list[str]:
    return list(reads.people().values())


def speller_of(desk: Desk) -> DeskSpeller:
    """The one speller of an open diary."""
    found = next((c for c in QObject.children(desk) if isinstance(c, DeskSpeller)), None)
    return found or DeskSpeller(desk)


def spelled(desk: Desk) -> Callable[[GrowingText], None]:
    """What has a text box checked."""
    speller = speller_of(desk)
    speller.begin()

    def check(edit: GrowingText) -> None:
        SpellingMenu(edit, speller)

    return check
