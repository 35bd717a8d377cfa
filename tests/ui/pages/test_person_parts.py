"""The parts behind the tabs: about, trust and promises, hopes and actions, home, school and plans;
what each says when it is empty, and what one tap does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from diary.clock import When
from diary.diary import Diary
from diary.ids import RecordId
from diary.records.view import View
from ui.desk.desk import Desk, Going
from ui.pages.person import PersonPage
from ui.pages.person_about import AboutTab
from ui.pages.person_hopes import HopesTab
from ui.pages.person_spells import SpellsTab
from ui.pages.person_trust import TrustTab
from ui.widgets import OwnWords, Text

ZONE = "Europe/London"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = Qt.Key
Show = Callable[[QWidget], None]


def at(**ago: float) -> dict[str, str]:
    return When.exact(NOON - timedelta(**ago), ZONE).to_map()


@pytest.fixture
def jaz(people: dict[str, str]) -> str:
    return people["Jaz"]


@pytest.fixture
def page(show: Show, desk: Desk, jaz: str) -> PersonPage:
    made = PersonPage(desk)
    show(made)
    made.arrive(person=jaz)
    return made


def write(diary: Diary, kind: str, values: Mapping[str, Any], person: str) -> RecordId:
    return diary.do(lambda work: work.create(kind, values, person=person)).result


def view(diary: Diary, record: str) -> View:
    return diary.ask(lambda reads: reads.view(record))


def tab(page: PersonPage, key: str) -> Any:
    page.tabs.chip(key).click()
    part = page.part(key)
    assert part.isVisible()
    assert not page.story.isVisible()
    return part


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Text) if not label.isHidden()]


# -- about --------------------------------------------------------------------------------------


def test_about_puts_their_own_words_first(page: PersonPage, diary: Diary, jaz: str) -> None:
    values = {
        "matters": "Saturdays at boxing",
        "allergies": "Penicillin",
        "carers": [{"name": "Mrs Carter", "relation": "foster carer"}],
    }
    diary.do(lambda work: work.edit(jaz, values))
    about = tab(page, "about")
    assert isinstance(about, AboutTab)
    assert about.cards[0].accessibleName() == "In Jaz's words"
    own = [w.accessibleName() for w in about.findChildren(OwnWords)]
    assert own == ["In their own words: Saturdays at boxing"]
    said = texts(about)
    assert "Penicillin" in said
    assert "Mrs Carter · foster carer" in said


def test_about_goes_to_the_form_and_teaches_when_empty(
    page: PersonPage, jaz: str, went: list[Going]
) -> None:
    about = tab(page, "about")
    assert "Get to know Jaz" in texts(about)
    about.edit()
    assert went[-1].key == "entry"
    assert went[-1].args["kind"] == "young_person"
    assert went[-1].args["record"] == jaz


def test_about_follows_a_change(page: PersonPage, diary: Diary, jaz: str) -> None:
    about = tab(page, "about")
    diary.do(lambda work: work.edit(jaz, {"school": "Park Lane College"}))
    assert "Park Lane College" in texts(about)
    assert about.isVisible()


# -- trust and promises -------------------------------------------------------------------------


def test_trust_is_evidence_in_words_without_a_number(
    page: PersonPage, diary: Diary, jaz: str
) -> None:
    seen = {
        "child_did": ["came_back"],
        "direction": "repairing",
        "i_did": "Stayed calm",
        "words": "You didn't go mad.",
        "at": at(days=3),
    }
    write(diary, "trust", seen, jaz)
    trust = tab(page, "trust")
    assert isinstance(trust, TrustTab)
    row = trust.list.rows()[0]
    assert row.title == "Came back after a rupture"
    assert row.own_words == "You didn't go mad."
    assert "Stayed calm" in row.body
    assert [chip.text for chip in row.chips] == ["repairing"]
    assert "An aid to reflection, not a validated measure." in texts(trust)


def test_a_promise_kept_is_one_tap(
    page: PersonPage, diary: Diary, jaz: str, desk: Desk, said: list[str]
) -> None:
    promise = write(diary, "promise", {"what": "Bring the charcoal"}, jaz)
    trust = tab(page, "trust")
    chip = trust.rows[0].answers.chip("kept")
    assert chip.accessibleName() == "Kept: Bring the charcoal"
    chip.click()
    settled = view(diary, promise)
    assert settled.get("state") == "kept"
    assert settled.get("settled_at")
    assert trust.rows == []
    assert trust.settled.rows()[0].badge.text == "kept"
    assert said == ["Promise: kept."]
    desk.undo()
    assert view(diary, promise).get("state") is None
    assert len(trust.rows) == 1


def test_not_kept_asks_what_the_adult_does_about_it(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    promise = write(diary, "promise", {"what": "Ring on Monday"}, jaz)
    row = tab(page, "trust").rows[0]
    row.answers.chip("not_kept").setFocus()
    QTest.keyClick(row.answers.chip("not_kept"), KEY.Key_Space)
    assert row.text.hasFocus()
    assert row.field.label.text() == "What do I do to make it good?"
    QTest.keyClick(row.text, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert row.field.error() == "Say what you do to make it good."
    assert view(diary, promise).get("state") is None
    QTest.keyClicks(row.text, "Ring now and say sorry")
    QTest.keyClick(row.text, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    kept = view(diary, promise)
    assert kept.get("state") == "not_kept"
    assert kept.get("next_step") == "Ring now and say sorry"


def test_what_is_typed_about_one_promise_outlives_a_change_elsewhere(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    write(diary, "promise", {"what": "Ring on Monday"}, jaz)
    trust = tab(page, "trust")
    row = trust.rows[0]
    row.answer("changed")
    QTest.keyClicks(row.text, "Tuesday instead")
    write(diary, "promise", {"what": "Bring paint"}, jaz)
    assert len(trust.rows) == 2
    assert row in trust.rows
    assert row.text.text() == "Tuesday instead"
    QTest.keyClick(row.text, KEY.Key_Escape)
    assert row.panel.isHidden()
    assert row.answers.values() == []


def test_promises_stand_beside_the_story(page: PersonPage, diary: Diary, jaz: str) -> None:
    due = When.exact(NOON + timedelta(days=1), ZONE).to_map()
    write(diary, "promise", {"what": "Ask the club", "due": due}, jaz)
    write(diary, "promise", {"what": "Old one", "due": at(days=2)}, jaz)
    badges = {row.title: row.badge.text for row in page.side.promise_list.rows() if row.badge}
    assert badges == {"Ask the club": "tomorrow", "Old one": "past its day"}


def test_adding_goes_to_the_form(page: PersonPage, jaz: str, went: list[Going]) -> None:
    trust = tab(page, "trust")
    assert trust.none.isVisible()
    trust.evidence.action.click()
    trust.promises.action.click()
    assert [going.args["kind"] for going in went] == ["trust", "promise"]
    assert all(going.args["person"] == jaz for going in went)


# -- hopes and actions --------------------------------------------------------------------------


def test_a_step_is_ticked_and_unticked(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    steps = [{"step": "Ask the club"}, {"step": "Get the form signed"}]
    goal = write(diary, "goal", {"hope": "I want to box", "steps": steps}, jaz)
    hopes = tab(page, "hopes")
    assert isinstance(hopes, HopesTab)
    first = next(iter(hopes.cards[goal].boxes.values()))
    first.setFocus()
    QTest.keyClick(first, KEY.Key_Space)
    stored = view(diary, goal).get("steps")
    assert [s.get("state") for s in stored] == ["done", None]
    assert stored[0].get("done_at")
    again = next(iter(hopes.cards[goal].boxes.values()))
    assert again.isChecked()
    again.click()
    stored = view(diary, goal).get("steps")
    assert stored[0]["state"] == "open"
    assert "done_at" not in stored[0]


def test_a_step_is_added_with_enter(page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str) -> None:
    goal = write(diary, "goal", {"hope": "I want to box"}, jaz)
    hopes = tab(page, "hopes")
    QTest.keyClicks(hopes.cards[goal].line, "Visit the gym")
    QTest.keyClick(hopes.cards[goal].line, KEY.Key_Return)
    assert [s["step"] for s in view(diary, goal).get("steps")] == ["Visit the gym"]
    assert [b.accessibleName() for b in hopes.cards[goal].boxes.values()] == ["Visit the gym"]


def test_an_action_done_can_be_undone(
    page: PersonPage, diary: Diary, jaz: str, desk: Desk, said: list[str]
) -> None:
    action = write(diary, "action", {"what": "Ring the school", "due": at(days=1)}, jaz)
    hopes = tab(page, "hopes")
    line = hopes.lines[action]
    assert any(text.startswith("past its day: ") for text in texts(line))
    line.box.click()
    assert view(diary, action).get("state") == "done"
    assert hopes.lines[action].box.isChecked()
    desk.undo()
    assert not hopes.lines[action].box.isChecked()
    assert said[0] == "Action done."


def test_hopes_teach_when_there_are_none(page: PersonPage, went: list[Going]) -> None:
    hopes = tab(page, "hopes")
    assert "No hope is written yet" in texts(hopes)
    hopes.hopes.action.click()
    assert went[-1].args["kind"] == "goal"


# -- home, school and plans ---------------------------------------------------------------------


def test_what_holds_now_stands_first(page: PersonPage, diary: Diary, jaz: str) -> None:
    old = {"aspect": "home", "what": "Elm House", "since": at(days=400), "until": at(days=15)}
    write(diary, "spell", {"aspect": "home", "what": "The Carters", "since": at(days=15)}, jaz)
    write(diary, "spell", old, jaz)
    write(diary, "spell", {"aspect": "school", "what": "Park Lane", "since": at(days=90)}, jaz)
    spells = tab(page, "spells")
    assert isinstance(spells, SpellsTab)
    assert list(spells.lists) == ["home", "school"]
    assert [row.title for row in spells.lists["home"].rows()] == ["The Carters", "Elm House"]
    assert [bool(row.chips) for row in spells.lists["home"].rows()] == [True, False]


def test_one_ends_as_the_next_begins(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str, said: list[str]
) -> None:
    home = {"aspect": "home", "what": "Elm House", "since": at(days=400)}
    record = write(diary, "spell", home, jaz)
    spells = tab(page, "spells")
    spells.lists["home"].setFocus()
    QTest.keyClick(spells.lists["home"], KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert spells.ending.isVisible()
    assert spells.ending.next.hasFocus()
    QTest.keyClicks(spells.ending.next, "The Carters")
    QTest.keyClick(spells.ending.next, KEY.Key_Return)
    ended = view(diary, record)
    following = diary.ask(lambda reads: reads.all("spell", person=jaz))
    new = next(v for v in following if v.id != record)
    assert ended.get("until") == new.get("since")
    assert new.get("what") == "The Carters"
    assert new.get("aspect") == "home"
    assert said == ["Ended, and the next begun."]


def test_an_end_before_the_beginning_is_refused_beside_the_field(
    page: PersonPage, qtbot: QtBot, diary: Diary, jaz: str
) -> None:
    home = {"aspect": "home", "what": "Elm House", "since": at(days=2)}
    record = write(diary, "spell", home, jaz)
    spells = tab(page, "spells")
    spells.ending.ask(view(diary, record))
    spells.ending.until.set_value(When.exact(NOON - timedelta(days=9), ZONE))
    QTest.keyClicks(spells.ending.next, "The Carters")
    spells.ending.save.click()
    assert "ends before it begins" in spells.ending.until_field.error()
    assert spells.ending.next.text() == "The Carters"
    assert view(diary, record).get("until") is None


def test_adding_a_home_names_what_it_is_about(page: PersonPage, went: list[Going]) -> None:
    spells = tab(page, "spells")
    assert spells.none_card.isVisible()
    spells.none.action.click()
    assert went[-1].args["values"] == {"aspect": "home"}


# -- all ----------------------------------------------------------------------------------------


def test_arriving_at_a_tab_and_resuming_it(page: PersonPage, jaz: str) -> None:
    page.arrive(person=jaz, tab="trust")
    assert page.part("trust").isVisible()
    assert page.resume() == {"tab": "trust"}


@pytest.mark.parametrize("key", ["story", "about", "trust", "hopes", "spells"])
def test_every_control_has_a_name(page: PersonPage, diary: Diary, jaz: str, key: str) -> None:
    write(diary, "promise", {"what": "Ring"}, jaz)
    write(diary, "goal", {"hope": "Box", "steps": [{"step": "Ask"}]}, jaz)
    write(diary, "action", {"what": "Write"}, jaz)
    write(diary, "spell", {"aspect": "home", "what": "Elm House", "since": at(days=9)}, jaz)
    page.tabs.chip(key).click()
    silent = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
    ]
    assert silent == []
