"""Framed panels: the card, what folds away, and what an empty place says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.flow import Column
from ui.widgets.naming import hide_unless, named
from ui.widgets.text import Glyph, Text


class Card(QFrame):
    """A panel with a title and, on the right, an optional action or remark. Fill `body`. `panel`
    is "card", or "choice" for one of several things to choose from (a stronger border); `ruled`
    draws a line under the title and lets what follows touch it, as a list does."""

    action_clicked = Signal()

    def __init__(
        self,
        title: str = "",
        *,
        action: str = "",
        remark: str = "",
        name: str = "",
        panel: str = "card",
        ruled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", panel)
        named(self, name or title or "Panel")
        self._outer = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._title = Text(title, "card")
        hide_unless(self._title, title)
        self._remark = Text(remark, "small", "muted")
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        hide_unless(self._remark, remark)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._remark, 1)
        self.action = LinkButton(action)
        hide_unless(self.action, action)
        self.action.clicked.connect(self.action_clicked)
        self._head.addWidget(self.action)
        self._outer.addLayout(self._head)
        self._ruled = ruled
        if ruled:
            self._outer.addWidget(Rule())
        self.body = Column()
        self._outer.addLayout(self.body, 1)
        theme().changed.connect(self._restyle)
        self._restyle()

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds a widget or a layout under what is there."""
        self.body.add(item, stretch)

    def add_head(self, widget: QWidget) -> None:
        """Puts a widget (a filter, a badge) on the right of the title."""
        self._head.insertWidget(self._head.count() - 1, widget)

    def set_title(self, title: str) -> None:
        """Another title."""
        self._title.setText(title)
        hide_unless(self._title, title)
        named(self, title or self.accessibleName())

    def set_remark(self, remark: str) -> None:
        """Another remark on the right of the title."""
        self._remark.setText(remark)
        hide_unless(self._remark, remark)

    def clear(self) -> None:
        """Empties the body."""
        self.body.clear()

    def _restyle(self) -> None:
        look = theme()
        side, top = look.gap(2), look.gap(2) - look.px(2)
        self._outer.setContentsMargins(side, top, side, side)
        self._outer.setSpacing(0 if self._ruled else look.gap(1))
        self._head.setContentsMargins(0, 0, 0, look.gap(1) if self._ruled else 0)
        self.body.setSpacing(look.gap(1))
        self._head.setSpacing(look.gap(1))


class Fold(QWidget):
    """Something folded away behind its title. Closed at first; `toggled` says when it moves."""

    toggled = Signal(bool)

    def __init__(self, title: str = "More", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, title)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self.head = LinkButton(title)
        self.head.setCheckable(True)
        self.head.toggled.connect(self._turn)
        self._outer.addWidget(self.head)
        self._inside = QWidget()
        self._inside.setVisible(False)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._inside)
        theme().changed.connect(self._restyle)
        self._restyle()

    def add(self, item: QWidget | QLayout) -> None:
        """Adds something to what is folded away."""
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)

    def is_open(self) -> bool:
        """Whether its inside is shown."""
        return self.head.isChecked()

    def set_open(self, opened: bool) -> None:
        """Opens or folds it."""
        self.head.setChecked(opened)

    def _turn(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        self._restyle()
        self.toggled.emit(opened)

    def _restyle(self) -> None:
        arrow = "chevron-down" if self.head.isChecked() else "chevron-right"
        self.head.set_icon(arrow)
        self.body.setSpacing(theme().gap(1))
        self._outer.setSpacing(theme().gap(0))


class EmptyState(QWidget):
    """What an empty place says: an icon, a line, a sentence, and what can be done about it."""

    action_clicked = Signal()

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, title)
        self._outer = QVBoxLayout(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._outer.addStretch(1)
        self._outer.addWidget(Glyph(icon_name, "muted", 32), 0, centre)
        for words, role, tone in ((title, "card", ""), (sentence, "body", "muted")):
            if words:
                label = Text(words, role, tone)
                label.setAlignment(centre)
                self._outer.addWidget(label)
        self.action = SecondaryButton(action)
        hide_unless(self.action, action)
        self.action.clicked.connect(self.action_clicked)
        self._outer.addWidget(self.action, 0, centre)
        self._outer.addStretch(2)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = theme().gap(3)
        self._outer.setContentsMargins(side, side, side, side)
        self._outer.setSpacing(theme().gap(1))


class Rule(QFrame):
    """A dividing line; decoration only."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", "true")
        if upright:
            self.setFixedWidth(1)
            self.setMinimumHeight(theme().px(28))
        else:
            self.setFixedHeight(1)
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if upright else QSizePolicy.Policy.Expanding,
            QSizePolicy.Policy.Expanding if upright else QSizePolicy.Policy.Fixed,
        )
