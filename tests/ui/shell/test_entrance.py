"""Palette, unlock, cover, crash: what each says, and what none of them gives away."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.cover import CoverScreen
from ui.shell.crash import CrashDialog, install_crash_hook, redacted_report
from ui.shell.palette import Command, CommandPalette, matching
from ui.shell.unlock import LockScreen, UnlockWindow
from ui.theme import Theme

DONE: list[str] = []


def command(title: str, words: str = "") -> Command:
    return Command(title, "", "plus", lambda: DONE.append(title), words)


COMMANDS = [
    command("Log a contact", "write met phone"),
    command("Open Jaz"),
    command("Record a concern"),
    command("Open the calendar"),
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Log a contact", "Open Jaz", "Record a concern", "Open the calendar"]),
        ("open", ["Open Jaz", "Open the calendar"]),
        ("ca op", ["Open the calendar"]),
        ("phone", ["Log a contact"]),
        ("con", ["Log a contact", "Record a concern"]),
        ("zebra", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(asked: str, found: list[str]) -> None:
    assert [one.title for one in matching(COMMANDS, asked)] == found


@pytest.fixture
def palette(look: Theme, qtbot: QtBot) -> Iterator[CommandPalette]:
    DONE.clear()
    window = QWidget()
    before = QLineEdit(window)
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    before.setFocus()
    made = CommandPalette(
        window, COMMANDS, lambda text: [command(f"Found {text}")] if text == "box" else []
    )
    made.open_with()
    qtbot.waitUntil(made.box.hasFocus)
    yield made
    window.close()


def test_the_palette_is_driven_from_its_line(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.box, "open")
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.closed):
        qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert DONE == ["Open the calendar"]


def test_escape_closes_and_gives_the_keyboard_back(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.box, "jaz")
    qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert palette.box.text() == ""
    window = palette.window()
    assert isinstance(window.focusWidget(), QLineEdit)
    assert window.focusWidget() is not palette.box
    assert DONE == []


def test_results_join_and_late_ones_for_other_words_do_not(
    palette: CommandPalette, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.box, "box")
    assert palette.titles() == ["Found box"]
    palette.set_results("bo", [command("Too late")])
    assert palette.titles() == ["Found box"]
    palette.set_results("box", [command("Boxing on Saturday")])
    assert palette.titles() == ["Found box", "Boxing on Saturday"]


def test_nothing_found_is_said(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.box, "zebra")
    assert palette.titles() == []
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert DONE == []
    assert palette.isVisible()


@pytest.fixture
def entrance(look: Theme, qtbot: QtBot) -> UnlockWindow:
    made = UnlockWindow("Sam's diary, on this laptop")
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_asks_to_unlock(entrance: UnlockWindow, qtbot: QtBot) -> None:
    body = entrance.body
    assert body.secret.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClicks(body.secret, "four quiet words here")
    with qtbot.waitSignal(body.unlock_requested) as heard:
        qtbot.keyClick(body.secret, Qt.Key.Key_Return)
    assert heard.args == ["four quiet words here"]


def test_an_empty_passphrase_is_not_tried(entrance: UnlockWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(entrance.body.unlock_requested):
        entrance.body.enter.click()
    assert entrance.body.error.isVisible()


def test_while_it_unlocks_only_cancel_can_be_pressed(entrance: UnlockWindow, qtbot: QtBot) -> None:
    body = entrance.body
    body.busy()
    assert not body.secret.isEnabled()
    with qtbot.waitSignal(body.cancelled):
        body.progress.cancel.click()
    body.fail("That passphrase does not open this diary.")
    assert body.secret.isEnabled()
    assert body.error.accessibleName() == "That passphrase does not open this diary."


def test_the_recovery_code_has_its_own_way(entrance: UnlockWindow, qtbot: QtBot) -> None:
    body = entrance.body
    body.recover.click()
    assert body.secret.accessibleName() == "Recovery code"
    qtbot.keyClicks(body.secret, "ABCD-EFGH")
    with (
        qtbot.waitSignal(body.recover_requested) as heard,
        qtbot.assertNotEmitted(body.unlock_requested),
    ):
        body.enter.click()
    assert heard.args == ["ABCD-EFGH"]
    body.recover.click()
    assert body.secret.text() == ""
    assert body.secret.echoMode() == QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_from_what_it_does(entrance: UnlockWindow, qtbot: QtBot) -> None:
    body = entrance.body
    qtbot.keyClick(body.secret, "A")
    assert body.caps.isVisible()
    qtbot.keyClick(body.secret, "a")
    assert not body.caps.isVisible()
    qtbot.keyClick(body.secret, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not body.caps.isVisible()


def test_showing_the_passphrase_is_a_choice(entrance: UnlockWindow) -> None:
    entrance.body.eye.click()
    assert entrance.body.secret.echoMode() == QLineEdit.EchoMode.Normal
    assert entrance.body.eye.accessibleName() == "Hide the passphrase"


def test_other_ways_in_are_offered_at_the_start_only(look: Theme, qtbot: QtBot) -> None:
    first, lock = UnlockWindow(), LockScreen("Locked after 5 minutes idle.")
    for widget in (first, lock):
        qtbot.addWidget(widget)
        widget.show()
    with qtbot.waitSignals([first.body.other_requested, first.body.practise_requested]):
        first.body.other.click()
        first.body.practise.click()
    assert not lock.body.practise.isVisible()
    assert lock.body.why.text() == "Locked after 5 minutes idle."


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_at_the_door_is_clipped(look: Theme, qtbot: QtBot, percent: int) -> None:
    from tests.ui.shell.test_window import clipped

    look.set(text_percent=percent)
    door = UnlockWindow("Sam's diary, on this laptop")
    qtbot.addWidget(door)
    door.resize(1366, 768)
    door.show()
    door.body.fail("That passphrase does not open this diary. Nothing has been changed.")
    qtbot.waitUntil(lambda: clipped(door) == [])


def test_the_cover_says_nothing_and_keeps_nothing(look: Theme, qtbot: QtBot) -> None:
    cover = CoverScreen()
    qtbot.addWidget(cover)
    cover.show()
    said = " ".join(
        w.accessibleName() + w.windowTitle() for w in [cover, *cover.findChildren(QWidget)]
    )
    assert "kith" not in said.casefold()
    qtbot.keyClicks(cover.paper, "shopping")
    with qtbot.waitSignal(cover.uncover_requested):
        qtbot.keyClick(cover.paper, Qt.Key.Key_F8)
    assert cover.paper.toPlainText() == ""


def fail_with_case_text() -> None:
    child = "Jaz said she was scared"
    raise ValueError(child, {"who": child})


def test_a_report_holds_no_message_no_value_no_path() -> None:
    from ui.widgets.whentext import read_time

    try:
        read_time("Jaz at half past")
    except ValueError as error:
        report = redacted_report(type(error), error.__traceback__, "0.1.0")
    assert "NotRead" in report
    assert "ui/widgets/whentext.py:" in report
    assert "Jaz" not in report
    assert "test_entrance" not in report
    assert "half past" not in report


@pytest.mark.parametrize("where", ["main", "thread"])
def test_what_nobody_caught_is_reported(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown: list[str] = []
    install_crash_hook(shown.append, "0.1.0")
    if where == "thread":
        worker = threading.Thread(target=fail_with_case_text)
        worker.start()
        worker.join()
    else:
        try:
            fail_with_case_text()
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(shown) == 1
    assert "ValueError" in shown[0]
    assert "scared" not in shown[0]


def test_the_report_can_be_copied(look: Theme, qtbot: QtBot) -> None:
    dialog = CrashDialog("Kith 0.1.0\nKeyError")
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "Kith 0.1.0\nKeyError"
    with qtbot.waitSignal(dialog.finished):
        dialog.done_button.click()
