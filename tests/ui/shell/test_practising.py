"""Practising: a diary of invented people in its own folder, made where it is not there, with the
ribbon always on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from diary import paths
from diary.casework.caseload import caseload
from diary.clock import FixedClock
from tests.ui.conftest import NOON
from ui.app import PRACTICE, Program
from ui.desk.tasks import Tasks
from ui.shell.first_start import FirstStart
from ui.shell.practising import Practising
from ui.theme import Theme


@pytest.fixture
def program(look: Theme, qtbot: QtBot) -> Iterator[Program]:
    """The program with no diary anywhere yet."""
    running = Program(paths.default_vault(), tasks=Tasks(), clock=FixedClock(NOON))
    running.start()
    yield running
    running.close()
    for window in (running.front, running.window):
        if window is not None:
            window.close()
            window.deleteLater()
    running.tasks.close()


def test_stopping_leaves_nothing_and_goes_back(program: Program, qtbot: QtBot) -> None:
    assert isinstance(program.front, FirstStart)
    program.front.links.practise.click()
    practising = program.front
    assert isinstance(practising, Practising)
    qtbot.waitUntil(practising.progress.isVisible, timeout=10_000)
    QTest.keyClick(practising, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(program.front, FirstStart), timeout=60_000)
    assert not paths.practise_vault().exists()


def test_it_is_made_once_and_wears_its_ribbon(program: Program, qtbot: QtBot) -> None:
    assert isinstance(program.front, FirstStart)
    program.front.links.practise.click()
    qtbot.waitUntil(lambda: program.session is not None, timeout=120_000)
    window = program.window
    assert window is not None
    assert window.watermark.isVisible()
    assert window.watermark.accessibleName() == PRACTICE
    assert program.session is not None
    assert len(program.session.diary.ask(caseload)) == 8
    # The practice diary is never what opens next time.
    assert paths.chosen_vault() == paths.default_vault()
    before = (paths.practise_vault() / "vault.json").stat().st_mtime_ns
    program.leave_for(paths.default_vault())
    assert isinstance(program.front, FirstStart)
    assert not window.isVisible()
    program.front.links.practise.click()
    qtbot.waitUntil(lambda: program.session is not None, timeout=120_000)
    assert window.isVisible()
    assert (paths.practise_vault() / "vault.json").stat().st_mtime_ns == before
