"""The return conversation by keyboard: from a return to a finished record with lines written side
by side; a no in half a minute; a lock in the middle; times that can't be; what is never on screen
beside the young person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from diary.casework import episodes
from diary.casework.contacts import quick_log
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.records.view import View
from ui.desk.desk import Desk, Going
from ui.desk.drafting import MOST_MS
from ui.pages.return_conversation import ReturnPage

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def when(*parts: int) -> dict[str, str]:
    return When.exact(datetime(*parts, tzinfo=UTC), "Europe/London").to_map()  # type: ignore[arg-type]


@pytest.fixture
def episode(diary: Diary, people: dict[str, str]) -> str:
    """Jaz came back on Saturday at two in the morning; it is Tuesday noon, ten hours late."""
    values = {"last_seen_at": when(2026, 11, 20, 19, 0)}
    record = diary.do(episodes.open_missing, people["Jaz"], values).result
    diary.do(episodes.record_back, record, {"returned_at": when(2026, 11, 21, 2, 0)})
    return record


@pytest.fixture
def page(desk: Desk, show: Callable[[QWidget], None]) -> ReturnPage:
    made = ReturnPage(desk)
    show(made)
    return made


def talk_of(diary: Diary, episode: str) -> View:
    view = diary.ask(episodes.conversation_for, episode)
    assert view is not None
    return view


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(focus(), text)


def tab_to(qtbot: QtBot, name: str) -> QWidget:
    for _ in range(80):
        if focus().accessibleName() == name:
            return focus()
        press(qtbot, Key.Key_Tab)
    raise AssertionError(f"no way to {name} by keyboard")


def test_held_side_by_side_and_finished_by_keyboard_alone(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)
    page.arrive(episode=episode)
    assert "9 h 20 min left" in page.clock.accessibleName()
    press(qtbot, Key.Key_Space)  # independent: yes
    press(qtbot, Key.Key_B, CTRL)
    assert page.beside is not None
    write(qtbot, "Everyone was arguing about the phone")
    press(qtbot, Key.Key_1, ALT)
    write(qtbot, "Where did you go?")
    press(qtbot, Key.Key_A, ALT)
    write(qtbot, "Just the bus station")
    press(qtbot, Key.Key_Return)
    write(qtbot, "My foot hurts")
    press(qtbot, Key.Key_4, ALT)
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_2, ALT)  # the bus station, filed afterwards
    press(qtbot, Key.Key_Escape)
    assert page.beside is None
    lines = talk_of(diary, episode).get("lines")
    assert [(one["section"], one["who"]) for one in sorted(lines, key=lambda x: x["order"])] == [
        ("before", "child"),
        ("unsorted", "asked"),
        ("away", "child"),
        ("health", "child"),
    ]
    # The question waits to be sorted, and one key does it.
    assert page.at == "sort"
    press(qtbot, Key.Key_2)
    assert page.at == "finish"
    tab_to(qtbot, "Finish this conversation")
    press(qtbot, Key.Key_Space)
    talk = talk_of(diary, episode)
    assert talk.get("outcome") == "held"
    assert talk.get("independent") == "yes"
    assert talk.get("start_at") == when(2026, 11, 23, 16, 40)
    assert "Held in time" in page.clock.accessibleName()
    assert diary.drafts() == []


def test_what_is_beside_the_young_person_is_only_theirs(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    diary.do(
        episodes.begin_conversation,
        [episode],
        {"noticed": "Looked at the floor", "with_whom": "Kayleigh", "push": [{"code": "school"}]},
    )
    page.arrive(episode=episode)
    page.sit_beside()
    assert page.beside is not None
    words = " ".join(label.text() for label in page.beside.findChildren(QLabel))
    for hidden in ("floor", "Kayleigh", "left", "hour", "Saved", "72", "late by", "School"):
        assert hidden not in words
    covering = page.beside.geometry()
    assert covering == page.rect()


def test_the_last_no_is_written_in_half_a_minute(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="offers")
    press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, "Their reason, in their words")
    write(qtbot, "Not today. You only ask when I've been gone")
    tab_to(qtbot, "Carer asked what they know (optional)")
    write(qtbot, "Dawn")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "She was cold and hungry")
    tab_to(qtbot, "Offer again on: date")
    write(qtbot, "26 Nov 2026")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "16:00")
    tab_to(qtbot, "Write this offer down")
    press(qtbot, Key.Key_Space)
    talk = talk_of(diary, episode)
    (made,) = talk.get("offers")
    assert (made["answer"], made["by"]) == ("declined", "Sam")
    assert made["reason"] == "Not today. You only ask when I've been gone"
    assert made["next_at"] == when(2026, 11, 26, 16, 0)
    (carer,) = talk.get("carers")
    assert (carer["who"], carer["said"]) == ("Dawn", "She was cold and hungry")
    # A no is not an end: nothing was closed.
    assert talk.get("outcome") is None


def test_a_second_no_days_later_needs_no_reason(
    page: ReturnPage, diary: Diary, episode: str, clock: FixedClock
) -> None:
    no = {"answer": "declined", "reason": "No.", "at": when(2026, 11, 24, 12, 0)}
    diary.do(episodes.decline, episode, no)
    clock.advance(timedelta(days=3))
    page.arrive(episode=episode, step="offers")
    offers = page.panes.pane("offers")
    offers.another.click()  # type: ignore[attr-defined]
    offers.answer.chips.chip("declined").click()  # type: ignore[attr-defined]
    offers.reason.box.setPlainText("Still no.")  # type: ignore[attr-defined]
    offers.write()  # type: ignore[attr-defined]
    assert [o["reason"] for o in talk_of(diary, episode).get("offers")] == ["No.", "Still no."]


def test_a_next_offer_before_this_one_says_why_and_loses_nothing(
    page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="offers")
    offers: Any = page.panes.pane("offers")
    offers.answer.chips.chip("declined").click()
    offers.reason.box.setPlainText("Not now")
    offers.next_at.edit.set_value(When.exact(datetime(2026, 11, 1, tzinfo=UTC), "Europe/London"))
    offers.next_at.was_edited()
    offers.write()
    assert "before this one" in offers.next_at.error()
    assert offers.reason.value() == "Not now"
    assert diary.ask(episodes.conversation_for, episode) is None


def test_an_end_before_its_beginning_says_why_beside_the_time(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="finish")
    pane = page.panes.pane("finish")
    for key, hour in (("start_at", 11), ("end_at", 10)):
        field: Any = pane.sheet.bounds[key]
        at = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
        field.edit.set_value(When.exact(at, "Europe/London"))
        field.was_edited()
    page.go_on()
    assert "ends before it begins" in pane.sheet.bounds["end_at"].error()
    assert page.talk is not None
    assert page.talk.get("end_at") == when(2026, 11, 24, 10, 0)
    assert page.at == "finish"


def test_what_can_be_saved_is_saved_though_one_time_is_wrong(
    page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="finish")
    pane = page.panes.pane("finish")
    for key, hour in (("start_at", 11), ("end_at", 10)):
        field: Any = pane.sheet.bounds[key]
        at = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
        field.edit.set_value(When.exact(at, "Europe/London"))
        field.was_edited()
    page.show_step("away")
    away: Any = page.panes.pane("away")
    away.lines.box.setPlainText("By the canal")
    page.keeping.save()
    assert [one["text"] for one in talk_of(diary, episode).get("lines")] == ["By the canal"]
    assert page.talk is not None
    assert page.talk.get("end_at") == when(2026, 11, 24, 10, 0)


def test_a_late_one_is_late_whatever_is_written(
    page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="finish")
    start: Any = page.panes.pane("finish").sheet.bounds["start_at"]
    start.edit.set_value(When.exact(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "Europe/London"))
    start.was_edited()
    finish: Any = page.panes.pane("finish")
    assert finish.outcome.text() == "Held late by 8 h"
    assert finish.late.isVisibleTo(finish)
    finish.late.box.setPlainText("She asked for today")
    page.go_on()
    talk = talk_of(diary, episode)
    assert (talk.get("outcome"), talk.get("reason_late")) == ("held", "She asked for today")


def test_not_asked_stands_apart_from_did_not_want_to_say(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="before")
    write(qtbot, "It was loud")
    page.go_on()
    assert page.at == "away"
    page.unsaid.click()
    assert page.at == "back"
    page.later.click()
    page.show_step("finish")
    finish: Any = page.panes.pane("finish")
    assert finish.not_asked.text() == "Not asked: coming back, health, safe now."
    assert finish.not_said.text() == "They did not want to say: away."
    page.go_on()
    assert talk_of(diary, episode).get("outcome") == "held"


def test_never_offered_closes_as_that_with_its_why(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="offers")
    offers: Any = page.panes.pane("offers")
    offers.why_not.box.setPlainText("Moved to another authority the same day")
    page.show_step("finish")
    page.go_on()
    talk = talk_of(diary, episode)
    assert talk.get("outcome") == "not_offered"
    assert talk.get("not_offered_why") == "Moved to another authority the same day"


def test_a_lock_in_the_middle_brings_back_step_words_and_cursor(
    qtbot: QtBot, page: ReturnPage, desk: Desk, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode, step="before")
    write(qtbot, "Everyone was arg")
    noticed: Any = page.panes.pane("before").sheet.bounds["noticed"]
    noticed.widget.setFocus()
    write(qtbot, "Looked at the fl")
    desk.about_to_lock.emit()
    (draft,) = diary.drafts()
    again = ReturnPage(desk)
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    again.arrive(draft=draft.id)
    assert again.at == "before"
    before: Any = again.panes.pane("before")
    assert before.lines.box.text() == "Everyone was arg"
    box = before.sheet.bounds["noticed"].box
    assert box.text() == "Looked at the fl"
    assert again.focusWidget() is box
    assert box.textCursor().position() == len("Looked at the fl")


def test_lines_side_by_side_are_in_the_vault_within_two_seconds(
    qtbot: QtBot, page: ReturnPage, desk: Desk, diary: Diary, episode: str
) -> None:
    page.arrive(episode=episode)
    page.sit_beside()
    write(qtbot, "We went to the")
    press(qtbot, Key.Key_Return)
    write(qtbot, "and then")
    qtbot.waitUntil(lambda: bool(diary.drafts()), timeout=MOST_MS + 500)
    (draft,) = diary.drafts()
    assert draft.data["beside"] == "and then"
    assert [one["text"] for one in draft.data["values"]["lines"]] == ["We went to the"]
    desk.about_to_lock.emit()
    assert page.beside is None
    again = ReturnPage(desk)
    qtbot.addWidget(again)
    again.show()
    again.arrive(draft=draft.id)
    assert again.beside is not None
    assert again.beside.typing() == "and then"


def test_the_clock_is_there_at_every_step_and_ticks(
    page: ReturnPage, diary: Diary, episode: str, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    page.arrive(episode=episode)
    for step in page.panes.keys():  # noqa: SIM118 not a mapping
        page.show_step(step)
        assert page.clock.isVisible()
    assert "38 h left" in page.clock.accessibleName()
    assert "72 hours from the return end Tue 24 Nov, 02:00" in page.clock.accessibleName()
    assert "last daytime chance is Mon 23 Nov" in page.clock.accessibleName()
    clock.advance(timedelta(hours=40))
    page.tick()
    assert "Late by 2 h" in page.clock.accessibleName()


def test_scotland_speaks_its_own_words(
    page: ReturnPage, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    diary.do(lambda work: work.edit(people["Tom"], {"nation": "scotland", "pronouns": "he/him"}))
    record = diary.do(episodes.open_missing, people["Tom"], {}).result
    diary.do(episodes.record_back, record, {"returned_at": when(2026, 11, 24, 10, 0)})
    page.arrive(episode=record)
    assert page.header.title.text() == "Return discussion with Tom"
    assert "Arrange it within 72 hours" in page.clock.accessibleName()
    assert page.unsaid.accessibleName() == "He does not want to say"


def test_an_earlier_meeting_may_have_been_it(
    page: ReturnPage, diary: Diary, episode: str, people: dict[str, str]
) -> None:
    values = {
        "kind": "met",
        "at": when(2026, 11, 21, 14, 0),
        "note": "Walked round the park",
        "words": "It was freezing",
    }
    diary.do(quick_log, person=people["Jaz"], values=values)
    page.arrive(episode=episode)
    start: Any = page.panes.pane("start")
    assert start.earlier_field.label.text().startswith("You met on Sat 21 Nov, 14:00")
    start.earlier.chip("all").click()
    page.keeping.save()
    talk = talk_of(diary, episode)
    assert talk.get("start_at") == values["at"]
    assert talk.get("noticed") == "Walked round the park"
    assert [one["text"] for one in talk.get("lines")] == ["It was freezing"]
    assert not start.earlier_field.isVisibleTo(start)


def test_a_redraw_takes_nothing_that_is_half_typed(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    talk = diary.do(episodes.begin_conversation, [episode]).result
    page.arrive(episode=episode, step="away")
    away: Any = page.panes.pane("away")
    write(qtbot, "It was cold")
    press(qtbot, Key.Key_Return)
    write(qtbot, "I asked: ")
    phone = away.sheet.bounds["phone"]
    phone.widget.setFocus()
    write(qtbot, "broken ")
    diary.do(lambda work: work.edit(talk, {"place": "The park"}))
    assert away.lines.box.text() == "It was cold\nI asked: "
    assert phone.widget.text() == "broken "
    page.keeping.save()
    assert [one["text"] for one in talk_of(diary, episode).get("lines")] == ["It was cold"]
    assert away.lines.box.text() == "It was cold\nI asked: "


def test_harm_leads_to_a_concern_in_one_step(
    page: ReturnPage, diary: Diary, episode: str, people: dict[str, str], went: list[Going]
) -> None:
    page.arrive(episode=episode, step="away")
    away: Any = page.panes.pane("away")
    assert not away.concern.isVisibleTo(away)
    away.sheet.bounds["harm"].chips.chip("unsure").click()
    assert away.concern.isVisibleTo(away)
    away.concern.click()
    assert [(g.key, g.args.get("person")) for g in went] == [("concern", people["Jaz"])]


def test_pushes_keep_whose_view_they_are(page: ReturnPage, diary: Diary, episode: str) -> None:
    page.arrive(episode=episode, step="before")
    before: Any = page.panes.pane("before")
    before.push.inside.chips.chip("arguments").click()
    before.whose.set_value("worker")
    before.push.draw()
    assert before.push.inside.chips.values() == []
    before.push.inside.chips.chip("school").click()
    page.keeping.save()
    pushes = {(one["code"], one["view"]) for one in talk_of(diary, episode).get("push")}
    assert pushes == {("arguments", "child"), ("school", "worker")}


def test_who_hears_what_is_told_with_a_tap(page: ReturnPage, diary: Diary, episode: str) -> None:
    page.arrive(episode=episode, step="sharing")
    sharing: Any = page.panes.pane("sharing")
    sharing.add_row.chip("Police").click()
    sharing.rows[0].tell.click()
    sharing.add_row.chip("School").click()
    sharing.rows[1].basis.chip("no").click()
    page.keeping.save()
    lines = {one["who"]: one for one in talk_of(diary, episode).get("sharing")}
    assert (lines["Police"]["basis"], lines["Police"]["told"]) == ("must", True)
    assert lines["Police"]["at"] == when(2026, 11, 24, 12, 0)
    assert lines["School"]["basis"] == "no"
    assert "told" not in lines["School"]


def test_a_colleagues_line_arrives_without_losing_what_is_typed(
    qtbot: QtBot, page: ReturnPage, diary: Diary, episode: str
) -> None:
    talk = diary.do(episodes.begin_conversation, [episode]).result
    page.arrive(episode=episode, step="before")
    write(qtbot, "It was lo")
    diary.do(lambda work: work.edit(talk, {"place": "The park"}))
    write(qtbot, "ud")
    before: Any = page.panes.pane("before")
    assert before.lines.box.text() == "It was loud"
    page.keeping.save()
    view = talk_of(diary, episode)
    assert view.get("place") == "The park"
    assert [one["text"] for one in view.get("lines")] == ["It was loud"]
