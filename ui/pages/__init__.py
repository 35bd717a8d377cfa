"""One file per screen. A page is made with the `Desk` and says in a `PageSpec` where it stands in
the navigation; adding a page is its file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.desk.desk import Desk
from ui.widgets import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its key for `desk.go`, how it stands in the navigation, and how it is made. `under`
    names the entry that is lit for a page with no line of its own."""

    key: str
    label: str
    icon: str
    make: Callable[[Desk], Page]
    bottom: bool = False
    under: str = ""


def all_pages() -> tuple[PageSpec, ...]:
    """Every page, in the order of the navigation."""
    from ui.pages import (
        concern,
        contact,
        entry,
        history,
        missing,
        people,
        person,
        records,
        return_conversation,
        search,
        settings,
        today,
    )

    return (
        today.PAGE,
        people.PAGE,
        person.PAGE,
        contact.PAGE,
        concern.PAGE,
        entry.PAGE,
        history.PAGE,
        records.PAGE,
        missing.PAGE,
        return_conversation.PAGE,
        search.PAGE,
        settings.PAGE,
    )
