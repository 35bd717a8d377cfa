"""The order of the Tab key is the order in which things stand. Qt goes by when a widget was added,
which is not the same where parts of a page are made later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_in_order(root: QWidget) -> None:
    """Has Tab go through everything inside as it is laid out."""
    stops = list(_stops(root))
    # Tab stops at what hands the keyboard on, too: left where it was made, it would lead back
    # there. Qt moves it only while it takes the keyboard itself.
    handing = [(w, proxy, w.focusPolicy()) for w in stops if (proxy := w.focusProxy()) is not None]
    for widget, _, _ in handing:
        widget.setFocusProxy(None)  # type: ignore[arg-type]  # None takes it away
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for before, widget in pairwise(stops):
        QWidget.setTabOrder(before, widget)
    for widget, proxy, policy in handing:
        widget.setFocusPolicy(policy)
        widget.setFocusProxy(proxy)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    hands_on = widget.focusProxy() is not None
    if hands_on or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
        if not hands_on:
            return
    if isinstance(widget, QScrollArea):
        if (inside := widget.widget()) is not None:
            yield from _stops(inside)
    elif (layout := widget.layout()) is not None:
        yield from _inside(layout)


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _inside(inner)
        elif (widget := item.widget()) is not None:
            yield from _stops(widget)
