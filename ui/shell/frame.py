"""Small parts of the window's frame: the status line, the toasts' corner, and the tools that stand
in a page's header."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import icon, icon_size, theme
from ui.widgets.naming import named
from ui.widgets.notice import Toast
from ui.widgets.text import Glyph, Text


class SearchButton(QPushButton):
    """Looks like a search line; opens the palette."""

    def __init__(self) -> None:
        super().__init__("Search or do anything")
        self.setProperty("kind", "search")
        named(self, "Search or do anything")
        self.setAutoDefault(False)
        theme().changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(theme().px(280), hint.width() + theme().px(76)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look, px = theme(), theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("tiny")
        painter.setFont(font)
        wide, tall = painter.fontMetrics().horizontalAdvance("Ctrl+K") + px(12), px(20)
        left, top = self.width() - wide - px(13), (self.height() - tall) // 2
        painter.setPen(look.color("line"))
        painter.drawRoundedRect(left, top, wide, tall, px(4), px(4))
        painter.setPen(look.color("muted"))
        painter.drawText(left, top, wide, tall, Qt.AlignmentFlag.AlignCenter, "Ctrl+K")
        painter.end()

    def _restyle(self) -> None:
        self.setIconSize(icon_size(room=4))
        self.setIcon(icon("search", "muted", room=4))


class StatusLine(QWidget):
    """Left: where things are sent, and what waits. Right: what is saved, when it locks."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "Status")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._left, self._right = _Remark("cloud-off"), _Remark("check")
        self._row.addWidget(self._left)
        self._row.addStretch(1)
        self._row.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self._restyle)
        self._restyle()

    def say(self, left: str, right: str, left_icon: str, right_icon: str) -> None:
        """Other words."""
        self._left.say(left, left_icon)
        self._right.say(right, right_icon)
        self.setAccessibleDescription(f"{left}. {right}")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(150), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """Side by side, or one above the other where both don't fit."""
        wanted = self._left.sizeHint().width() + self._right.sizeHint().width()
        narrow = wanted + 3 * theme().gap(3) > self.width()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme().color("line"))
        painter.end()

    def _restyle(self) -> None:
        look = theme()
        self._row.setContentsMargins(look.gap(3), look.px(6) + 1, look.gap(3), look.px(6))
        self._row.setSpacing(look.px(2))
        self._arrange()


class _Remark(QWidget):
    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._glyph = Glyph("", "muted", 16)
        self._icon = icon_name
        self._words = Text("", "small", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        row.addWidget(self._glyph)
        row.addWidget(self._words, 1)

    def say(self, words: str, icon_name: str) -> None:
        self._words.setText(words)
        self._glyph.show_icon(icon_name if words else "", "muted")


class ToastCorner(QWidget):
    """Where toasts rise, one above the other, newest below; at most three."""

    MOST = 3

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "Messages")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._toasts: list[Toast] = []
        self.inset = 0
        self.hide()

    def add(self, toast: Toast) -> None:
        """Shows one more."""
        while len(self._toasts) >= self.MOST:
            self._toasts[0].close_now()
        self._toasts.append(toast)
        toast.gone.connect(self._gone)
        self._column.addWidget(toast)
        toast.show()
        self.show()
        self.raise_()
        self.place()

    def newest(self) -> Toast | None:
        """The toast that was shown last, while it is there."""
        return self._toasts[-1] if self._toasts else None

    def clear(self) -> None:
        """Takes all away, as when the diary locks."""
        for toast in tuple(self._toasts):
            toast.close_now()

    def place(self) -> None:
        """Sits at the foot of the page, in the middle. `inset` is what the navigation takes."""
        around = self.parentWidget()
        if around is None or not self._toasts:
            return
        look = theme()
        room = around.width() - self.inset
        wide = min(look.px(560), room - 2 * look.gap(3))
        tall = self._column.totalHeightForWidth(wide)
        foot = around.height() - tall - look.px(46)
        self.setGeometry(self.inset + (room - wide) // 2, foot, wide, tall)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def _gone(self) -> None:
        toast = self.sender()
        self._toasts = [one for one in self._toasts if one is not toast]
        if isinstance(toast, Toast):
            self._column.removeWidget(toast)
        self.setVisible(bool(self._toasts))
        self.place()


class Watermark(QWidget):
    """A slim ribbon over the whole width that says what kind of diary this is."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Text("", "small", "plum")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, text: str) -> None:
        """Other words; none hide it."""
        self._words.setText(text)
        named(self, text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("plum_tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("plum"))
        painter.end()

    def _restyle(self) -> None:
        look = theme()
        self._column.setContentsMargins(look.gap(2), look.px(3), look.gap(2), look.px(4))
