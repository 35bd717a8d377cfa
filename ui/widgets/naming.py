"""Names for assistive technology and tests: one call gives a widget both, always the same."""

from __future__ import annotations

from html import escape
from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """The widget, with its accessible name, which is also its object name. For controls and fixed
    wording: what somebody wrote goes into the accessible name only."""
    widget.setAccessibleName(name)
    widget.setObjectName(name)
    return widget


def repolish(widget: QWidget, prop: str, value: object) -> None:
    """Sets a property that the style sheet selects by, and has the widget redrawn for it."""
    if widget.property(prop) == value:
        return
    widget.setProperty(prop, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()


def hide_unless(widget: QWidget, wanted: object) -> None:
    """Shows a widget if something is there to show. One without a parent is never shown by this:
    it would flash up as a window of its own."""
    if not wanted:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()


def tip(widget: QWidget, text: str) -> None:
    """A tooltip that shows the text as it is, whatever it looks like; none for an empty text."""
    widget.setToolTip(f"<span>{escape(text)}</span>" if text else "")


def plain(text: str) -> str:
    """Text for a button: an ampersand in a name is an ampersand, not a shortcut."""
    return text.replace("&", "&&")
