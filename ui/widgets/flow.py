"""Layouts: one that wraps, as words do, for chips and rows of buttons; a column that keeps its
contents together at the top unless something in it asks to stretch."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)

from ui.theme import theme


class FlowLayout(QLayout):
    """Items from left to right, continued below. Gaps are px at 100 % text."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 7, line_gap: int = 7) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            parent.setSizePolicy(policy)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gap = theme().px(self._gap)
        wide = sum(size.width() for size in shown) + gap * max(0, len(shown) - 1)
        return QSize(wide, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        gap, line_gap = theme().px(self._gap), theme().px(self._line_gap)
        x, y, line = rect.x(), rect.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            wide = min(hint.width(), rect.width()) if rect.width() > 0 else hint.width()
            if row and x + wide > rect.right() + 1:
                self._place(row, line, move=move)
                row, x, y, line = [], rect.x(), y + line + line_gap, 0
            tall = hint.height()
            if wide < hint.width() and item.hasHeightForWidth():
                tall = item.heightForWidth(wide)
            row.append((item, QRect(QPoint(x, y), QSize(wide, tall))))
            x += wide + gap
            line = max(line, tall)
        self._place(row, line, move=move)
        return y + line - rect.y()

    @staticmethod
    def _place(row: list[tuple[QLayoutItem, QRect]], line: int, *, move: bool) -> None:
        if move:
            for item, rect in row:
                item.setGeometry(rect.translated(0, (line - rect.height()) // 2))


class Column(QVBoxLayout):
    """From top to bottom. Empty space stays at the foot, until something is added with a stretch or
    wants to grow by itself. A widget with the property `bleed` (px at 100 %) reaches that far into
    the margins on both sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            parent.setLayout(self)
        self._kept: list[QLayoutItem] = []
        self._close()

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds a widget or a layout below what is there."""
        if isinstance(item, QWidget):
            self.addWidget(item, stretch)
        else:
            self.addLayout(item, stretch)

    def addWidget(  # type: ignore[override]  # noqa: N802
        self, widget: QWidget, stretch: int = 0, alignment: Qt.AlignmentFlag | None = None
    ) -> None:
        grows = widget.sizePolicy().verticalPolicy() in (
            QSizePolicy.Policy.Expanding,
            QSizePolicy.Policy.MinimumExpanding,
        )
        place, stretch = self.count() - 1, stretch or int(grows)
        if reach := widget.property("bleed"):
            self.addChildWidget(widget)
            item = _Reaching(widget, int(reach))
            self._kept.append(item)
            self.insertItem(place, item)
            self.setStretch(place, stretch)
        elif alignment is None:
            self.insertWidget(place, widget, stretch)
        else:
            self.insertWidget(place, widget, stretch, alignment)
        self._fill(stretch)

    def addLayout(self, layout: QLayout, stretch: int | None = 0) -> None:  # noqa: N802
        self.insertLayout(self.count() - 1, layout, stretch or 0)
        self._fill(stretch or 0)

    def addStretch(self, stretch: int | None = 0) -> None:  # noqa: N802
        self.insertStretch(self.count() - 1, stretch or 0)
        self._fill(1)

    def clear(self) -> None:
        """Takes everything out and lets it go."""
        clear_layout(self)
        self._kept = []
        self._close()

    def _close(self) -> None:
        """A stretch, not an expanding space: cards inside would expand with it."""
        policy = QSizePolicy.Policy.Minimum
        self.addItem(QSpacerItem(0, 0, policy, policy))
        self.setStretch(self.count() - 1, 1)

    def _fill(self, stretch: int) -> None:
        """What stretches takes the place of the empty foot."""
        if stretch:
            self.setStretch(self.count() - 1, 0)


class _Reaching(QWidgetItem):
    def __init__(self, widget: QWidget, reach: int) -> None:
        super().__init__(widget)
        self._reach = reach

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        reach = theme().px(self._reach)
        super().setGeometry(rect.adjusted(-reach, 0, reach, 0))


def clear_layout(layout: QLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
