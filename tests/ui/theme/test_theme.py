"""One theme: what is set is worn, everything grows with the text, the font is the bundled one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle
from pytestqt.qtbot import QtBot

from diary.paths import resource
from ui.theme import Theme, icon, pixmap
from ui.theme.fonts import FAMILY


def test_the_bundled_font_is_worn(look: Theme) -> None:
    info = QFontInfo(look.font())
    assert info.family() == FAMILY
    assert info.pixelSize() == 15
    assert QFontInfo(look.font("strong")).weight() == 700


def test_changed_comes_after_it_is_worn(look: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(look.changed):
        look.set(scheme="dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == look.color("page")
    assert look.shade == "dark"


def test_setting_what_is_set_repaints_nothing(look: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        look.set(scheme="light", text_percent=100)


@pytest.mark.parametrize(("asked", "held"), [(50, 100), (150, 150), (900, 200)])
def test_text_size_is_held_within_what_can_be_used(look: Theme, asked: int, held: int) -> None:
    look.set(text_percent=asked)
    assert look.text_percent == held
    assert look.px(20) == round(20 * held / 100)
    assert QFontInfo(look.font()).pixelSize() == pytest.approx(15 * held / 100, abs=1)


def test_roomy_is_roomier(look: Theme) -> None:
    before = [look.gap(step) for step in range(4)]
    look.set(spacing="roomy")
    assert before == [6, 10, 16, 24]
    assert all(look.gap(step) > was for step, was in enumerate(before))


def test_check_boxes_grow_with_the_text(look: Theme, qtbot: QtBot) -> None:
    box = QCheckBox("Seen alone")
    qtbot.addWidget(box)
    box.ensurePolished()
    metric = QStyle.PixelMetric.PM_IndicatorWidth
    small = box.style().pixelMetric(metric, None, box)
    look.set(text_percent=200)
    assert box.style().pixelMetric(metric, None, box) >= 1.9 * small


def test_every_bundled_icon_draws_in_the_colour_asked_for(look: Theme) -> None:
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) > 80
    for name in names:
        image = pixmap(name, "danger", 24, 1).toImage()
        inked = [
            image.pixelColor(x, y) for x in range(24) for y in range(24)
            if image.pixelColor(x, y).alpha() == 255
        ]  # fmt: skip
        assert inked, name
        if not name.startswith(("arrow-down-", "arrow-up-", "tick-")):
            assert all(abs(c.red() - look.color("danger").red()) < 8 for c in inked), name


def test_an_icon_that_is_not_there_is_our_mistake(look: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-thing")


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_licences_travel_with_what_they_cover(folder: str) -> None:
    assert "ermission" in Path(resource(folder, "LICENSE")).read_text(encoding="utf-8")
