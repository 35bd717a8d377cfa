"""The navigation column: where a worker can go, how much waits there, and the way out. Collapses to
icons where words have no room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import pixmap, theme
from ui.widgets.naming import named, tip
from ui.widgets.text import Text

NAV_WIDTH, NAV_COLLAPSED = 203, 58


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page that can be shown. `bottom` stands by Lock; `under` names the entry that is lit for a
    page which has no line of its own (a young person's page is under young people)."""

    key: str
    label: str
    icon: str
    factory: Callable[[], QWidget]
    bottom: bool = False
    under: str = ""


class NavButton(QPushButton):
    """One line of the navigation: icon, label, and a count or a shortcut on the right."""

    def __init__(self, label: str, icon_name: str, aside: str = "") -> None:
        super().__init__()
        self.label, self._icon, self._aside = label, icon_name, aside
        self.collapsed = False
        self._by_keyboard = False
        self.setAutoDefault(False)
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tip(self, label)
        named(self, label)
        theme().changed.connect(self.updateGeometry)

    def set_aside(self, aside: str) -> None:
        """Another word or number on the right."""
        self._aside = aside
        self.setAccessibleDescription(f"{aside} waiting" if aside.isdigit() else aside)
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        """Icon only, or the whole line."""
        self.collapsed = collapsed
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(NAV_COLLAPSED if self.collapsed else NAV_WIDTH) - theme().px(20)
        tall = theme().px(30 if self.collapsed else 37) + (
            0 if self.collapsed else theme().gap(0) - 6
        )
        return QSize(side, tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(NAV_COLLAPSED - 20), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the column moves
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px = theme(), theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent" if on else "hover"))
            painter.drawRoundedRect(area, px(7), px(7))
        ink = "on_accent" if on else "text"
        side = px(18)
        left = (self.width() - side) // 2 if self.collapsed else px(10)
        painter.drawPixmap(left, (self.height() - side) // 2, pixmap(self._icon, ink))
        if self.collapsed:
            self._paint_dot(painter, on=on)
        else:
            self._paint_words(painter, ink, left + side + px(10), on=on)
        if self.hasFocus() and self._by_keyboard:
            pen = painter.pen()
            pen.setColor(look.color("text" if on else "accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, px(7), px(7))
        painter.end()

    def _paint_words(self, painter: QPainter, ink: str, left: int, *, on: bool) -> None:
        look, px = theme(), theme().px
        font = look.font("body", weight=600 if on else 400)
        painter.setFont(font)
        painter.setPen(look.color(ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = self.width() - left - px(10)
        painter.drawText(QRectF(left, 0, room, self.height()), middle, self.label)
        painter.setFont(look.font("small", weight=600 if on else 400))
        painter.setPen(look.color(ink if on else "muted"))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(left, 0, room, self.height()), right, self._aside)

    def _paint_dot(self, painter: QPainter, *, on: bool) -> None:
        if self._aside.isdigit() and self._aside != "0":
            size = theme().px(7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("on_accent" if on else "accent"))
            painter.drawEllipse(QRectF(self.width() - size - 4, 4, size, size))


class NavColumn(QWidget):
    """Brand, entries, and at the bottom settings and Lock. `chosen` carries the key."""

    chosen = Signal(str)
    lock_requested = Signal()

    def __init__(self, brand: str, entries: Sequence[NavEntry]) -> None:
        super().__init__()
        named(self, "Navigation")
        self._brand_name = brand
        self.brand = Text(brand, "brand", "accent", wrap=False)
        self.buttons: dict[str, NavButton] = {}
        self._keys: dict[QPushButton, str] = {}
        inside = QWidget()
        self._inner = QVBoxLayout(inside)
        self._inner.addWidget(self.brand)
        shown = [entry for entry in entries if not entry.under]
        for entry in (e for e in shown if not e.bottom):
            self._inner.addWidget(self._button(entry))
        self._inner.addStretch(1)
        for entry in (e for e in shown if e.bottom):
            self._inner.addWidget(self._button(entry))
        self.lock = NavButton("Lock", "lock", "Ctrl+L")
        self.lock.clicked.connect(self.lock_requested)
        self._inner.addWidget(self.lock)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scroll)
        theme().changed.connect(self._restyle)
        self._collapsed = False
        self._restyle()

    def _button(self, entry: NavEntry) -> NavButton:
        button = NavButton(entry.label, entry.icon)
        button.setCheckable(True)
        button.clicked.connect(self._clicked)
        self.buttons[entry.key] = button
        self._keys[button] = entry.key
        return button

    def light(self, key: str) -> None:
        """Shows which entry we are at."""
        for own, button in self.buttons.items():
            button.setChecked(own == key)

    def set_collapsed(self, collapsed: bool) -> None:
        """Icons only, or whole lines."""
        if collapsed != self._collapsed:
            self._collapsed = collapsed
            self._restyle()

    def is_collapsed(self) -> bool:
        """Whether only icons are shown."""
        return self._collapsed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        lines = [*self.buttons.values(), self.lock]
        here = next((i for i, line in enumerate(lines) if line.hasFocus()), None)
        if step and here is not None:
            line = lines[(here + step) % len(lines)]
            line.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(line)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("nav"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("line"))
        painter.end()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, NavButton):
            button.setChecked(True)
            self.chosen.emit(self._keys[button])

    def _restyle(self) -> None:
        look, px = theme(), theme().px
        edge = px(10)
        self._inner.setContentsMargins(edge, px(10), edge, px(12))
        self._inner.setSpacing(px(2))
        self.brand.setText(self._brand_name[:1] if self._collapsed else self._brand_name)
        self.brand.setContentsMargins(px(13 if self._collapsed else 10), px(6), 0, px(16))
        for line in (*self.buttons.values(), self.lock):
            line.set_collapsed(self._collapsed)
        self.setFixedWidth(px(NAV_COLLAPSED if self._collapsed else NAV_WIDTH) + 1)
        self.setMinimumHeight(0)
        self.setFont(look.font())
        self.update()
