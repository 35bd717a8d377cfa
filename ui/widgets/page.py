"""The frame of every page: title, subtitle, tools on the right, an optional strip of tabs, and a
body that scrolls rather than clips. Pages fill it; what they show is theirs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import theme
from ui.widgets.card import Rule
from ui.widgets.flow import Column, FlowLayout, clear_layout
from ui.widgets.naming import hide_unless, named
from ui.widgets.text import Text

MOST_HEADER = 0.4


class PageBody(QScrollArea):
    """Scrolls up and down only; its inside is never narrower than what it needs to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its place is always kept: a bar that comes and goes changes the width, hence how text
        # wraps, hence whether the bar is needed, and so on without end.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(self._needed)
        self._needed(0, 0)
        self.inside, self.content = QWidget(), QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.content, 1)
        self.setWidget(self.inside)

    def _needed(self, least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(most > least)


class PageHeader(QWidget):
    """Lead, title with badges, subtitle; tools on the right, or below where there is no room."""

    def __init__(self, title: str, subtitle: str) -> None:
        super().__init__()
        self.title = Text(title, "title")
        self.subtitle = Text(subtitle, "body", "muted")
        hide_unless(self.subtitle, subtitle)
        self.lead = QHBoxLayout()
        self.badges_box, self.tools_box = QWidget(), QWidget()
        self.badges = FlowLayout(self.badges_box)
        self.tools = FlowLayout(self.tools_box, gap=14)
        self.badges_box.setVisible(False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        self._words = QHBoxLayout()
        self._words.addLayout(self.lead)
        self._words.addLayout(words)
        self._words.addWidget(self.badges_box, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self.tools_box, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self.restyle)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Puts the tools beside or below the title."""
        tools = self.tools.sizeHint().width()
        badges = self.badges.sizeHint().width()
        words = max(
            self.title.sizeHint().width(),
            min(self.subtitle.sizeHint().width(), theme().px(280)),
        )
        wanted = words + badges + tools + self.lead.sizeHint().width()
        room = self.width() - 2 * theme().gap(3) - 2 * theme().gap(2)
        below = tools > 0 and wanted > room
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)
        align = Qt.AlignmentFlag.AlignTop if below else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self.tools_box, align)
        if below:
            self.tools_box.setMinimumWidth(0)
        else:
            self.tools_box.setMinimumWidth(tools)
        self.badges_box.setMinimumWidth(min(badges, max(0, room // 2)))

    def restyle(self) -> None:
        """Takes the theme's measures."""
        look = theme()
        self._row.setContentsMargins(look.gap(3), look.px(12), look.gap(3), look.px(14))
        self._row.setSpacing(look.gap(1))
        self._words.setSpacing(look.px(14))
        self.arrange()


class Page(QWidget):
    """Base of every page. Add to `body` (or with `add`); `fills` makes the body as tall as the
    window where its content is shorter. `shell_tools` says which of the window's own tools
    ("search", "log") stand in the header. Override `arrive` for what `show_page` hands over."""

    shell_tools: tuple[str, ...] = ("search", "log")

    def __init__(
        self, title: str, subtitle: str = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, name or title)
        self.header = PageHeader(title, subtitle)
        self.strip_box = QWidget()
        self.strip_box.setVisible(False)
        self._strip = QVBoxLayout(self.strip_box)
        self._tabs: QWidget | None = None
        self.scroller = PageBody()
        self.body = Column(self.scroller.content)
        self.footer_box = QWidget()
        self.footer_box.setVisible(False)
        self.footer = QVBoxLayout(self.footer_box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._outer = outer
        self._rolled = False
        for part in (self.header, self.strip_box, self.scroller, self.footer_box):
            outer.addWidget(part)
        outer.setStretchFactor(self.scroller, 1)
        theme().changed.connect(self._restyle_page)
        self._restyle_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._roll()

    def _roll(self) -> None:
        """Where the header would take too much of a small window it scrolls away with the body."""
        wide, tops = self.width(), [self.header, self.strip_box]
        shown = [top for top in tops if not top.isHidden()]
        tall = sum(top.heightForWidth(wide) for top in shown)
        rolled = tall > self.height() * MOST_HEADER
        if rolled != self._rolled:
            self._rolled = rolled
            into = self.scroller.column if rolled else self._outer
            for place, top in enumerate(tops):
                into.insertWidget(place, top)

    def resume(self) -> dict[str, object]:
        """What `arrive` has to be given, beside what it was given, to come back to what was begun
        here: a form names its draft. Nothing by default."""
        return {}

    def arrive(self, **args: object) -> None:
        """Called each time the page is shown, with what `show_page` was given."""

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Another title and subtitle."""
        self.header.title.setText(title)
        self.header.subtitle.setText(subtitle)
        hide_unless(self.header.subtitle, subtitle)
        self.header.arrange()

    def set_lead(self, widget: QWidget | None) -> None:
        """Something (an avatar) before the title."""
        clear_layout(self.header.lead)
        if widget is not None:
            self.header.lead.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.header.arrange()

    def set_badges(self, *widgets: QWidget) -> None:
        """What is shown after the title."""
        clear_layout(self.header.badges)
        for widget in widgets:
            self.header.badges.addWidget(widget)
        self.header.badges_box.setVisible(bool(widgets))
        self.header.arrange()

    def add_tool(self, widget: QWidget) -> None:
        """Adds a button or panel on the right of the header."""
        self.header.tools.addWidget(widget)
        self.header.arrange()

    def set_strip(self, widget: QWidget) -> None:
        """A row (tabs as chips) under the header, with a line below it."""
        clear_layout(self._strip)
        self._tabs = widget
        self._strip.addWidget(widget)
        self._strip.addWidget(Rule())
        self.strip_box.setVisible(True)
        self._restyle_page()

    def set_footer(self, item: QWidget) -> None:
        """Something that stays below the scrolling body: the buttons of a form."""
        clear_layout(self.footer)
        self.footer.addWidget(item)
        self.footer_box.setVisible(True)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Adds a widget or layout to the body."""
        self.body.add(item, stretch)

    def clear(self) -> None:
        """Empties the body."""
        self.body.clear()

    def _restyle_page(self) -> None:
        look = theme()
        side, between = look.gap(3), look.gap(2)
        top = between if self._strip.count() else 0
        bar = self.scroller.verticalScrollBar()
        taken = bar.sizeHint().width()
        self.body.setContentsMargins(side, top or look.px(2), side - taken, look.px(14))
        self.body.setSpacing(between)
        self._strip.setContentsMargins(0, 0, 0, 0)
        self._strip.setSpacing(look.gap(1))
        if self._tabs is not None:
            self._tabs.setContentsMargins(side, 0, side, 0)
        self.footer.setContentsMargins(side, look.gap(1), side, look.gap(1))
