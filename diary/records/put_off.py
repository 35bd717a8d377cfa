"""Put off: a reminder that the worker has snoozed, until when and why, or has said is dealt with.
What may be put off at all is for the reminders to say: never a concern, never a missing child."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from diary.records.fields import flag, text, when
from diary.records.plain import moment, said
from diary.records.registry import register
from diary.store.shape import Record, Values


class PutOff(Record, table=True):
    """A reminder put off."""

    __tablename__ = "put_off"

    key: str | None = text("Reminder", required=True, hidden=True, searchable=False)
    until: dict[str, Any] | None = when("Until")
    reason: str | None = text("Why", required=True)
    done: bool | None = flag("Dealt with")


def is_quiet(values: Values, now: datetime) -> bool:
    """Whether the reminder still rests at `now` (aware)."""
    until = moment(values, "until")
    first = None if until is None else until.earliest()
    return values.get("done") is True or (first is not None and now < first)


def _title(values: Values) -> str:
    return "Reminder dealt with" if values.get("done") is True else "Reminder put off"


def _checks(values: Values) -> dict[str, str]:
    until = moment(values, "until")
    if values.get("done") is not True and (until is None or until.earliest() is None):
        return {"until": "Say until when, or that it has been dealt with."}
    return {}


PUT_OFF = register(
    PutOff,
    code="put_off",
    name="Reminder put off",
    plural="Reminders put off",
    icon="bell-off",
    listed=False,
    home="either",
    living=True,
    title=_title,
    meta=lambda values: said(values, "reason"),
    checks=_checks,
)
