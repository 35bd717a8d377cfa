"""The contact page: one young person, several with nothing passing from one to the other, drafts
that come back with the cursor, invalid input that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from diary.clock import FixedClock
from diary.diary import Diary
from diary.records.view import View
from ui.desk.desk import Desk, Going
from ui.desk.drafting import MOST_MS
from ui.pages.contact import ContactPage

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(show: Callable[[QWidget], None], desk: Desk) -> ContactPage:
    made = ContactPage(desk)
    show(made)
    return made


def contacts(diary: Diary, person: str) -> list[View]:
    return diary.ask(lambda reads: reads.all("contact", person=person))


def type_here(qtbot: QtBot, text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def press(qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def tab_to(qtbot: QtBot, name: str) -> QWidget:
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleName() == name:
            return focus
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"no way to {name} by keyboard")


def test_first_contact_from_an_empty_diary(
    qtbot: QtBot, page: ContactPage, diary: Diary, went: list[Going], said: list[str]
) -> None:
    page.arrive()
    press(qtbot, Qt.Key.Key_Space)  # "Write a name…" is the only thing to choose
    type_here(qtbot, "Jaz")
    press(qtbot, Qt.Key.Key_Return)
    tab_to(qtbot, "What happened")
    type_here(qtbot, "We walked the dog.")
    assert page.save.text() == "Save to Jaz's diary"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    [(jaz, name)] = diary.ask(lambda reads: list(reads.people().items()))
    [saved] = contacts(diary, jaz)
    assert (name, saved.get("note"), saved.get("kind")) == ("Jaz", "We walked the dog.", "met")
    assert saved.get("at")["precision"] == "about"
    assert said[-1] == "Saved to Jaz's diary."
    assert went[-1] == Going("person", {"person": jaz})
    assert diary.drafts() == []


def test_private_words_of_one_never_reach_the_other(
    qtbot: QtBot, page: ContactPage, diary: Diary, people: dict[str, str]
) -> None:
    jaz, tom = people["Jaz"], people["Tom"]
    page.arrive(people=[jaz, tom])
    assert page.save.text() == "Save to 2 diaries: Jaz, Tom"
    type_here(qtbot, "Only about the first.")
    press(qtbot, Qt.Key.Key_2, ALT)
    type_here(qtbot, "Only about the second.")
    press(qtbot, Qt.Key.Key_1, ALT)
    type_here(qtbot, " And more.")
    page.everyone.set_values({"shared": "We made pizza."})
    page.who.presence_button(jaz).setFocus()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    page.submit()
    [first], [second] = contacts(diary, jaz), contacts(diary, tom)
    assert first.get("note") == "Only about the first. And more."
    assert second.get("note") == "Only about the second."
    assert first.get("meeting") == second.get("meeting") is not None
    assert first.get("shared") == second.get("shared") == "We made pizza."
    assert (first.get("seen"), first.get("seen_alone")) == ("yes", "yes")
    assert second.get("seen") is None
    assert "first" not in repr(dict(second.values))
    assert "second" not in repr(dict(first.values))


def test_a_name_in_the_part_for_everyone_is_pointed_out(
    page: ContactPage, people: dict[str, str]
) -> None:
    page.arrive(people=[people["Jaz"], people["Tom"]])
    page.fold.set_open(True)
    page.everyone.inputs["shared"].widget.setPlainText("Pizza with jaz's friends.")
    assert page.warning.isVisible()
    assert "Jaz" in page.warning.accessibleName()
    page.everyone.inputs["shared"].widget.setPlainText("Pizza with jazz on.")
    assert not page.warning.isVisible()


def test_what_is_typed_before_anybody_is_chosen_goes_to_the_first_chosen(
    page: ContactPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(values={"note": "Typed on Today.", "place": "Bus stop", "kind": "phone"})
    page.submit()
    assert "Choose whose diary" in page.who.error.text()
    page.who.choose([people["Tom"]])
    page._people_changed()
    page.submit()
    [saved] = contacts(diary, people["Tom"])
    assert (saved.get("note"), saved.get("place")) == ("Typed on Today.", "Bus stop")
    assert saved.get("kind") == "phone"


def test_somebody_taken_away_leaves_no_entry_and_comes_back_whole(
    page: ContactPage, diary: Diary, people: dict[str, str]
) -> None:
    jaz, tom = people["Jaz"], people["Tom"]
    page.arrive(people=[jaz, tom])
    page.parts.form(jaz).set_values({"note": "Jaz was there."})
    page.parts.form(tom).set_values({"note": "Tom was there."})
    page.who.choose([jaz])
    page._people_changed()
    assert not page.parts.form(tom).isVisible()
    page.who.choose([jaz, tom])
    page._people_changed()
    assert page.parts.form(tom).values()["note"] == "Tom was there."
    page.who.choose([jaz])
    page._people_changed()
    page.submit()
    assert [v.get("note") for v in contacts(diary, jaz)] == ["Jaz was there."]
    assert contacts(diary, tom) == []


def test_locked_with_an_unfinished_entry_and_back_at_the_same_place(
    qtbot: QtBot,
    page: ContactPage,
    show: Callable[[QWidget], None],
    desk: Desk,
    diary: Diary,
    people: dict[str, str],
) -> None:
    jaz, tom = people["Jaz"], people["Tom"]
    page.arrive(people=[jaz, tom])
    press(qtbot, Qt.Key.Key_2, ALT)
    type_here(qtbot, "Half a sent")
    press(qtbot, Qt.Key.Key_Left)
    page.who.set_seen(tom, ("no", None))
    desk.about_to_lock.emit()
    page.hide()
    [draft] = diary.drafts()
    again = ContactPage(desk)
    show(again)
    again.arrive(draft=draft.id)
    assert again.who.people() == [jaz, tom]
    assert again.parts.form(tom).values()["note"] == "Half a sent"
    assert again.who.seen(tom) == ("no", None)
    type_here(qtbot, "e")
    assert again.parts.form(tom).values()["note"] == "Half a senet"


def test_a_draft_is_kept_within_two_seconds(
    qtbot: QtBot, page: ContactPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    type_here(qtbot, "Not finished")
    qtbot.waitUntil(lambda: bool(diary.drafts()), timeout=MOST_MS + 500)
    [draft] = diary.drafts()
    assert draft.data["parts"][people["Jaz"]]["values"]["note"] == "Not finished"
    assert draft.person == people["Jaz"]


def test_invalid_input_keeps_all_that_was_typed(
    qtbot: QtBot, page: ContactPage, diary: Diary, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    type_here(qtbot, "Everything else is fine.")
    when = page.common.inputs["at"].widget
    when.day.setText("32 Foo")
    page.submit()
    assert contacts(diary, people["Jaz"]) == []
    assert page.common.fields["at"].error()
    assert page.parts.form(people["Jaz"]).values()["note"] == "Everything else is fine."
    page.common.inputs["at"].edited.emit()
    page.drafting.keep_now()
    [draft] = diary.drafts()
    page.arrive(draft=draft.id)
    assert page.common.inputs["at"].widget.day.text() == "32 Foo"
    when.day.setText("24 Nov 2026")
    page.who.set_seen(people["Jaz"], ("no", "yes"))
    page.submit()
    assert page.who.error.text()
    page.who.set_seen(people["Jaz"], ("yes", "yes"))
    page.submit()
    assert [v.get("note") for v in contacts(diary, people["Jaz"])] == ["Everything else is fine."]


def test_amending_the_shared_part_changes_each_entry_of_the_meeting(
    page: ContactPage, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    jaz, tom = people["Jaz"], people["Tom"]
    page.arrive(people=[jaz, tom])
    page.parts.form(jaz).set_values({"note": "J"})
    page.parts.form(tom).set_values({"note": "T"})
    page.submit()
    [entry] = contacts(diary, jaz)
    clock.advance(timedelta(days=3))
    page.arrive(record=entry.id)
    page.common.set_values({"place": "The kitchen"})
    page.submit()
    assert page.why_field.isVisible()
    assert page.common.values()["place"] == "The kitchen"
    page.why.setText("Forgot the place")
    page.submit()
    assert [v.get("place") for v in contacts(diary, jaz)] == ["The kitchen"]
    assert [v.get("place") for v in contacts(diary, tom)] == ["The kitchen"]
    assert [v.get("note") for v in contacts(diary, tom)] == ["T"]


def test_who_was_seen_does_not_pass_into_the_next_entry(
    page: ContactPage, people: dict[str, str]
) -> None:
    page.arrive(person=people["Jaz"])
    page.who.set_seen(people["Jaz"], ("yes", "yes"))
    page.arrive(person=people["Jaz"])
    assert page.who.seen(people["Jaz"]) == (None, None)
    assert page.parts.form(people["Jaz"]).is_empty()


def test_what_is_typed_can_be_thrown_away(
    page: ContactPage, desk: Desk, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    page.arrive(person=people["Jaz"])
    assert not page.discard_link.isVisible()
    page.parts.form(people["Jaz"]).inputs["note"].widget.setPlainText("Never mind")
    page.drafting.keep_now()
    assert page.discard_link.isVisible()
    page.discard_link.click()
    assert len(diary.drafts()) == 1
    page.notices.itemAt(0).widget().acted.emit()
    assert diary.drafts() == []
    assert went[-1].key == "person"


def test_escape_leaves_and_keeps_what_is_typed(
    qtbot: QtBot, page: ContactPage, diary: Diary, people: dict[str, str], went: list[Going]
) -> None:
    page.arrive(person=people["Jaz"])
    type_here(qtbot, "Half")
    press(qtbot, Qt.Key.Key_Escape)
    assert went[-1] == Going("person", {"person": people["Jaz"]})
    assert len(diary.drafts()) == 1
