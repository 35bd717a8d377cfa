"""The order of the Tab key is the order in which things stand. Qt goes by when a widget was added,
which is not the same where parts of a page are made later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import QObject, Qt
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
        for child in laid_out(layout, widget.children()):
            yield from _stops(child, whole=whole)


def laid_out(layout: QLayout, among: Iterable[QObject]) -> list[QWidget]:
    """Those of `among` that stand in a layout or in one inside it, in order. It never asks for a
    layout's items: Qt throws them away by itself, and Python would go on holding a hand that then
    answers for whatever is made in the same place."""
    candidates = [child for child in among if isinstance(child, QWidget)]
    parts: list[tuple[int, QWidget | QLayout]] = [
        (at, child) for child in candidates if (at := layout.indexOf(child)) >= 0
    ]
    inner = (child for child in layout.children() if isinstance(child, QLayout))
    parts += [(layout.indexOf(child), child) for child in inner]
    out: list[QWidget] = []
    for _, part in sorted(parts, key=itemgetter(0)):
        out += [part] if isinstance(part, QWidget) else laid_out(part, candidates)
    return out


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
    layout, children = widget.layout(), widget.children()
    ordered = [] if layout is None else laid_out(layout, children)
    others = [w for w in children if isinstance(w, QWidget) and w not in ordered]
    for child in (*ordered, *others):
        if not child.isWindow():
            yield from _open_stops(child)


def _reveal(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
