"""Locking and coming back, through the real program: nothing readable stays in the window, nothing
typed is lost, and each way in says plainly what it will not do."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from diary.casework.contacts import add_people, quick_log
from diary.clock import FixedClock
from diary.diary import Diary
from diary.vault.keyslots import KdfParams
from tests.ui.conftest import NOON, PASSPHRASE
from ui.app import Program
from ui.desk.tasks import Tasks
from ui.shell.cover import CoverScreen
from ui.shell.unlock import LockScreen, UnlockWindow
from ui.shell.watch import Watch
from ui.shell.window import MainWindow
from ui.theme import Theme

CANARY = "Zinnoberkanarie"
HOLDER = """
import sys
from pathlib import Path
from diary.vault.lock import FolderLock
held = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""
KDF = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A diary on disk with the canary in it, and its recovery code."""
    folder = tmp_path / "vault"
    diary, code = Diary.create(folder, PASSPHRASE, "Sam", clock=FixedClock(NOON), kdf=KDF)
    with diary:
        (jaz,) = diary.do(add_people, [f"Jaz {CANARY}"]).result
        diary.do(quick_log, person=jaz, values={"kind": "met", "note": f"Told me {CANARY}."})
        draft = diary.new_draft("contact", jaz, data={"note": f"Half a {CANARY}", "quick": True})
        diary.save_draft(draft)
    return folder, code


@pytest.fixture
def program(made: tuple[Path, str], look: Theme, qtbot: QtBot) -> Iterator[Program]:
    """The program on that diary, at its unlock window."""
    running = Program(made[0], tasks=Tasks(inline=True), clock=FixedClock(NOON))
    running.start()
    assert running.front is not None
    qtbot.addWidget(running.front)
    yield running
    running.close()
    if running.window is not None:
        running.window.close()
        running.window.deleteLater()


def let_in(program: Program, secret: str = PASSPHRASE) -> MainWindow:
    """Types the passphrase at whatever asks for it."""
    front = program.front
    assert isinstance(front, UnlockWindow | LockScreen)
    QTest.keyClicks(front.body.secret, secret)
    QTest.keyClick(front.body.secret, Qt.Key.Key_Return)
    assert program.window is not None
    program.window.activateWindow()
    QApplication.processEvents()
    return program.window


def is_open(program: Program) -> bool:
    """Whether the program holds an open diary."""
    return program.session is not None and program.session.diary.is_open


def lock(program: Program) -> LockScreen:
    """Ctrl+L."""
    assert program.window is not None
    QTest.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(program.front, LockScreen)
    return program.front


def readable() -> Iterator[tuple[str, str]]:
    """Everything that a person, a screen reader or another program could read, and where."""
    for widget in QApplication.allWidgets():
        yield from texts_of(widget)
    for window in QGuiApplication.allWindows():
        yield "window title", window.title()
    yield "clipboard", QApplication.clipboard().text()


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    where = type(widget).__name__
    for text in (
        widget.windowTitle(),
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.toolTip(),
        widget.objectName(),
        widget.whatsThis(),
    ):
        yield where, text
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield where, widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        yield where, widget.toPlainText()
    for model in widget.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield where, str(model.index(row, 0).data(role))


def seen() -> list[str]:
    return [where for where, text in readable() if text and CANARY in text]


def test_while_it_is_open_the_canary_is_there(program: Program) -> None:
    """Or the tests below would look for something that is never shown."""
    let_in(program)
    assert len(seen()) >= 3


@pytest.mark.parametrize("page", ["today", "people", "search", "settings"])
def test_after_locking_nothing_readable_stays(program: Program, page: str) -> None:
    window = let_in(program)
    window.show_page(page, **({"query": CANARY} if page == "search" else {}))
    QApplication.processEvents()
    lock(program)
    QApplication.processEvents()
    assert seen() == []
    assert window.windowTitle() == "Kith"


def test_what_was_copied_from_the_diary_is_forgotten(program: Program) -> None:
    window = let_in(program)
    window.show_page("search", query=CANARY)
    line = window.findChild(QLineEdit, "Search all entries")
    assert line is not None
    line.selectAll()
    line.copy()
    assert QApplication.clipboard().text() == CANARY
    lock(program)
    assert QApplication.clipboard().text() == ""


def test_toasts_and_notices_go_with_the_lock(program: Program) -> None:
    window = let_in(program)
    window.toast(f"Saved to {CANARY}'s diary")
    window.notice(f"{CANARY} was found")
    lock(program)
    QApplication.processEvents()
    assert seen() == []


def test_locked_means_that_the_diary_is_closed_and_keys_do_nothing(program: Program) -> None:
    window = let_in(program)
    assert program.session is not None
    diary = program.session.diary
    lock(program)
    assert not diary.is_open
    assert not is_open(program)
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_Z):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.is_covered()
    assert isinstance(program.front, LockScreen)


def test_a_wrong_passphrase_says_so_and_the_right_one_opens(program: Program) -> None:
    let_in(program)
    screen = lock(program)
    QTest.keyClicks(screen.body.secret, "not the passphrase")
    QTest.keyClick(screen.body.secret, Qt.Key.Key_Return)
    assert "not the passphrase" in screen.body.error.accessibleName()
    assert screen.body.secret.isEnabled()
    assert screen.body.secret.selectedText()
    QTest.keyClicks(screen.body.secret, PASSPHRASE)
    QTest.keyClick(screen.body.secret, Qt.Key.Key_Return)
    assert program.window is not None
    assert not program.window.is_covered()
    assert is_open(program)


def test_one_comes_back_to_where_one_was(program: Program) -> None:
    window = let_in(program)
    window.show_page("settings", section="locking")
    lock(program)
    let_in(program)
    assert window.current_key() == "settings"
    page = window.page("settings")
    assert page is not None
    assert page.resume()["section"] == "locking"  # type: ignore[attr-defined]


def test_many_locks_leave_one_window_and_no_pile_of_notices(program: Program) -> None:
    window = let_in(program)
    for _ in range(3):
        lock(program)
        let_in(program)
    assert program.window is window
    assert window.notices.count() <= 1
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(window.findChildren(LockScreen)) == 0


def test_what_is_being_typed_survives_the_lock(program: Program) -> None:
    window = let_in(program)
    page = window.page("today")
    assert page is not None
    box = page.log.text  # type: ignore[attr-defined]
    QTest.keyClicks(box, "We talked about the new flat")
    lock(program)
    let_in(program)
    assert program.session is not None
    kept = [draft.data.get("note") for draft in program.session.diary.drafts()]
    assert "We talked about the new flat" in kept


def test_closing_the_window_keeps_what_is_being_typed(
    program: Program, made: tuple[Path, str]
) -> None:
    window = let_in(program)
    page = window.page("today")
    assert page is not None
    QTest.keyClicks(page.log.text, "And then the door bell rang")  # type: ignore[attr-defined]
    window.close()
    assert not is_open(program)
    with Diary.open(made[0], PASSPHRASE) as diary:
        kept = [draft.data.get("note") for draft in diary.drafts()]
    assert "And then the door bell rang" in kept


def test_the_recovery_code_opens_and_asks_for_a_new_passphrase(
    program: Program, made: tuple[Path, str]
) -> None:
    folder, code = made
    front = program.front
    assert isinstance(front, UnlockWindow)
    front.body.recover.click()
    let_in(program, code.lower().replace("-", " "))
    window = program.window
    assert window is not None
    assert window.current_key() == "settings"
    section = window.page("settings").section()  # type: ignore[union-attr]
    assert section.old_field.isHidden()
    QTest.keyClicks(section.new.first.line, "lantern gravel oboe thirteen")
    QTest.keyClicks(section.new.again.line, "lantern gravel oboe thirteen")
    QTest.keyClick(section.new.again.line, Qt.Key.Key_Return)
    assert not section.old_field.isHidden()
    lock(program)
    let_in(program, "lantern gravel oboe thirteen")
    assert program.session is not None
    program.close()
    with Diary.open(folder, "lantern gravel oboe thirteen"):
        pass


def test_a_mistyped_recovery_code_names_the_group(program: Program, made: tuple[Path, str]) -> None:
    groups = made[1].split("-")
    groups[1] = groups[1][::-1] if groups[1] != groups[1][::-1] else "AAAAA"
    front = program.front
    assert isinstance(front, UnlockWindow)
    front.body.recover.click()
    QTest.keyClicks(front.body.secret, "-".join(groups))
    QTest.keyClick(front.body.secret, Qt.Key.Key_Return)
    assert "group 2" in front.body.error.accessibleName()


def test_a_diary_that_another_program_holds_is_said_plainly(
    program: Program, made: tuple[Path, str]
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(made[0])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        front = program.front
        assert isinstance(front, UnlockWindow)
        QTest.keyClicks(front.body.secret, PASSPHRASE)
        QTest.keyClick(front.body.secret, Qt.Key.Key_Return)
        told = front.body.error.accessibleName()
        assert "open in another window" in told
        assert "Close the other window" in told
    finally:
        holder.communicate()
    QTest.keyClick(front.body.secret, Qt.Key.Key_Return)
    assert program.session is not None


def test_a_folder_without_a_diary_is_said_to_be_so(program: Program, tmp_path: Path) -> None:
    front = program.front
    assert isinstance(front, UnlockWindow)
    (tmp_path / "holiday").mkdir()
    program.choose(str(tmp_path / "holiday"))
    assert program.front is front
    assert "There is no diary here" in front.body.error.accessibleName()
    let_in(program)
    assert is_open(program)


def test_unlocking_can_be_stopped(made: tuple[Path, str], look: Theme, qtbot: QtBot) -> None:
    tasks = Tasks()
    program = Program(made[0], tasks=tasks, clock=FixedClock(NOON))
    program.start()
    front = program.front
    assert isinstance(front, UnlockWindow)
    qtbot.addWidget(front)
    QTest.keyClicks(front.body.secret, PASSPHRASE)
    QTest.keyClick(front.body.secret, Qt.Key.Key_Return)
    assert not front.body.progress.isHidden()
    assert not front.body.enter.isEnabled()
    front.body.progress.cancel.click()
    qtbot.waitUntil(front.body.enter.isEnabled, timeout=10_000)
    assert not is_open(program)
    with Diary.open(made[0], PASSPHRASE) as diary:
        assert diary.is_open
    program.close()


# -- covering and idleness --------------------------------------------------------------------


def test_f8_covers_and_f8_brings_back(program: Program) -> None:
    window = let_in(program)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.is_covered()
    cover = window.findChild(CoverScreen)
    assert cover is not None
    assert cover.isVisible()
    QTest.keyClicks(cover.paper, "milk, bread")
    QTest.keyClick(cover.paper, Qt.Key.Key_F8)
    assert not window.is_covered()
    assert is_open(program)


def watch_of(program: Program) -> Watch:
    watch = program.watch()
    assert watch is not None
    return watch


def let_pass(monkeypatch: pytest.MonkeyPatch, *, awake: float = 0.0, wall: float = 0.0) -> None:
    """Time goes on: for the machine that is awake, and on the wall."""
    mono, clock = time.monotonic(), time.time()
    monkeypatch.setattr("ui.shell.watch.time.monotonic", lambda: mono + awake)
    monkeypatch.setattr("ui.shell.watch.time.time", lambda: clock + wall)


def sit_idle(watch: Watch, monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    """Nobody touches it; the watch ticks every half minute."""
    mono, clock = time.monotonic(), time.time()
    for step in range(1, int(minutes * 2) + 1):
        monkeypatch.setattr("ui.shell.watch.time.monotonic", lambda s=step: mono + 30 * s)
        monkeypatch.setattr("ui.shell.watch.time.time", lambda s=step: clock + 30 * s)
        watch.tick()


def test_left_alone_it_locks_and_says_why(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(program)
    watch = watch_of(program)
    sit_idle(watch, monkeypatch, 4.5)
    assert program.session is not None
    watch.touched()
    sit_idle(watch, monkeypatch, 5.5)
    assert not is_open(program)
    front = program.front
    assert isinstance(front, LockScreen)
    assert front.body.why.text() == "Locked after 5 minutes idle. Everything is saved."


def test_the_minutes_in_settings_count_at_once(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = let_in(program)
    window.show_page("settings", section="locking")
    section = window.page("settings").section()  # type: ignore[union-attr]
    section.minutes.setValue(2)
    assert watch_of(program).minutes == 2
    assert "locks after 2 minutes idle" in window.status.accessibleDescription()
    sit_idle(watch_of(program), monkeypatch, 2.5)
    assert not is_open(program)


def test_in_a_conversation_the_cover_comes_first(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = let_in(program)
    assert program.session is not None
    program.session.desk.conversing.emit(True)
    watch = watch_of(program)
    sit_idle(watch, monkeypatch, 6)
    assert window.is_covered()
    assert program.session is not None
    sit_idle(watch, monkeypatch, 21)
    assert not is_open(program)
    assert isinstance(program.front, LockScreen)


def test_a_cover_over_what_covers_gives_that_back(program: Program) -> None:
    """Idle while the young person sits beside: the plain page comes in front of their words."""
    window = let_in(program)
    beside = QPlainTextEdit(f"Only their words: {CANARY}")
    window.cover_with(beside)
    program.cover()
    assert not beside.isVisible()
    cover = window.covering()
    assert isinstance(cover, CoverScreen)
    QTest.keyClick(cover.paper, Qt.Key.Key_F8)
    assert window.covering() is beside
    assert beside.isVisible()
    program.cover()
    program.lock("Locked.")
    assert isinstance(window.covering(), LockScreen)
    let_in(program)
    assert not window.is_covered()


def test_after_sleep_it_is_locked(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(program)
    let_pass(monkeypatch, awake=2.0, wall=3600.0)
    watch_of(program).tick()
    front = program.front
    assert isinstance(front, LockScreen)
    assert "asleep" in front.body.why.text()


def test_a_locked_watch_does_not_lock_again(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(program)
    screen = lock(program)
    let_pass(monkeypatch, awake=2.0, wall=3600.0)
    watch_of(program).tick()
    assert program.front is screen


def test_the_practice_ribbon_stays_on_through_lock_and_cover(
    program: Program, qtbot: QtBot
) -> None:
    window = let_in(program)
    assert window.watermark.isHidden()
    window.set_watermark("Practice diary: everyone in it is invented")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.watermark.isVisible()
    window.uncover()
    lock(program)
    assert window.watermark.isVisible()


def objects_of(program: Program) -> list[QObject]:
    return program.findChildren(QObject)


def test_nothing_of_the_session_outlives_the_lock(program: Program) -> None:
    let_in(program)
    before = len(objects_of(program))
    for _ in range(3):
        lock(program)
        let_in(program)
        QApplication.processEvents()
    assert len(objects_of(program)) <= before + 2
