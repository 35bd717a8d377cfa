"""The narrower column beside a list that scrolls by itself: it scrolls by itself too, so that the
page does not; where it stands below the list it is as tall as what is in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.theme import theme
from ui.widgets import Column, SplitColumns
from ui.widgets.taborder import laid_out


class SideColumn(QScrollArea):
    """Stands in the side of a SplitColumns; gone while nothing in it is shown."""

    def __init__(self, split: SplitColumns) -> None:
        super().__init__()
        self._split = split
        self._was_tall = -1
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inside = QWidget()
        self.column = Column(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.inside)
        self.inside.installEventFilter(self)
        theme().changed.connect(self._restyle)
        self._restyle()

    def add(self, widget: QWidget) -> None:
        """Something below what is there."""
        self.column.add(widget)

    def add_above(self, widget: QWidget) -> None:
        """Something above what is there."""
        self.column.insertWidget(0, widget)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self._wanted())

    def sizeHint(self) -> QSize:
        # Not its whole height: the page around would take that as what it needs, and scroll.
        return QSize(theme().px(300), self._wanted())

    def _wanted(self) -> int:
        return self._tall() if self._split.is_stacked() else theme().px(80)

    def _tall(self) -> int:
        if self.column.hasHeightForWidth() and self.viewport().width() > 0:
            return self.column.heightForWidth(self.viewport().width())
        return self.column.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.inside and event.type() == QEvent.Type.LayoutRequest:
            tall = self._tall()
            if tall != self._was_tall:
                self._was_tall = tall
                self.updateGeometry()
        return super().eventFilter(watched, event)

    def stand(self) -> None:
        """The whole column goes while there is nothing in it. Call it after a redraw."""
        around = self.column.parentWidget()
        parts = [] if around is None else laid_out(self.column, around.children())
        box = self.parentWidget()
        if box is not None and box is not self._split:
            wanted = any(not part.isHidden() for part in parts)
            if wanted == box.isHidden():
                box.setVisible(wanted)

    def _restyle(self) -> None:
        self.column.setSpacing(theme().gap(2))
