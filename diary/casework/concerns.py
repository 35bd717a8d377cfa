"""Verbs for concerns: write one down, and pass it on. The program tells nobody by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diary.ids import RecordId
from diary.records.work import Work


def raise_concern(
    work: Work, person: str, values: Mapping[str, Any], *, restricted: bool = False
) -> RecordId:
    """A concern, kept on this laptop; nobody has been told yet. Restricted where it is about a
    carer or colleague who reads the everyday diary."""
    return work.create("concern", values, person=person, restricted=restricted)


def pass_on(
    work: Work,
    concern: str,
    told: Mapping[str, Any],
    *,
    follows: Mapping[str, Any] | None = None,
) -> None:
    """Record that somebody was told: who, how, when, what they replied. Raises InvalidEntry."""
    view = work.view(concern)
    everyone = [*(view.get("told") or []), dict(told)]
    work.edit(concern, {"told": everyone, **(follows or {})})
