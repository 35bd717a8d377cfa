"""Young people: found, ordered, narrowed, added and put away, by keyboard; never by a score."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from diary.casework.archiving import put_away
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.records.work import Work
from ui.desk.desk import Desk, Going
from ui.pages.people import PeoplePage
from ui.theme import Theme
from ui.widgets import RowList

ZONE = "Europe/London"
KEY = Qt.Key


@pytest.fixture
def page(look: Theme, qtbot: QtBot, desk: Desk, people: dict[str, str]) -> PeoplePage:
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.activateWindow()
    made.arrive()
    return made


def shown(page: PeoplePage) -> list[str]:
    return [row.title for row in page.list.rows()]


def met(diary: Diary, person: str, days_ago: int, **more: Any) -> None:
    at = datetime(2026, 11, 24, 11, 0, tzinfo=UTC) - timedelta(days=days_ago)

    def write(work: Work) -> None:
        values = {"with_or_about": "with", "kind": "met", "at": When.exact(at, ZONE).to_map()}
        work.create("contact", {**values, **more}, person=person)

    diary.do(write)


def chips_of(page: PeoplePage, name: str) -> list[str]:
    row = next(row for row in page.list.rows() if row.title == name)
    return [chip.text for chip in row.chips]


def test_everyone_by_chosen_name_with_when_they_were_seen(
    page: PeoplePage, diary: Diary, people: dict[str, str]
) -> None:
    met(diary, people["Tom"], 2)

    assert shown(page) == ["Aisha", "Jaz", "Tom"]
    said = {row.title: row.body for row in page.list.rows()}
    assert said["Tom"] == "Seen 2 days ago"
    assert said["Jaz"] == "No contact written yet"


def test_orders_by_seen_and_by_what_is_agreed_next(
    page: PeoplePage, diary: Diary, people: dict[str, str]
) -> None:
    soon = When.exact(datetime(2026, 11, 25, 16, 0, tzinfo=UTC), ZONE).to_map()
    later = When.exact(datetime(2026, 11, 28, 16, 0, tzinfo=UTC), ZONE).to_map()
    met(diary, people["Tom"], 20, next_at=later)
    met(diary, people["Aisha"], 1, next_at=soon)

    page.order.chip("seen").click()
    assert shown(page) == ["Aisha", "Tom", "Jaz"]
    page.order.chip("unseen").click()
    assert shown(page) == ["Jaz", "Tom", "Aisha"]
    page.order.chip("next").click()
    assert shown(page) == ["Aisha", "Tom", "Jaz"]
    page.order.chip("name").click()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]


def test_typing_narrows_and_down_goes_to_the_list(
    page: PeoplePage, qtbot: QtBot, went: list[Going], people: dict[str, str]
) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, "ja")
    qtbot.waitUntil(lambda: shown(page) == ["Jaz"])
    QTest.keyClick(page.search, KEY.Key_Down)
    assert page.list.hasFocus()
    QTest.keyClick(page.list, KEY.Key_Return)
    assert went == [Going("person", {"person": people["Jaz"]})]


def test_nobody_matching_says_so_and_offers_everyone(page: PeoplePage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search, "zz")
    qtbot.waitUntil(page.none.isVisible)
    page.none.action.click()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]
    assert page.search.text() == ""


def test_filters_missing_unfinished_and_no_contact_lately(
    page: PeoplePage, diary: Diary, people: dict[str, str]
) -> None:
    met(diary, people["Tom"], 2)
    met(diary, people["Aisha"], 15)
    diary.do(lambda work: work.create("missing_episode", {"type": "missing"}, person=people["Jaz"]))
    diary.save_draft(diary.new_draft("contact", people["Tom"], data={"note": "On the bus"}))

    page.filters.chip("missing").click()
    assert shown(page) == ["Jaz"]
    assert "missing now" in chips_of(page, "Jaz")
    page.filters.chip("missing").click()
    page.filters.chip("unfinished").click()
    assert shown(page) == ["Tom"]
    assert chips_of(page, "Tom") == ["1 unfinished"]
    page.filters.chip("unfinished").click()
    page.filters.chip("quiet").click()
    assert shown(page) == ["Aisha", "Jaz"]


def test_put_away_needs_a_reason_and_can_be_undone(
    page: PeoplePage, qtbot: QtBot, desk: Desk, people: dict[str, str], said: list[str]
) -> None:
    page.list.setFocus()
    page.list.select(people["Tom"])
    card = page.list.current_row()
    assert card is not None
    menu = page.menu(card.data)  # type: ignore[arg-type]  # rows carry their card
    next(action for action in menu.actions() if action.text() == "Put away…").trigger()
    assert page.putting.why.hasFocus()
    QTest.keyClick(page.putting.why, KEY.Key_Return)
    assert page.putting.field.error()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]

    QTest.keyClicks(page.putting.why, "Our work ended in June")
    QTest.keyClick(page.putting.why, KEY.Key_Return)
    assert shown(page) == ["Aisha", "Jaz"]
    assert said == ["Tom is put away."]
    assert page.list.hasFocus()

    desk.undo()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]


def test_escape_leaves_putting_away_alone(
    page: PeoplePage, qtbot: QtBot, people: dict[str, str]
) -> None:
    row = page.list.rows()[0]
    page.putting.ask(row.key, row.title)
    QTest.keyClick(page.putting.why, KEY.Key_Escape)
    assert not page.putting.isVisible()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]


def test_age_puts_nobody_away(page: PeoplePage, diary: Diary, people: dict[str, str]) -> None:
    diary.do(lambda work: work.edit(people["Tom"], {"born": "1999-01-01"}))
    assert "Tom" in shown(page)


def test_those_put_away_are_found_and_brought_back(
    page: PeoplePage, diary: Diary, people: dict[str, str], said: list[str]
) -> None:
    diary.do(put_away, people["Tom"], "Moved to another team")
    page.filters.chip("away").click()
    assert shown(page) == ["Tom"]
    assert "put away" in chips_of(page, "Tom")
    card = page.list.rows()[0].data
    back = "Bring back into the list"
    menu = page.menu(card)  # type: ignore[arg-type]  # rows carry their card
    next(action for action in menu.actions() if action.text() == back).trigger()
    assert said[-1] == "Tom is back in your list."
    page.filters.chip("away").click()
    assert shown(page) == ["Aisha", "Jaz", "Tom"]


def test_one_chosen_name_a_line(page: PeoplePage, qtbot: QtBot, said: list[str]) -> None:
    page.add_button.click()
    assert page.adding.names.hasFocus()
    QTest.keyClicks(page.adding.names, "Kofi")
    assert page.adding.save.text() == "Add Kofi"
    QTest.keyClick(page.adding.names, KEY.Key_Return)
    QTest.keyClicks(page.adding.names, "Mia & Co")
    assert page.adding.save.accessibleName() == "Add 2 young people"
    QTest.keyClick(page.adding.names, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(page) == ["Aisha", "Jaz", "Kofi", "Mia & Co", "Tom"]
    assert said == ["Added 2 young people."]
    current = page.list.current_row()
    assert current is not None
    assert current.title == "Kofi"


def test_an_empty_list_asks_who_you_stand_by(
    look: Theme, qtbot: QtBot, desk: Desk, diary: Diary
) -> None:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.arrive()
    assert page.adding.isVisible()
    assert not page.adding.leave.isVisible()
    assert not page.card.isVisible()
    page.adding.save.click()
    assert page.adding.field.error() == "Write a chosen name first."
    QTest.keyClicks(page.adding.names, "Jaz")
    page.adding.save.click()
    assert shown(page) == ["Jaz"]
    assert not page.adding.isVisible()


def test_a_change_keeps_the_row_one_is_on(
    page: PeoplePage, diary: Diary, people: dict[str, str]
) -> None:
    page.list.setFocus()
    page.list.select(people["Jaz"])
    met(diary, people["Aisha"], 0)
    current = page.list.current_row()
    assert current is not None
    assert current.key == people["Jaz"]
    assert isinstance(page.list, RowList)
    assert page.list.hasFocus()


def test_no_number_ranks_anyone(
    page: PeoplePage, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    met(diary, people["Tom"], 3)
    said = " ".join(row.read_aloud() for row in page.list.rows()).lower()
    for word in ("score", "risk", "%", "priority"):
        assert word not in said
