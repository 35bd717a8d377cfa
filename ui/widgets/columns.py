"""A main column with a narrower one beside it, which goes below where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.flow import Column


class SplitColumns(QWidget):
    """Fill `main` and `side`. The side is `side_width` px at 100 % text; below `stack_below` px
    (also at 100 %) of whole width it stands under the main column."""

    def __init__(
        self,
        *,
        side_width: int = 316,
        stack_below: int = 760,
        side_first: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._side_width, self._stack_below = side_width, stack_below
        self._main_box, self._side_box = QWidget(), QWidget()
        self.main, self.side = Column(self._main_box), Column(self._side_box)
        for column in (self.main, self.side):
            column.setContentsMargins(0, 0, 0, 0)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        boxes = [(self._main_box, 1), (self._side_box, 0)]
        for box, stretch in reversed(boxes) if side_first else boxes:
            self._layout.addWidget(box, stretch)
        theme().changed.connect(self._restyle)
        self._restyle()

    def add_main(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds to the main column."""
        self.main.add(item, stretch)

    def add_side(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds to the side column."""
        self.side.add(item, stretch)

    def is_stacked(self) -> bool:
        """Whether the side stands below."""
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        inner = self._layout.minimumSize()
        main = self._main_box.minimumSizeHint().width()
        side = self._side_box.minimumSizeHint().width()
        return QSize(max(main, side), inner.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        stacked = self.width() < theme().px(self._stack_below)
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if stacked:
            self._side_box.setMinimumWidth(0)
            self._side_box.setMaximumWidth(16777215)
        else:
            self._side_box.setFixedWidth(theme().px(self._side_width))
        self._side_box.setSizePolicy(
            QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Minimum if stacked else QSizePolicy.Policy.Preferred,
        )
        if self._layout.direction() != way:
            self._layout.setDirection(way)

    def _restyle(self) -> None:
        gap = theme().gap(2)
        for layout in (self._layout, self.main, self.side):
            layout.setSpacing(gap)
        self._arrange()
