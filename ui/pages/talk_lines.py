"""Lines of a conversation in the order they came, each with where it belongs; moved over with the
arrows, filed with Alt and a number. Used side by side and for sorting afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from diary.records.plain import count, said
from diary.records.return_conversation import SECTIONS
from ui.theme import theme
from ui.widgets import Chip, FlowLayout, OwnWords, Text, clear_layout, named

FILES = ("before", "away", "back", "health", "safe")


def filing_key(event: QKeyEvent) -> str:
    """The section that Alt and a number names, or ""."""
    place = event.key() - Qt.Key.Key_1.value
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return FILES[place] if alt and 0 <= place < len(FILES) else ""


def asking_key(event: QKeyEvent) -> bool:
    """Whether it is Alt+A: the worker's question."""
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return alt and event.key() == Qt.Key.Key_A


class FileChips(QWidget):
    """For the mouse, what Alt and a key do: `filed(section)`, `asked`."""

    filed = Signal(str)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "Where the line belongs")
        flow = FlowLayout(self)
        for number, section in enumerate(FILES, 1):
            chip = self._chip(f"{number}  {SECTIONS[section]}", f"Alt+{number}")
            chip.setProperty("section", section)
            chip.clicked.connect(self._pressed)
            flow.addWidget(chip)
        asked = self._chip("A  I asked", "Alt+A")
        asked.clicked.connect(self.asked)
        flow.addWidget(asked)

    @staticmethod
    def _chip(words: str, keys: str) -> Chip:
        chip = Chip(words, tick=False)
        chip.setCheckable(False)
        chip.setToolTip(keys)
        return chip

    def _pressed(self) -> None:
        self.filed.emit(str(self.sender().property("section")))


class _LineBox(QWidget):
    """One line: their words with the plum bar, or the question that was asked."""

    pressed = Signal(str)

    def __init__(self, line: Mapping[str, Any]) -> None:
        super().__init__()
        self.key = str(line.get("id") or "")
        self.chosen = False
        section = said(line, "section") or "unsorted"
        row = QHBoxLayout(self)
        px = theme().px
        row.setContentsMargins(px(10), px(6), px(10), px(6))
        row.setSpacing(theme().gap(2))
        if said(line, "who") == "asked":
            words: QWidget = Text(f"I asked: {said(line, 'text')}", "body", "muted")
        else:
            words = OwnWords(said(line, "text"))
        row.addWidget(words, 1)
        filed = SECTIONS.get(section, section) if section != "unsorted" else ""
        place = Text(filed, "small", "muted", wrap=False)
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{said(line, 'text')}. {filed or 'sort later'}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.key)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.chosen:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color("accent"))
        painter.setBrush(QColor(theme().color("accent_tint")))
        radius = theme().px(8)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        painter.end()


class LineList(QScrollArea):
    """The lines; `filed(id, section)` and `turned(id)` (asked or said) on keys. Up and Down move,
    from outside too (`step`)."""

    filed = Signal(str, str)
    turned = Signal(str)

    def __init__(self, name: str, *, newest_below: bool = True) -> None:
        super().__init__()
        named(self, name)
        self._follow = self._newest_below = newest_below
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(4))
        self._column.addStretch(1)
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._boxes: list[_LineBox] = []
        self._chosen = ""
        self.verticalScrollBar().rangeChanged.connect(self._to_end)

    def set_lines(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Shows these lines, the newest last."""
        ordered = sorted(lines, key=lambda line: count(line, "order") or 0)
        clear_layout(self._column)
        self._boxes = [_LineBox(line) for line in ordered]
        if self._newest_below:
            self._column.addStretch(1)
        for box in self._boxes:
            box.pressed.connect(self.choose)
            self._column.addWidget(box)
        if not self._newest_below:
            self._column.addStretch(1)
        self._mark()

    def chosen(self) -> str:
        """The id of the line that is chosen, or ""."""
        return self._chosen

    def choose(self, key: str) -> None:
        """Chooses a line, or none."""
        self._chosen = key
        self._follow = self._newest_below and not key
        self._mark()

    def step(self, by: int) -> None:
        """Up or down; past the last one nothing is chosen."""
        keys = [box.key for box in self._boxes]
        here = keys.index(self._chosen) if self._chosen in keys else len(keys)
        place = max(0, here + by)
        self.choose(keys[place] if place < len(keys) else "")

    def _mark(self) -> None:
        for box in self._boxes:
            box.chosen = box.key == self._chosen
            box.update()
            if box.chosen:
                self.ensureWidgetVisible(box)

    def _to_end(self, _least: int, most: int) -> None:
        chosen = next((box for box in self._boxes if box.chosen), None)
        if self._follow:
            self.verticalScrollBar().setValue(most)
        elif chosen is not None:
            self.ensureWidgetVisible(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif self._chosen and (section := filing_key(event)):
            self.filed.emit(self._chosen, section)
        elif self._chosen and asking_key(event):
            self.turned.emit(self._chosen)
        elif self._chosen and self._plain_number(event):
            self.filed.emit(self._chosen, self._plain_number(event))
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _plain_number(event: QKeyEvent) -> str:
        place = event.key() - Qt.Key.Key_1.value
        return FILES[place] if 0 <= place < len(FILES) else ""
