"""The look, for every test with a widget: the theme worn by the application, light, 100 %, and put
back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui.theme import Theme, theme


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
