"""Words on a screen: labels by role, and a young person's own words with their sign. Text is always
plain; nothing that anybody typed is ever read as markup."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import Tone, pixmap, theme
from ui.widgets.naming import hide_unless, repolish, tip

WIDEST_LINE = 720
# Object names turn up in `repr` and in Qt's warnings: what somebody wrote must not stand in them.
FIXED_WORDING = ("brand", "title", "card", "question", "label")


class Text(QLabel):
    """A label with a text role (title, card, body, label, small...) and an optional tone."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", *, wrap: bool = True
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self.setAccessibleName(text)
        if self.property("role") in FIXED_WORDING:
            self.setObjectName(text)

    def set_tone(self, tone: str) -> None:
        """Another tone: one of the six, "text", or "" for the plain colour."""
        repolish(self, "tone", tone)

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        margins = self.contentsMargins()
        around = margins.left() + margins.right() + 2 * self.margin()
        widest = max(map(self.fontMetrics().horizontalAdvance, self.text().split("\n")))
        wide = min(widest + 2, theme().px(WIDEST_LINE)) + around
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self.wordWrap():
            widest = max((len(word) for word in self.text().split()), default=1)
            advance = QFontMetrics(self.font()).averageCharWidth()
            hint.setWidth(min(hint.width(), (widest + 1) * advance))
        return hint


class ElidedText(Text):
    """One line that gives way: what does not fit ends in an ellipsis and stands in the tooltip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "") -> None:
        self._whole = text
        super().__init__(text, role, tone, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802
        self._whole = text
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), 1)
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        QLabel.setText(self, short)
        tip(self, self._whole if short != self._whole else "")


class Glyph(QLabel):
    """A bundled icon standing by itself. Silent to screen readers: the words beside it speak."""

    def __init__(self, name: str, role: str = "text", size: float = 18) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_icon(self, name: str, role: str = "") -> None:
        """Another icon, and another colour token if given."""
        self._name, self._role = name, role or self._role
        self._restyle()

    def _restyle(self) -> None:
        self.setPixmap(pixmap(self._name, self._role, self._size) if self._name else QPixmap())


class OwnWords(QFrame):
    """A young person's exact words: the plum bar says so wherever they stand."""

    def __init__(self, text: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Own words")
        self._row = QHBoxLayout(self)
        self._words = Text(text)
        self._row.addWidget(self._words, 1)
        self._note = Text(note, "small", "muted", wrap=False)
        hide_unless(self._note, note)
        self._row.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        self.set_text(text)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Other words. Shown as they were written; no quotation marks are added."""
        self._words.setText(text)
        self.setAccessibleName(f"In their own words: {text}")

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(13), px(2), 0, px(2))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, theme().px(3), self.height()), theme().color("plum"))
        painter.end()


def tone_icon(tone: Tone) -> str:
    """The icon that says a tone without colour."""
    return {
        "danger": "triangle-alert",
        "amber": "circle-alert",
        "good": "circle-check",
        "accent": "info",
        "plum": "quote",
        "muted": "info",
    }[tone]
