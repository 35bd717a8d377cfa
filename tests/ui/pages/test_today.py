"""Today, before there is anybody: who are you standing by, then the first line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from diary.casework.caseload import caseload
from diary.clock import FixedClock
from diary.diary import Diary
from ui.desk.desk import Desk
from ui.pages.today import TodayPage

Show = Callable[[QWidget], None]


def test_an_empty_diary_asks_who_they_are_and_goes_on_to_the_log(
    desk: Desk, diary: Diary, show: Show
) -> None:
    page = TodayPage(desk)
    show(page)
    page.arrive()
    assert page.begin.isVisible()
    assert not page.due_card.isVisible()
    assert page.begin.names.hasFocus()
    QTest.keyClicks(page.begin.names, "Jaz")
    QTest.keyClick(page.begin.names, Qt.Key.Key_Return)
    QTest.keyClicks(page.begin.names, "Tom")
    QTest.keyClick(page.begin.names, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [card.name for card in diary.ask(caseload)] == ["Jaz", "Tom"]
    assert not page.begin.isVisible()
    assert page.due_card.isVisible()
    chip = QApplication.focusWidget()
    assert chip is not None
    assert chip.accessibleName() in {"Jaz", "Tom"}
    assert page.log.who.value() is None


def test_with_people_there_is_no_question(desk: Desk, people: dict[str, str], show: Show) -> None:
    page = TodayPage(desk)
    show(page)
    page.arrive()
    assert not page.begin.isVisible()
    assert page.due_card.isVisible()


def test_the_time_offered_goes_on_until_somebody_types(
    desk: Desk, people: dict[str, str], clock: FixedClock, show: Show
) -> None:
    assert people
    page = TodayPage(desk)
    show(page)
    page.arrive()
    first = page.log.when.value()
    clock.advance(timedelta(hours=2))
    page.reload()
    later = page.log.when.value()
    assert first is not None
    assert later is not None
    assert first.at is not None
    assert later.at == first.at + timedelta(hours=2)
    page.log.text.setFocus()
    QTest.keyClicks(page.log.text, "We walked")
    clock.advance(timedelta(hours=1))
    page.reload()
    assert page.log.when.value() == later
