"""The main window: navigation, pages with back and forward, notices, toasts, the status line. It
takes a list of pages and passes on wishes as signals; it never sees a record. Its title is always
just "Kith"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.shell.frame import SearchButton, StatusLine, ToastCorner, Watermark
from ui.shell.nav import NavColumn, NavEntry
from ui.theme import Tone, theme
from ui.widgets import Banner, Page, PrimaryButton, Toast, clear_layout, named
from ui.widgets.taborder import tab_on

PRODUCT = "Kith"
COLLAPSE_BELOW = 900
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A page that was shown, with what it was given."""

    key: str
    args: Mapping[str, object]


class MainWindow(QMainWindow):
    """The frame. Pages are made when first shown and told by `arrive(**args)`."""

    lock_requested = Signal()
    palette_requested = Signal()
    log_requested = Signal()
    cover_requested = Signal()
    page_shown = Signal(str)
    close_requested = Signal()

    def __init__(self, entries: Sequence[NavEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(PRODUCT)
        named(self, PRODUCT)
        self.entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._steps: list[Step] = []
        self._at = -1
        self._shortcuts: list[QShortcut] = []
        self.nav = NavColumn(PRODUCT, entries)
        self.nav.chosen.connect(self.show_page)
        self.nav.lock_requested.connect(self.lock_requested)
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self.notices_box = QWidget()
        self.notices = QVBoxLayout(self.notices_box)
        self.notices_box.hide()
        self.watermark = Watermark()
        self._frame = QWidget()
        self._layers = QStackedWidget()
        self._build()
        self.toasts = ToastCorner(self._frame)
        self._set_shortcuts()
        theme().changed.connect(self._restyle)
        self._restyle()
        self.resize(QSize(1366, 768))

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.notices_box)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addLayout(right, 1)
        self._layers.addWidget(self._frame)
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.watermark)
        column.addWidget(self._layers, 1)
        self.setCentralWidget(around)

    def _set_shortcuts(self) -> None:
        for keys, slot in (
            ("Ctrl+K", self.palette_requested.emit),
            ("Ctrl+N", self.log_requested.emit),
            ("Ctrl+L", self.lock_requested.emit),
            ("F8", self.cover_requested.emit),
            ("Ctrl+H", self.cover_requested.emit),
            ("Alt+Left", self.back),
            ("Alt+Right", self.forward),
            ("F6", self.next_pane),
        ):
            self.add_shortcut(keys, slot)
        lines = [entry for entry in self.entries.values() if not entry.under and not entry.bottom]
        for number, entry in enumerate(lines[:9], 1):
            self.add_shortcut(f"Ctrl+{number}", _Goer(self, entry.key).go)

    def add_shortcut(self, keys: str, slot: Callable[[], object]) -> QShortcut:
        """A shortcut of the window. It sleeps while the window is covered or locked."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(slot)
        self._shortcuts.append(shortcut)
        return shortcut

    def drop_shortcut(self, shortcut: QShortcut) -> None:
        """Takes a shortcut away again."""
        self._shortcuts.remove(shortcut)
        shortcut.deleteLater()

    def show_page(self, key: str, **args: object) -> QWidget:
        """Shows a page and remembers the step. Raises KeyError for a page nobody registered."""
        step = Step(key, args)
        if self._at < 0 or self._steps[self._at] != step:
            self._steps = [*self._steps[: self._at + 1], step][-MOST_STEPS:]
            self._at = len(self._steps) - 1
        return self._enter(step)

    def current_key(self) -> str:
        """The key of the page that is shown, or ""."""
        return self._steps[self._at].key if self._at >= 0 else ""

    def way_back(self) -> tuple[str, dict[str, object]]:
        """Where to come back to after locking: the page that is shown and what brings back what
        was begun on it (`Page.resume`)."""
        if self._at < 0:
            return "today", {}
        step = self._steps[self._at]
        page = self._pages.get(step.key)
        begun = page.resume() if isinstance(page, Page) else {}
        return step.key, {**step.args, **begun}

    def page(self, key: str) -> QWidget | None:
        """A page that has been made, or None."""
        return self._pages.get(key)

    def back(self) -> None:
        """The page before."""
        if self._at > 0:
            self._at -= 1
            self._enter(self._steps[self._at])

    def forward(self) -> None:
        """The page after, where one went back."""
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._enter(self._steps[self._at])

    def forget_pages(self) -> None:
        """Lets every page and the way here go: at locking nothing readable stays."""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._steps, self._at = [], -1
        self.toasts.clear()
        clear_layout(self.notices)
        self.notices_box.hide()
        for key in self.nav.buttons:
            self.set_count(key, None)

    def set_watermark(self, text: str) -> None:
        """A ribbon above everything, also while locked or covered; "" takes it away."""
        self.watermark.say(text)

    def set_count(self, key: str, count: int | None) -> None:
        """How much waits at an entry; None or 0 shows nothing."""
        if key in self.nav.buttons:
            self.nav.buttons[key].set_aside(str(count) if count else "")

    def set_status(
        self, left: str, right: str, *, left_icon: str = "cloud-check", right_icon: str = "check"
    ) -> None:
        """The status line: where it syncs, what is saved and when it locks."""
        self.status.say(left, right, left_icon, right_icon)

    def toast(
        self,
        text: str,
        action_label: str | None = None,
        action: Callable[[], object] | None = None,
        *,
        seconds: float = 8,
    ) -> Toast:
        """A line that goes by itself, with an action such as Undo."""
        toast = Toast(text, action_label or "", seconds=seconds)
        if action is not None:
            toast.acted.connect(action)
        self.toasts.add(toast)
        return toast

    def notice(
        self, text: str, tone: Tone = "amber", *, action: str = "", closable: bool = True
    ) -> Banner:
        """A banner above the page that stays until it is put away."""
        banner = Banner(text, tone, action=action, closable=closable)
        self.notices.addWidget(banner)
        self.notices_box.show()
        banner.dismissed.connect(self._notice_gone)
        return banner

    def cover_with(self, widget: QWidget) -> None:
        """Shows one widget instead of everything (lock, cover screen, together mode)."""
        if self._layers.indexOf(widget) < 0:
            self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        widget.setFocus()

    def lift(self) -> None:
        """Takes away what covers, and shows what that covered: the frame, or an earlier cover."""
        covering = self.covering()
        if covering is not None:
            self._layers.removeWidget(covering)
            covering.deleteLater()
        below = self._layers.widget(self._layers.count() - 1) or self._frame
        self._layers.setCurrentWidget(below)
        if below is not self._frame:
            below.setFocus()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(below is self._frame)

    def uncover(self) -> None:
        """Back to the frame; all that covered it is let go."""
        while self.is_covered():
            self.lift()

    def covering(self) -> QWidget | None:
        """What stands in front of the frame."""
        current = self._layers.currentWidget()
        return None if current is self._frame else current

    def is_covered(self) -> bool:
        """Whether something stands in front of the frame."""
        return self.covering() is not None

    def next_pane(self) -> None:
        """F6: navigation, page, newest message, and round again."""
        toast, page = self.toasts.newest(), self.stack.currentWidget()
        panes: list[QWidget] = [self.nav, *([page] if page else []), *([toast] if toast else [])]
        at = next((i for i, pane in enumerate(panes) if _has_focus(pane)), -1)
        target = panes[(at + 1) % len(panes)]
        _focus_first(self.nav.buttons.get(self._lit(), target) if target is self.nav else target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Pages make parts as they are needed; Qt would go by when each was made.
        return tab_on(self, forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.close_requested.emit()
        super().closeEvent(event)

    def _enter(self, step: Step) -> QWidget:
        page = self._pages.get(step.key)
        if page is None:
            page = self._pages[step.key] = self.entries[step.key].factory()
            self._give_tools(page)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.nav.light(self._lit())
        if isinstance(page, Page):
            page.arrive(**dict(step.args))
        self.page_shown.emit(step.key)
        return page

    def _lit(self) -> str:
        key = self.current_key()
        return (self.entries[key].under or key) if key else ""

    def _give_tools(self, page: QWidget) -> None:
        if not isinstance(page, Page):
            return
        if "search" in page.shell_tools:
            search = SearchButton()
            search.clicked.connect(self.palette_requested)
            page.add_tool(search)
        if "log" in page.shell_tools:
            log = PrimaryButton("Log", "plus")
            log.clicked.connect(self.log_requested)
            page.add_tool(log)

    def _notice_gone(self) -> None:
        banner = self.sender()
        if isinstance(banner, Banner):
            self.notices.removeWidget(banner)
            banner.deleteLater()
        self.notices_box.setVisible(self.notices.count() > 0)

    def _arrange(self) -> None:
        self.nav.set_collapsed(self.width() < theme().px(COLLAPSE_BELOW))
        self.toasts.inset = self.nav.width()
        self.toasts.place()

    def _restyle(self) -> None:
        look = theme()
        self.notices.setContentsMargins(look.gap(3), look.gap(1), look.gap(3), 0)
        self.notices.setSpacing(look.gap(0))
        self._arrange()


class _Goer(QObject):
    """A slot for one page's shortcut."""

    def __init__(self, window: MainWindow, key: str) -> None:
        super().__init__(window)
        self._window, self._key = window, key

    def go(self) -> None:
        self._window.show_page(self._key)


def _has_focus(pane: QWidget) -> bool:
    return pane.hasFocus() or any(child.hasFocus() for child in pane.findChildren(QWidget))


def _focus_first(pane: QWidget) -> None:
    """Puts the keyboard on a pane, or on the first thing in it that takes it."""
    reason = Qt.FocusReason.TabFocusReason
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        pane.setFocus(reason)
        return
    for child in pane.findChildren(QWidget):
        if (
            child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            child.setFocus(reason)
            return


__all__ = ["PRODUCT", "MainWindow", "NavEntry"]
