"""The cover screen: one key, and the laptop shows an empty page of notes and the time. No product,
no names, nothing that says what was there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.naming import named


class CoverScreen(QWidget):
    """Plain white notes. F8 or Ctrl+H says `uncover_requested`. What is typed here is not kept."""

    uncover_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "Notes")
        self.setAutoFillBackground(True)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor("#ffffff"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor("#3c3c3c"))
        self.setPalette(palette)
        self.clock = named(QLabel(), "Time")
        self.clock.setStyleSheet("color: #3c3c3c;")
        self.clock.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.paper = named(QPlainTextEdit(), "Notes")
        self.paper.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.paper.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: #ffffff;"
            " color: #1f1f1f; padding: 0; }"
        )
        column = QVBoxLayout(self)
        edge = theme().px(40)
        column.setContentsMargins(edge, theme().px(20), edge, edge)
        column.addWidget(self.clock)
        column.addWidget(self.paper, 1)
        self.setFocusProxy(self.paper)
        self.paper.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(5000)
        self._timer.timeout.connect(self._tell)
        self._timer.start()
        self._tell()

    def eventFilter(self, _watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            return self._asks_back(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._asks_back(event):
            super().keyPressEvent(event)

    def _asks_back(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        back = event.key() == Qt.Key.Key_F8 or (control and event.key() == Qt.Key.Key_H)
        if back:
            self.paper.clear()
            self.uncover_requested.emit()
        return back

    def _tell(self) -> None:
        self.clock.setText(QTime.currentTime().toString("HH:mm"))
