"""Promise: what the worker said they would do. Kept, late, changed, not kept or still open: it is a
record of the adult's reliability, never of the young person's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from diary.records.fields import choice, link, narrative, own_words, text, when
from diary.records.plain import clipped, moment, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

STATES = {
    "open": "Open",
    "kept": "Kept",
    "late": "Kept, late",
    "changed": "Changed with them",
    "not_kept": "Not kept",
}
TO = {"young_person": "The young person", "family": "Their family", "other": "Someone else"}
TOLD = {"yes": "Yes", "no": "Not yet"}
_AFTER = "What became of it"


class Promise(Entry, table=True):
    """A promise."""

    what: str | None = text("What I said I would do", required=True)
    due: dict[str, Any] | None = when("By when")
    to: str | None = choice("To whom", TO)
    to_name: str | None = text("Their name", help="If not the young person.")
    made: dict[str, Any] | None = when("When I said it")

    state: str | None = choice("How it went", STATES, section=_AFTER)
    settled_at: dict[str, Any] | None = when("When", section=_AFTER)
    changed_to: str | None = narrative("What we agreed instead", section=_AFTER)
    why: str | None = narrative("What got in the way", section=_AFTER)
    told: str | None = choice("Have I told them?", TOLD, section=_AFTER)
    next_step: str | None = narrative("How I make it good", section=_AFTER)
    words: str | None = own_words("What they said", section=_AFTER)
    entry: str | None = link("Said at", section=_AFTER)


def promise_state(values: Values) -> str:
    """The code of where it stands; open until someone says otherwise."""
    return said(values, "state") or "open"


def is_open(values: Values) -> bool:
    return promise_state(values) == "open"


def is_overdue(values: Values, now: datetime) -> bool:
    """Whether it is open and its time, however it is read, has gone by. `now` is aware."""
    due = moment(values, "due")
    last = None if due is None else due.latest()
    return is_open(values) and last is not None and last < now


def _title(values: Values) -> str:
    what = said(values, "what")
    return f"Promise: {clipped(what)}" if what else "Promise"


def _meta(values: Values) -> str:
    state = promise_state(values)
    return STATES.get(state, state).lower()


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if wrong_order(values, "made", "due"):
        wrong["due"] = "This is due before it was promised. Look at the two times."
    if wrong_order(values, "made", "settled_at"):
        wrong["settled_at"] = "This is before it was promised. Look at the two times."
    return wrong


def _mark(values: Values) -> str:
    return "open" if is_open(values) else ""


PROMISE = register(
    Promise,
    code="promise",
    name="Promise",
    plural="Promises",
    icon="handshake",
    happened="made",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
