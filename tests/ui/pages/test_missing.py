"""The missing episode by keyboard: opened, told, looked again, found and returned apart; what is
typed survives a lock, and a wrong time says why beside itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from diary.casework import episodes
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.records.missing_episode import is_open
from diary.records.view import View
from ui.desk.desk import Desk, Going
from ui.pages.missing import MissingPage

Key = Qt.Key


@pytest.fixture
def page(desk: Desk, show: Callable[[QWidget], None]) -> MissingPage:
    made = MissingPage(desk)
    show(made)
    return made


def the_episode(diary: Diary, person: str) -> View:
    (view,) = diary.ask(lambda reads: reads.all("missing_episode", person=person))
    return view


def when(*parts: int) -> dict[str, str]:
    return When.exact(datetime(*parts, tzinfo=UTC), "Europe/London").to_map()  # type: ignore[arg-type]


def press(qtbot: QtBot, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(QApplication.focusWidget(), key)


def write(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def opened(diary: Diary, person: str) -> str:
    """Open since ten, last seen at half past nine."""
    values = {"last_seen_at": when(2026, 11, 24, 9, 30), "last_seen_place": "outside school"}
    return diary.do(episodes.open_missing, person, values).result


def test_an_episode_is_opened_and_the_police_told_by_keyboard_alone(
    qtbot: QtBot, page: MissingPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    press(qtbot, Key.Key_Space)  # Missing (M)
    page.facts.bounds["last_seen_at"].widget.setFocus()
    write(qtbot, "24/11/2026".replace("/", "."))
    press(qtbot, Key.Key_Tab)
    write(qtbot, "09:30")
    page.facts.bounds["last_seen_place"].widget.setFocus()
    write(qtbot, "outside school")
    press(qtbot, Key.Key_Return)
    assert QApplication.focusWidget() is page.facts.bounds["last_seen_by"].widget
    write(qtbot, "Dawn")
    page.open_button.setFocus()
    press(qtbot, Key.Key_Space)
    view = the_episode(diary, people["Jaz"])
    assert (view.get("type"), view.get("last_seen_place")) == ("missing", "outside school")
    assert view.get("last_seen_at") == when(2026, 11, 24, 9, 30)
    # The keyboard is on the one thing that matters now.
    assert QApplication.focusWidget() is page.board.told.rows["police"].tell
    press(qtbot, Key.Key_Space)
    (told,) = the_episode(diary, people["Jaz"]).get("told")
    assert (told["body"], told["at"], told["by"]) == ("police", when(2026, 11, 24, 12, 0), "Sam")
    write(qtbot, "P/123")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "Control room")
    press(qtbot, Key.Key_Return)
    view = the_episode(diary, people["Jaz"])
    assert view.get("told")[0]["reference"] == "P/123"
    assert view.get("police_reference") == "P/123"
    assert diary.drafts() == []


def test_nothing_is_needed_to_open_one(
    qtbot: QtBot, page: MissingPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.open_button.setFocus()
    press(qtbot, Key.Key_Space)
    view = the_episode(diary, people["Jaz"])
    assert view.get("last_seen_at") is None
    assert is_open(view.values)


def test_found_closes_nothing_and_the_return_starts_the_clock(
    page: MissingPage, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    record = opened(diary, people["Jaz"])
    page.arrive(record=record)
    found = page.board.found.sheet.bounds["found_at"]
    found.edit.set_value(When.exact(datetime(2026, 11, 24, 11, 0, tzinfo=UTC), "Europe/London"))
    found.was_edited()
    page.board.found.ask_save()
    view = the_episode(diary, people["Jaz"])
    assert view.get("found_at")
    assert not view.get("returned_at")
    assert not view.get("closing_reason")
    assert page.header.title.text() == "Jaz has been found"
    back = page.board.returned.sheet.bounds["returned_at"]
    back.edit.set_value(When.exact(datetime(2026, 11, 24, 11, 30, tzinfo=UTC), "Europe/London"))
    back.was_edited()
    page.board.returned.ask_save()
    view = the_episode(diary, people["Jaz"])
    assert not view.get("closing_reason")
    assert '"complete_hours":72' in view.get("clock_term")
    assert page.header.title.text() == "Jaz is back"
    assert "71 h 30 min left" in page.clock.accessibleName()
    clock.advance(timedelta(hours=70))
    page.tick()
    assert "1 h 30 min left" in page.clock.accessibleName()


def test_a_return_before_they_left_says_why_beside_the_time(
    page: MissingPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(record=opened(diary, people["Jaz"]))
    back = page.board.returned.sheet.bounds["returned_at"]
    back.edit.set_value(When.exact(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "Europe/London"))
    back.was_edited()
    to = page.board.returned.sheet.bounds["returned_to"]
    to.widget.setText("Home")
    to.was_edited()
    page.board.returned.ask_save()
    assert "before they were last seen" in back.error()
    assert to.value() == "Home"
    assert not the_episode(diary, people["Jaz"]).get("returned_at")


def test_a_time_that_cannot_be_read_is_refused_and_kept(
    qtbot: QtBot, page: MissingPage, desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.facts.bounds["last_seen_at"].widget.setFocus()
    write(qtbot, "last week or so")
    page.open_episode()
    assert page.facts.bounds["last_seen_at"].error()
    assert not diary.ask(lambda reads: reads.all("missing_episode"))
    desk.about_to_lock.emit()
    again = MissingPage(desk)
    qtbot.addWidget(again)
    again.arrive(person=people["Jaz"])
    assert again.facts.bounds["last_seen_at"].edit.day.text() == "last week or so"


def test_a_lock_in_the_middle_brings_back_every_word_and_the_place(
    qtbot: QtBot, page: MissingPage, desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(record=opened(diary, people["Jaz"]))
    page.board.look.what.box.setFocus()
    write(qtbot, "Police are at the station")
    page.board.found.sheet.bounds["found_where"].widget.setFocus()
    write(qtbot, "the bus sta")
    desk.about_to_lock.emit()
    (draft,) = diary.drafts()
    again = MissingPage(desk)
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    again.arrive(draft=draft.id, person=people["Jaz"])
    assert again.board.look.what.value() == "Police are at the station"
    field = again.board.found.sheet.bounds["found_where"]
    assert field.value() == "the bus sta"
    assert again.focusWidget() is field.widget
    assert field.widget.cursorPosition() == len("the bus sta")


def test_looking_again_moves_the_countdown(
    page: MissingPage, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    page.arrive(record=opened(diary, people["Jaz"]))
    assert "Look again at 16:00, in 4 h" in page.clock.accessibleName()
    clock.advance(timedelta(hours=5))
    page.tick()
    assert "due at 16:00" in page.clock.accessibleName()
    page.board.look.done.click()
    (looked,) = the_episode(diary, people["Jaz"]).get("looked_at")
    assert looked["at"] == when(2026, 11, 24, 17, 0)
    assert "Look again at 21:00" in page.clock.accessibleName()


def test_each_grade_of_the_police_stays(
    page: MissingPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(record=opened(diary, people["Jaz"]))
    for grade in ("medium", "high"):
        page.board.police.grade.chip(grade).click()
        page.board.police.keep.click()
    view = the_episode(diary, people["Jaz"])
    assert [one["grade"] for one in view.get("grades")] == ["medium", "high"]
    assert view.get("grade") == "high"


def test_the_way_on_to_the_conversation(
    page: MissingPage, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    record = opened(diary, people["Jaz"])
    diary.do(episodes.record_back, record, {"returned_at": when(2026, 11, 24, 11, 0)})
    page.arrive(record=record)
    page.board.hold.click()
    page.board.history.click()
    assert [(g.key, g.args.get("episode") or g.args.get("record")) for g in went] == [
        ("return", record),
        ("history", record),
    ]


def test_the_words_of_an_episode_blame_nobody(
    page: MissingPage, diary: Diary, people: dict[str, str]
) -> None:
    record = opened(diary, people["Jaz"])
    page.arrive(record=record)
    from PySide6.QtWidgets import QLabel

    words = " ".join(label.text().lower() for label in page.findChildren(QLabel))
    for wrong in ("abscond", "refus", "risky", "failed to", "safe and well"):
        assert wrong not in words
