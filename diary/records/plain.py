"""Reading plain values safely, whatever is missing or was written by a newer version, and comparing
times that are not exactly known. Titles, metas and checks of the kinds stand on this. It knows no
kind and raises nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from diary.clock import When
from diary.store.shape import Values

ABOUT = timedelta(hours=12)
"""How far an *about* time may be out before two times are called impossible together."""

_PLACED = re.compile(r"(at|in|on|by|near|outside|around|behind|under|over)\s", re.IGNORECASE)
CLIP = 90


def said(values: Values, name: str) -> str:
    """The text of a field, without the space around it; "" where there is none."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def codes(values: Values, name: str) -> tuple[str, ...]:
    """The codes or ids of a many-valued field."""
    value = values.get(name)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def lines(values: Values, name: str) -> tuple[Mapping[str, Any], ...]:
    """The items of a field."""
    value = values.get(name)
    return tuple(v for v in value if isinstance(v, Mapping)) if isinstance(value, list) else ()


def count(values: Values, name: str) -> int | None:
    """The number in a field."""
    value = values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment(values: Values, name: str) -> When | None:
    """The time in a field; None where there is none. Unknown is a time: it says so itself."""
    value = values.get(name)
    if not isinstance(value, Mapping):
        return None
    try:
        return When.parse(value)
    except (ValueError, TypeError):
        return None


def given(values: Values, *names: str) -> bool:
    """Whether any of these fields holds something."""
    return any(values.get(name) not in (None, "", [], False) for name in names)


def bounds(at: When) -> tuple[datetime, datetime] | None:
    """The earliest and latest instant (UTC) that a time can mean; None when it is unknown."""
    first, last = at.earliest(), at.latest()
    room = ABOUT if at.precision == "about" else timedelta(0)
    return None if first is None or last is None else (first - room, last + room)


def surely_before(earlier: When | None, later: When | None) -> bool:
    """Whether `earlier` is before `later` however the two are read."""
    if earlier is None or later is None:
        return False
    one, two = bounds(earlier), bounds(later)
    return one is not None and two is not None and one[1] < two[0]


def first_of(times: Iterable[When | None]) -> When | None:
    """The earliest of those that are known; None where none is."""
    return min(_known(times), key=lambda pair: pair[0], default=(None, None))[1]


def last_of(times: Iterable[When | None]) -> When | None:
    """The latest of those that are known; None where none is."""
    return max(_known(times), key=lambda pair: pair[0], default=(None, None))[1]


def _known(times: Iterable[When | None]) -> list[tuple[datetime, When]]:
    return [(first, at) for at in times if at and (first := at.earliest()) is not None]


def wrong_order(values: Values, before: str, after: str) -> bool:
    """Whether the field `after` says a time that is surely before the one in `before`."""
    return surely_before(moment(values, after), moment(values, before))


def clipped(words: str, limit: int = CLIP) -> str:
    """One line, cut at a word, with an ellipsis where something is left out."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def at_place(place: str) -> str:
    """ "at the skate park"; a place that says "in" or "on" itself stays as it is."""
    return place if _PLACED.match(place) else f"at {place}"


def joined(*parts: str) -> str:
    """What is not empty, with a dot between: the small line beside a title."""
    return " · ".join(part for part in parts if part)
