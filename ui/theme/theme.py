"""The one theme of the application: which shade, how large, how roomy, which paper. Widgets ask it
for colours, fonts and pixels and redraw when it says `changed`. Where the choice is kept is not its
business: settings hand it in."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.theme.fonts import FAMILY, load_fonts
from ui.theme.palettes import palette_for
from ui.theme.sheet import sheet_for
from ui.theme.tokens import (
    GAPS,
    TYPE_PX,
    TYPE_WEIGHT,
    Scheme,
    Shade,
    Spacing,
    Tint,
    Tokens,
    Tone,
    tokens_for,
)

SMALLEST_PERCENT = 100
LARGEST_PERCENT = 200


class Theme(QObject):
    """Colours, fonts and measures in force. `changed` fires after the application wears them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scheme: Scheme = "system"
        self._percent = 100
        self._spacing: Spacing = "normal"
        self._tint: Tint = "none"
        self._app: QApplication | None = None
        self._told = Qt.ColorScheme.Unknown
        self.tokens: Tokens = tokens_for("light")

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def text_percent(self) -> int:
        return self._percent

    @property
    def spacing(self) -> Spacing:
        return self._spacing

    @property
    def tint(self) -> Tint:
        return self._tint

    @property
    def shade(self) -> Shade:
        """What is shown: the scheme, with *system* resolved."""
        if self._scheme != "system":
            return self._scheme
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def apply(self, app: QApplication) -> None:
        """Dresses the application: before the first window."""
        if self._app is app:
            self._wear()
            return
        self._app = app
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._wear()

    def set(
        self,
        *,
        scheme: Scheme | None = None,
        text_percent: int | None = None,
        spacing: Spacing | None = None,
        tint: Tint | None = None,
    ) -> None:
        """Changes what is given, in one repaint. Text size is held between 100 and 200 %."""
        before = (self._scheme, self._percent, self._spacing, self._tint)
        if text_percent is not None:
            self._percent = max(SMALLEST_PERCENT, min(LARGEST_PERCENT, text_percent))
        self._scheme = scheme or self._scheme
        self._spacing = spacing or self._spacing
        self._tint = tint or self._tint
        if before != (self._scheme, self._percent, self._spacing, self._tint):
            self._wear()

    def color(self, token: str) -> QColor:
        """A token's colour now."""
        return QColor(str(getattr(self.tokens, token)))

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Ink and tint of a tone."""
        return self.color(tone), self.color(f"{tone}_tint")

    def px(self, at_hundred: float) -> int:
        """Pixels for a measure drawn at 100 % text."""
        return max(1, round(at_hundred * self._percent / 100)) if at_hundred else 0

    def gap(self, step: int) -> int:
        """Space number 0 to 3 (6, 10, 16, 24 px at 100 %); a quarter more when roomy.
        It grows half as fast as the text, so that large text still has room for words."""
        roomy = 1.25 if self._spacing == "roomy" else 1.0
        growth = 1 + (self._percent / 100 - 1) / 2
        return round(GAPS[step] * roomy * growth)

    def points(self, px_at_hundred: float) -> float:
        """Points for a type size given in px at 100 %."""
        dpi = QGuiApplication.primaryScreen().logicalDotsPerInchY()
        return px_at_hundred * self._percent / 100 * 72 / dpi

    def font(self, role: str = "body", *, weight: int | None = None) -> QFont:
        """The font of a text role (`TYPE_PX`)."""
        font = QFont(FAMILY)
        font.setPointSizeF(self.points(TYPE_PX[role]))
        font.setWeight(QFont.Weight(weight or TYPE_WEIGHT.get(role, 400)))
        return font

    @Slot()
    def _system_changed(self) -> None:
        if self._scheme == "system":
            self._wear()

    def _tell_system(self) -> None:
        """Has the window's own frame (title bar, native dialogs) follow what is chosen here."""
        wanted = {
            "system": Qt.ColorScheme.Unknown,
            "light": Qt.ColorScheme.Light,
        }.get(self._scheme, Qt.ColorScheme.Dark)
        if wanted != self._told:
            self._told = wanted
            QGuiApplication.styleHints().setColorScheme(wanted)

    def _wear(self) -> None:
        if self._app is not None:
            self._tell_system()
        self.tokens = tokens_for(self.shade, self._tint)
        if self._app is not None:
            self._app.setPalette(palette_for(self.tokens))
            self._app.setFont(self.font())
            self._app.setStyleSheet(sheet_for(self))
        self.changed.emit()


@cache
def theme() -> Theme:
    """The application's one theme."""
    return Theme()
