"""Missing episode: from when a young person was last where they should be until they are found and
back. Found and returned are two facts. Nothing here closes an episode by itself, invents a time, or
says more than was written; clocks and 903 dates are reckoned elsewhere. Rules: PRACTICE 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diary.clock import When
from diary.records.fields import (
    choice,
    day,
    flag,
    items,
    narrative,
    number,
    own_words,
    text,
    when,
)
from diary.records.options import GRADED, METHODS, YES_NO, YES_NO_UNSURE
from diary.records.plain import (
    count,
    first_of,
    given,
    joined,
    last_of,
    lines,
    moment,
    said,
    wrong_order,
)
from diary.records.registry import Entry, register
from diary.store.shape import Values

TYPES = {
    "missing": "Missing (M)",
    "away": "Away without agreement (A)",
    "absent": "Absent (older records only)",
}
BODIES = {
    "police": "Police",
    "local_authority": "Local authority",
    "out_of_hours": "Out-of-hours team",
    "parent": "Parent",
    "carer": "Carer",
    "school": "School or college",
    "safeguarding_lead": "Safeguarding lead",
    "other": "Someone else",
}
GRADES = {
    "no_apparent_risk": "No apparent risk (older)",
    "very_low": "Very low",
    "low": "Low",
    "medium": "Medium",
    "high": "High",
}
LABEL_SETS = {
    "current": "Very low, low, medium, high",
    "older": "No apparent risk, low, medium, high",
    "local": "Local names",
}
HOW_BACK = {
    "themselves": "Came back by themselves",
    "police": "Brought by the police",
    "carer": "Brought by a carer or family",
    "worker": "Brought by a worker",
    "friend": "Brought by a friend",
    "hospital": "Through a hospital",
    "other": "Another way",
}
PREVENTION = {
    "held": "Held",
    "declined": "They said no",
    "not_held": "Not held",
    "not_known": "Not known",
}
REPLIES = {"yes": "Agreed", "no": "Said no", "waiting": "No reply yet"}
CLOSED = {
    "back": "They are back",
    "opened_in_error": "It was not a missing episode",
    "care_ended": "They stopped being looked after",
    "other": "Another reason",
}

_TOLD = "Who has been told"
_POLICE = "Police"
_PACK = "What those who search need to know"
_FOUND = "Found"
_RETURNED = "Returned"
_AFTER = "Afterwards"


class MissingEpisode(Entry, table=True):
    """A missing episode. `clock_basis` and `clock_term` hold what the return clock was started on,
    as the deadlines wrote it, so that a later setting does not move it."""

    __tablename__ = "missing_episode"

    type: str | None = choice("Missing or away", TYPES)
    last_seen_at: dict[str, Any] | None = when("Last seen")
    last_seen_place: str | None = text("Where they were last seen")
    last_seen_by: str | None = text("Who saw them last")
    left_from: str | None = text("Where they left from")
    left_at: dict[str, Any] | None = when(
        "When they left", help="If it is known, and later than when a responsible adult saw them."
    )
    looked_after: str | None = choice("Looked after when it began", YES_NO_UNSURE)
    note: str | None = narrative("What is known")

    told: list[dict[str, Any]] | None = items(
        "Told",
        {
            "body": choice("Who", BODIES, required=True),
            "who": text("Their name"),
            "at": when("When"),
            "by": text("Who told them"),
            "how": choice("How", METHODS),
            "reference": text("Reference"),
            "reply": narrative("What they said"),
        },
        section=_TOLD,
    )
    parent_not_told_why: str | None = text("If no parent or carer was told, why", section=_TOLD)

    police_reference: str | None = text("Police reference", section=_POLICE)
    grade: str | None = choice(
        "Police risk grade now",
        GRADES,
        hold="most_serious",
        section=_POLICE,
        help="The police's grade, not ours.",
    )
    grades: list[dict[str, Any]] | None = items(
        "Each grade that the police set",
        {
            "grade": choice("Grade", GRADES, required=True),
            "label_set": choice("Names used", LABEL_SETS),
            "label": text("In their words"),
            "set_by": text("Set by"),
            "at": when("When"),
        },
        section=_POLICE,
    )
    review_hours: int | None = number(
        "Look at it again every how many hours",
        section=_POLICE,
        help="As agreed with the police. Empty: the local default.",
    )
    looked_at: list[dict[str, Any]] | None = items(
        "Looked at again",
        {
            "at": when("When"),
            "by": text("Who"),
            "with_whom": text("With whom"),
            "what": narrative("What we know and do now"),
        },
        section=_POLICE,
    )

    vulnerabilities: str | None = narrative("What makes it more dangerous for them", section=_PACK)
    time_critical: str | None = choice(
        "A health need that cannot wait?", GRADED, hold="most_serious", section=_PACK
    )
    time_critical_what: str | None = text("What, and by when", section=_PACK)
    medication: str | None = text("Medication", section=_PACK)
    clothing: str | None = text("Clothes and what they have with them", section=_PACK)
    phone_money: str | None = text("Phone, money, bus pass", section=_PACK)
    may_be: str | None = narrative("Where they may be, and with whom", section=_PACK)
    pack_given: bool | None = flag("Information pack given", section=_PACK)
    pack_given_at: dict[str, Any] | None = when("When", section=_PACK)
    pack_given_to: str | None = text("To whom", section=_PACK)

    found_at: dict[str, Any] | None = when("Found", hold="earliest", section=_FOUND)
    found_where: str | None = text("Where", section=_FOUND)
    found_by: str | None = text("By whom", section=_FOUND)
    found_after_why: str | None = text(
        "If found after they were back, how",
        section=_FOUND,
        help="For example seen by police later.",
    )

    returned_at: dict[str, Any] | None = when("Returned", hold="earliest", section=_RETURNED)
    returned_to: str | None = text("Where to", section=_RETURNED)
    returned_how: str | None = choice("How they came back", HOW_BACK, section=_RETURNED)
    returned_with: str | None = text("With whom", section=_RETURNED)
    state_on_return: str | None = narrative("How they were", section=_RETURNED)
    words: str | None = own_words("What they said", section=_RETURNED)
    harm: str | None = choice("Known to be harmed?", GRADED, hold="most_serious", section=_RETURNED)
    harm_what: str | None = narrative("What is known of it", section=_RETURNED)

    prevention: str | None = choice("Police prevention interview", PREVENTION, section=_AFTER)
    prevention_at: dict[str, Any] | None = when("When", section=_AFTER)
    prevention_by: str | None = text("By whom", section=_AFTER)
    trafficking: str | None = choice("Trafficking referral considered", YES_NO, section=_AFTER)
    trafficking_why: str | None = text("Why, and its reference", section=_AFTER)
    repeat_asked_at: dict[str, Any] | None = when("Strategy meeting asked for", section=_AFTER)
    repeat_asked_of: str | None = text("Of whom", section=_AFTER)
    repeat_reply: str | None = choice("Their reply", REPLIES, section=_AFTER)
    repeat_reply_what: str | None = narrative("What they replied", section=_AFTER)
    repeat_on: str | None = day("Meeting on", section=_AFTER)
    closing_reason: str | None = choice("Closed because", CLOSED, section=_AFTER)
    closing_note: str | None = narrative("About closing it", section=_AFTER)

    clock_basis: str | None = text("Clock counts from", hidden=True, searchable=False)
    clock_term: str | None = text("Term of the clock", hidden=True, searchable=False)


def started(values: Values) -> When | None:
    """When it began: when they left, or were last seen, whichever is later (PRACTICE 2); None where
    neither is known."""
    times = [moment(values, name) for name in ("last_seen_at", "left_at")]
    return last_of(times)


def ended(values: Values) -> When | None:
    """When it ended: found for missing (or returned, where found is not recorded), returned for
    away. A time that is not known is still an end."""
    returned = moment(values, "returned_at")
    if said(values, "type") in {"away", "absent"}:
        return returned
    return moment(values, "found_at") or returned


def is_open(values: Values) -> bool:
    """Whether they are still gone, as far as this record says. Only a person closes it."""
    return ended(values) is None and not said(values, "closing_reason")


def is_back(values: Values) -> bool:
    """Whether a return is recorded, its time known or not."""
    return moment(values, "returned_at") is not None


def counts(values: Values) -> bool:
    """Whether it counts as an episode at all: one opened in error does not."""
    return said(values, "closing_reason") != "opened_in_error"


def told(values: Values, *bodies: str) -> bool:
    """Whether any of these has been told."""
    return any(line.get("body") in bodies for line in lines(values, "told"))


def told_at(values: Values, body: str) -> When | None:
    """When that body was first told; None where it was not, or no time is known."""
    times = [moment(line, "at") for line in lines(values, "told") if line.get("body") == body]
    return first_of(times)


def last_looked_at(values: Values) -> When | None:
    """When it was last looked at again; None where it never was or no time is known."""
    times = [moment(line, "at") for line in lines(values, "looked_at")]
    return last_of(times)


def nights(values: Values) -> int | None:
    """How many nights they were gone, by local calendar days; None while it is not known."""
    began, over = started(values), moment(values, "returned_at") or ended(values)
    first = None if began is None else began.local_day()
    last = None if over is None else over.local_day()
    return None if first is None or last is None else max((last - first).days, 0)


_NAMES: Mapping[str, str] = {"missing": "Missing", "away": "Away", "absent": "Absent"}


def _title(values: Values) -> str:
    name = _NAMES.get(said(values, "type"), "Missing")
    if not counts(values):
        return f"{name} (opened in error)"
    if is_open(values):
        return f"{name} now"
    gone = nights(values)
    return f"{name}, {gone} night{'s' if gone != 1 else ''}" if gone else name


def _meta(values: Values) -> str:
    how, grade = said(values, "returned_how"), said(values, "grade")
    found = "found, not back yet" if given(values, "found_at") and not is_back(values) else ""
    return joined(
        found,
        HOW_BACK.get(how, how).lower(),
        f"police grade {GRADES.get(grade, grade).lower()}" if grade else "",
    )


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    gone = {"last_seen_at": "they were last seen", "left_at": "they left"}
    for name in ("found_at", "returned_at"):
        for start, words in gone.items():
            if wrong_order(values, start, name):
                wrong[name] = f"This is before {words}. Look at the two times."
    if wrong_order(values, "found_at", "returned_at") and not said(values, "found_after_why"):
        wrong.setdefault(
            "found_at",
            "This is after they came back. Correct one of the times, or say how they were found.",
        )
    hours = count(values, "review_hours")
    if hours is not None and hours < 1:
        wrong["review_hours"] = "Write a number of hours, 1 or more."
    return wrong


def _mark(values: Values) -> str:
    return "away" if is_open(values) else "episode"


MISSING_EPISODE = register(
    MissingEpisode,
    code="missing_episode",
    name="Missing episode",
    plural="Missing episodes",
    icon="map-pin-off",
    happened="last_seen_at",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
