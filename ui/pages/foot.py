"""The foot of a form: quiet links on the left, buttons on the right; one above the other where they
don't fit side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets import FlowLayout


class Foot(QWidget):
    """Give the links and the buttons; each group wraps by itself."""

    def __init__(self, links: Sequence[QPushButton], buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self._left, self._right = QWidget(), QWidget()
        self._flows = FlowLayout(self._left, gap=10), FlowLayout(self._right, gap=10)
        for flow, group in zip(self._flows, (links, buttons), strict=True):
            for one in group:
                flow.addWidget(one)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._right, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        inner = [flow.minimumSize().width() for flow in self._flows]
        return QSize(max(inner), self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Side by side where both groups fit in one line."""
        wants = [flow.sizeHint().width() for flow in self._flows]
        fits = sum(wants) + theme().gap(2) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._right.setMinimumWidth(wants[1] if fits else 0)
        if self._row.direction() != way:
            self._row.setDirection(way)
