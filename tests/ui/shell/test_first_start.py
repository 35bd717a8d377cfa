"""The first start, by keyboard: from nothing to an open diary, and what happens where somebody
stops on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from diary import paths
from diary.clock import FixedClock
from diary.diary import Diary
from diary.vault.keyslots import KdfParams
from tests.ui.conftest import NOON
from ui.desk.tasks import Tasks
from ui.shell.first_start import FirstStart
from ui.shell.first_steps import UNSEEN, own_folder
from ui.shell.recovery_sheet import RecoverySheet, sheet_text
from ui.theme import Theme

KDF = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
WORDS = "river lamp orange boot"

Make = Callable[..., FirstStart]


@pytest.fixture
def start(tmp_path: Path, look: Theme, qtbot: QtBot) -> Make:
    """Shows the first start for a folder."""

    def make(folder: Path | None = None, tasks: Tasks | None = None) -> FirstStart:
        window = FirstStart(
            folder or tmp_path / "mine", tasks or Tasks(inline=True), FixedClock(NOON), kdf=KDF
        )
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return make


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enter() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def type_here(text: str) -> None:
    QTest.keyClicks(focused(), text)


def code_on(sheet: RecoverySheet) -> list[str]:
    """The groups, read off the screen."""
    labels = [label.text() for label in sheet.look.findChildren(QLabel)]
    return [t for t in labels if len(t) == 5 and t.isalnum() and t == t.upper()]


def to_recovery(window: FirstStart) -> RecoverySheet:
    type_here("Sam Rivers")
    enter()
    type_here(WORDS)
    enter()
    type_here(WORDS)
    enter()
    assert window.sheet is not None
    return window.sheet


def test_by_keyboard_from_nothing_to_an_open_diary(start: Make, tmp_path: Path) -> None:
    window = start()
    made: list[Diary] = []
    window.finished.connect(made.append)
    window.who.organisation.setText("Riverside Youth")
    window.who.lead.setText("Dana Flint")
    window.who.phone.setText("01632 960 001")
    sheet = to_recovery(window)
    groups = code_on(sheet)
    assert len(groups) == 7
    assert focused() is sheet.written
    QTest.keyClick(sheet.written, Qt.Key.Key_Space)
    type_here(groups[sheet.asked() - 1].lower())
    enter()
    (diary,) = made
    with diary:
        found = diary.ask(lambda reads: (reads.all("organisation"), reads.all("me")))
        (organisation,), (me,) = found
        assert organisation.get("name") == "Riverside Youth"
        assert organisation.get("lead_name") == "Dana Flint"
        assert organisation.get("lead_phone") == "01632 960 001"
        assert me.get("display_name") == "Sam Rivers"
        assert diary.setting(UNSEEN) is False
        assert not diary.verify().faults
    with Diary.open(tmp_path / "mine", WORDS):
        pass


def test_everything_but_the_passphrase_can_be_left_out(start: Make) -> None:
    window = start()
    enter()
    type_here(WORDS)
    enter()
    type_here(WORDS)
    enter()
    assert window.sheet is not None


def test_a_personal_diary_asks_before_real_names(start: Make) -> None:
    window = start()
    assert window.who.ask_first.isHidden()
    window.who.personal.click()
    assert not window.who.ask_first.isHidden()
    assert "Ask your organisation before you use real names" in (
        window.who.ask_first.accessibleName()
    )
    made: list[Diary] = []
    window.finished.connect(made.append)
    window.who.name.setFocus()
    sheet = to_recovery(window)
    groups = code_on(sheet)
    sheet.written.click()
    sheet.typed.setText(groups[sheet.asked() - 1])
    sheet.check.click()
    with made[0] as diary:
        (organisation,) = diary.ask(lambda reads: reads.all("organisation"))
        assert organisation.get("personal") is True


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("short", "Too short yet"),
        ("aaaaaaaaaaaa", "again and again"),
        ("abcdefghijkl", "along the alphabet"),
        ("password123456", "tried first"),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(
    start: Make, typed: str, why: str, tmp_path: Path
) -> None:
    window = start()
    enter()
    type_here(typed)
    assert why in window.key.passphrase.judged.text()
    window.go_on()
    assert why in window.key.passphrase.first_field.error()
    assert not (tmp_path / "mine").exists()


def test_two_different_passphrases_are_refused(start: Make, tmp_path: Path) -> None:
    window = start()
    enter()
    type_here(WORDS)
    enter()
    type_here(WORDS + "s")
    enter()
    assert window.key.passphrase.again_field.error() == "These two are not the same."
    assert not (tmp_path / "mine").exists()


def test_the_wrong_group_does_not_go_on_and_one_can_look_again(start: Make) -> None:
    window = start()
    made: list[Diary] = []
    window.finished.connect(made.append)
    sheet = to_recovery(window)
    right = code_on(sheet)[sheet.asked() - 1]
    sheet.written.click()
    assert not sheet.look.isVisible()
    sheet.typed.setText("00000")
    sheet.check.click()
    assert "not what group" in sheet.field.error()
    assert made == []
    sheet.again.click()
    assert sheet.look.isVisible()
    assert code_on(sheet)[sheet.asked() - 1] == right
    sheet.written.click()
    sheet.typed.setText(right)
    sheet.check.click()
    assert len(made) == 1
    made[0].close()


def test_escape_does_not_lead_away_from_the_code(start: Make) -> None:
    window = start()
    sheet = to_recovery(window)
    QTest.keyClick(sheet.written, Qt.Key.Key_Escape)
    QTest.keyClick(sheet.written, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.isVisible()
    assert window.who.isHidden()
    assert window.key.isHidden()


def test_a_synced_folder_is_refused_with_its_name(start: Make, tmp_path: Path) -> None:
    window = start(tmp_path / "Dropbox" / "diary")
    enter()
    told = window.key.refused.accessibleName()
    assert "Dropbox carries this folder about" in told
    type_here(WORDS)
    enter()
    type_here(WORDS)
    enter()
    assert window.sheet is None
    assert not (tmp_path / "Dropbox").exists()
    window.key.set_folder(tmp_path / "here")
    window.go_on()
    assert window.sheet is not None


def test_a_folder_that_holds_something_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    assert own_folder(tmp_path / "new") == tmp_path / "new"
    (tmp_path / "letter.txt").write_text("hello")
    assert own_folder(tmp_path) == tmp_path / "Kith diary"


def test_a_folder_that_is_taken_is_said_plainly(start: Make, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("hello")
    window = start(folder)
    enter()
    type_here(WORDS)
    enter()
    type_here(WORDS)
    enter()
    assert "not empty" in window.failed.accessibleName()
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
    assert window.key.passphrase.text() == WORDS


def test_stopping_leaves_nothing(start: Make, tmp_path: Path, qtbot: QtBot) -> None:
    tasks = Tasks()
    window = start(tasks=tasks)
    enter()
    type_here(WORDS)
    enter()
    type_here(WORDS)
    enter()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(tasks.is_idle, timeout=20_000)
    assert "Nothing was made" in window.failed.accessibleName()
    assert not (tmp_path / "mine").exists()
    tasks.close()


def test_closed_before_the_code_was_typed_back_it_is_locked_and_remembers(
    start: Make, tmp_path: Path
) -> None:
    window = start()
    to_recovery(window)
    window.close()
    with Diary.open(tmp_path / "mine", WORDS) as diary:
        assert diary.setting(UNSEEN) is True


def test_the_printed_sheet_says_the_code_and_nobodys_name() -> None:
    code = "ABCDE-23456-FGHJK-789AB-MNPQR-CDEFG-STVWX"
    text = sheet_text(code)
    for group in code.split("-"):
        assert "  ".join(group) in text
    assert "Sam" not in text


def test_the_chosen_folder_is_found_again(tmp_path: Path) -> None:
    assert paths.chosen_vault() == paths.default_vault()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    paths.choose_vault(elsewhere)
    assert paths.chosen_vault() == elsewhere
    paths.choose_vault(paths.default_vault())
    assert paths.chosen_vault() == paths.default_vault()
    paths.choose_vault(elsewhere)
    elsewhere.rmdir()
    assert paths.chosen_vault() == paths.default_vault()
