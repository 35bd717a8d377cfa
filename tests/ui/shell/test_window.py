"""The frame: pages and the way back, counts, shortcuts, what covers it, and nothing cut off when
the text is twice as large."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import window as gallery_window
from ui.shell.cover import CoverScreen
from ui.shell.window import MainWindow, NavEntry
from ui.theme import Theme
from ui.widgets import Page, PrimaryButton


class Leaf(Page):
    """A page that remembers what it was told."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.told: list[dict[str, object]] = []
        self.button = PrimaryButton(f"Do it on {title}")
        self.add(self.button)

    def arrive(self, **args: object) -> None:
        self.told.append(args)


def leaf(title: str) -> Callable[[], QWidget]:
    return lambda: Leaf(title)


@pytest.fixture
def frame(look: Theme, qtbot: QtBot) -> MainWindow:
    made = MainWindow(
        [
            NavEntry("today", "Today", "sun", leaf("Today")),
            NavEntry("people", "Young people", "users", leaf("Young people")),
            NavEntry("person", "", "user", leaf("Jaz"), under="people"),
            NavEntry("settings", "Settings", "settings", leaf("Settings"), bottom=True),
        ]
    )
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.show_page("today")
    qtbot.waitExposed(made)
    return made


def press(qtbot: QtBot, frame: MainWindow, key: Qt.Key, with_: str = "") -> None:
    modifiers = {
        "": Qt.KeyboardModifier.NoModifier,
        "ctrl": Qt.KeyboardModifier.ControlModifier,
        "alt": Qt.KeyboardModifier.AltModifier,
    }
    qtbot.keyClick(frame, key, modifiers[with_])


def test_the_title_never_says_more_than_the_product(frame: MainWindow) -> None:
    frame.show_page("person", person="Jaz")
    assert frame.windowTitle() == "Kith"


def test_pages_are_made_when_first_shown_and_told_each_time(frame: MainWindow) -> None:
    assert frame.page("people") is None
    frame.show_page("person", person=1)
    page = frame.show_page("person", person=2)
    assert isinstance(page, Leaf)
    assert page.told == [{"person": 1}, {"person": 2}]
    with pytest.raises(KeyError):
        frame.show_page("nowhere")


def test_a_page_under_another_lights_the_other(frame: MainWindow) -> None:
    frame.show_page("person", person=1)
    assert [key for key, line in frame.nav.buttons.items() if line.isChecked()] == ["people"]
    assert "person" not in frame.nav.buttons


def test_back_and_forward_keep_what_was_given(frame: MainWindow, qtbot: QtBot) -> None:
    frame.show_page("person", person=1)
    frame.show_page("person", person=2)
    press(qtbot, frame, Qt.Key.Key_Left, "alt")
    page = frame.page("person")
    assert isinstance(page, Leaf)
    assert page.told[-1] == {"person": 1}
    frame.back()
    frame.back()
    assert frame.current_key() == "today"
    press(qtbot, frame, Qt.Key.Key_Right, "alt")
    assert frame.current_key() == "person"
    frame.show_page("settings")
    frame.forward()
    assert frame.current_key() == "settings"


@pytest.mark.parametrize(
    ("key", "with_", "signal"),
    [
        (Qt.Key.Key_K, "ctrl", "palette_requested"),
        (Qt.Key.Key_N, "ctrl", "log_requested"),
        (Qt.Key.Key_L, "ctrl", "lock_requested"),
        (Qt.Key.Key_H, "ctrl", "cover_requested"),
        (Qt.Key.Key_F8, "", "cover_requested"),
    ],
)
def test_each_wish_has_its_key(
    frame: MainWindow, qtbot: QtBot, key: Qt.Key, with_: str, signal: str
) -> None:
    with qtbot.waitSignal(getattr(frame, signal)):
        press(qtbot, frame, key, with_)


def test_numbers_go_to_pages(frame: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, frame, Qt.Key.Key_2, "ctrl")
    assert frame.current_key() == "people"


def test_a_covered_window_answers_no_key(frame: MainWindow, qtbot: QtBot) -> None:
    frame.cover_with(CoverScreen())
    assert frame.is_covered()
    with qtbot.assertNotEmitted(frame.palette_requested, wait=50):
        press(qtbot, frame, Qt.Key.Key_K, "ctrl")
    frame.uncover()
    with qtbot.waitSignal(frame.palette_requested):
        press(qtbot, frame, Qt.Key.Key_K, "ctrl")


def test_one_cover_follows_another_and_none_is_left(frame: MainWindow) -> None:
    frame.cover_with(CoverScreen())
    frame.cover_with(CoverScreen())
    frame.uncover()
    assert not frame.is_covered()


def test_counts_and_status_are_shown_and_spoken(frame: MainWindow) -> None:
    frame.set_count("people", 12)
    assert frame.nav.buttons["people"].accessibleDescription() == "12 waiting"
    frame.set_count("people", None)
    assert frame.nav.buttons["people"].accessibleDescription() == ""
    frame.set_status("Offline since Mon 15:10", "Saved 16:42")
    assert frame.status.accessibleDescription() == "Offline since Mon 15:10. Saved 16:42"


def test_a_toast_offers_undo(frame: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    frame.toast("Saved.", "Undo", lambda: done.append("undone"))
    toast = frame.toasts.newest()
    assert toast is not None
    assert toast.isVisible()
    toast.action.click()
    assert done == ["undone"]
    assert frame.toasts.newest() is None


def test_a_notice_stays_until_it_is_put_away(frame: MainWindow) -> None:
    banner = frame.notice("A newer version wrote some entries.", "amber", action="Show")
    assert banner.isVisibleTo(frame)
    banner.closer.click()
    assert not frame.notices_box.isVisible()


def test_the_fourth_toast_sends_the_first_away(frame: MainWindow) -> None:
    texts = [frame.toast(f"Saved {n}.").text for n in range(4)]
    newest = frame.toasts.newest()
    assert newest is not None
    assert newest.text == texts[-1]
    shown = [one for one in frame.findChildren(QLabel) if one.text().startswith("Saved ")]
    assert sum(one.isVisible() for one in shown) == 3


def test_f6_goes_round_the_panes(frame: MainWindow, qtbot: QtBot) -> None:
    page = frame.page("today")
    assert isinstance(page, Leaf)
    frame.nav.buttons["today"].setFocus()
    press(qtbot, frame, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.isAncestorOf(frame.focusWidget()))
    press(qtbot, frame, Qt.Key.Key_F6)
    assert frame.nav.buttons["today"].hasFocus()


def test_locking_forgets_every_page(frame: MainWindow) -> None:
    frame.show_page("person", person=1)
    frame.toast("Saved to Jaz's diary.")
    frame.forget_pages()
    assert frame.page("person") is None
    assert frame.current_key() == ""
    assert frame.toasts.newest() is None


def test_header_tools_of_the_shell_work(frame: MainWindow, qtbot: QtBot) -> None:
    page = frame.page("today")
    assert page is not None
    tools = {one.accessibleName(): one for one in page.findChildren(QAbstractButton)}
    with qtbot.waitSignal(frame.log_requested):
        tools["Log"].click()
    with qtbot.waitSignal(frame.palette_requested):
        tools["Search or do anything"].click()


def clipped(frame: QWidget) -> list[str]:
    """Labels, buttons and inputs that get less room than their words need, or lie outside."""
    out = []
    for part in frame.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, QLabel | QAbstractButton | QPlainTextEdit):
            continue
        around = part.parentWidget()
        if around is None or (isinstance(part, QLabel) and not part.text()):
            continue
        need = part.heightForWidth(part.width()) if part.hasHeightForWidth() else -1
        tall = need if need > 0 else part.minimumSizeHint().height()
        wide = part.minimumSizeHint().width()
        inside = part.geometry().left() >= 0 and part.geometry().right() <= around.width()
        if part.height() < tall or part.width() < wide or not inside:
            out.append(f"{type(part).__name__} {part.accessibleName()!r} {part.geometry()}")
    return out


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("key", ["today", "people", "settle"])
def test_nothing_is_clipped_on_a_small_laptop(
    look: Theme, qtbot: QtBot, qapp: QApplication, percent: int, key: str
) -> None:
    look.set(text_percent=percent)
    frame = gallery_window()
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    page = frame.show_page(key)
    for _ in range(5):
        qapp.processEvents()
    assert (frame.width(), frame.height()) == (1366, 768)
    assert frame.nav.is_collapsed() == (percent > 150)
    assert clipped(frame) == []
    assert isinstance(page, Page)
    assert page.scroller.horizontalScrollBar().maximum() == 0


def test_the_shell_needs_nothing_of_the_diarys_core() -> None:
    """So that the unlock window paints before SQLModel is imported."""
    code = (
        "import sys, ui.shell.unlock, ui.shell.window, ui.shell.palette, ui.shell.crash\n"
        "heavy = ('sqlmodel', 'sqlalchemy', 'sqlcipher3', 'cryptography', 'diary.records',"
        " 'diary.store', 'diary.vault')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
