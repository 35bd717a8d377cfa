"""The list of rows: every row by keyboard, read aloud, quick when long, never a line cut off."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets import Card, Row, RowList, Tag

ROWS = (
    Row("h", "November 2026", heading=True),
    Row("a", "Met at the skate park", "Sat 21 Nov", own_words="“Even if I'm late.”", action="Open"),
    Row("b", "Phone, 6 min", body="Checked the bus times.", chips=(Tag("promise kept", "good"),)),
    Row("c", "Tom", badge=Tag("Missing 14 h", "danger", "map-pin-off")),
)


@pytest.fixture
def rows(look: Theme, qtbot: QtBot) -> RowList:
    made = RowList("Story", ROWS)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_keyboard_passes_over_group_titles(rows: RowList, qtbot: QtBot) -> None:
    rows.setFocus()
    qtbot.waitUntil(lambda: rows.current_row() is not None)
    seen = [rows.current_row()]
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(rows, key)
        seen.append(rows.current_row())
    assert [row.key for row in seen if row] == ["a", "b", "c", "b", "a", "c"]


def test_keys_say_what_was_wished(rows: RowList, qtbot: QtBot) -> None:
    rows.select("a")
    for key, modifier, signal in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, rows.row_activated),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, rows.row_expanded),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, rows.row_action),
    ):
        with qtbot.waitSignal(signal) as heard:
            qtbot.keyClick(rows, key, modifier)
        assert heard.args == [ROWS[1]]


def test_a_click_opens_and_a_click_on_the_action_acts(rows: RowList, qtbot: QtBot) -> None:
    index = rows.model().index(1, 0)
    place = rows.visualRect(index)
    with qtbot.waitSignal(rows.row_activated):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    area = rows.shape(1).action
    assert area is not None
    spot = place.topLeft() + QPoint(int(area.center().x()), int(area.center().y()))
    with qtbot.waitSignal(rows.row_action), qtbot.assertNotEmitted(rows.row_activated):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_rows_are_read_aloud_whole(rows: RowList) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [rows.model().data(rows.model().index(i, 0), role) for i in range(4)]
    assert "In their own words: “Even if I'm late.”" in said[1]
    assert "promise kept" in said[2]
    assert said[3].startswith("Missing 14 h. Tom")


def test_new_rows_keep_the_place(rows: RowList) -> None:
    rows.select("b")
    rows.set_rows((ROWS[3], ROWS[2]))
    current = rows.current_row()
    assert current is not None
    assert current.key == "b"
    rows.set_rows(())
    assert rows.current_row() is None


def test_long_text_is_cut_until_it_is_opened(rows: RowList) -> None:
    rows.set_rows([Row("x", "Long", body="She said it again and again. " * 80)])
    cut = rows.shape(0).height
    assert any(text.endswith("…") for text, *_ in rows.shape(0).texts)
    rows.set_expanded("x", True)
    assert rows.is_expanded("x")
    assert rows.shape(0).height > 2 * cut
    assert not any(text.endswith("…") for text, *_ in rows.shape(0).texts)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_line_is_wider_than_the_list(rows: RowList, look: Theme, percent: int) -> None:
    look.set(text_percent=percent)
    long = "Last seen Mon 23 Nov, 02:30 by night staff · police told 03:05, grade medium " * 2
    badge = Tag("Not passed on yet", "danger", "triangle-alert")
    rows.set_rows([Row("x", long, long, long, long, badge=badge, action="How did it go?")])
    shape = rows.shape(0)
    for text, x, _y, kind in shape.texts:
        assert x + rows.painter.types[kind].width(text) <= rows.viewport().width() + 1
    assert max(y for _t, _x, y, _k in shape.texts) < shape.height


def test_a_fitted_list_is_as_tall_as_its_rows(look: Theme, qtbot: QtBot) -> None:
    card = Card("Due, and why")
    qtbot.addWidget(card)
    fitted = RowList("Due", ROWS, fit=True)
    card.add(fitted)
    card.resize(500, 700)
    card.show()
    tall = fitted.height()
    assert tall == sum(fitted.shape(i).height for i in range(4))
    look.set(text_percent=200)
    qtbot.waitUntil(lambda: fitted.height() > 1.5 * tall)


@pytest.mark.bench
def test_five_thousand_rows_paint_at_once(rows: RowList) -> None:
    many = [
        Row(str(i), f"Met at the skate park {i}", "Sat 21 Nov", body="Checked the bus times. " * 6)
        for i in range(5000)
    ]
    began = time.process_time()  # others may be using the machine
    rows.set_rows(many)
    rows.grab()
    assert time.process_time() - began < 0.1
