"""Verbs for reminders: put one off with a reason, or say that it has been dealt with. A concern and
a missing child can't be put off."""

from __future__ import annotations

from datetime import datetime

from diary.clock import When
from diary.errors import NotAllowed
from diary.ids import RecordId
from diary.practice.asking import Reason
from diary.practice.reminders import snooze
from diary.records.work import Work


def put_off(
    work: Work, reason: Reason, person: str | None, *, until: datetime, why: str
) -> RecordId:
    """Let a reminder rest until then. Raises NotAllowed, InvalidEntry (why, until)."""
    kept = snooze(reason, until=until, why=why, now=work.clock.now())
    at = When.exact(kept.until, work.clock.zone()).to_map()
    values = {"key": kept.key, "until": at, "reason": kept.why}
    return work.create("put_off", values, person=person)


def deal_with(work: Work, reason: Reason, person: str | None, *, why: str) -> RecordId:
    """The reminder has been dealt with, and how. Raises NotAllowed, InvalidEntry."""
    if not reason.silenceable:
        raise NotAllowed(reason.code)
    values = {"key": reason.key, "reason": why, "done": True}
    return work.create("put_off", values, person=person)
