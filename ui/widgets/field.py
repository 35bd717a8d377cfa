"""A labelled input with help and, beside it, the reason why it can't be taken as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.theme import pixmap, theme
from ui.theme.icons import ICON_PX
from ui.widgets.buttons import IconButton
from ui.widgets.naming import hide_unless, named, repolish
from ui.widgets.text import Glyph, Text


class Field(QWidget):
    """Label, input, help and error in one. The input takes the label as its accessible name."""

    def __init__(
        self,
        label: str,
        widget: QWidget,
        *,
        help_text: str = "",
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"Field {label}")
        self.label = Text(f"{label} (optional)" if optional else label, "label")
        self.widget = widget
        self.label.setBuddy(widget)
        hide_unless(self.label, label)
        if label:
            named(widget, label)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._help = Text(help_text, "small", "muted")
        hide_unless(self._help, help_text)
        self._error = Text("", "small", "danger")
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Glyph("circle-alert", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        self._error_row.setVisible(False)
        for part in (self.label, widget, self._help, self._error_row):
            self._outer.addWidget(part)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_error(self, reason: str | None) -> None:
        """Shows why it can't be taken, or None when all is well."""
        self._error.setText(reason or "")
        self._error_row.setVisible(bool(reason))
        self.widget.setAccessibleDescription(reason or self._help.text())
        if isinstance(self.widget, QLineEdit | QPlainTextEdit | QTextEdit):
            repolish(self.widget, "wrong", bool(reason))

    def error(self) -> str:
        """The reason that is shown, or ""."""
        return self._error.text()

    def set_help(self, text: str) -> None:
        """Another line of help."""
        self._help.setText(text)
        self._help.setVisible(bool(text))

    def _restyle(self) -> None:
        self._outer.setSpacing(theme().px(4))


class SearchBox(QLineEdit):
    """A search line: `searched` fires 200 ms after the last key, at once on Enter; Esc empties it;
    Down asks for the results (`left_downwards`)."""

    searched = Signal(str)
    left_downwards = Signal()
    WAIT_MS = 200

    def __init__(
        self, name: str = "Search", *, placeholder: str = "Search", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self.setPlaceholderText(placeholder)
        self._clear = IconButton("Clear the search", "x", self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(self.WAIT_MS)
        self._wait.timeout.connect(self._say)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._cleared)
        self.returnPressed.connect(self._say)
        theme().changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = min(self._clear.sizeHint().width(), self.height() - 2)
        self._clear.setGeometry(self.width() - side - 2, (self.height() - side) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme().px(ICON_PX)
        painter.drawPixmap(theme().px(10), (self.height() - side) // 2, pixmap("search", "muted"))
        painter.end()

    def _edited(self) -> None:
        self._wait.start()

    def _cleared(self) -> None:
        self._clear.setVisible(bool(self.text()))
        if not self.text():
            self._say()

    def _say(self) -> None:
        self._wait.stop()
        self.searched.emit(self.text().strip())

    def _restyle(self) -> None:
        self.setTextMargins(theme().px(ICON_PX + 6), 0, theme().px(24), 0)


class NumberBox(QSpinBox):
    """A whole number. The wheel does not change it unless the keyboard is on it."""

    def __init__(
        self, name: str, least: int = 0, most: int = 999, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self.lineEdit().setAccessibleName(name)
        self.setRange(least, most)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self._restyle)
        self._restyle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _restyle(self) -> None:
        # The style sheet's padding does not reach the line inside a spin box.
        self.lineEdit().setTextMargins(theme().px(8), 0, 0, 0)
