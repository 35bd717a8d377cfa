"""Hands on the keyboard and an eye on the window: waits, types, presses, finds by accessible name,
takes pictures. It calls no verb and sets no field: what it can't do, a worker without a mouse can't
either."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.app import Program

SIZE = QSize(1366, 768)
MOST_TABS = 160
PATIENCE_S = 20.0
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Stuck(Exception):
    """What was expected did not come; says what, never what is written in the diary."""


class Hands:
    """A worker at the keyboard of one running program."""

    def __init__(self, program: Program, pictures: Path) -> None:
        self._program = program
        self._pictures = pictures
        self.crashes: list[str] = []
        self._taken = 0
        program.tasks.crashed.connect(self._crashed)

    def _crashed(self, error: object) -> None:
        self.crashes.append(type(error).__name__)

    # -- seeing -----------------------------------------------------------------------------

    def window(self) -> QWidget:
        """The window in front."""
        window = self._program.window
        if window is not None and window.isVisible():
            return window
        front = self._program.front
        if front is None:
            raise Stuck("no window")
        return front

    def settle(self) -> None:
        """Until everything asked for has come back and is drawn."""
        self.until(self._program.tasks.is_idle, "the work to end")
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
            time.sleep(0.01)
        self.until(self._program.tasks.is_idle, "the work to end")

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something. Raises Stuck."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if self.crashes:
                raise Stuck(f"the program failed: {self.crashes[0]}")
            if time.monotonic() > end:
                raise Stuck(f"waited in vain for {what}")
            QCoreApplication.processEvents()
            time.sleep(0.005)

    def reads(self, words: str) -> bool:
        """Whether these words stand on the screen: in a label, on a button or as a name."""
        for widget in self.window().findChildren(QWidget):
            if widget.isVisible() and words in _words(widget):
                return True
        return False

    def expect(self, words: str) -> None:
        """Wait until these words are on the screen. Raises Stuck."""
        self.until(lambda: self.reads(words), f"“{words}” on the screen")

    def picture(self, name: str, *, toasts: bool = False) -> None:
        """Save the window as it looks now, under the next number; without the toasts, which would
        have gone by themselves at a worker's pace. Raises Stuck."""
        window = self._program.window
        if window is not None and not toasts:
            window.toasts.clear()
        self.settle()
        self._taken += 1
        self.save_picture(f"{self._taken:02}-{name}")
        for widget in self.window().findChildren(QWidget):
            if widget.isVisible() and "{" in widget.accessibleName():
                raise Stuck(f"a name that was never filled in: {widget.accessibleName()}")

    def save_picture(self, name: str) -> None:
        """Save the window as it looks now. Raises Stuck."""
        if not self.window().grab().save(str(self._pictures / f"{name}.png")):
            raise Stuck("the picture could not be saved")

    # -- doing ------------------------------------------------------------------------------

    def focus_now(self) -> QWidget:
        """Where the keyboard is."""
        widget = QApplication.focusWidget()
        if widget is None:
            self.window().activateWindow()
            QCoreApplication.processEvents()
        return widget or QApplication.focusWidget() or self.window()

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        self.settle()
        QTest.keyClicks(self.focus_now(), text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
        """Press a key, some times."""
        for _ in range(times):
            self.settle()
            QTest.keyClick(self.focus_now(), key, modifiers)
        self.settle()

    def tab_to(self, name: str, within: str = "") -> None:
        """Tab until the keyboard is on what has this accessible name, inside a part of the page of
        that name. Raises Stuck."""
        self.settle()
        for _ in range(MOST_TABS):
            here = self.focus_now()
            if here.accessibleName() == name and (not within or _lies_in(here, within)):
                self.settle()
                return
            QTest.keyClick(here, Qt.Key.Key_Tab)
            QCoreApplication.processEvents()
        raise Stuck(f"no way to “{name}” by keyboard")

    def choose(self, name: str, within: str = "") -> None:
        """Tab to a button or chip, and press it."""
        self.tab_to(name, within)
        self.press(Qt.Key.Key_Space)

    def write(self, name: str, text: str, within: str = "") -> None:
        """Tab to a field and type."""
        self.tab_to(name, within)
        self.type(text)

    def go_to(self, name: str) -> None:
        """To somebody's page, by the command palette."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(name)
        self.settle()
        self.press(Qt.Key.Key_Return)


def _lies_in(widget: QWidget, name: str) -> bool:
    around = widget.parentWidget()
    while around is not None and around.accessibleName() != name:
        around = around.parentWidget()
    return around is not None


def _words(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel) else ""
    return f"{text}\n{widget.accessibleName()}"
