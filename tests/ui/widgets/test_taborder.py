"""Walking a page by Tab leaves nothing behind: Qt throws its layout items away by itself, and a
Python hand on one that is gone answers for whatever is made in its place."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.taborder import tab_in_order, tab_on


def held() -> int:
    gc.collect()
    return sum(type(each) is QWidgetItem for each in gc.get_objects())


def test_the_walk_goes_as_things_stand_and_holds_no_item(qtbot: QtBot, look: Theme) -> None:
    assert look
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    row = QHBoxLayout()
    late, left, right, first = (QLineEdit(page) for _ in range(4))
    column.addWidget(first)
    column.addLayout(row)
    row.addWidget(left)
    row.addWidget(right)
    column.addWidget(late)
    page.show()
    before = held()
    tab_in_order(page)
    first.setFocus()
    seen = [page.focusWidget()]
    for _ in range(3):
        assert tab_on(page, forward=True)
        seen.append(page.focusWidget())
    assert seen == [first, left, right, late]
    assert held() == before
