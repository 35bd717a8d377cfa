"""The order of the Tab key is the order in which things stand. Qt goes by when a widget was added,
which is not the same where parts of a page are made later."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_in_order(root: QWidget) -> None:
    """Has Tab go through everything inside as it is laid out."""
    before: QWidget | None = None
    for widget in _focusable(root):
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    if takes_tab and widget.focusProxy() is None:
        yield widget
        return
    if isinstance(widget, QScrollArea):
        inside: QWidget | None = widget.widget()
        if inside is not None:
            yield from _focusable(inside)
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
            yield from _focusable(widget)
