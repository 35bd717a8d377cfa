"""Search: what is typed finds, chips write the query, arrows and Enter reach every result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from diary.casework.contacts import quick_log
from diary.diary import Diary
from ui.desk.desk import Desk, Going
from ui.pages.search import PAGE_SIZE, SearchPage
from ui.pages.searchchips import holds, with_filter, without

Show = Callable[[QWidget], None]


@pytest.fixture
def page(desk: Desk, diary: Diary, people: dict[str, str], show: Show) -> SearchPage:
    """The page over three entries and a draft."""
    diary.do(quick_log, person=people["Jaz"], values={"kind": "met", "note": "Boxing, then chips"})
    diary.do(quick_log, person=people["Tom"], values={"kind": "phone", "note": "About the boxing"})
    diary.do(
        lambda w: w.create("note", {"note": "Gloves", "significant": True}, person=people["Tom"])
    )
    diary.save_draft(diary.new_draft("contact", people["Aisha"], data={"note": "boxing ring shut"}))
    made = SearchPage(desk)
    show(made)
    made.arrive()
    return made


def ask(page: SearchPage, text: str) -> list[str]:
    """Types it, Enter; the titles found."""
    page.line.clear()
    QTest.keyClicks(page.line, text)
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    return [row.title for row in page.rows.rows()] if not page.found_card.isHidden() else []


def test_an_empty_line_explains_itself(page: SearchPage) -> None:
    assert not page.help.isHidden()
    assert page.found_card.isHidden()
    ask(page, "boxing")
    assert page.help.isHidden()
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    assert page.line.text() == ""
    assert not page.help.isHidden()


def test_matches_are_marked_and_drafts_stand_apart(page: SearchPage) -> None:
    ask(page, "boxing")
    assert len(page.rows.rows()) == 2
    for row in (*page.rows.rows(), *page.drafts.rows()):
        assert row.marks
        for start, end in row.marks:
            assert row.body[start:end].lower() == "boxing"
    assert not page.drafts_card.isHidden()
    assert page.drafts.rows()[0].chips[0].text == "Unfinished"


def test_what_grows_is_found_before_it_is_finished(page: SearchPage, qtbot: object) -> None:
    page.line.clear()
    QTest.keyClicks(page.line, "box")
    qtbot.waitUntil(lambda: len(page.rows.rows()) == 2)  # type: ignore[attr-defined]


def test_a_chip_writes_the_filter_and_takes_it_out(page: SearchPage) -> None:
    ask(page, "boxing")
    page.chips.people.chip("person:Tom").click()
    assert page.line.text() == "boxing person:Tom"
    assert len(page.rows.rows()) == 1
    page.chips.people.chip("person:Tom").click()
    assert page.line.text() == "boxing"
    assert len(page.rows.rows()) == 2


def test_a_typed_filter_lights_its_chip(page: SearchPage) -> None:
    ask(page, "is:significant")
    assert page.chips.plain.chip("is:significant").isChecked()
    assert [row.title for row in page.rows.rows()]
    assert page.rows.rows()[0].chips[0].text == "Significant"


def test_dates_go_into_the_line(page: SearchPage) -> None:
    ask(page, "boxing")
    page.chips.fold.set_open(True)
    QTest.keyClicks(page.chips.after, "2026-11-01")
    QTest.keyClick(page.chips.after, Qt.Key.Key_Return)
    assert page.line.text() == "boxing after:2026-11-01"
    page.chips.after.clear()
    QTest.keyClick(page.chips.after, Qt.Key.Key_Return)
    assert page.line.text() == "boxing"


def test_a_query_that_cannot_be_read_says_why(page: SearchPage) -> None:
    ask(page, "kind:nonsense")
    assert not page.wrong.isHidden()
    assert "no such kind" in page.wrong.accessibleName()
    ask(page, "boxing")
    assert page.wrong.isHidden()


def test_nothing_found_says_what_to_try(page: SearchPage) -> None:
    ask(page, "zebra")
    assert not page.none.isHidden()


def test_down_and_enter_open_and_escape_comes_back(page: SearchPage, went: list[Going]) -> None:
    ask(page, "boxing -ring")
    QTest.keyClick(page.line, Qt.Key.Key_Down)
    assert page.rows.hasFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_Down)
    row = page.rows.current_row()
    assert row is not None
    QTest.keyClick(page.rows, Qt.Key.Key_Return)
    assert went[-1].args["record"] == row.key
    QTest.keyClick(page.rows, Qt.Key.Key_Escape)
    assert page.line.hasFocus()


def test_a_draft_opens_as_a_draft(page: SearchPage, went: list[Going]) -> None:
    ask(page, "boxing")
    draft = page.drafts.rows()[0].key
    QTest.keyClick(page.line, Qt.Key.Key_Down)
    QTest.keyClick(page.drafts, Qt.Key.Key_Return)
    assert went[-1].args["draft"] == draft


def test_more_are_shown_on_request(
    desk: Desk, diary: Diary, people: dict[str, str], page: SearchPage
) -> None:
    diary.do(
        lambda w: [
            w.create("note", {"note": f"harbour {n}"}, person=people["Jaz"])
            for n in range(PAGE_SIZE + 7)
        ]
    )
    ask(page, "harbour")
    assert len(page.rows.rows()) == PAGE_SIZE
    assert page.found_card.body is not None
    page.more.click()
    assert len(page.rows.rows()) == PAGE_SIZE + 7
    assert page.more.isHidden()
    assert len({row.key for row in page.rows.rows()}) == PAGE_SIZE + 7


def test_arriving_with_a_query_asks_at_once(page: SearchPage) -> None:
    page.arrive(query="gloves")
    assert len(page.rows.rows()) == 1
    assert page.resume() == {"query": "gloves"}


def test_best_first_is_offered_where_few_match(page: SearchPage) -> None:
    ask(page, "boxing")
    assert not page.order.isHidden()
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    ask(page, "kind:contact")
    assert page.order.isHidden()


def test_filters_are_whole_words_in_the_line() -> None:
    assert holds('tea person:"Amy B"', 'person:"Amy B"')
    assert not holds("kind:notebook", "kind:note")
    assert with_filter("tea", "kind:note") == "tea kind:note"
    assert with_filter("tea kind:note", "kind:note") == "tea kind:note"
    assert without("tea kind:note cake", "kind:note") == "tea cake"
