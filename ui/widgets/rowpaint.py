"""How a row is measured and drawn. A shape is worked out once for a row and a width and kept; what
is certain to fit one line is not measured at all, so that long lists stay quick."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout

from ui.theme import pixmap, theme
from ui.widgets.badge import Tag, paint_avatar, paint_pill, pill_height, pill_width
from ui.widgets.rows import Row

PAD = 8
TILE, AVATAR, PLAIN = 29, 38, 18


@dataclass(frozen=True, slots=True)
class Type:
    """A font with its line pitch and a width that no usual letter exceeds on average."""

    font: QFont
    metrics: QFontMetricsF
    pitch: int
    wide: float

    @classmethod
    def of(cls, role: str, leading: float, *, weight: int | None = None) -> Type:
        font = theme().font(role, weight=weight)
        metrics = QFontMetricsF(font)
        return cls(
            font, metrics, round(metrics.height() * leading), metrics.averageCharWidth() * 1.35
        )

    def width(self, text: str) -> float:
        return self.metrics.horizontalAdvance(text)

    def lines(self, text: str, width: float, most: int) -> list[str]:
        """The text broken to a width, at most so many lines; the last ends in an ellipsis."""
        if "\n" not in text and len(text) * self.wide < width:
            return [text]
        out: list[str] = []
        for paragraph in text.split("\n"):
            out += self._broken(paragraph, width)
        if len(out) > most:
            rest = " ".join(out[most - 1 :])
            elide = Qt.TextElideMode.ElideRight
            out = [*out[: most - 1], self.metrics.elidedText(rest, elide, width)]
        return out

    def _broken(self, paragraph: str, width: float) -> list[str]:
        layout = QTextLayout(paragraph, self.font)
        layout.beginLayout()
        out: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20.0))
            out.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return out or [""]


@dataclass(slots=True)
class Shape:
    """Where each part of a row lies, relative to its top left corner."""

    height: int
    text_x: float = 0
    texts: list[tuple[str, float, float, str]] = field(default_factory=list)
    bar: tuple[float, float] | None = None
    marked: tuple[QTextLayout, float, float] | None = None
    chips: list[tuple[Tag, QRectF]] = field(default_factory=list)
    action: QRectF | None = None


class RowPainter:
    """Measures and draws rows in one theme. Make a new one when the theme changes."""

    def __init__(self, *, beside: bool, lead: int, most_lines: int) -> None:
        px = theme().px
        self.beside, self.most = beside, most_lines
        self.roomy = theme().gap(0) - 6
        self.lead = px(lead)
        self.pad = px(PAD)
        self.types = {
            "title": Type.of("strong", 1.1),
            "plain": Type.of("body", 1.1),
            "body": Type.of("body", 1.12),
            "words": Type.of("body", 1.12),
            "meta": Type.of("small", 1.1),
            "action": Type.of("strong", 1.1),
            "heading": Type.of("card", 1.1),
        }

    def shape(self, row: Row, width: int) -> Shape:
        """The row's shape at a width."""
        px = theme().px
        if row.heading:
            tall = self.types["heading"].pitch + px(14)
            return Shape(tall, texts=[(row.title, self.pad, px(5), "heading")])
        out = Shape(0, text_x=self.pad + self._lead_width(row))
        right = float(width - self.pad)
        y = float(px(8) + self.roomy)
        if row.action:
            wide = self.types["action"].width(row.action) + 2 * px(7)
            out.action = QRectF(right - wide, y - px(3), wide, px(34))
            right -= wide + px(16)
        y = self._head(row, out, y, right)
        y = self._story(row, out, y, right)
        y = self._chips(row, out, y, right)
        least = {True: px(AVATAR), False: 0}[bool(row.avatar)] or self._least(row)
        out.height = max(round(y), px(8) + self.roomy + least) + px(8) + self.roomy
        return out

    def _least(self, row: Row) -> int:
        if row.badge:
            return pill_height()
        return theme().px(TILE if row.tile else PLAIN) if row.icon else 0

    def _lead_width(self, row: Row) -> float:
        px = theme().px
        if row.badge:
            return max(self.lead, pill_width(row.badge) if not self.lead else 0) + px(12)
        if row.avatar:
            return px(AVATAR + 12)
        if row.icon:
            return px((TILE if row.tile else PLAIN) + 12)
        return 0

    def _head(self, row: Row, out: Shape, y: float, right: float) -> float:
        name = "title" if row.strong else "plain"
        title, meta = self.types[name], self.types["meta"]
        x, room = out.text_x, right - out.text_x
        lines = title.lines(row.title, room, 3)
        for line in lines:
            out.texts.append((line, x, y, name))
            y += title.pitch
        if not row.meta:
            return y
        if self.beside and len(lines) == 1:
            after = title.width(lines[0]) + theme().px(5)
            if meta.width(row.meta) <= room - after:
                drop = title.metrics.ascent() - meta.metrics.ascent()
                out.texts.append((row.meta, x + after, y - title.pitch + drop, "meta"))
                return y
        for line in meta.lines(row.meta, room, self.most):
            out.texts.append((line, x, y, "meta"))
            y += meta.pitch
        return y

    def _story(self, row: Row, out: Shape, y: float, right: float) -> float:
        px = theme().px
        if row.own_words:
            y += px(5)
            top, inset = y, px(13)
            for line in self.types["words"].lines(
                row.own_words, right - out.text_x - inset, self.most
            ):
                out.texts.append((line, out.text_x + inset, y + px(1), "words"))
                y += self.types["words"].pitch
            y += px(3)
            out.bar = (top, y)
        if row.body and row.marks:
            y += px(3)
            layout, tall = self._marked(row, right - out.text_x)
            out.marked = (layout, out.text_x, y)
            y += tall
        elif row.body:
            y += px(3)
            for line in self.types["body"].lines(row.body, right - out.text_x, self.most):
                out.texts.append((line, out.text_x, y, "body"))
                y += self.types["body"].pitch
        return y

    def _marked(self, row: Row, width: float) -> tuple[QTextLayout, float]:
        """Text with parts of it bold, laid out whole, and its height."""
        kind = self.types["body"]
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        formats = []
        for start, end in row.marks:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, end - start, bold
            formats.append(part)
        layout = QTextLayout(row.body, kind.font)
        layout.setFormats(formats)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20.0))
            line.setPosition(QPointF(0, y))
            y += kind.pitch
        layout.endLayout()
        return layout, y

    def _chips(self, row: Row, out: Shape, y: float, right: float) -> float:
        if not row.chips:
            return y
        px = theme().px
        y += px(5)
        x = out.text_x
        for tag in row.chips:
            wide = min(float(pill_width(tag)), right - out.text_x)
            if x > out.text_x and x + wide > right:
                x, y = out.text_x, y + pill_height() + px(4)
            out.chips.append((tag, QRectF(x, y, wide, pill_height())))
            x += wide + px(6)
        return y + pill_height()

    def paint(self, painter: QPainter, row: Row, shape: Shape, left: float, top: float) -> None:
        """Draws a row at a place."""
        painter.translate(left, top)
        look = theme()
        if shape.bar:
            bar = QRectF(shape.text_x, shape.bar[0], look.px(3), shape.bar[1] - shape.bar[0])
            painter.fillRect(bar, look.color("plum"))
        for text, x, y, name in shape.texts:
            kind = self.types[name]
            painter.setFont(kind.font)
            painter.setPen(look.color("muted" if name == "meta" else "text"))
            painter.drawText(QPointF(x, y + kind.metrics.ascent()), text)
        if shape.marked:
            layout, x, y = shape.marked
            painter.setPen(look.color("text"))
            layout.draw(painter, QPointF(x, y))
        for tag, rect in shape.chips:
            paint_pill(painter, rect, tag)
        self._paint_lead(painter, row)
        if shape.action:
            painter.setFont(self.types["action"].font)
            painter.setPen(look.color("accent"))
            painter.drawText(shape.action, Qt.AlignmentFlag.AlignCenter, row.action)
        painter.translate(-left, -top)

    def _paint_lead(self, painter: QPainter, row: Row) -> None:
        look, px = theme(), theme().px
        y = px(8) + self.roomy
        if row.badge:
            wide = max(self.lead, 0) or pill_width(row.badge)
            paint_pill(painter, QRectF(self.pad, y, wide, pill_height()), row.badge)
        elif row.avatar:
            rect = QRectF(self.pad, y, px(AVATAR), px(AVATAR))
            paint_avatar(painter, rect, row.avatar[:1].upper(), row.tone)
        elif row.icon and row.tile:
            ink, tint = look.tone(row.tone)
            painter.setPen(ink if look.shade == "contrast" else Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            rect = QRectF(self.pad, y, px(TILE), px(TILE))
            painter.drawRoundedRect(rect, px(7), px(7))
            inset = (px(TILE) - px(PLAIN)) / 2
            art = pixmap(row.icon, row.tone)
            painter.drawPixmap(QPointF(self.pad + inset, y + inset), art)
        elif row.icon:
            drop = px(9) if row.meta or row.body else px(1)
            painter.drawPixmap(QPointF(self.pad, y + drop), pixmap(row.icon, "text"))
