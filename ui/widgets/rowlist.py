"""The list of rows: virtual, of varying heights, wholly usable by keyboard. What a row means, and
what opening it does, is the page's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import theme
from ui.widgets.badge import pill_width
from ui.widgets.naming import named
from ui.widgets.rowpaint import PAD, RowPainter, Shape
from ui.widgets.rows import AnyIndex, Row, RowModel

# A list that scrolls by itself inside a page that scrolls too needs to be worth scrolling.
LEAST_HEIGHT, FEW, SAMPLE = 260, 12, 200


class RowList(QListView):
    """Rows of a list. `meta` stands below the title or beside it; `lead` is the width of the badge
    column (px at 100 %, 0: as wide as each badge); `fit` makes the list as tall as its rows, for
    short lists in a card; `most_lines` cuts long text until the page shows all of it;
    `always_marked` shows the current row also while the keyboard is elsewhere.

    Up/Down or J/K move; Enter or a click: `row_activated`; Space: `row_expanded`; a click on the
    action or Shift+Enter: `row_action`; menu key or right click: `row_menu(row, global point)`.
    Every signal carries the Row."""

    row_activated = Signal(object)
    row_expanded = Signal(object)
    row_action = Signal(object)
    row_menu = Signal(object, QPoint)
    row_changed = Signal(object)

    def __init__(
        self,
        name: str,
        rows: Iterable[Row] = (),
        *,
        meta: Literal["below", "beside"] = "below",
        lead: int = 0,
        fit: bool = False,
        most_lines: int = 6,
        always_marked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._beside, self._lead, self._fit, self._most = meta == "beside", lead, fit, most_lines
        self.always_marked = always_marked
        self._shapes: dict[int, Shape] = {}
        self._sizes: dict[int, QSize] = {}
        self._shaped_width = -1
        self._open: set[str] = set()
        self.painter = self._new_painter(most_lines)
        self.whole = self._new_painter(10_000)
        self._model = RowModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(self))
        self.setProperty("bleed", PAD)
        self._set_up()
        theme().changed.connect(self._restyle)
        self.set_rows(rows)

    def _set_up(self) -> None:
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(80)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.verticalScrollBar().setSingleStep(theme().px(24))
        if self._fit:
            self.setLayoutMode(QListView.LayoutMode.SinglePass)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Shows these rows; the current one stays current where it still exists."""
        before = self.current_row()
        self._shapes.clear()
        self._sizes.clear()
        self._model.set_rows(rows)
        self._widen_lead()
        place = -1 if before is None else self._model.find(before.key)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        self._size_to_rows()

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Shows these rows too, below; what is in view stays where it is."""
        place = self.verticalScrollBar().value()
        self._model.add_rows(rows)
        self._lay_out_all()
        self.verticalScrollBar().setValue(place)
        self._size_to_rows()

    def renew(self, rows: Iterable[Row]) -> None:
        """Shows these rows instead, as a redraw does: current row and place stay."""
        top = self.indexAt(QPoint(2, 1))
        old = self._model.rows
        known = {old[i].key: (old[i], shape) for i, shape in self._shapes.items()}
        anchor = old[top.row()].key if top.isValid() else ""
        offset = self.visualRect(top).top() if top.isValid() else 0
        self.set_rows(rows)
        for i, row in enumerate(self._model.rows):
            was = known.get(row.key)
            if was is not None and was[0] == row:
                self._shapes[i] = was[1]
        self._lay_out_all()
        place = self._model.find(anchor)
        if place >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self._model.index(place)).top() - offset)

    def _lay_out_all(self) -> None:
        mode = self.layoutMode()
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.doItemsLayout()
        self.setLayoutMode(mode)

    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._model.rows

    def current_row(self) -> Row | None:
        """The row that the keyboard is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def select(self, key: str) -> bool:
        """Puts the keyboard on a row; False when there is none with this key."""
        place = self._model.find(key)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        return place >= 0

    def set_expanded(self, key: str, expanded: bool) -> None:
        """Shows a row's text whole, or cut again."""
        (self._open.add if expanded else self._open.discard)(key)
        self._shapes.pop(self._model.find(key), None)
        self._sizes.pop(self._model.find(key), None)
        self.scheduleDelayedItemsLayout()
        self._size_to_rows()

    def is_expanded(self, key: str) -> bool:
        """Whether a row's text is shown whole."""
        return key in self._open

    def shape(self, number: int) -> Shape:
        """The kept shape of a row at the width of now."""
        width = self.viewport().width()
        if width != self._shaped_width:
            self._shapes.clear()
            self._sizes.clear()
            self._shaped_width = width
        shape = self._shapes.get(number)
        if shape is None:
            row = self._model.rows[number]
            painter = self.whole if row.key in self._open else self.painter
            shape = self._shapes[number] = painter.shape(row, width)
        return shape

    def row_size(self, number: int) -> QSize:
        """What the view asks of every row at each layout: kept, so that long lists stay quick."""
        size = self._sizes.get(number)
        if size is None:
            tall = self.shape(number).height
            size = self._sizes[number] = QSize(self._shaped_width, tall)
        return size

    def sizeHint(self) -> QSize:
        return QSize(theme().px(260), self.rows_height() if self._fit else theme().px(240))

    def minimumSizeHint(self) -> QSize:
        least = theme().px(LEAST_HEIGHT)
        if self._fit or len(self._model.rows) <= FEW:
            least = self.rows_height()
        return QSize(theme().px(150), least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._sizes.clear()
        super().resizeEvent(event)
        self._size_to_rows()
        if not self._fit and len(self._model.rows) <= FEW and event.oldSize() != event.size():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.current_row(), event.key()
        if key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if key == Qt.Key.Key_J else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rows:
            self.step(-len(self._model.rows) if key == Qt.Key.Key_Home else len(self._model.rows))
        elif row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.row_action if shift and row.action else self.row_activated).emit(row)
        elif row is not None and key == Qt.Key.Key_Space:
            self.row_expanded.emit(row)
        elif row is not None and key == Qt.Key.Key_Menu:
            self._menu(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or index != self.currentIndex():
            return
        row = self.current_row()
        if row is not None and not row.heading:
            at_action = self._at_action(event.position().toPoint())
            (self.row_action if at_action else self.row_activated).emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._at_action(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.step(1)
        super().focusInEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: N802
        super().currentChanged(QModelIndex(current), QModelIndex(previous))  # type: ignore[arg-type]
        if current.isValid():
            self.row_changed.emit(self._model.rows[current.row()])
            if self._fit:
                self._reveal(current.row())

    def step(self, by: int) -> None:
        """Moves the keyboard by so many rows, past group titles."""
        rows = self._model.rows
        if not rows:
            return
        to = max(0, min(len(rows) - 1, self.currentIndex().row() + by))
        ahead, behind = range(to, len(rows)), range(to, -1, -1)
        for way in (ahead, behind) if by > 0 else (behind, ahead):
            for place in way:
                if not rows[place].heading:
                    self.setCurrentIndex(self._model.index(place))
                    return

    def _at_action(self, point: QPoint) -> bool:
        index = self.indexAt(point)
        if not index.isValid():
            return False
        area = self.shape(index.row()).action
        top = self.visualRect(index).topLeft()
        return area is not None and area.contains((point - top).toPointF())

    def _menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.row_menu.emit(self._model.rows[index.row()], self.viewport().mapToGlobal(point))

    def _reveal(self, number: int) -> None:
        """A fitted list never scrolls itself: the page around it has to."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea) and (inside := around.widget()) is not None:
            top = sum(self.shape(i).height for i in range(number))
            place = self.mapTo(inside, QPoint(0, top + self.shape(number).height // 2))
            around.ensureVisible(place.x(), place.y(), 0, self.shape(number).height)

    def rows_height(self) -> int:
        """The height of all rows together at the width of now."""
        return sum(self.shape(i).height for i in range(len(self._model.rows)))

    def _size_to_rows(self) -> None:
        if self._fit and self.height() != (tall := self.rows_height()):
            self.setFixedHeight(tall)
            self.updateGeometry()

    def _new_painter(self, most: int) -> RowPainter:
        return RowPainter(beside=self._beside, lead=self._lead, most_lines=most)

    def _widen_lead(self) -> None:
        """A badge column is wide enough for its badges, as far as can be seen at once."""
        if self._lead:
            badges = {row.badge for row in self._model.rows[:SAMPLE] if row.badge is not None}
            wide = max(map(pill_width, badges), default=0)
            for painter in (self.painter, self.whole):
                painter.lead = max(painter.lead, wide)

    def _restyle(self) -> None:
        self.painter, self.whole = self._new_painter(self._most), self._new_painter(10_000)
        self._widen_lead()
        self._shapes.clear()
        self._sizes.clear()
        self.scheduleDelayedItemsLayout()
        self._size_to_rows()


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return self._view.row_size(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view, look = self._view, theme()
        row, shape = view.rows()[index.row()], view.shape(index.row())
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = view.hasFocus() or view.always_marked
        on = bool(state & QStyle.StateFlag.State_Selected) and marked
        if not row.heading and (on or state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_tint" if on else "page"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -2), look.px(6), look.px(6))
        last = index.row() == len(view.rows()) - 1
        if not last and not on:
            line = QRectF(rect.left() + view.painter.pad, rect.bottom() - 1, 0, 1)
            line.setRight(rect.right() - view.painter.pad)
            painter.fillRect(line, look.color("line"))
        view.painter.paint(painter, row, shape, rect.left(), rect.top())
        if on and view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(look.color("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -3), look.px(6), look.px(6))
        painter.restore()

    def helpEvent(self, *_args: object) -> bool:
        return False

    def editorEvent(self, _event: QEvent, *_args: object) -> bool:
        return False
