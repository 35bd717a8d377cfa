"""Things said in passing: a toast that goes by itself, a banner that stays, work under way, and the
running clock."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Tone, theme
from ui.widgets.buttons import IconButton, LinkButton, SecondaryButton
from ui.widgets.naming import hide_unless, named, repolish
from ui.widgets.text import Glyph, Text, tone_icon


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say it, where one listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Toast(QFrame):
    """A line that goes after `seconds`, unless a person is on it. `acted` when its action is taken,
    `gone` when it has closed. Esc closes it."""

    acted = Signal()
    gone = Signal()

    def __init__(
        self, text: str, action: str = "", *, seconds: float = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", "toast")
        self.setAccessibleName(text)
        self.setObjectName("Message")
        self.text = text
        self._row = QHBoxLayout(self)
        self._row.addWidget(Text(text), 1)
        self.action = LinkButton(action)
        repolish(self.action, "tone", "toast")
        hide_unless(self.action, action)
        self.action.clicked.connect(self._act)
        self._row.addWidget(self.action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self._expire)
        self._timer.start()
        theme().changed.connect(self._restyle)
        self._restyle()
        announce(self, text)

    def close_now(self) -> None:
        """Goes at once."""
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return
        super().keyPressEvent(event)

    def _act(self) -> None:
        self.acted.emit()
        self.close_now()

    def _expire(self) -> None:
        if self.underMouse() or self.action.hasFocus():
            self._timer.start()
        else:
            self.close_now()

    def _restyle(self) -> None:
        look = theme()
        self._row.setContentsMargins(look.gap(2), look.gap(1), look.gap(1), look.gap(1))
        self._row.setSpacing(look.gap(2))


class Banner(QFrame):
    """A notice that stays in the page: icon, words, an optional action, a way to put it away."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        text: str,
        tone: Tone = "accent",
        *,
        icon_name: str = "",
        action: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph = Glyph(icon_name or tone_icon(tone), tone)
        self._words = Text(text)
        self.action = LinkButton(action)
        hide_unless(self.action, action)
        self.action.clicked.connect(self.acted)
        self.closer = IconButton("Put this away", "x")
        hide_unless(self.closer, closable)
        self.closer.clicked.connect(self._dismiss)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._glyph)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self.action)
        self._row.addWidget(self.closer)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._icon_name = icon_name
        self.say(text, tone)
        theme().changed.connect(self._restyle)
        self._restyle()

    def say(self, text: str, tone: Tone | None = None) -> None:
        """Other words, in another tone if given; told to screen readers."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setObjectName("Notice")
        if tone is not None:
            repolish(self, "banner", tone)
            self._glyph.show_icon(self._icon_name or tone_icon(tone), tone)
        announce(self, text)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        look = theme()
        self._row.setContentsMargins(look.gap(1), look.gap(1), look.gap(1), look.gap(1))
        self._row.setSpacing(look.gap(1))


class ProgressStrip(QWidget):
    """Work under way: what is being done, how far, and Cancel. `total` 0 means nobody can say."""

    cancelled = Signal()

    def __init__(
        self, label: str, *, cancellable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, label)
        self._label = Text(label, "small", "muted")
        self._bar = named(QProgressBar(), label)
        self._bar.setTextVisible(False)
        self.cancel = SecondaryButton("Cancel")
        hide_unless(self.cancel, cancellable)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().gap(1))
        column = QVBoxLayout()
        column.addWidget(self._label)
        column.addWidget(self._bar)
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        self.set_progress(0, 0)

    def set_progress(self, done: int, total: int) -> None:
        """How far it is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def set_label(self, text: str) -> None:
        """What is being done now."""
        self._label.setText(text)
        named(self, text)
        self._bar.setAccessibleName(text)


class ClockPanel(QFrame):
    """The running clock: one large line, one small sentence, in a border of its tone."""

    def __init__(
        self,
        large: str = "",
        small: str = "",
        tone: Tone = "danger",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._large = Text(large, "title", tone)
        self._small = Text(small, "small", "muted")
        self._column = QVBoxLayout(self)
        for label in (self._large, self._small):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._column.addWidget(label)
        self.set_text(large, small, tone)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, large: str, small: str = "", tone: Tone | None = None) -> None:
        """What the clock says now. Screen readers are not interrupted at each tick."""
        self._large.setText(large)
        self._small.setText(small or self._small.text())
        named(self, f"{large}. {self._small.text()}")
        if tone is not None and tone != self._tone:
            self._tone = tone
            self._large.set_tone(tone)
            self.update()

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(17), px(9), px(17), px(10))
        self._column.setSpacing(px(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color(self._tone))
        painter.setBrush(theme().color("card"))
        radius = theme().px(10)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        painter.end()
