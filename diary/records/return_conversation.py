"""Return conversation: the talk that a young person is offered after being missing, with every
offer, their own lines in the order they came, and who was told what. Whether it was held in time is
computed elsewhere and can't be ticked here. Rules: PRACTICE 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diary.clock import When
from diary.records.fields import (
    choice,
    choices,
    flag,
    items,
    link,
    links,
    narrative,
    number,
    own_words,
    text,
    when,
)
from diary.records.options import GRADED, METHODS, NATIONS, WORDS_MARKS, YES_NO, YES_NO_UNSURE
from diary.records.plain import (
    count,
    first_of,
    given,
    joined,
    last_of,
    lines,
    moment,
    said,
    surely_before,
    wrong_order,
)
from diary.records.registry import Entry, register
from diary.store.shape import Values

SECTIONS = {
    "before": "Before",
    "away": "Away",
    "back": "Coming back",
    "health": "Health",
    "safe": "Safe now",
    "unsorted": "Sort later",
}
ASKED = {
    "asked": "Asked",
    "not_asked": "Not asked",
    "did_not_want_to_say": "Did not want to say",
}
SPEAKERS = {"child": "They said", "asked": "I asked"}
ANSWERS = {
    "accepted": "Said yes",
    "declined": "Said no",
    "later": "Asked for another time",
    "no_answer": "No answer",
}
OUTCOMES = {
    "held": "Held",
    "declined": "They said no",
    "not_held": "Offered, not held",
    "not_offered": "Not offered",
}
EARLIER = {"all": "Yes, all of it", "part": "Part of it", "no": "No"}
PUSH = {
    "arguments": "Arguments at home",
    "unstable": "Things changing or uncertain at home",
    "hurt": "Being hurt or frightened",
    "school": "School",
    "bullying": "Bullying",
    "alone": "Felt alone",
    "moved": "Moved, or about to move",
    "other": "Something else",
}
PULL = {
    "family": "Wanted to see family",
    "friends": "Wanted to see friends",
    "kept_from": "Kept from seeing someone who matters",
    "group": "A group they belong to",
    "asked_to": "Someone asked or told them to",
    "drugs": "Drugs or alcohol",
    "online": "Someone they met online",
    "other": "Something else",
}
VIEWS = {"child": "Their view", "worker": "My view", "carer": "A carer's view"}
SIGNS = {
    "unknown_adult": "An older or unknown adult",
    "gifts_money": "Gifts, money or a phone from someone",
    "debt": "Owing someone",
    "car": "Picked up or driven by someone",
    "far_away": "Taken far from home",
    "hotel": "Hotels, parties or strangers' homes",
    "carrying": "Made to carry or keep something for others",
    "images": "Pictures asked for or shared",
    "control": "Told where to be, or watched",
    "threats": "Threats to them or their family",
    "injuries": "Injuries not explained",
    "with_others_missing": "Others missing at the same time",
    "other": "Another sign",
}
AGAIN = {"no": "No", "maybe": "Maybe", "yes": "Yes", "did_not_say": "Did not say"}
HELPLINES = {
    "childline": "Childline",
    "missing_people": "Missing People",
    "samaritans": "Samaritans",
    "local": "A local line",
    "other": "Another line",
}
BASES = {"must": "Must be shared", "agreed": "They agreed", "no": "Not shared"}
FINISHED = frozenset(OUTCOMES)

_START = "Before we start"
_OFFERS = "Offers"
_LINES = "The conversation"
_NOTICED = "What I noticed"
_AWAY = "While away"
_SAFE = "Staying safe"
_SHARING = "Sharing"
_FINISH = "Finishing"


def _asked(section: str) -> Any:
    return choice(SECTIONS[section], ASKED, section=_LINES, beside=True)


class ReturnConversation(Entry, table=True):
    """A return conversation, its offers, and what came of it."""

    __tablename__ = "return_conversation"

    episodes: list[str] | None = links("Missing episodes it is about", to="missing_episode")
    independent: str | None = choice("Independent of their care?", YES_NO_UNSURE)
    their_choice: str | None = choice("Did they choose who?", YES_NO_UNSURE)
    told_must_share: bool | None = flag("Told what must be shared")
    start_at: dict[str, Any] | None = when("Began")
    end_at: dict[str, Any] | None = when("Ended")

    interviewer: str | None = text("Who talks with them", section=_START)
    interviewer_role: str | None = text("Their role", section=_START)
    provides_care: str | None = choice(
        "Do they also look after the young person?", YES_NO_UNSURE, section=_START
    )
    place: str | None = text("Where", section=_START)
    alone: str | None = choice("On their own?", YES_NO, section=_START)
    others_there: list[dict[str, Any]] | None = items(
        "Who else was there",
        {"who": text("Who", required=True), "why": text("Why")},
        section=_START,
    )
    interpreter: str | None = text("Interpreter", section=_START)
    earlier_contact: str | None = link(
        "An earlier time together that was this conversation", to="contact", section=_START
    )
    earlier_part: str | None = choice("Was it?", EARLIER, section=_START)
    nation: str | None = choice("Nation", NATIONS, section=_START)

    offers: list[dict[str, Any]] | None = items(
        "Offers",
        {
            "at": when("When"),
            "by": text("By whom"),
            "method": choice("How", METHODS),
            "answer": choice("Answer", ANSWERS),
            "reason": own_words("Their reason, in their words"),
            "next_at": when("Offer again on"),
        },
        section=_OFFERS,
    )
    decline_words: str | None = own_words("Why they said no, in their words", section=_OFFERS)
    declined_by: str | None = text("Who said no", section=_OFFERS, help="If not the young person.")
    reason_reviewed: str | None = narrative("What would make it easier to say yes", section=_OFFERS)
    not_offered_why: str | None = narrative("If it was not offered, why", section=_OFFERS)
    carers: list[dict[str, Any]] | None = items(
        "Carers asked what they know",
        {
            "who": text("Who", required=True),
            "at": when("When"),
            "said": narrative("What they said"),
        },
        section=_OFFERS,
    )

    lines: list[dict[str, Any]] | None = items(
        "Lines",
        {
            "order": number("Order", hidden=True),
            "section": choice("About", SECTIONS, beside=True),
            "who": choice("Who", SPEAKERS, beside=True),
            "text": own_words("Words", required=True),
            "mark": choice("These are", WORDS_MARKS),
        },
        section=_LINES,
        beside=True,
    )
    asked_before: str | None = _asked("before")
    asked_away: str | None = _asked("away")
    asked_back: str | None = _asked("back")
    asked_health: str | None = _asked("health")
    asked_safe: str | None = _asked("safe")

    noticed: str | None = narrative("What I noticed", section=_NOTICED)
    push: list[dict[str, Any]] | None = items(
        "What may have pushed",
        {
            "code": choice("What", PUSH, required=True),
            "view": choice("Whose view", VIEWS),
            "note": text("Note"),
        },
        section=_NOTICED,
    )
    pull: list[dict[str, Any]] | None = items(
        "What may have pulled",
        {
            "code": choice("What", PULL, required=True),
            "view": choice("Whose view", VIEWS),
            "note": text("Note"),
        },
        section=_NOTICED,
    )

    where: str | None = narrative("Where they were", section=_AWAY)
    with_whom: str | None = narrative("With whom", section=_AWAY)
    with_links: list[str] | None = links("People already known here", section=_AWAY)
    travel: str | None = text("How they travelled", section=_AWAY)
    money: str | None = text("Money", section=_AWAY)
    phone: str | None = text("Phone", section=_AWAY)
    what_happened: str | None = narrative("What happened", section=_AWAY)
    harm: str | None = choice(
        "Did anything hurt or harm them?", GRADED, hold="most_serious", section=_AWAY
    )
    harm_what: str | None = narrative("What, and when", section=_AWAY)
    harm_police: str | None = choice("Do the police know of it?", YES_NO_UNSURE, section=_AWAY)
    concern: str | None = link("Concern", to="concern", section=_AWAY)
    substances: str | None = narrative("Drink or drugs", section=_AWAY)
    health_follow_up: str | None = narrative("Health: what is needed now", section=_AWAY)
    exploitation_signs: list[str] | None = choices(
        "Signs that someone may be using them", SIGNS, section=_AWAY
    )
    exploitation_note: str | None = narrative("About these signs", section=_AWAY)

    safe_people: str | None = narrative("Who was and is safe", section=_SAFE)
    feelings: str | None = own_words("How they feel now", section=_SAFE)
    would_help: str | None = own_words("What would help", section=_SAFE)
    likely_again: str | None = choice("Do they think they will go again?", AGAIN, section=_SAFE)
    likely_again_note: str | None = narrative("What I think, and why", section=_SAFE)
    safety_given: str | None = narrative("Safety information given", section=_SAFE)
    helplines: list[str] | None = choices("Helplines given", HELPLINES, section=_SAFE)

    sharing: list[dict[str, Any]] | None = items(
        "Who hears what",
        {
            "who": text("Who", required=True),
            "what": narrative("What"),
            "basis": choice("Why", BASES),
            "told": flag("Told"),
            "at": when("When"),
            "how": choice("How", METHODS),
        },
        section=_SHARING,
    )
    actions: list[str] | None = links("Actions", to="action", section=_SHARING)

    read_back: str | None = choice("Read back to them?", YES_NO, section=_FINISH)
    reason_late: str | None = narrative("If it was late, why", section=_FINISH)
    outcome: str | None = choice("What came of it", OUTCOMES, section=_FINISH)
    finished_at: dict[str, Any] | None = when("Finished writing", section=_FINISH)

    clock_basis: str | None = text("Clock counts from", hidden=True, searchable=False)
    clock_term: str | None = text("Term of the clock", hidden=True, searchable=False)


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What the record says, for the deadlines to reckon with: nothing here is a judgement.
    `held` is when it began; `declined` the last no; `ended`: the worker recorded that none will
    be held; `under_way`: it began, or has lines, and is not finished."""

    outcome: str
    offered: bool
    first_offer: When | None
    last_answer: str
    declined: When | None
    held: When | None
    ended: bool
    under_way: bool
    carers_asked: bool
    reason_reviewed: bool
    flag_interviewer: bool


def outcome_facts(values: Values) -> OutcomeFacts:
    """The facts that the clock and its outcome are computed from."""
    offers = offers_in_order(values)
    outcome = said(values, "outcome")
    answers = [said(offer, "answer") for offer in offers]
    noes = [moment(offer, "at") for offer in offers if offer.get("answer") == "declined"]
    began = given(values, "start_at", "lines")
    not_held = outcome in {"declined", "not_held", "not_offered"}
    return OutcomeFacts(
        outcome=outcome,
        offered=bool(offers),
        first_offer=first_of(moment(offer, "at") for offer in offers),
        last_answer=next((answer for answer in reversed(answers) if answer), ""),
        declined=last_of(noes),
        held=None if not_held else moment(values, "start_at"),
        ended=not_held,
        under_way=began and outcome not in FINISHED,
        carers_asked=given(values, "carers"),
        reason_reviewed=given(values, "reason_reviewed"),
        flag_interviewer=interviewer_needs_thought(values),
    )


def offers_in_order(values: Values) -> tuple[Mapping[str, Any], ...]:
    """The offers by time; those without a time stand last, in the order they were written."""
    timed = [(moment(offer, "at"), offer) for offer in lines(values, "offers")]
    known = [(at.earliest(), o) for at, o in timed if at is not None and at.earliest() is not None]
    dated = [offer for _, offer in sorted(known, key=lambda pair: str(pair[0]))]
    return (*dated, *(offer for offer in lines(values, "offers") if offer not in dated))


def lines_in_order(values: Values) -> tuple[Mapping[str, Any], ...]:
    """The lines as they came."""
    return tuple(sorted(lines(values, "lines"), key=lambda line: count(line, "order") or 0))


def next_order(values: Values) -> int:
    """The number that the next line gets."""
    return max((count(line, "order") or 0 for line in lines(values, "lines")), default=0) + 1


def asked(values: Values, section: str) -> str:
    """Whether a section was asked about (a code of ASKED): as marked, else by whether it has a
    line."""
    marked = said(values, f"asked_{section}")
    if marked:
        return marked
    here = any(line.get("section") == section for line in lines(values, "lines"))
    return "asked" if here else "not_asked"


def not_asked(values: Values) -> tuple[str, ...]:
    """The sections that were not asked about. Neither this nor the next one blocks finishing."""
    return _sections(values, "not_asked")


def did_not_want_to_say(values: Values) -> tuple[str, ...]:
    """The sections that they did not want to talk about."""
    return _sections(values, "did_not_want_to_say")


def _sections(values: Values, status: str) -> tuple[str, ...]:
    return tuple(s for s in SECTIONS if s != "unsorted" and asked(values, s) == status)


def interviewer_needs_thought(values: Values) -> bool:
    """Whether someone who also provides care talked with them though they did not choose it."""
    cares = said(values, "provides_care") == "yes" or said(values, "independent") == "no"
    return cares and said(values, "their_choice") != "yes"


_ENDINGS: Mapping[str, str] = {
    "declined": ", they said no",
    "not_held": ", not held",
    "not_offered": ", not offered",
}


def _title(values: Values) -> str:
    name = "Return discussion" if said(values, "nation") == "scotland" else "Return conversation"
    return name + _ENDINGS.get(said(values, "outcome"), "")


def _meta(values: Values) -> str:
    offers = len(lines(values, "offers"))
    made = f"{offers} offer{'s' if offers != 1 else ''}" if offers else ""
    return joined(made, "under way" if outcome_facts(values).under_way else "")


def _quote(values: Values) -> str:
    spoken = (said(ln, "text") for ln in lines_in_order(values) if ln.get("who") != "asked")
    return next((words for words in spoken if words), "")


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if wrong_order(values, "start_at", "end_at"):
        wrong["end_at"] = "This ends before it begins. Look at the two times."
    if wrong_order(values, "start_at", "finished_at"):
        wrong["finished_at"] = "This was finished before it began. Look at the two times."
    if any(surely_before(moment(o, "next_at"), moment(o, "at")) for o in lines(values, "offers")):
        wrong["offers"] = "The next offer is before this one. Look at the two times."
    if said(values, "outcome") == "not_offered" and given(values, "offers"):
        wrong["outcome"] = "An offer is listed above, so it was offered. Choose another answer."
    return wrong


def _mark(values: Values) -> str:  # noqa: ARG001 every kind's mark takes the values
    return "conversation"


RETURN_CONVERSATION = register(
    ReturnConversation,
    code="return_conversation",
    name="Return conversation",
    plural="Return conversations",
    icon="message-circle-heart",
    happened="start_at",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
    quote=_quote,
)
