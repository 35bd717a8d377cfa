"""Chips: small pill choices, one or many. Which words they carry is the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import icon, icon_size, theme
from ui.widgets.flow import FlowLayout
from ui.widgets.naming import named, plain, tip

ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the value that is stored, the words that are read."""

    value: str
    label: str
    icon: str = ""
    hint: str = ""


class Chip(QPushButton):
    """A checkable pill. Where it has no icon of its own and `tick` is set, being chosen shows a
    tick, so that colour is never the only sign."""

    def __init__(
        self,
        text: str,
        icon_name: str = "",
        *,
        tick: bool = True,
        checked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(plain(text), parent)
        self._words, self._icon_name, self._tick = text, icon_name, tick
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setChecked(checked)
        self.setAutoDefault(False)
        named(self, text)
        self.toggled.connect(self._restyle)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Other words on it."""
        self._words = text
        self.setText(plain(text))
        named(self, text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        bold = QFontMetrics(theme().font("label", weight=600)).horizontalAdvance(self._words)
        own = 0 if self.icon().isNull() else self.iconSize().width() + 4
        wide = bold + own + 2 * theme().px(12) + 2
        return QSize(wide, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()  # the row moves; a button by itself would leave it
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._weigh()  # the style sheet puts an old weight back when a chip changes its place

    def _weigh(self) -> None:
        # By the widget's own font: a weight in the style sheet's checked state is drawn but not
        # measured, and long words would be cut off.
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        self.setFont(font)

    def _restyle(self) -> None:
        self._weigh()
        shown = self._icon_name or ("check" if self._tick and self.isChecked() else "")
        self.setIconSize(icon_size(16, room=3))
        self.setIcon(icon(shown, "text", 16, checked="accent", room=3) if shown else QIcon())
        self.updateGeometry()


class ChipRow(QWidget):
    """Chips that wrap. `changed` fires when a person changes the choice, not on `set_values`.
    The arrows move between chips; Space chooses. Exclusive rows start with nobody chosen."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice] | Sequence[tuple[str, str]] = (),
        *,
        exclusive: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._exclusive, self._required = exclusive, required
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(self)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice] | Sequence[tuple[str, str]]) -> None:
        """Other chips; what was chosen stays chosen where it still exists, and the keyboard stays
        on the chip that it is on."""
        kept = set(self.values())
        here = next((value for value, chip in self._chips.items() if chip.hasFocus()), None)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._chips = {}
        for given in choices:
            choice = given if isinstance(given, Choice) else Choice(*given)
            chip = Chip(choice.label, choice.icon, tick=not self._exclusive, parent=self)
            tip(chip, choice.hint)
            chip.setChecked(choice.value in kept)
            chip.clicked.connect(self._clicked)
            self._chips[choice.value] = chip
            self._flow.addWidget(chip)
            chip.show()  # now and not with the next event: the keyboard may have to go there
        if here in self._chips:
            self._chips[here].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def add_widget(self, widget: QWidget) -> None:
        """Something that is not a choice (a dividing line, a button), after the chips so far."""
        self._flow.addWidget(widget)

    def chip(self, value: str) -> Chip:
        """The chip of a value. Raises KeyError."""
        return self._chips[value]

    def values(self) -> list[str]:
        """What is chosen, in the order shown."""
        return [value for value, chip in self._chips.items() if chip.isChecked()]

    def value(self) -> str | None:
        """The first thing chosen, or None."""
        return next(iter(self.values()), None)

    def set_values(self, values: Iterable[str]) -> None:
        """Chooses exactly these; unknown values are passed over."""
        wanted = set(values)
        for value, chip in self._chips.items():
            chip.setChecked(value in wanted)

    def _clicked(self) -> None:
        chip = self.sender()
        if self._exclusive and isinstance(chip, Chip):
            for other in self._chips.values():
                if other is not chip:
                    other.setChecked(False)
            if self._required and not chip.isChecked():
                chip.setChecked(True)
                return
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chips = list(self._chips.values())
        step = ARROWS.get(Qt.Key(event.key()), 0)
        here = next((i for i, chip in enumerate(chips) if chip.hasFocus()), None)
        if step and here is not None:
            chips[(here + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
