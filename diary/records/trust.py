"""Trust: an observation of evidence, an aid to reflection and not a validated measure. Directions
are words that a worker writes, never heights, and there is no number anywhere (PRACTICE 5). It
never feeds a risk level."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, choices, link, narrative, own_words, text, when
from diary.records.plain import codes, given, said
from diary.records.registry import Entry, register
from diary.store.shape import Values

DIRECTIONS = {
    "growing": "Growing",
    "steady": "Steady",
    "strained": "Strained",
    "ruptured": "Ruptured",
    "repairing": "Repairing",
}
CHILD_DID = {
    "sought_me_out": "Sought me out",
    "told_something_hard": "Told me something hard",
    "disagreed_safely": "Disagreed safely",
    "checked_i_stay": "Checked whether I would stay",
    "asked_for_help": "Asked for help",
    "came_back": "Came back after a rupture",
    "introduced_someone": "Introduced someone",
    "other": "Something else",
}
_VIEW = "Their own view, only if they want"


class Trust(Entry, table=True):
    """One observation."""

    child_did: list[str] | None = choices("What they did", CHILD_DID)
    direction: str | None = choice("Which way it is going", DIRECTIONS)
    i_did: str | None = text("What I did")
    at: dict[str, Any] | None = when("When")
    entry: str | None = link("Seen at")

    noticed: str | None = narrative("What I noticed", section="More")
    words: str | None = own_words("In their words", section=_VIEW)
    their_scale: str | None = text(
        "On a scale that they chose",
        section=_VIEW,
        beside=True,
        help="Their scale and their place on it, as they said it.",
    )


def _title(values: Values) -> str:
    did = codes(values, "child_did")
    if did:
        words = [CHILD_DID.get(code, code) for code in did[:2]]
        return "Trust: " + ", ".join(f"{each[:1].lower()}{each[1:]}" for each in words)
    direction = said(values, "direction")
    if direction:
        return f"Trust: {DIRECTIONS.get(direction, direction).lower()}"
    if given(values, "words", "their_scale"):
        return "Trust: their own view"
    return "Trust"


def _meta(values: Values) -> str:
    direction = said(values, "direction")
    return DIRECTIONS.get(direction, direction).lower() if given(values, "child_did") else ""


def _checks(values: Values) -> dict[str, str]:
    if given(values, "child_did", "direction", "i_did", "noticed", "words", "their_scale"):
        return {}
    return {"child_did": "Write or choose at least one thing that you saw, did or heard."}


TRUST = register(
    Trust,
    code="trust",
    name="Trust observation",
    plural="Trust observations",
    icon="heart",
    happened="at",
    title=_title,
    meta=_meta,
    checks=_checks,
)
