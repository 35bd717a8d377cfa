"""The look, for every test with a widget: the theme worn by the application, light, 100 %, and put
back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from diary.casework.contacts import add_people
from diary.clock import FixedClock
from diary.diary import Diary
from diary.vault.keyslots import KdfParams
from ui.desk.desk import Desk, Going
from ui.desk.tasks import Tasks
from ui.theme import Theme, theme

PASSPHRASE = "seven quiet herons over water"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@cache
def _dressed(app: QApplication) -> Theme:
    theme().apply(app)
    return theme()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The application's theme at its plainest."""
    worn = _dressed(qapp)
    worn.set(scheme="light", text_percent=100, spacing="normal", tint="none")
    yield worn
    # Widgets of this test that were closed but not yet deleted would be dressed again and again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    worn.set(scheme="light", text_percent=100, spacing="normal", tint="none")


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 24 November 2026, noon, until a test moves it."""
    return FixedClock(NOON)


@pytest.fixture
def diary(tmp_path: Path, clock: FixedClock) -> Iterator[Diary]:
    """An open diary with nobody in it, its key cheap to derive."""
    kdf = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    made, _ = Diary.create(tmp_path / "vault", PASSPHRASE, "Sam", clock=clock, kdf=kdf)
    yield made
    made.close()


@pytest.fixture
def desk(qapp: QApplication, diary: Diary) -> Desk:
    """The desk on that diary; everything runs at once on the test's own thread."""
    return Desk(diary, Tasks(inline=True))


@pytest.fixture
def went(desk: Desk) -> list[Going]:
    """Where the page asked to go, in order."""
    places: list[Going] = []
    desk.went.connect(places.append)
    return places


@pytest.fixture
def said(desk: Desk) -> list[str]:
    """What was said in toasts, in order."""
    told: list[str] = []
    desk.said.connect(lambda saying: told.append(saying.text))
    return told


@pytest.fixture
def people(diary: Diary) -> dict[str, str]:
    """Three invented young people: chosen name to id."""
    names = ["Jaz", "Tom", "Aisha"]
    return dict(zip(names, diary.do(add_people, names).result, strict=True))


@pytest.fixture
def show(look: Theme, qtbot: QtBot) -> Callable[[QWidget], None]:
    """Shows a page as a window of its own, with the keyboard in it."""

    def shown(page: QWidget) -> None:
        qtbot.addWidget(page)
        page.resize(1160, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)

    return shown
