"""Side by side: the whole window, calm, while the young person sits next to the worker. Only their
own words and the worker's questions are on it: no clock, no names of others, nothing that the
worker noticed, no status line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diary.casework.spoken import new_line
from ui.pages.talk_lines import FileChips, LineList, asking_key, filing_key
from ui.theme import theme
from ui.widgets import GrowingText, LinkButton, Text, named

Line = dict[str, Any]
HELP = "You can see all that I write. We can change it, and you can say no to any of it."
HINT = "Alt and a number says where a line belongs. Or sort it later."
ROOMY = 140  # per cent of text size up to which there is room for more than lines and the box


class LineBox(GrowingText):
    """The one big box. Enter is a line; with nothing typed the arrows go up to lines above."""

    entered = Signal()
    filed = Signal(str)
    asked = Signal()
    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name, lines=2, most=5)
        self.setPlaceholderText("What you say goes here, word for word. Enter makes a line.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        arrow = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if enter and not shift:
            self.entered.emit()
        elif section := filing_key(event):
            self.filed.emit(section)
        elif asking_key(event):
            self.asked.emit()
        elif arrow is not None and not self.text().strip():
            self.stepped.emit(arrow)
        else:
            super().keyPressEvent(event)


class Beside(QWidget):
    """`changed(lines)` after every line; `typed` while a line is being written; `left` when the
    worker leaves, `covered` when it was with the cover key."""

    changed = Signal(object)
    typed = Signal()
    left = Signal()
    covered = Signal()

    def __init__(self, name: str, lines: Sequence[Mapping[str, Any]], typing: str = "") -> None:
        super().__init__()
        named(self, "Side by side")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines: list[Line] = [dict(line) for line in lines]
        self.list = LineList("What was said")
        self.box = LineBox("Their words")
        self.box.set_text(typing)
        self.setFocusProxy(self.box)
        self.leave = LinkButton("Done for now (Esc)")
        self.leave.clicked.connect(self.left)
        self.title = Text(f"{name}, in your words", "display")
        self.title.setObjectName("Side by side title")
        self.help = Text(HELP, "body", "muted")
        self.hint = Text(HINT, "small", "muted")
        self.chips = FileChips()
        self.chips.filed.connect(self._chip)
        self.chips.asked.connect(self.ask)
        self._build()
        self.box.entered.connect(self.enter)
        self.box.filed.connect(self.file)
        self.box.asked.connect(self.ask)
        self.box.stepped.connect(self.list.step)
        self.box.edited.connect(self.typed)
        self.list.filed.connect(self._file_line)
        self.list.turned.connect(self._turn)
        theme().changed.connect(self._restyle)
        self.list.set_lines(self._lines)
        self._restyle()

    def _build(self) -> None:
        self._outer = QHBoxLayout(self)
        self._outer.addStretch(1)
        middle = QWidget()
        self._middle = middle
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.help)
        column.addWidget(self.list, 1)
        column.addWidget(self.box)
        column.addWidget(self.chips)
        column.addWidget(self.hint)
        self._outer.addWidget(middle, 10)
        self._outer.addStretch(1)

    def lines(self) -> list[Line]:
        """All lines, as they stand."""
        return [dict(line) for line in self._lines]

    def typing(self) -> str:
        """What is in the box and not yet a line."""
        return self.box.text()

    def enter(self) -> None:
        """The text is a line, to be sorted later."""
        self._add()

    def file(self, section: str) -> None:
        """The text, or the line chosen (else the last), belongs to a section."""
        if self.box.text().strip():
            self._add(section=section)
            return
        target = self.list.chosen() or (self._lines[-1]["id"] if self._lines else "")
        if target:
            self._file_line(target, section)

    def ask(self) -> None:
        """The text is what the worker asked; with nothing typed, the line chosen is."""
        if self.box.text().strip():
            self._add(who="asked")
        elif self.list.chosen():
            self._turn(self.list.chosen())

    def _chip(self, section: str) -> None:
        self.file(section)
        self.box.setFocus()

    def _add(self, *, section: str = "unsorted", who: str = "child") -> None:
        words = " ".join(self.box.text().split())
        if not words:
            return
        self._lines.append(new_line(self._lines, words, section=section, who=who))
        self.box.set_text("")
        self.list.choose("")
        self._tell()

    def _file_line(self, key: str, section: str) -> None:
        for line in self._lines:
            if line["id"] == key:
                line["section"] = section
        self._tell()

    def _turn(self, key: str) -> None:
        for line in self._lines:
            if line["id"] == key:
                line["who"] = "child" if line.get("who") == "asked" else "asked"
        self._tell()

    def _tell(self) -> None:
        self.list.set_lines(self._lines)
        self.changed.emit(self.lines())

    def event(self, event: QEvent) -> bool:
        # Alt with a key belongs to the lines here, never to a menu or a shortcut of the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (filing_key(event) or asking_key(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F8:
            self.covered.emit()
        elif section := filing_key(event):
            self.file(section)
        elif asking_key(event):
            self.ask()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("page"))
        painter.end()

    def _restyle(self) -> None:
        look = theme()
        roomy = look.text_percent <= ROOMY
        edge = look.px(40) if roomy else look.gap(2)
        self.help.setVisible(roomy)
        self.hint.setVisible(roomy)
        self._outer.setContentsMargins(look.gap(3), edge, look.gap(3), edge)
        self._middle.setMaximumWidth(look.px(820))
        self._column.setSpacing(look.gap(2) if roomy else look.gap(0))
        points = look.font("large").pointSizeF()
        self.box.setStyleSheet(f"font-size: {points:.2f}pt;")
