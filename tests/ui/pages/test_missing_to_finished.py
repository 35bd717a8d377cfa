"""One whole way by keyboard, in the real window: a missing episode opened, the police told, back,
the conversation held side by side and finished; and the cover over what was said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from diary.casework import episodes
from diary.clock import FixedClock
from diary.diary import Diary
from ui.desk.desk import Desk
from ui.pages import missing, return_conversation
from ui.pages.return_conversation import ReturnPage
from ui.shell.nav import NavEntry
from ui.shell.window import MainWindow
from ui.theme import Theme
from ui.widgets import Page

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, look: Theme, desk: Desk) -> MainWindow:
    pages = (missing.PAGE, return_conversation.PAGE)
    entries = [NavEntry("people", "Young people", "users", lambda: Page("Young people"))]
    entries += [
        NavEntry(p.key, p.label, p.icon, lambda p=p: p.make(desk), p.bottom, p.under) for p in pages
    ]
    made = MainWindow(entries)
    desk.went.connect(lambda going: made.show_page(going.key, **going.args))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(focus(), text)


def tab_to(qtbot: QtBot, name: str) -> QWidget:
    for _ in range(120):
        if focus().accessibleName() == name:
            return focus()
        press(qtbot, Key.Key_Tab)
    raise AssertionError(f"no way to {name} by keyboard")


def open_and_tell(qtbot: QtBot) -> None:
    """Everything that opening asks, and the police told with their reference."""
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, "Last seen: date")
    write(qtbot, "24 Nov 2026")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "10:00")
    tab_to(qtbot, "Where")
    write(qtbot, "outside school")
    tab_to(qtbot, "Open the episode for Jaz")
    press(qtbot, Key.Key_Space)
    assert focus().accessibleName() == "Police: told now"
    press(qtbot, Key.Key_Space)
    write(qtbot, "P/77")
    press(qtbot, Key.Key_Return)


def come_back(qtbot: QtBot) -> None:
    tab_to(qtbot, "When they came back: date")
    write(qtbot, "24 Nov 2026")
    press(qtbot, Key.Key_Tab)
    write(qtbot, "17:30")
    tab_to(qtbot, "Save: returned")
    press(qtbot, Key.Key_Space)


def talk_side_by_side(qtbot: QtBot, window: MainWindow) -> None:
    tab_to(qtbot, "Sit side by side")
    press(qtbot, Key.Key_Space)
    assert window.is_covered()
    write(qtbot, "Nobody asked me anything")
    press(qtbot, Key.Key_1, ALT)
    press(qtbot, Key.Key_Escape)
    assert not window.is_covered()


def test_from_missing_to_a_finished_conversation(
    qtbot: QtBot, window: MainWindow, diary: Diary, people: dict[str, str], clock: FixedClock
) -> None:
    window.show_page("missing", person=people["Jaz"])
    open_and_tell(qtbot)
    clock.advance(timedelta(hours=6))
    come_back(qtbot)
    clock.at = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    tab_to(qtbot, "Hold the return conversation")
    press(qtbot, Key.Key_Space)
    page = window.page("return")
    assert isinstance(page, ReturnPage)
    assert window.current_key() == "return"
    talk_side_by_side(qtbot, window)
    for _ in range(12):
        if page.at == "finish":
            break
        press(qtbot, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Key.Key_Space)
    (episode,) = diary.ask(lambda reads: reads.all("missing_episode"))
    talk = diary.ask(episodes.conversation_for, episode.id)
    assert talk is not None
    assert talk.get("outcome") == "held"
    assert [one["text"] for one in talk.get("lines")] == ["Nobody asked me anything"]
    assert episode.get("police_reference") == "P/77"
    assert not episode.get("closing_reason")


def test_the_cover_key_goes_from_the_words_to_the_cover(
    qtbot: QtBot, window: MainWindow, diary: Diary, people: dict[str, str]
) -> None:
    record = diary.do(episodes.open_missing, people["Jaz"], {}).result
    window.show_page("return", episode=record)
    page = window.page("return")
    assert isinstance(page, ReturnPage)
    page.sit_beside()
    write(qtbot, "Something private")
    with qtbot.waitSignal(window.cover_requested):
        press(qtbot, Key.Key_F8)
    assert page.beside is None
    talk = diary.ask(episodes.conversation_for, record)
    assert talk is not None
    assert talk.get("lines")[0]["text"] == "Something private"


def test_locking_side_by_side_leaves_nothing_on_screen(
    qtbot: QtBot, window: MainWindow, desk: Desk, diary: Diary, people: dict[str, str]
) -> None:
    record = diary.do(episodes.open_missing, people["Jaz"], {}).result
    window.show_page("return", episode=record)
    page = window.page("return")
    assert isinstance(page, ReturnPage)
    page.sit_beside()
    write(qtbot, "Something private")
    press(qtbot, Key.Key_Return)
    desk.about_to_lock.emit()
    window.forget_pages()
    qtbot.waitUntil(lambda: window.page("return") is None)
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert not any("private" in words for words in shown)
    (draft,) = diary.drafts()
    assert draft.data["values"]["lines"][0]["text"] == "Something private"


def test_without_an_episode_there_is_nothing_to_talk_about_yet(
    window: MainWindow, people: dict[str, str], said: list[str]
) -> None:
    window.show_page("return", person=people["Tom"])
    assert window.current_key() == "missing"
    assert said == ["There is no missing episode yet: open one first."]


def focusable(page: QWidget) -> list[QWidget]:
    return [
        part
        for part in page.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_whatever_takes_the_keyboard_has_a_name(
    window: MainWindow, diary: Diary, people: dict[str, str]
) -> None:
    window.show_page("missing", person=people["Jaz"])
    page = window.page("missing")
    assert page is not None
    assert [part for part in focusable(page) if not part.accessibleName()] == []
    record = diary.do(episodes.open_missing, people["Jaz"], {}).result
    back = {"returned_at": {"precision": "exact", "at": "2026-11-24T11:00:00Z"}}
    diary.do(episodes.record_back, record, back)
    window.show_page("missing", record=record)
    assert [part for part in focusable(page) if not part.accessibleName()] == []
    window.show_page("return", episode=record)
    talk = window.page("return")
    assert isinstance(talk, ReturnPage)
    for step in talk.panes.keys():  # noqa: SIM118 not a mapping
        talk.show_step(step)
        assert [part for part in focusable(talk) if not part.accessibleName()] == [], step


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_its_room(
    qtbot: QtBot,
    window: MainWindow,
    look: Theme,
    diary: Diary,
    people: dict[str, str],
    percent: int,
) -> None:
    look.set(text_percent=percent)
    window.resize(1366, 768)
    record = diary.do(episodes.open_missing, people["Jaz"], {}).result
    back = {"returned_at": {"precision": "exact", "at": "2026-11-24T11:00:00Z"}}
    diary.do(episodes.record_back, record, back)
    for key, args in (("missing", {"person": people["Tom"]}), ("missing", {"record": record})):
        page = window.show_page(key, **args)
        assert isinstance(page, Page)
        qtbot.waitUntil(lambda p=page: p.scroller.horizontalScrollBar().maximum() == 0)
    talk = window.show_page("return", episode=record)
    assert isinstance(talk, ReturnPage)
    for step in talk.panes.keys():  # noqa: SIM118 not a mapping
        talk.show_step(step)
        pane = talk.panes.pane(step)
        qtbot.waitUntil(lambda: talk.scroller.horizontalScrollBar().maximum() == 0)
        qtbot.waitUntil(lambda p=pane: p.minimumSizeHint().width() <= talk.panes.width())
