"""Buttons in the four weights of the design: the one that matters, the others, a link, an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import icon, icon_size, theme
from ui.widgets.naming import named, plain, repolish


class _Button(QPushButton):
    kind = ""
    ink = "text"

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setProperty("kind", self.kind)
        self.setAutoDefault(False)
        self.set_text(text)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Other words on it; its accessible name follows."""
        self.setText(plain(text))
        named(self, text)

    def set_icon(self, icon_name: str) -> None:
        """Another bundled icon, or none."""
        self._icon_name = icon_name
        self._restyle()

    def _restyle(self) -> None:
        name, room = self._icon_name, 5 if self.text() else 0
        self.setIconSize(icon_size(room=room))
        art = icon(name, self.ink, checked=self._checked_ink(), room=room) if name else QIcon()
        self.setIcon(art)

    def _checked_ink(self) -> str:
        return self.ink


class PrimaryButton(_Button):
    """The one thing that this screen is for."""

    kind = "primary"
    ink = "on_accent"


class SecondaryButton(_Button):
    """Any other action. `tone="danger"` for what cannot be taken back."""

    kind = "secondary"

    def __init__(
        self, text: str, icon_name: str = "", parent: QWidget | None = None, *, tone: str = ""
    ) -> None:
        self.ink = tone or "text"
        super().__init__(text, icon_name, parent)
        if tone:
            repolish(self, "tone", tone)

    def _checked_ink(self) -> str:
        return "accent"


class BigButton(_Button):
    """For together mode: a target at least 52 px high, large words, and a tone as its border. It
    can be made checkable."""

    kind = "big"

    def __init__(
        self, text: str, icon_name: str = "", parent: QWidget | None = None, *, tone: str = ""
    ) -> None:
        self.ink = tone or "text"
        super().__init__(text, icon_name, parent)
        if tone:
            repolish(self, "tone", tone)


class LinkButton(_Button):
    """A quiet action in a line of text or at a card's edge."""

    kind = "link"
    ink = "accent"

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class IconButton(_Button):
    """An icon alone; its name is spoken and shown as a tooltip."""

    kind = "icon"

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__("", icon_name, parent)
        named(self, name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        side = theme().px(32)
        return QSize(side, side)
