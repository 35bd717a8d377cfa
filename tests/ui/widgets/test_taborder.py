"""Tab goes as things stand, round the whole window, also where a box hands the keyboard on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.shell.window import MainWindow, NavEntry
from ui.widgets import Page, named
from ui.widgets.taborder import tab_in_order


class Box(QWidget):
    """Hands the keyboard on to its line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = named(QLineEdit(), name)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.addWidget(QWidget())
        column.addWidget(self.line)
        column.addWidget(named(QPushButton("More"), f"{name}: more"))


def test_the_whole_window_is_gone_round_in_the_order_shown(show: Callable[[QWidget], None]) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(named(QPushButton("Navigation"), "navigation"))
    page = QWidget()
    column.addWidget(page)
    inside = QVBoxLayout(page)
    last = Box("last")
    inside.addWidget(last)
    inside.insertWidget(0, Box("first"))
    inside.insertWidget(1, Box("second"))
    inside.addWidget(named(QPushButton("Save"), "save"))
    show(window)
    tab_in_order(page)
    last.setFocus()
    gone = []
    for _ in range(16):
        here = QApplication.focusWidget()
        assert here is not None
        gone.append(here.accessibleName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    boxes = [n for box in ("first", "second", "last") for n in (box, f"{box}: more")]
    order = [*boxes, "save", "navigation"]
    begins = order.index("last")
    assert gone == ([*order, *order, *order])[begins : begins + 16]


def gone_through(steps: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """What has the keyboard, step by step."""
    gone = []
    for _ in range(steps):
        here = QApplication.focusWidget()
        assert here is not None
        gone.append(here.accessibleName())
        QTest.keyClick(here, key)
    return gone


def test_in_the_main_window_parts_made_later_come_where_they_stand(
    show: Callable[[QWidget], None],
) -> None:
    page = Page("Page")
    page.shell_tools = ()
    window = MainWindow([NavEntry("page", "Page", "sun", lambda: page)])
    last = Box("last")
    page.add(last)
    window.show_page("page")
    show(window)
    page.body.insertWidget(0, Box("later"))
    hidden = Box("hidden")
    page.body.insertWidget(1, hidden)
    hidden.hide()
    QApplication.processEvents()
    last.setFocus()
    nav = ["Page", "Lock"]
    boxes = ["later", "later: more", "last", "last: more"]
    assert gone_through(9) == [*boxes[2:], *nav, *boxes, nav[0]]
    last.setFocus()
    assert gone_through(5, Qt.Key.Key_Backtab) == ["last", "later: more", "later", "Lock", "Page"]
