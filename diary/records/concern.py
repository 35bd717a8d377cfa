"""Concern: something that may mean harm, written in the child's exact words and passed on to
someone who must act. Until then the screen says that nobody has been told. It never leads the
worker to investigate."""

from __future__ import annotations

from typing import Any

from diary.clock import When
from diary.records.fields import choice, items, link, narrative, own_words, text, when
from diary.records.options import GRADED, METHODS, ROLES, WORDS_MARKS, YES_NO
from diary.records.plain import first_of, given, joined, lines, moment, said, surely_before
from diary.records.registry import Entry, register
from diary.store.shape import Values

ABOUT_RELATIONS = {
    "family": "Family",
    "carer": "Carer",
    "worker": "Worker or colleague",
    "school_staff": "Someone at school",
    "adult_known": "Another adult they know",
    "adult_unknown": "An adult they do not know",
    "young_people": "Another young person or a group",
    "online": "Someone online",
    "themselves": "Hurting themselves",
    "not_known": "Not known",
}
REACHED = {"yes": "They have it", "no": "Could not reach them yet"}

_MORE = "More about it"
_TOLD = "Who has been told"
_FOLLOWS = "What follows"


class Concern(Entry, table=True):
    """A concern."""

    words: str | None = own_words("Their exact words")
    signs: str | None = narrative(
        "What I saw", help="Only what was seen or heard, not what it means."
    )
    question: str | None = narrative("What I asked")
    danger: str | None = choice(
        "In danger now?", GRADED, hold="most_serious", help="In danger now: ring 999 first."
    )
    at: dict[str, Any] | None = when("When")

    words_mark: str | None = choice("These are", WORDS_MARKS, section=_MORE)
    rough_notes: str | None = text("Where my rough notes are kept", section=_MORE)
    place: str | None = text("Where", section=_MORE)
    about: list[dict[str, Any]] | None = items(
        "About whom",
        {
            "who": text("Who"),
            "relation": choice("Who they are to the young person", ABOUT_RELATIONS),
            "note": text("Note"),
        },
        section=_MORE,
    )
    entry: str | None = link("Came up in", section=_MORE)

    told: list[dict[str, Any]] | None = items(
        "Told",
        {
            "to": text("Who"),
            "role": choice("Role", ROLES),
            "how": choice("How", METHODS),
            "at": when("When"),
            "reached": choice("Have they got it?", REACHED),
            "reply": narrative("Their reply"),
            "reference": text("Reference"),
        },
        section=_TOLD,
    )

    follows: str | None = narrative("What follows, and who does it", section=_FOLLOWS)
    child_told: str | None = choice("Do they know that it was passed on?", YES_NO, section=_FOLLOWS)
    child_told_how: str | None = narrative("What they were told, or why not", section=_FOLLOWS)
    safe_now: str | None = narrative("How they are kept safe meanwhile", section=_FOLLOWS)


def passed_on(values: Values) -> bool:
    """Whether someone who has to act has been told. An attempt that reached nobody does not count,
    nor does telling a parent or carer alone: that does not put the matter in anyone's hands."""
    return any(_in_hands(item) for item in lines(values, "told"))


def _in_hands(item: Values) -> bool:
    someone = given(item, "to", "role")
    return someone and item.get("reached") != "no" and item.get("role") != "parent_carer"


def first_told(values: Values) -> When | None:
    """When it was first passed on; None where it was not or no time is known."""
    times = [moment(item, "at") for item in lines(values, "told") if _in_hands(item)]
    return first_of(times)


def in_danger(values: Values) -> bool:
    """Whether the worker wrote that the young person is in danger now, or may be."""
    return said(values, "danger") in {"yes", "unsure"}


def _title(values: Values) -> str:
    return "Concern" if passed_on(values) else "Concern, not passed on yet"


def _meta(values: Values) -> str:
    roles = [
        ROLES.get(said(i, "role"), said(i, "to")) for i in lines(values, "told") if _in_hands(i)
    ]
    return joined("told " + ", ".join(dict.fromkeys(r for r in roles if r)) if roles else "")


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not given(values, "words", "signs"):
        wrong["words"] = "Write what they said, or what you saw below. One of the two is needed."
    at = moment(values, "at")
    if any(surely_before(moment(item, "at"), at) for item in lines(values, "told")):
        wrong["told"] = "Someone was told before this came up. Look at the two times."
    return wrong


def _mark(values: Values) -> str:
    return "" if passed_on(values) else "untold"


CONCERN = register(
    Concern,
    code="concern",
    name="Concern",
    plural="Concerns",
    icon="triangle-alert",
    happened="at",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
