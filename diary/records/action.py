"""Action: something that someone has to do, by when, and what came of it. What was said to the
young person is a promise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from diary.records.fields import choice, link, narrative, text, when
from diary.records.plain import clipped, moment, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

STATES = {"open": "To do", "done": "Done", "dropped": "No longer needed"}
_AFTER = "What came of it"


class Action(Entry, table=True):
    """A thing to do."""

    what: str | None = text("What", required=True)
    due: dict[str, Any] | None = when("By when")
    who: str | None = text("Who does it", help="Leave empty if it is you.")
    note: str | None = narrative("More about it")

    state: str | None = choice("Where it stands", STATES, section=_AFTER)
    done_at: dict[str, Any] | None = when("Done on", section=_AFTER)
    outcome: str | None = narrative("What came of it", section=_AFTER)
    agreed_at: dict[str, Any] | None = when("Agreed on", section=_AFTER)
    entry: str | None = link("Agreed at", section=_AFTER)


def is_open(values: Values) -> bool:
    return said(values, "state") in {"", "open"}


def is_overdue(values: Values, now: datetime) -> bool:
    """Whether it is open and its time, however it is read, has gone by. `now` is aware."""
    due = moment(values, "due")
    last = None if due is None else due.latest()
    return is_open(values) and last is not None and last < now


def _title(values: Values) -> str:
    what = said(values, "what")
    return f"Action: {clipped(what)}" if what else "Action"


def _meta(values: Values) -> str:
    state = said(values, "state") or "open"
    return STATES.get(state, state).lower()


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in ("due", "done_at"):
        if wrong_order(values, "agreed_at", name):
            wrong[name] = "This is before it was agreed. Look at the two times."
    return wrong


def _mark(values: Values) -> str:
    return "open" if is_open(values) else ""


ACTION = register(
    Action,
    code="action",
    name="Action",
    plural="Actions",
    icon="clipboard-check",
    happened="agreed_at",
    home="either",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
