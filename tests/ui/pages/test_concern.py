"""A concern: kept at once, said to be untold until it is passed on, passed on by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from diary.diary import Diary
from diary.records.concern import passed_on
from diary.records.view import View
from ui.desk.desk import Desk, Going
from ui.pages.concern import UNTOLD, ConcernPage
from ui.theme import Theme
from ui.widgets import Banner, Text

CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "He said he will put the pictures up."


@pytest.fixture
def page(show: Callable[[QWidget], None], desk: Desk) -> ConcernPage:
    made = ConcernPage(desk)
    desk.went.connect(lambda going: going.key == "concern" and made.arrive(**going.args))
    show(made)
    return made


@pytest.fixture
def lead(diary: Diary) -> None:
    ours = {"lead_name": "Priya Shah", "lead_phone": "0117 496 0123"}
    diary.do(lambda work: work.create("organisation", ours))


def concerns(diary: Diary, person: str) -> list[View]:
    return diary.ask(lambda reads: reads.all("concern", person=person))


def keys(qtbot: QtBot, text: str = "", key: Qt.Key | None = None, **more: object) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    if text:
        qtbot.keyClicks(focus, text)
    if key is not None:
        qtbot.keyClick(focus, key, more.get("modifier", Qt.KeyboardModifier.NoModifier))


def tab_to(qtbot: QtBot, name: str) -> QWidget:
    for _ in range(80):
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleName() == name:
            return focus
        keys(qtbot, key=Qt.Key.Key_Tab)
    raise AssertionError(f"no way to {name} by keyboard")


def banners(page: ConcernPage) -> list[str]:
    return [b.accessibleName() for b in page.findChildren(Banner) if b.isVisible()]


def test_written_kept_and_passed_on_by_keyboard(
    qtbot: QtBot, page: ConcernPage, diary: Diary, people: dict[str, str], lead: None
) -> None:
    page.arrive(person=people["Jaz"])
    keys(qtbot, WORDS)
    keys(qtbot, key=Qt.Key.Key_Return, modifier=CTRL)
    [kept] = concerns(diary, people["Jaz"])
    assert kept.get("words") == WORDS
    assert not passed_on(kept.values)
    assert UNTOLD in banners(page)
    assert QApplication.focusWidget().accessibleName() == "Who"
    assert page.told.values()["to"] == "Priya Shah"
    assert "0117 496 0123" in [t.text() for t in page.ring.findChildren(Text)]
    tab_to(qtbot, "They have it")
    keys(qtbot, key=Qt.Key.Key_Space)
    tab_to(qtbot, "Their reply")
    keys(qtbot, "She rings them now.")
    keys(qtbot, key=Qt.Key.Key_Return, modifier=CTRL)
    [told] = concerns(diary, people["Jaz"])
    assert passed_on(told.values)
    [line] = told.get("told")
    assert (line["to"], line["role"], line["reached"]) == ("Priya Shah", "safeguarding_lead", "yes")
    assert UNTOLD not in banners(page)


def test_an_attempt_that_reached_nobody_leaves_it_untold(
    page: ConcernPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"signs": "Shaking hands"})
    page.submit()
    page.told.set_values({"to": "Duty desk", "role": "social_care", "reached": "no"})
    page.submit()
    assert UNTOLD in banners(page)
    page.told.set_values({"to": None, "role": None, "how": None})
    page.submit()
    assert page.told.fields["to"].error()
    assert len(concerns(diary, people["Jaz"])[0].get("told")) == 1


def test_neither_words_nor_signs_is_said_beside_the_field_and_nothing_is_lost(
    page: ConcernPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"question": "Are you safe tonight?", "danger": "yes"})
    page.form.inputs["danger"].edited.emit()
    assert page.danger.isVisible()
    page.submit()
    assert concerns(diary, people["Jaz"]) == []
    assert "One of the two is needed" in page.form.fields["words"].error()
    assert page.form.values()["question"] == "Are you safe tonight?"
    page.form.set_values({"words": WORDS})
    page.submit()
    assert len(concerns(diary, people["Jaz"])) == 1


def test_without_anybody_chosen_it_asks_whom_and_keeps_it_as_unfinished(
    page: ConcernPage, desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive()
    page.form.inputs["words"].widget.setPlainText(WORDS)
    page.submit()
    assert "whom this is about" in page.who.error.text()
    desk.about_to_lock.emit()
    [draft] = diary.drafts()
    assert draft.data["words"] == WORDS
    page.arrive(draft=draft.id)
    page.who.choose([people["Tom"]])
    page._person_changed()
    page.submit()
    assert [v.get("words") for v in concerns(diary, people["Tom"])] == [WORDS]
    assert diary.drafts() == []


def test_what_is_half_told_comes_back(
    page: ConcernPage, desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"words": WORDS})
    page.submit()
    record = concerns(diary, people["Jaz"])[0].id
    page.told.inputs["reply"].widget.setPlainText("They asked")
    desk.about_to_lock.emit()
    page.arrive(record=record)
    assert page.told.values()["reply"] == "They asked"
    page.told.set_values({"to": "Duty desk"})
    page.submit()
    assert concerns(diary, people["Jaz"])[0].get("told")[0]["reply"] == "They asked"


def test_a_restricted_concern_goes_to_the_restricted_part(
    page: ConcernPage, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"words": WORDS})
    page.restricted.setChecked(True)
    page.submit()
    assert concerns(diary, people["Jaz"])[0].restricted
    assert went[-1].key == "concern"


def test_what_follows_is_added_without_telling_anybody_again(
    page: ConcernPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"words": WORDS})
    page.submit()
    page.told.set_values({"to": "Priya Shah"})
    page.submit()
    page.follows.set_values({"child_told": "yes", "follows": "A meeting on Friday."})
    page.submit()
    [concern] = concerns(diary, people["Jaz"])
    assert concern.get("follows") == "A meeting on Friday."
    assert len(concern.get("told")) == 1


def test_nothing_is_kept_as_unfinished_where_nothing_was_typed(
    page: ConcernPage, desk: Desk, diary: Diary, people: dict[str, str], look: Theme
) -> None:
    page.arrive(person=people["Jaz"])
    page.form.set_values({"words": WORDS})
    page.submit()
    look.set(text_percent=150)
    page.told.inputs["reply"].edited.emit()
    desk.about_to_lock.emit()
    assert diary.drafts() == []
