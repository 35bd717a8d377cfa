"""A time as it is typed: read when it can mean one thing, refused in words when it can't."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from diary.clock import FixedClock, When
from ui.theme import Theme
from ui.widgets import WhenEdit
from ui.widgets.whentext import NotRead, day_text, moment, read_day, read_time

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24 Nov 2026", date(2026, 11, 24)),
        ("Tue 24 november 2026", date(2026, 11, 24)),
        ("24th Nov, 26", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("24/11/2026", date(2026, 11, 24)),
        ("4/4/2026", date(2026, 4, 4)),
        ("3 Sept 2026", date(2026, 9, 3)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 23)),
        ("30 Dec", date(2026, 12, 30)),
        ("2 jan", date(2027, 1, 2)),
    ],
)
def test_a_plain_date_is_read(typed: str, meant: date) -> None:
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("03/04/2026", "3 April or 4 March"),
        ("3.4.26", "3 April or 4 March"),
        ("31 Feb 2026", "no such day"),
        ("45/13/2026", "no such day"),
        ("5 Foo 2026", "not a month"),
        ("soon", "month as a word"),
    ],
)
def test_a_doubtful_date_is_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(NotRead, match=says):
        read_day(typed, TODAY)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_what_we_write_we_read(day: date) -> None:
    assert read_day(day_text(day), TODAY) == day


@given(st.text(max_size=14))
def test_any_text_is_read_or_refused(typed: str) -> None:
    for read in (lambda t: read_day(t, TODAY), read_time):
        try:
            read(typed)
        except NotRead as reason:
            refused = str(reason)
        else:
            refused = ""
        assert not refused or refused.endswith(".")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:30", time(15, 30)),
        ("1530", time(15, 30)),
        ("3.30 pm", time(15, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("7:05", time(7, 5)),
    ],
)
def test_a_plain_time_is_read(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "12:60", "3", "13pm", "late", ""])
def test_a_doubtful_time_is_refused(typed: str) -> None:
    with pytest.raises(NotRead):
        read_time(typed)


def test_the_hour_that_never_was_and_the_hour_that_came_twice() -> None:
    with pytest.raises(NotRead, match="clocks went forward"):
        moment(date(2026, 3, 29), time(1, 30), "Europe/London")
    twice = moment(date(2026, 10, 25), time(1, 30), "Europe/London")
    assert twice.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert "first of the two" in twice.remark


@pytest.fixture
def edit(look: Theme, qtbot: QtBot) -> WhenEdit:
    made = WhenEdit("Came back", clock=FixedClock(NOON), past_only=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_empty_is_neither_a_value_nor_a_problem(edit: WhenEdit) -> None:
    assert edit.value() is None
    assert edit.problem() == ""


def test_typing_gives_an_exact_time_in_its_zone(edit: WhenEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.changed):
        qtbot.keyClicks(edit.day, "21 Jul 2026")
    assert edit.problem() == "Write the time, or choose Day only."
    qtbot.keyClicks(edit.time, "15:30")
    assert edit.value() == When.exact(datetime(2026, 7, 21, 14, 30, tzinfo=UTC), "Europe/London")


def test_an_ambiguous_date_gives_no_value_and_says_why(edit: WhenEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit.day, "03/04/2026")
    qtbot.keyClicks(edit.time, "10:00")
    assert edit.value() is None
    assert "3 April or 4 March" in edit.problem()
    assert "3 April" in edit.time.accessibleDescription() or edit.problem()


@pytest.mark.parametrize("precision", ["about", "day", "unknown"])
def test_each_precision_travels_there_and_back(edit: WhenEdit, precision: str) -> None:
    given_ = {
        "about": When.about(NOON, "Europe/London"),
        "day": When.on(TODAY, "Europe/London"),
        "unknown": When.unknown("Europe/London"),
    }[precision]
    edit.set_value(given_)
    assert edit.value() == given_
    assert edit.time.isVisible() == (precision == "about")


def test_a_time_to_come_is_refused_where_only_the_past_makes_sense(edit: WhenEdit) -> None:
    edit.set_value(When.exact(datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "Europe/London"))
    assert edit.value() is None
    assert "still to come" in edit.problem()
    edit.set_past_only(False)
    assert edit.value() is not None


def test_quick_buttons_fill_in_what_they_say(edit: WhenEdit, qtbot: QtBot) -> None:
    from ui.widgets import LinkButton

    buttons = {one.accessibleName(): one for one in edit.findChildren(LinkButton)}
    buttons["Just now"].click()
    assert edit.value() == When.exact(NOON, "Europe/London")
    buttons["Earlier today"].click()
    value = edit.value()
    assert value is not None
    assert (value.precision, value.local_day()) == ("about", TODAY)
    buttons["Yesterday"].click()
    assert edit.value() == When.on(date(2026, 11, 23), "Europe/London")


def test_leaving_the_field_writes_back_what_was_understood(edit: WhenEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit.day, "2026-11-20")
    qtbot.keyClicks(edit.time, "330pm")
    edit.time.editingFinished.emit()
    assert (edit.day.text(), edit.time.text()) == ("20 Nov 2026", "15:30")
