"""The order of the Tab key is the order in which things stand. Qt goes by when a widget was added,
which is not the same where parts of a page are made later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_in_order(root: QWidget) -> None:
    """Has Tab go through everything inside as it is laid out."""
    stops = list(_stops(root, whole=False))
    # Tab stops at what hands the keyboard on, too: left where it was made, it would lead back
    # there. Qt moves a widget only while it takes the keyboard itself, and puts one that hands it
    # on before the first of its own parts: so all of these move, whether they take it or not.
    before = [(widget, widget.focusProxy(), widget.focusPolicy()) for widget in stops]
    for widget, proxy, policy in before:
        if proxy is not None:
            widget.setFocusProxy(None)  # type: ignore[arg-type]  # None takes it away
        if not policy & Qt.FocusPolicy.TabFocus:
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for first, second in pairwise(stops):
        QWidget.setTabOrder(first, second)
    for widget, _, policy in before:
        widget.setFocusPolicy(policy)
    for widget, proxy, _ in before:
        if proxy is not None:
            widget.setFocusProxy(proxy)


def _stops(widget: QWidget, *, whole: bool) -> Iterator[QWidget]:
    """What takes the keyboard; of what hands it on (`whole`), everything."""
    whole = whole or widget.focusProxy() is not None
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if whole or takes:
        yield widget
    if takes and widget.focusProxy() is None:
        return
    if isinstance(widget, QScrollArea):
        if (inside := widget.widget()) is not None:
            yield from _stops(inside, whole=whole)
    elif (layout := widget.layout()) is not None:
        yield from _inside(layout, whole=whole)


def _inside(layout: QLayout, *, whole: bool) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _inside(inner, whole=whole)
        elif (widget := item.widget()) is not None:
            yield from _stops(widget, whole=whole)


def tab_on(window: QWidget, *, forward: bool) -> bool:
    """Takes the keyboard to what stands next in a window, whenever and in whatever order its parts
    were made; False where that can't be told."""
    stops = list(_open_stops(window))
    here: QWidget | None = window.focusWidget()
    while here is not None and here not in stops:
        here = here.parentWidget()
    if here is None:
        return False
    there = stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    there.setFocus(reason)
    _reveal(there)
    return True


def _open_stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard now, as it is laid out; what lies over the rest comes last."""
    if widget.isHidden() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
        return
    laid_out = [] if (layout := widget.layout()) is None else list(_widgets(layout))
    others = [w for w in widget.children() if isinstance(w, QWidget) and w not in laid_out]
    for child in (*laid_out, *others):
        if not child.isWindow():
            yield from _open_stops(child)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _widgets(inner)
        elif (widget := item.widget()) is not None:
            yield widget


def _reveal(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
