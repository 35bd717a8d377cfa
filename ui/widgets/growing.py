"""A text box that grows with what is written. Plain text only: what is pasted loses its dress."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.naming import named


class GrowingText(QPlainTextEdit):
    """Grows from `lines` to `most` lines, then scrolls. Tab moves on, Ctrl+Enter says `submitted`.
    `edited` fires on a person's or a program's change of the words."""

    submitted = Signal()
    edited = Signal()

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        lines: int = 2,
        most: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, name)
        self._lines, self._most = lines, most
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(theme().px(4))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self.edited)
        theme().changed.connect(self._restyle)
        self._fit()

    def text(self) -> str:
        """The words as they stand."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Other words; does nothing when they are the same, so the cursor stays."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _height(self) -> int:
        line = self.fontMetrics().lineSpacing()
        shown = int(self.document().size().height())
        lines = max(self._lines, min(self._most, shown))
        margins = self.contentsMargins()
        around = 2 * self.document().documentMargin() + margins.top() + margins.bottom()
        return round(lines * line + around) + 2 * theme().px(3) + 4

    def _fit(self) -> None:
        tall = self._height()
        if self.height() != tall or self.minimumHeight() != tall:
            self.setFixedHeight(tall)
        more = int(self.document().size().height()) > self._most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if more else policy.ScrollBarAlwaysOff
        )

    def _restyle(self) -> None:
        self.document().setDocumentMargin(theme().px(4))
        self._fit()
