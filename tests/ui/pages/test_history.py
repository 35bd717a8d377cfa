"""The history page: versions with who, why and what changed, readable without colour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QTextEdit, QWidget

from diary.casework.entries import amend_entry, take_back
from diary.clock import FixedClock
from diary.diary import Diary
from ui.desk.desk import Desk, Going
from ui.pages.history import HistoryPage
from ui.widgets import Banner, Card, Text


def amend(diary: Diary, record: str, values: dict[str, object], why: str | None = None) -> None:
    view = diary.ask(lambda reads: reads.view(record))
    diary.do(amend_entry, record, values, base=view.heads, base_values=dict(view.values), why=why)


def texts(page: QWidget) -> str:
    return "\n".join(t.text() for t in page.findChildren(Text))


def test_each_version_says_who_when_why_and_what(
    show: Callable[[QWidget], None],
    desk: Desk,
    diary: Diary,
    clock: FixedClock,
    people: dict[str, str],
    went: list[Going],
) -> None:
    values = {"about": "School", "note": "They start on Monday at nine."}
    note = diary.do(lambda w: w.create("note", values, person=people["Jaz"])).result
    clock.advance(timedelta(days=3))
    amend(diary, note, {"note": "They start on Tuesday at nine."}, "Wrong day")
    page = HistoryPage(desk)
    show(page)
    page.arrive(record=note)
    titles = [c.accessibleName() for c in page.findChildren(Card)]
    assert titles == ["2. Changed by Sam", "1. Written by Sam"]
    assert "Why: Wrong day" in texts(page)
    assert "Tue 24 Nov, 12:00" in texts(page)
    [diff] = page.findChildren(QTextEdit)
    assert diff.accessibleDescription() == "taken out: Monday; added: Tuesday"
    cursor = diff.textCursor()
    cursor.setPosition(diff.toPlainText().index("Monday") + 1)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(diff.toPlainText().index("Tuesday") + 1)
    assert cursor.charFormat().fontUnderline()
    page.open.click()
    assert went[-1].args["record"] == note


def test_what_was_taken_back_stays_readable_with_its_reason(
    show: Callable[[QWidget], None], desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    values = {"note": "Written in the wrong place."}
    note = diary.do(lambda w: w.create("note", values, person=people["Jaz"])).result
    page = HistoryPage(desk)
    show(page)
    page.arrive(record=note)
    diary.do(take_back, note, "Not about them")
    assert [b.accessibleName() for b in page.findChildren(Banner)] == ["Taken back. Not about them"]
    assert "Written in the wrong place." in texts(page)
    assert "Why: Not about them" in texts(page)
