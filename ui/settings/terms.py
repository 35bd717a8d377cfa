"""The term of the return conversation: what it counts from, and each nation's hours with how sure
we are of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from diary.casework.gathering import BASIS_SETTING, NATIONS_SETTING
from diary.errors import InvalidEntry
from diary.practice.nations import NationProfile, load_nations
from ui.pages.bound import sentence
from ui.settings.section import Section
from ui.theme import theme
from ui.widgets import Field, Fold, NumberBox, Segmented, Text

_HOURS = {"arrange_hours": "Hours to arrange it", "complete_hours": "Hours to hold it"}
_PAUSE_MS = 500


class TermsCards(QObject):
    """The card about the term, added to a section."""

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._section = section
        self._shown = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.basis = Segmented(
            "The clock runs from",
            [("returned", "The return to home or care"), ("found", "Being found")],
        )
        card = section.card(
            "The return conversation's clock",
            "For episodes that begin from now on. An episode keeps the term it began with.",
        )
        card.add(
            Field(
                "The clock runs from",
                self.basis,
                help_text="England's guidance counts from the return. Ask your area if it differs.",
            )
        )
        self.fields: dict[tuple[str, str], Field] = {}
        for code, profile in load_nations().items():
            card.add(self._nation(code, profile))
        self.basis.changed.connect(self._basis_changed)
        section.desk.about_to_lock.connect(self._keep_now)

    def _nation(self, code: str, profile: NationProfile) -> Fold:
        fold = Fold(profile.name.value)
        for part, label in _HOURS.items():
            stated = getattr(profile, part)
            box = NumberBox(f"{profile.name.value}: {label.lower()}", 0, 1440)
            box.setMaximumWidth(theme().px(140))
            source = f". {stated.source}" if stated.source else ""
            words = stated.certainty_words()
            said = f"{words[0].upper()}{words[1:]}{source}."
            field = Field(label, box, help_text=said)
            box.setAccessibleName(f"{profile.name.value}: {label.lower()}")
            box.setAccessibleDescription(said)
            box.valueChanged.connect(self._pause.start)
            self.fields[code, part] = field
            fold.add(field)
        if profile.papers.value:
            fold.add(Text(f"Papers: {profile.papers.value}", "small", "muted"))
        return fold

    def arrive(self) -> None:
        if not self._pause.isActive():
            self._section.fetch({BASIS_SETTING: "returned", NATIONS_SETTING: {}}, self._show)

    def _show(self, kept: dict[str, Any]) -> None:
        self.basis.set_value(kept[BASIS_SETTING])
        try:
            profiles = load_nations(kept[NATIONS_SETTING])
        except InvalidEntry:
            profiles = load_nations()
        for (code, part), field in self.fields.items():
            box = field.widget
            assert isinstance(box, NumberBox)
            if not (self._shown and box.hasFocus()):
                box.blockSignals(True)
                box.setValue(getattr(profiles[code], part).value)
                box.blockSignals(False)
        self._shown = True

    def _basis_changed(self, basis: str) -> None:
        self._section.keep(BASIS_SETTING, basis)

    def _keep_now(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _keep(self) -> None:
        self._pause.stop()
        if not self._shown:
            return
        base = load_nations()
        changed: dict[str, dict[str, int]] = {}
        for (code, part), field in self.fields.items():
            box = field.widget
            assert isinstance(box, NumberBox)
            if box.value() != getattr(base[code], part).value:
                changed.setdefault(code, {})[part] = box.value()
        try:
            load_nations(changed)
        except InvalidEntry as error:
            self._refuse(error.fields)
        else:
            self._refuse({})
            self._section.keep(NATIONS_SETTING, changed)

    def _refuse(self, wrong: Mapping[str, str]) -> None:
        for (code, part), field in self.fields.items():
            reason = wrong.get(f"{code}.{part}")
            field.set_error(sentence(reason) if reason else None)
