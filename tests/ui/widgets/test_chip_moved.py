"""A chip that changes its place in the window keeps the weight that says whether it is chosen."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets import ChipRow


def test_a_chip_that_moves_stays_as_bold_as_it_is_chosen(look: Theme, qtbot: QtBot) -> None:
    boxes = [QWidget(), QWidget()]
    layouts = [QVBoxLayout(box) for box in boxes]
    for box in boxes:
        qtbot.addWidget(box)
        box.show()
    row = ChipRow("Parts", [("story", "Story"), ("about", "About")], exclusive=True)
    layouts[0].addWidget(row)
    row.set_values(["story"])
    layouts[1].addWidget(row)
    row.set_values(["about"])

    layouts[0].addWidget(row)
    qtbot.waitUntil(lambda: row.chip("about").isVisible())

    assert row.chip("about").font().weight() == QFont.Weight.DemiBold
    assert row.chip("story").font().weight() == QFont.Weight.Normal
