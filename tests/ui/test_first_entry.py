"""Two journeys by keyboard alone, through the real program: from nothing to the first entry, and
locked in the middle of a sentence and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from diary import paths
from diary.casework.caseload import caseload
from diary.clock import FixedClock
from diary.vault.keyslots import FLOOR, KdfParams
from tests.ui.conftest import NOON
from ui.app import Program
from ui.desk.tasks import Tasks
from ui.shell.first_start import FirstStart
from ui.shell.unlock import LockScreen
from ui.theme import Theme

WORDS = "river lamp orange boot"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(look: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program with no diary anywhere; the key costs the least that is allowed."""
    cheap = KdfParams(memory_kib=FLOOR.memory_kib, passes=FLOOR.passes, lanes=FLOOR.lanes)
    monkeypatch.setattr("diary.vault.vault.calibrate", lambda: cheap)
    running = Program(paths.default_vault(), tasks=Tasks(inline=True), clock=FixedClock(NOON))
    running.start()
    yield running
    running.close()
    for window in (running.front, running.window):
        if window is not None:
            window.close()
            window.deleteLater()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_here(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def set_up(program: Program) -> None:
    """The three steps, by keyboard."""
    front = program.front
    assert isinstance(front, FirstStart)
    front.activateWindow()
    QApplication.processEvents()
    type_here("Sam")
    press(Qt.Key.Key_Return)
    for _ in range(2):
        type_here(WORDS)
        press(Qt.Key.Key_Return)
    assert front.sheet is not None
    labels = [label.text() for label in front.sheet.look.findChildren(QLabel)]
    groups = [t for t in labels if len(t) == 5 and t.isalnum() and t == t.upper()]
    press(Qt.Key.Key_Space)
    type_here(groups[front.sheet.asked() - 1])
    press(Qt.Key.Key_Return)
    assert program.window is not None
    program.window.activateWindow()
    QApplication.processEvents()


def tab_to(name: str, most: int = 60) -> None:
    """Tab until what has the keyboard goes by this name."""
    for _ in range(most):
        if focused().accessibleName() == name:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name!r}")


def test_from_nothing_to_the_first_entry(program: Program) -> None:
    set_up(program)
    assert program.session is not None
    diary = program.session.diary
    assert focused().accessibleName() == "Chosen names"
    type_here("Jaz")
    press(Qt.Key.Key_Return, CONTROL)
    assert [card.name for card in diary.ask(caseload)] == ["Jaz"]
    assert focused().accessibleName() == "Jaz"
    press(Qt.Key.Key_Space)
    tab_to("What happened?")
    type_here("Walked round the lake, fed the ducks")
    press(Qt.Key.Key_Return, CONTROL)
    notes = diary.ask(lambda reads: [view.get("note") for view in reads.all("contact")])
    assert notes == ["Walked round the lake, fed the ducks"]
    assert diary.drafts() == []
    assert paths.chosen_vault() == paths.default_vault()


def test_locked_in_the_middle_of_a_sentence_and_back(program: Program) -> None:
    set_up(program)
    window = program.window
    assert window is not None
    type_here("Jaz")
    press(Qt.Key.Key_Return, CONTROL)
    press(Qt.Key.Key_N, CONTROL)
    assert window.current_key() == "contact"
    page = window.page("contact")
    assert page is not None
    boxes = [box for box in page.findChildren(QPlainTextEdit) if box.isVisible()]
    boxes[0].setFocus()
    type_here("She said that the new flat ")
    press(Qt.Key.Key_L, CONTROL)
    assert isinstance(program.front, LockScreen)
    assert program.session is None
    type_here(WORDS)
    press(Qt.Key.Key_Return)
    assert window.current_key() == "contact"
    back = focused()
    assert isinstance(back, QPlainTextEdit)
    type_here("is warm.")
    assert back.toPlainText() == "She said that the new flat is warm."
