"""Contact: any time with the young person or about them, mentoring sessions too, and the meeting
that did not happen, recorded as what the adult will do next. The child's words, what was seen, what
others said and what the worker thinks stand apart."""

from __future__ import annotations

from typing import Any

from diary.records.fields import (
    choice,
    items,
    link,
    links,
    narrative,
    number,
    own_words,
    text,
    when,
)
from diary.records.options import GRADED, METHODS, ROLES, WORDS_MARKS, YES_NO_NA
from diary.records.plain import at_place, clipped, count, joined, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

KINDS = {
    "met": "Met",
    "session": "Mentoring session",
    "visit": "Visit",
    "phone": "Phone",
    "video": "Video call",
    "message": "Message",
    "letter": "Letter or card",
    "did_not_happen": "Did not happen",
}
IN_PERSON = frozenset({"met", "session", "visit"})
WITH_OR_ABOUT = {"with": "With them", "about": "About them"}
WENT = {
    "planned": "Planned",
    "unplanned": "Not planned",
    "missed": "We missed each other",
    "declined": "They said not this time",
    "called_off": "An adult called it off",
}
NOT_HELD = frozenset({"missed", "declined", "called_off"})
CHOSE = {"yes": "They chose it", "together": "We chose together", "no": "An adult chose it"}

_WORDS = "Their own words"
_THERE = "Who was there"
_SEEN = "What I saw and think"
_HARM = "Worry or harm"
_MORE = "More about the time"
_NEXT = "What comes next"


class Contact(Entry, table=True):
    """One contact, held or not."""

    kind: str | None = choice("What", KINDS, required=True)
    at: dict[str, Any] | None = when("When")
    with_or_about: str | None = choice("With or about", WITH_OR_ABOUT)
    place: str | None = text("Where")
    note: str | None = narrative("What happened")

    words: str | None = own_words("Their own words", section=_WORDS)
    words_mark: str | None = choice("These are", WORDS_MARKS, section=_WORDS)
    question: str | None = narrative("What I asked", section=_WORDS)
    rough_notes: str | None = text("Where my rough notes are kept", section=_WORDS)

    seen: str | None = choice("Seen", YES_NO_NA, section=_THERE)
    seen_alone: str | None = choice("Seen alone", YES_NO_NA, section=_THERE)
    seen_alone_reason: str | None = text("If not alone, why", section=_THERE)
    present: list[dict[str, Any]] | None = items(
        "Who else was there",
        {"who": text("Who", required=True), "role": text("Role")},
        section=_THERE,
    )
    absent: list[dict[str, Any]] | None = items(
        "Who was expected and not there",
        {"who": text("Who", required=True), "why": text("Why")},
        section=_THERE,
    )

    shared: str | None = narrative(
        "For everyone who was there",
        section="Everyone",
        help="The same in each young person's diary. Name nobody here.",
    )

    went: str | None = choice("How it came about", WENT, section=_MORE)
    minutes: int | None = number("Minutes", section=_MORE)
    purpose: str | None = text("What it was for", section=_MORE)
    activity: str | None = text("What we did", section=_MORE)
    goals: list[str] | None = links("Hopes it served", to="goal", section=_MORE)
    changed_for_them: str | None = text("Place or time changed for them", section=_MORE)

    observed: str | None = narrative("What I saw", section=_SEEN)
    others_said: list[dict[str, Any]] | None = items(
        "What others said",
        {"source": text("Who said it", required=True), "what": narrative("What they said")},
        section=_SEEN,
    )
    analysis: str | None = narrative("What I make of it", section=_SEEN)
    alternative: str | None = narrative("What else it could mean", section=_SEEN)

    harm: str | None = choice(
        "Did they tell or show harm?", GRADED, hold="most_serious", section=_HARM
    )
    passed_to: list[dict[str, Any]] | None = items(
        "Passed on to",
        {
            "to": text("Who"),
            "role": choice("Role", ROLES),
            "how": choice("How", METHODS),
            "at": when("When"),
        },
        section=_HARM,
    )
    concern: str | None = link("Concern", to="concern", section=_HARM)

    next_step: str | None = narrative("What I will do next", section=_NEXT)
    next_at: dict[str, Any] | None = when("Next time", section=_NEXT)
    next_chosen: str | None = choice("Who chose the next time", CHOSE, section=_NEXT)


def took_place(values: Values) -> bool:
    """Whether the contact happened at all."""
    return said(values, "kind") != "did_not_happen" and said(values, "went") not in NOT_HELD


def resets_last_seen(values: Values) -> bool:
    """Whether the worker saw the young person: in person, with them, and it took place
    (PRACTICE 4). A sibling meeting says for each child whether they were seen."""
    if not took_place(values) or said(values, "kind") not in IN_PERSON:
        return False
    return said(values, "with_or_about") == "with" and said(values, "seen") != "no"


def counts_as_contact(values: Values) -> bool:
    """Whether the two were in touch by any means: ends a silence, but is not being seen."""
    return took_place(values) and said(values, "with_or_about") != "about"


def is_missed(values: Values) -> bool:
    """Whether a time with them was to be and did not come about."""
    return not took_place(values) and said(values, "with_or_about") != "about"


_NOT_HELD_TITLES = {
    "phone": "Tried to phone",
    "video": "Tried a video call",
    "message": "Message, no answer yet",
    "letter": "Letter, no answer yet",
}


def _title(values: Values) -> str:
    kind, place = said(values, "kind"), said(values, "place")
    about = ", about them" if said(values, "with_or_about") == "about" else ""
    if not took_place(values):
        return _NOT_HELD_TITLES.get(kind, "Did not meet") + about
    title = KINDS.get(kind, "Contact")
    if kind == "session":
        activity = said(values, "activity")
        title = f"Session: {clipped(activity)}" if activity else title
    if place and kind in IN_PERSON:
        title = f"{title} {at_place(place)}"
    return title + about


def _meta(values: Values) -> str:
    minutes = count(values, "minutes")
    alone = said(values, "seen_alone")
    seen = {"yes": "seen alone", "no": "not seen alone"}.get(alone, "")
    return joined(f"{minutes} min" if minutes else "", seen)


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    seen = said(values, "seen")
    if seen == "yes" and not took_place(values):
        wrong["seen"] = "This did not happen, so they were not seen. Change one of the two."
    if seen == "no" and said(values, "seen_alone") == "yes":
        wrong["seen_alone"] = "Seen alone means that they were seen. Change one of the two."
    minutes = count(values, "minutes")
    if minutes is not None and minutes < 0:
        wrong["minutes"] = "Write how many minutes it took, or leave it empty."
    if wrong_order(values, "at", "next_at"):
        wrong["next_at"] = "The next time is before this one. Look at the two times."
    return wrong


def _mark(values: Values) -> str:
    if resets_last_seen(values):
        return "seen"
    if counts_as_contact(values):
        return "touch"
    return "missed" if is_missed(values) else ""


CONTACT = register(
    Contact,
    code="contact",
    name="Contact",
    plural="Contacts",
    icon="footprints",
    happened="at",
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
