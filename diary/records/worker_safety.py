"""Worker safety event: something that happened to the worker, kept outside any child's record. Kith
cannot call for help: the screen says so."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, day, items, narrative, text, when
from diary.records.options import METHODS, YES_NO
from diary.records.plain import at_place, lines, moment, said, surely_before
from diary.records.registry import register
from diary.store.shape import Record, Values

HURT = {"no": "No", "shaken": "Shaken", "hurt": "Hurt"}
_AFTER = "What follows"


class WorkerSafety(Record, table=True):
    """A safety event of the worker's own."""

    __tablename__ = "worker_safety"

    what: str | None = narrative("What happened", required=True)
    at: dict[str, Any] | None = when("When")
    place: str | None = text("Where")
    alone: str | None = choice("I was alone", YES_NO)
    hurt: str | None = choice("Was I hurt?", HURT)

    told: list[dict[str, Any]] | None = items(
        "Told",
        {
            "to": text("Who", required=True),
            "how": choice("How", METHODS),
            "at": when("When"),
            "reply": narrative("Their reply"),
        },
        section=_AFTER,
    )
    follow_up: str | None = narrative("What I need, and what was agreed", section=_AFTER)
    follow_up_due: str | None = day("Look at it again on", section=_AFTER)
    changed: str | None = narrative("What we do differently now", section=_AFTER)


def _title(values: Values) -> str:
    place = said(values, "place")
    return f"Worker safety, {at_place(place)}" if place else "Worker safety"


def _checks(values: Values) -> dict[str, str]:
    at = moment(values, "at")
    if any(surely_before(moment(item, "at"), at) for item in lines(values, "told")):
        return {"told": "Someone was told before this happened. Look at the two times."}
    return {}


WORKER_SAFETY = register(
    WorkerSafety,
    code="worker_safety",
    name="Worker safety event",
    plural="Worker safety events",
    icon="shield-alert",
    happened="at",
    home="private",
    living=True,
    title=_title,
    checks=_checks,
)
