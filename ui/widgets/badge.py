"""Status pills, avatars and the painting they share with the row list: a word and an icon before a
colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Tone, pixmap, theme
from ui.widgets.naming import named


@dataclass(frozen=True, slots=True)
class Tag:
    """A small status: words, tone, and an icon where there is room for one."""

    text: str
    tone: Tone = "accent"
    icon: str = ""


def pill_height() -> int:
    """Height of a pill now."""
    return theme().px(20)


def pill_width(tag: Tag) -> int:
    """Width that a pill needs for its words."""
    words = QFontMetrics(theme().font("small", weight=600)).horizontalAdvance(tag.text)
    own = theme().px(20) if tag.icon else 0
    return words + own + 2 * theme().px(8) + 2


def paint_pill(painter: QPainter, rect: QRectF, tag: Tag) -> None:
    """Draws a tag in a rectangle; words that do not fit end in an ellipsis."""
    ink, tint = theme().tone(tag.tone)
    px = theme().px
    painter.setPen(ink if theme().shade == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    left = rect.left() + px(8)
    if tag.icon:
        art = pixmap(tag.icon, tag.tone, 15)
        painter.drawPixmap(QPointF(left, rect.center().y() - px(15) / 2), art)
        left += px(20)
    font = theme().font("small", weight=600)
    painter.setFont(font)
    painter.setPen(ink)
    room = rect.right() - left - px(6)
    words = QFontMetrics(font).elidedText(tag.text, Qt.TextElideMode.ElideRight, int(room) + 2)
    painter.drawText(
        QRectF(left, rect.top(), room + px(6), rect.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        words,
    )


def paint_avatar(painter: QPainter, rect: QRectF, initial: str, tone: Tone = "accent") -> None:
    """Draws an initial in a tinted circle."""
    ink, tint = theme().tone(tone)
    painter.setPen(ink if theme().shade == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawEllipse(rect)
    font = theme().font("strong")
    font.setPointSizeF(font.pointSizeF() * rect.height() / theme().px(38))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial)


class Badge(QWidget):
    """A status pill: icon and words. Never clickable."""

    def __init__(
        self, text: str, tone: Tone = "accent", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tag = Tag(text, tone, icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        named(self, text)
        theme().changed.connect(self.updateGeometry)

    def set_status(self, text: str, tone: Tone, icon_name: str = "") -> None:
        """Another status in the same place."""
        self._tag = Tag(text, tone, icon_name)
        named(self, text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._tag), pill_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._tag)
        painter.end()


class Avatar(QWidget):
    """An initial in a tinted circle; `size` is px at 100 % text."""

    def __init__(
        self, name: str, size: int = 38, tone: Tone = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size, self._tone = size, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)
        theme().changed.connect(self.updateGeometry)

    def set_name(self, name: str) -> None:
        """Whose initial it is."""
        self._initial = name[:1].upper()
        named(self, name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_avatar(painter, QRectF(self.rect()), self._initial, self._tone)
        painter.end()
