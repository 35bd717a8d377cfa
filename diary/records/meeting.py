"""Meeting: people come together about the young person (strategy, review, formulation): who was
there, what was decided and why, who disagreed, and what the young person wanted said."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, items, link, links, narrative, own_words, text, when
from diary.records.plain import lines, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

KINDS = {
    "strategy": "Strategy meeting",
    "review": "Review",
    "formulation": "Formulation",
    "core_group": "Core group",
    "conference": "Child protection conference",
    "school": "School meeting",
    "professionals": "Professionals' meeting",
    "other": "Another meeting",
}
THERE = {"there": "There", "sent_word": "Sent a report or word", "apologies": "Could not come"}
TOOK_PART = {
    "there": "Was there",
    "someone_spoke": "Someone spoke for them",
    "sent_word": "Sent their words",
    "asked_no": "Asked, did not want to",
    "not_asked": "Was not asked",
}
_WHO = "Who was there"
_VIEW = "What the young person wanted said"
_AFTER = "What follows"


class Meeting(Entry, table=True):
    """A meeting about the young person."""

    kind: str | None = choice("What sort of meeting", KINDS, required=True)
    at: dict[str, Any] | None = when("When")
    purpose: str | None = text("What it was for")
    note: str | None = narrative("What was said")
    decisions: list[dict[str, Any]] | None = items(
        "Decisions",
        {
            "decision": narrative("Decision", required=True),
            "why": narrative("Why"),
            "who": text("Who does it"),
            "by": when("By when"),
        },
    )

    place: str | None = text("Where", section=_WHO)
    chair: str | None = text("Who led it", section=_WHO)
    attendees: list[dict[str, Any]] | None = items(
        "People",
        {
            "who": text("Who", required=True),
            "role": text("Role"),
            "organisation": text("Organisation"),
            "there": choice("There?", THERE),
        },
        section=_WHO,
    )

    took_part: str | None = choice("How they took part", TOOK_PART, section=_VIEW)
    words: str | None = own_words("Their own words", section=_VIEW)
    told_after: str | None = narrative("How they were told afterwards", section=_VIEW)

    dissent: str | None = narrative("Who saw it differently, and why", section=_AFTER)
    actions: list[str] | None = links("Actions", to="action", section=_AFTER)
    minutes_kept: str | None = text("Where the minutes are", section=_AFTER)
    minutes_file: str | None = link("Minutes", to="attachment", section=_AFTER)
    next_at: dict[str, Any] | None = when("Next meeting", section=_AFTER)
    episodes: list[str] | None = links("Missing episodes", to="missing_episode", section=_AFTER)


def _title(values: Values) -> str:
    kind = said(values, "kind")
    return KINDS.get(kind, "Meeting")


def _meta(values: Values) -> str:
    decided = len(lines(values, "decisions"))
    return "" if not decided else f"{decided} decision{'s' if decided != 1 else ''}"


def _checks(values: Values) -> dict[str, str]:
    if wrong_order(values, "at", "next_at"):
        return {"next_at": "The next meeting is before this one. Look at the two times."}
    return {}


MEETING = register(
    Meeting,
    code="meeting",
    name="Meeting",
    plural="Meetings",
    icon="users",
    happened="at",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
)
