"""Spell: something that lasts from one day to another: being looked after, where they live, the
plan, school, legal or justice status. One record per spell; a change ends one and begins the next.
The event itself, with what it meant for them, is a key moment."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, flag, narrative, own_words, text, when
from diary.records.plain import moment, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

ASPECTS = {
    "looked_after": "Looked after",
    "home": "Where they live",
    "plan": "Plan",
    "school": "School",
    "legal": "Legal status",
    "justice": "Justice status",
}
_MORE = "More about it"


class Spell(Entry, table=True):
    """One stretch of time in which something held."""

    aspect: str | None = choice("What this is about", ASPECTS, required=True)
    what: str | None = text("What it is", help="For example Elm House, or a child protection plan.")
    since: dict[str, Any] | None = when("From")
    until: dict[str, Any] | None = when("Until", help="Leave empty while it lasts.")

    note: str | None = narrative("What to know about it", section=_MORE)
    who: str | None = text("Who with, or who leads on it", section=_MORE)
    address: str | None = text("Address", section=_MORE)
    code: str | None = text("Code used by the authority", section=_MORE)
    planned: bool | None = flag("The change was planned with them", section=_MORE)
    why_began: str | None = text("Why it began", section=_MORE)
    why_ended: str | None = text("Why it ended", section=_MORE)
    words: str | None = own_words("What they say about it", section=_MORE)
    source: str | None = text("How this is known", section=_MORE)


def is_current(values: Values) -> bool:
    """Whether it has no end yet."""
    return moment(values, "until") is None


def _title(values: Values) -> str:
    aspect, what = said(values, "aspect"), said(values, "what")
    words = ASPECTS.get(aspect, aspect)
    return ": ".join(part for part in (words, what) if part) or "Spell"


def _checks(values: Values) -> dict[str, str]:
    if wrong_order(values, "since", "until"):
        return {"until": "This ends before it begins. Look at the two dates."}
    return {}


SPELL = register(
    Spell,
    code="spell",
    name="Spell",
    plural="Spells",
    icon="house",
    happened="since",
    living=True,
    title=_title,
    meta=lambda values: said(values, "who"),
    checks=_checks,
)
