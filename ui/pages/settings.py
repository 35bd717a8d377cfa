"""Settings: one section at a time, chosen beside it. The sections are in `ui.settings`."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.desk.desk import Desk
from ui.pages import PageSpec
from ui.settings.about import AboutSection
from ui.settings.about_us import AboutUsSection
from ui.settings.backups import BackupsSection
from ui.settings.checking import CheckingSection
from ui.settings.locking import LockingSection
from ui.settings.look import LookSection
from ui.settings.own_words import OwnWordsSection
from ui.settings.passphrase import PassphraseSection
from ui.settings.recovery import RecoverySection
from ui.settings.reminders import RemindersSection
from ui.settings.section import Section
from ui.settings.taking_out import TakingOutSection
from ui.widgets import Card, ChipRow, Choice, Column, Page, Row, RowList, SplitColumns

SECTIONS: tuple[type[Section], ...] = (
    LookSection,
    LockingSection,
    RemindersSection,
    AboutUsSection,
    PassphraseSection,
    RecoverySection,
    BackupsSection,
    CheckingSection,
    OwnWordsSection,
    TakingOutSection,
    AboutSection,
)


class SettingsPage(Page):
    """The list of sections and the one that is shown. `arrive(section=)` opens one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Settings")
        self._desk = desk
        self._sections: dict[str, Section] = {}
        self._makers = {kind.key: kind for kind in SECTIONS}
        self.current = SECTIONS[0].key
        self.list = RowList(
            "Settings",
            [Row(s.key, s.label, icon=s.icon, tile=False, strong=False) for s in SECTIONS],
            fit=True,
            always_marked=True,
        )
        self.tabs = ChipRow(
            "Settings",
            [Choice(s.key, s.label, s.icon) for s in SECTIONS],
            exclusive=True,
            required=True,
        )
        self.split = _Split()
        self.split.resized.connect(self._fit)
        self.side = Card(name="Sections")
        self.side.add(self.list)
        self.split.add_side(self.side)
        self.split.add_main(self.tabs)
        self.split.add_main(self._sections_box())
        self.add(self.split)
        self.list.row_changed.connect(self._moved)
        self.list.row_activated.connect(self._entered)
        self.tabs.changed.connect(self._tabbed)
        self._fit()

    def _sections_box(self) -> QWidget:
        """As tall as the section that is shown, not as the tallest."""
        box = QWidget()
        self._column = Column(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        return box

    def arrive(self, **args: object) -> None:
        wanted = str(args.get("section") or "")
        self.show_section(wanted if wanted in self._makers else self.current)
        if wanted:
            self.section().setFocus()

    def resume(self) -> dict[str, object]:
        return {"section": self.current}

    def section(self) -> Section:
        """The section that is shown."""
        return self._sections[self.current]

    def show_section(self, key: str) -> None:
        """Shows a section, made now if it was never shown."""
        self.current = key
        section = self._sections.get(key)
        if section is None:
            section = self._sections[key] = self._makers[key](self._desk)
            self._column.add(section)
        for other in self._sections.values():
            other.setVisible(other is section)
        self.scroller.verticalScrollBar().setValue(0)
        self.list.blockSignals(True)
        self.list.select(key)
        self.list.blockSignals(False)
        self.tabs.set_values([key])
        section.arrive()

    def _moved(self, row: object) -> None:
        assert isinstance(row, Row)
        if row.key != self.current:
            self.show_section(row.key)

    def _entered(self, row: object) -> None:
        assert isinstance(row, Row)
        self.show_section(row.key)
        self.section().setFocus()

    def _tabbed(self) -> None:
        self.show_section(self.tabs.value() or self.current)

    def _fit(self) -> None:
        """Where there is no room beside, the sections are chosen above."""
        stacked = self.split.is_stacked()
        self.side.setVisible(not stacked)
        self.tabs.setVisible(stacked)


class _Split(SplitColumns):
    """Says when it has arranged itself anew."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__(side_width=250, stack_below=720, side_first=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


PAGE = PageSpec("settings", "Settings", "settings", SettingsPage, bottom=True)
