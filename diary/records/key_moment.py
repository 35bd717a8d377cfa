"""Key moment: a change that shakes or opens a young person's life, expected or come: what it may
take from them, what it may open, and what the adults do about it. The codes are those that the
reminder rules know ("moment_" and the code)."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, flag, items, link, narrative, own_words, text, when
from diary.records.options import YES_NO_UNSURE
from diary.records.plain import clipped, given, said
from diary.records.registry import Entry, register
from diary.store.shape import Values

KINDS = {
    "moving_home": "Moving home",
    "into_care": "Coming into care",
    "back_home": "Going back home",
    "leaving_care": "Leaving care",
    "exclusion": "Excluded from school",
    "school_change": "Change of school",
    "reduced_timetable": "Fewer hours at school",
    "arrest": "Arrest",
    "charge": "Charge",
    "custody": "Custody",
    "release": "Release",
    "injury": "Injury or hospital",
    "bereavement": "Someone has died",
    "parent_prison": "Parent in prison",
    "parent_hospital": "Parent in hospital",
    "domestic_incident": "Violence at home",
    "birth": "A birth",
    "worker_change": "Change of worker",
    "worker_leave": "Worker away",
    "ending": "Our work ends",
    "achievement": "Something to be proud of",
    "other": "Another key moment",
}
_LOST = "What it takes and what it opens"
_KNOWN = "How it is known"
_AFTER = "Plan and what came of it"


class KeyMoment(Entry, table=True):
    """A key moment."""

    __tablename__ = "key_moment"

    kind: str | None = choice("What", KINDS, required=True)
    what: str | None = text("In a few words", help="For example Moved to the Carters.")
    at: dict[str, Any] | None = when("It happened on")
    expected_at: dict[str, Any] | None = when("Expected on", help="If it is still ahead.")
    note: str | None = narrative("What to know about it")

    lost: list[dict[str, Any]] | None = items(
        "Who and what they lose by it",
        {
            "who": text("Who or what", required=True),
            "stays_how": text("How they can stay in touch"),
        },
        section=_LOST,
    )
    kept: str | None = text("Who and what stays", section=_LOST)
    risk: str | None = narrative("What could be hard", section=_LOST)
    opportunity: str | None = narrative("What it could open", section=_LOST)
    words: str | None = own_words("What they say about it", section=_LOST)

    told_by: str | None = text("Who told me", section=_KNOWN)
    verified: str | None = choice("Is it confirmed?", YES_NO_UNSURE, section=_KNOWN)
    child_knows: str | None = choice("Do they know?", YES_NO_UNSURE, section=_KNOWN)
    entry: str | None = link("Came up in", section=_KNOWN)

    plan: str | None = narrative("What we do about it", section=_AFTER)
    review_at: dict[str, Any] | None = when("Look at it again on", section=_AFTER)
    handled: bool | None = flag("This has been dealt with", section=_AFTER)
    outcome: str | None = narrative("What came of it", section=_AFTER)
    yearly: bool | None = flag("Remember it each year", section=_AFTER)


def is_ahead(values: Values) -> bool:
    """Whether it is expected and has not come."""
    return given(values, "expected_at") and not given(values, "at")


def _title(values: Values) -> str:
    kind, what = said(values, "kind"), said(values, "what")
    return clipped(what) if what else KINDS.get(kind, "Key moment")


def _meta(values: Values) -> str:
    kind = said(values, "kind")
    label = KINDS.get(kind, "") if given(values, "what") and kind != "other" else ""
    return f"{label} (expected)".strip() if is_ahead(values) else label


def _mark(values: Values) -> str:
    return "" if values.get("handled") is True and not values.get("yearly") else "moment"


KEY_MOMENT = register(
    KeyMoment,
    code="key_moment",
    name="Key moment",
    plural="Key moments",
    icon="flag",
    happened="at",
    living=True,
    title=_title,
    meta=_meta,
    mark=_mark,
)
