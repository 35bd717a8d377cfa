"""The gutter: a narrow column beside a list in order of time, in which what lasted stands as bands
with their names, and what happened once as a mark. It follows the list's own scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import Tone, theme
from ui.widgets import RowList, named

_HOME, _AWAY, _GAP = 20, 7, 4
_LEAST_NAMED = 46


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """What stands beside one row: the home by name, whether it lies in a time missing, whether it
    is a key moment itself. `shade` keeps two homes apart."""

    home: str = ""
    shade: Tone = "accent"
    missing: bool = False
    moment: bool = False


_NOTHING = Beside()


class Gutter(QWidget):
    """Stands left of a RowList. Give it what is beside each row, by key."""

    def __init__(self, rows: RowList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = rows
        self._beside: Mapping[str, Beside] = {}
        named(self, "Where they lived, times missing and key moments")
        self.setAccessibleDescription("The list beside this says the same in words.")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        rows.verticalScrollBar().valueChanged.connect(self.update)
        rows.verticalScrollBar().rangeChanged.connect(self.update)
        rows.viewport().installEventFilter(self)
        theme().changed.connect(self.updateGeometry)

    def show_beside(self, beside: Mapping[str, Beside]) -> None:
        """Row key → what stands beside it. Rows without one continue the row above."""
        self._beside = beside
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_HOME + _GAP + _AWAY + _GAP + _GAP), theme().px(120))

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.update()
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.said_at(event.pos().y()), self)
            return True
        return super().event(event)

    def said_at(self, y: int) -> str:
        """In words what stands at a height."""
        for top, bottom, beside in self._spans():
            if top <= y < bottom:
                parts = [beside.home, "missing" if beside.missing else ""]
                parts.append("key moment" if beside.moment else "")
                return ", ".join(part for part in parts if part)
        return ""

    def _spans(self) -> list[tuple[int, int, Beside]]:
        """The rows in view: top, bottom (px, in this widget), what is beside them."""
        shift = (
            self._list.viewport().mapToGlobal(QPointF(0, 0)).y()
            - self.mapToGlobal(QPointF(0, 0)).y()
        )
        rows = self._list.rows()
        model = self._list.model()
        first = self._list.indexAt(self._list.viewport().rect().topLeft())
        out: list[tuple[int, int, Beside]] = []
        last = _NOTHING
        for number in range(max(first.row(), 0), len(rows)):
            rect = self._list.visualRect(model.index(number, 0))
            if rect.top() > self._list.viewport().height():
                break
            own = self._beside.get(rows[number].key)
            last = own or Beside(last.home, last.shade, last.missing)
            out.append((rect.top() + round(shift), rect.bottom() + 1 + round(shift), last))
        return out

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spans = self._spans()
        for top, bottom, home, shade in _runs(spans, lambda b: (b.home, b.shade)):
            if home:
                self._paint_home(painter, top, bottom, home, shade)
        for top, bottom, missing, _ in _runs(spans, lambda b: ("x" if b.missing else "", "danger")):
            if missing:
                self._paint_away(painter, top, bottom)
        for top, bottom, beside in spans:
            if beside.moment:
                self._paint_moment(painter, (top + bottom) / 2)
        painter.end()

    def _paint_home(self, painter: QPainter, top: int, bottom: int, home: str, shade: Tone) -> None:
        look, px = theme(), theme().px
        ink, tint = look.tone(shade)
        # Beyond the edge where the band goes on, so that only true ends are rounded.
        rect = QRectF(0, top + 1, px(_HOME), bottom - top - 2)
        painter.setPen(ink if look.shade == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(rect, px(5), px(5))
        shown = rect.intersected(QRectF(self.rect()))
        if shown.height() < px(_LEAST_NAMED):
            return
        font = look.font("tiny", weight=600)
        words = QFontMetricsF(font).elidedText(
            home, Qt.TextElideMode.ElideRight, shown.height() - px(12)
        )
        painter.save()
        painter.setFont(font)
        painter.setPen(ink)
        painter.translate(shown.left(), shown.bottom())
        painter.rotate(-90)
        painter.drawText(
            QRectF(px(6), 0, shown.height() - px(12), shown.width()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            words,
        )
        painter.restore()

    def _paint_away(self, painter: QPainter, top: int, bottom: int) -> None:
        px = theme().px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("danger"))
        rect = QRectF(px(_HOME + _GAP), top + 3, px(_AWAY) - px(2), bottom - top - 6)
        painter.drawRoundedRect(rect, px(2), px(2))

    def _paint_moment(self, painter: QPainter, y: float) -> None:
        px = theme().px
        x, half = px(_HOME + _GAP) + (px(_AWAY) - px(2)) / 2, px(5)
        painter.setPen(theme().color("card"))
        painter.setBrush(theme().color("amber"))
        corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))


def _runs(
    spans: Iterable[tuple[int, int, Beside]], what: Callable[[Beside], tuple[str, Tone]]
) -> list[tuple[int, int, str, Tone]]:
    """Neighbouring rows with the same name as one stretch: top, bottom, name, tone."""
    out: list[tuple[int, int, str, Tone]] = []
    for top, bottom, beside in spans:
        name, tone = what(beside)
        goes_on = bool(out) and out[-1][2:] == (name, tone)
        out.append((out.pop()[0] if goes_on else top, bottom, name, tone))
    return out
