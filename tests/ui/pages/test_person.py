"""The young person's page: its head, the story by keyboard, what is put out of sight, and a story
of thousands of entries."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from diary.casework.contacts import log_contact
from diary.clock import When
from diary.diary import Diary
from diary.ids import RecordId
from diary.records.work import Work
from ui.desk.desk import Desk, Going
from ui.pages.person import PersonPage
from ui.widgets import Badge, Row

ZONE = "Europe/London"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = Qt.Key
Show = Callable[[QWidget], None]


def at(**ago: float) -> dict[str, str]:
    return When.exact(NOON - timedelta(**ago), ZONE).to_map()


def contact(work: Work, /, person: str, **values: Any) -> RecordId:
    given = {"with_or_about": "with", "kind": "met", "at": at(days=1), **values}
    return work.create("contact", given, person=person)


@pytest.fixture
def jaz(people: dict[str, str]) -> str:
    return people["Jaz"]


@pytest.fixture
def page(show: Show, desk: Desk, jaz: str) -> PersonPage:
    made = PersonPage(desk)
    show(made)
    made.arrive(person=jaz)
    return made


def rows(page: PersonPage) -> list[Row]:
    return list(page.story.list.rows())


def titles(page: PersonPage) -> list[str]:
    return [row.title or row.meta for row in rows(page)]


def choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


# -- the head -----------------------------------------------------------------------------------


def test_the_head_says_who_and_what_matters_now(page: PersonPage, diary: Diary, jaz: str) -> None:
    def write(work: Work) -> None:
        work.edit(jaz, {"pronouns": "she/her", "born": "2011-03-02", "in_short": "likes boxing"})
        work.create(
            "missing_episode",
            {
                "type": "missing",
                "last_seen_at": at(hours=70),
                "found_at": at(hours=62),
                "returned_at": at(hours=62),
            },
            person=jaz,
        )

    diary.do(write)
    assert page.header.title.text() == "Jaz"
    assert page.header.subtitle.text() == "she/her · 15 · likes boxing"
    badges = [b.accessibleName() for b in page.header.findChildren(Badge)]
    assert "Return conversation: 10 h left" in badges
    assert [row.title for row in page.side.due.rows()] == ["Return conversation with Jaz"]


def test_missing_and_concern_go_to_their_pages(
    page: PersonPage, went: list[Going], diary: Diary, jaz: str
) -> None:
    page.missing.click()
    page.concern.click()
    assert went == [Going("missing", {"person": jaz}), Going("concern", {"person": jaz})]
    open_one = diary.do(
        lambda work: work.create(
            "missing_episode", {"type": "missing", "last_seen_at": at(hours=2)}, person=jaz
        )
    ).result
    assert page.missing.text() == "Missing now"
    page.missing.click()
    assert went[-1] == Going("missing", {"person": jaz, "record": open_one})


def test_more_begins_an_entry_of_any_kind(page: PersonPage, went: list[Going], jaz: str) -> None:
    menu = page.more_menu()
    words = [action.text() for action in menu.actions()]
    assert {"New: promise", "New: hope", "New: key moment", "New: note"} <= set(words)
    choose(menu, "New: promise")
    assert went == [Going("entry", {"kind": "promise", "person": jaz})]


def test_before_you_go_folds_open_and_teaches_when_it_is_empty(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str, went: list[Going]
) -> None:
    page.go_chip.click()
    assert page.before.isVisible()
    assert not page.before.says
    page.before.edit.click()
    assert went[-1].key == "entry"
    assert went[-1].args["record"] == jaz

    diary.do(lambda work: work.edit(jaz, {"hazards": "Big dog", "may_answer": "Mrs Carter"}))

    def said() -> set[str]:
        parts = page.before.findChildren(QWidget)
        return {part.accessibleName() for part in parts if part.isVisible()}

    qtbot.waitUntil(lambda: {"Big dog", "Mrs Carter"} <= said())


def test_put_away_shows_why_and_can_be_brought_back(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    choose(page.more_menu(), "Put away…")
    QTest.keyClicks(page.putting.why, "Goodbye lunch held")
    QTest.keyClick(page.putting.why, KEY.Key_Return)
    assert page.put_away.isVisible()
    assert "Goodbye lunch held" in page.put_away.accessibleName()
    page.put_away.action.click()
    assert not page.put_away.isVisible()
    assert diary.ask(lambda reads: reads.view(jaz)).get("archived") is None


# -- the story ----------------------------------------------------------------------------------


def test_months_gaps_and_late_writing_are_named(page: PersonPage, diary: Diary, jaz: str) -> None:
    def write(work: Work) -> None:
        contact(work, jaz, at=at(days=2), place="the park", words="It was all right.")
        contact(work, jaz, at=at(days=30), place="school")

    diary.do(write)
    assert titles(page) == [
        "November 2026",
        "Met at the park",
        "28 days, no contact · Sun 25 Oct to Sun 22 Nov",
        "October 2026",
        "Met at school",
    ]
    met = rows(page)[1]
    assert "written 2 days later" in met.meta
    assert met.own_words == "It was all right."


def test_a_filtered_story_names_no_gaps(page: PersonPage, diary: Diary, jaz: str) -> None:
    def write(work: Work) -> None:
        contact(work, jaz, at=at(days=2), significant=True)
        contact(work, jaz, at=at(days=40))

    diary.do(write)
    page.story.filters.chip("significant").click()
    assert titles(page) == ["November 2026", "Met"]


def test_with_and_about_take_turns(page: PersonPage, diary: Diary, jaz: str) -> None:
    def write(work: Work) -> None:
        contact(work, jaz, kind="phone", with_or_about="about", at=at(days=1))
        contact(work, jaz, at=at(days=2))

    diary.do(write)
    chips = page.story.filters
    chips.chip("with").click()
    assert titles(page)[1:] == ["Met"]
    chips.chip("about").click()
    assert chips.values() == ["about"]
    assert titles(page)[1:] == ["Phone, about them"]


def test_j_and_k_move_and_enter_opens(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str, went: list[Going]
) -> None:
    def write(work: Work) -> tuple[str, str]:
        new = work.create("note", {"note": "Bus pass came"}, person=jaz)
        return new, contact(work, jaz, at=at(days=3))

    diary.do(write)
    rows_ = page.story.list
    rows_.setFocus()
    first = rows_.current_row()
    QTest.keyClick(rows_, KEY.Key_J)
    second = rows_.current_row()
    assert first is not None
    assert second is not None
    assert first.key != second.key
    QTest.keyClick(rows_, KEY.Key_K)
    current = rows_.current_row()
    assert current is not None
    assert current.key == first.key
    QTest.keyClick(rows_, KEY.Key_Return)
    assert went[-1].args["record"] == first.key


def test_space_shows_the_whole_text_and_folds_it_again(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    long = "We walked the canal. " * 40
    record = diary.do(contact, jaz, note=long, next_step="Ring the club", place="the canal").result
    rows_ = page.story.list
    rows_.setFocus()
    rows_.select(record)
    QTest.keyClick(rows_, KEY.Key_Space)
    whole = next(row for row in rows(page) if row.key == record)
    assert long.strip() in whole.body
    assert "Ring the club" in whole.body
    assert rows_.is_expanded(record)
    current = rows_.current_row()
    assert current is not None
    assert current.key == record
    QTest.keyClick(rows_, KEY.Key_Space)
    assert not rows_.is_expanded(record)


def test_what_is_taken_back_is_out_of_sight_until_asked_for(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str, said: list[str]
) -> None:
    record = diary.do(contact, jaz, place="the park").result
    line = next(row for row in rows(page) if row.key == record).data
    panel = page.story.menu
    choose(panel.menu(line), "Take back…")  # type: ignore[arg-type]  # rows carry their line
    QTest.keyClick(panel.why, KEY.Key_Return)
    assert panel.why_field.error()
    QTest.keyClicks(panel.why, "Written twice")
    QTest.keyClick(panel.why, KEY.Key_Return)
    assert said == ["Taken back."]
    assert record not in [row.key for row in rows(page)]

    page.story.filters.chip("taken_back").click()
    gone = next(row for row in rows(page) if row.key == record)
    assert [chip.text for chip in gone.chips] == ["taken back"]
    choose(panel.menu(gone.data), "Bring back into the story")  # type: ignore[arg-type]
    page.story.show_everything()
    assert record in [row.key for row in rows(page)]


def test_what_is_about_someone_else_moves_to_their_diary(
    page: PersonPage, qtbot: QtBot, diary: Diary, people: dict[str, str], said: list[str]
) -> None:
    record = diary.do(contact, people["Jaz"], place="the park").result
    line = next(row for row in rows(page) if row.key == record).data
    panel = page.story.menu
    choose(panel.menu(line), "This is about someone else…")  # type: ignore[arg-type]
    QTest.keyClicks(panel.why, "That was Tom")
    panel.go.click()
    assert panel.to_field.error()
    panel.to.chip(people["Tom"]).click()
    assert panel.go.accessibleName() == "Move to Tom's diary"
    panel.go.click()
    assert said == ["Moved to Tom's diary."]
    page.arrive(person=people["Tom"])
    assert "Met at the park" in titles(page)


def test_a_siblings_private_part_stays_in_their_own_diary(
    page: PersonPage, qtbot: QtBot, diary: Diary, people: dict[str, str]
) -> None:
    diary.do(
        log_contact,
        {"kind": "met", "at": at(days=1), "place": "home"},
        {
            people["Jaz"]: {"note": "Jaz was glad of the drawing"},
            people["Tom"]: {"note": "Tom told me about the belt", "words": "He hits."},
        },
    )
    page.story.list.setFocus()
    QTest.keyClick(page.story.list, KEY.Key_Space)
    told = " ".join(row.read_aloud() for row in rows(page))
    assert "glad of the drawing" in told
    assert "belt" not in told
    assert "He hits" not in told
    assert "Tom" not in told


def test_the_unfinished_stands_on_top_and_opens_where_it_was(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str, went: list[Going]
) -> None:
    diary.do(contact, jaz)
    draft = diary.new_draft("contact", jaz, data={"note": "On the bus home"})
    diary.save_draft(draft)
    assert titles(page)[:2] == ["Unfinished", "Contact"]
    page.story.list.setFocus()
    page.story.list.select(f"draft:{draft.id}")
    QTest.keyClick(page.story.list, KEY.Key_Return)
    assert went[-1] == Going("contact", {"draft": draft.id, "person": jaz})

    page.story.filters.chip("unfinished").click()
    assert titles(page) == ["Unfinished", "Contact"]
    diary.drop_draft(draft.id)
    assert page.story.none.isVisible()


def test_homes_missing_times_and_moments_stand_in_the_gutter_and_in_words(
    page: PersonPage, diary: Diary, jaz: str
) -> None:
    def write(work: Work) -> RecordId:
        home = {"aspect": "home", "what": "Elm House", "since": at(days=60)}
        work.create("spell", home, person=jaz)
        work.create(
            "missing_episode",
            {
                "type": "missing",
                "last_seen_at": at(days=3),
                "found_at": at(days=2),
                "returned_at": at(days=2),
            },
            person=jaz,
        )
        moment = {"kind": "bereavement", "what": "Her nan died", "at": at(days=10)}
        work.create("key_moment", moment, person=jaz)
        return contact(work, jaz, kind="phone", at=at(days=2.5))

    phoned = diary.do(write).result
    assert page.story.gutter.isVisible()
    row = next(row for row in rows(page) if row.key == phoned)
    assert row.spoken.endswith("living at Elm House. while missing")
    rect = page.story.list.visualRect(page.story.list.model().index(rows(page).index(row), 0))
    assert page.story.gutter.said_at(rect.center().y()) == "Elm House, missing"
    around = [row.title for row in page.story.bands.rows()]
    assert around == ["Missing, 1 night", "Her nan died", "Elm House"]


def test_a_band_in_words_leads_to_its_place(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    moment = {"kind": "bereavement", "what": "Her nan died", "at": at(days=10)}
    record = diary.do(lambda work: work.create("key_moment", moment, person=jaz)).result
    page.story.bands.setFocus()
    QTest.keyClick(page.story.bands, KEY.Key_Return)
    current = page.story.list.current_row()
    assert page.story.list.hasFocus()
    assert current is not None
    assert current.key == record


def test_nothing_yet_teaches_and_one_line_begins_it(
    page: PersonPage, qtbot: QtBot, said: list[str]
) -> None:
    assert page.story.blank.isVisible()
    quick = page.story.quick
    assert quick.save.accessibleName() == "Save to Jaz's diary"
    quick.text.setFocus()
    QTest.keyClick(quick.text, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert quick.field.error()
    QTest.keyClicks(quick.text, "Chips by the canal")
    quick.how.chip("phone").click()
    QTest.keyClick(quick.text, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == ["Saved to Jaz's diary."]
    assert titles(page) == ["November 2026", "Phone"]
    assert rows(page)[1].body == "Chips by the canal"
    assert quick.text.text() == ""


def test_what_did_not_happen_asks_what_the_adult_does_next(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    quick = page.story.quick
    quick.how.chip("did_not_happen").click()
    assert quick.text.placeholderText() == "What will you do next?"
    QTest.keyClicks(quick.text, "Ring tomorrow at four")
    quick.save.click()
    view = diary.ask(lambda reads: reads.all("contact", person=jaz))[0]
    assert view.get("next_step") == "Ring tomorrow at four"
    assert view.get("note") is None


def test_a_line_half_typed_for_one_stays_with_that_one(
    page: PersonPage, qtbot: QtBot, diary: Diary, people: dict[str, str]
) -> None:
    QTest.keyClicks(page.story.quick.text, "Told me about the")
    page.arrive(person=people["Tom"])
    assert page.story.quick.text.text() == ""
    assert page.story.quick.save.accessibleName() == "Save to Tom's diary"
    drafts = diary.drafts(people["Jaz"])
    assert [d.data["note"] for d in drafts] == ["Told me about the"]
    assert diary.drafts(people["Tom"]) == []


def test_another_persons_change_is_not_this_pages_affair(
    page: PersonPage, diary: Diary, people: dict[str, str]
) -> None:
    before = rows(page)
    diary.do(contact, people["Tom"], place="the park")
    assert rows(page) == before


# -- a long one ---------------------------------------------------------------------------------


def fill(work: Work, /, person: str, first: int, last: int) -> None:
    for i in range(first, last):
        values = {"at": at(hours=9 * i + 1), "note": f"Walk number {i}", "place": "the canal"}
        contact(work, person, **values)


@pytest.fixture
def long_story(diary: Diary, jaz: str) -> int:
    many = 1_000
    for start in range(0, many, 250):
        diary.do(fill, jaz, start, start + 250)
    return many


def test_a_long_story_is_read_page_after_page(
    long_story: int, page: PersonPage, qtbot: QtBot
) -> None:
    shown = len(page.story.list.rows())
    assert shown < 300
    bar = page.story.list.verticalScrollBar()
    before = bar.value()
    assert before == 0
    for _ in range(long_story // 50):
        bar.setValue(bar.maximum())
    entries = [row for row in page.story.list.rows() if row.body.startswith("Walk number")]
    assert len(entries) == long_story
    assert len({row.key for row in entries}) == long_story


def test_a_change_far_down_keeps_the_place(
    long_story: int, page: PersonPage, diary: Diary, jaz: str
) -> None:
    bar = page.story.list.verticalScrollBar()
    for _ in range(4):
        bar.setValue(bar.maximum())
    page.story.list.setFocus()
    top = page.story.list.indexAt(page.story.list.viewport().rect().topLeft())
    key = page.story.list.rows()[top.row()].key
    page.story.list.select(key)

    diary.do(contact, jaz, at=at(minutes=5), place="the library")

    current = page.story.list.current_row()
    assert current is not None
    assert current.key == key
    again = page.story.list.indexAt(page.story.list.viewport().rect().topLeft())
    assert page.story.list.rows()[again.row()].key == key
    assert "Met at the library" in titles(page)


def test_scrolling_a_long_story_does_not_hold_the_screen(long_story: int, page: PersonPage) -> None:
    bar = page.story.list.verticalScrollBar()
    longest = 0.0
    for _ in range(12):
        began = time.thread_time()
        bar.setValue(bar.maximum())
        longest = max(longest, time.thread_time() - began)
    # Reading runs on this thread here, so this is far more than the screen ever waits.
    assert longest < 1.0
