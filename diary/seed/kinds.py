"""What each kind of record says in a synthetic history: one function a kind, from the young person
and the time to the values that a form would hand in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from diary.records.contact import IN_PERSON
from diary.records.key_moment import KINDS as MOMENTS
from diary.records.trust import CHILD_DID
from diary.seed.words import DAY, Dice, Odds, Values, Who, story

_THREE_DAYS = timedelta(hours=72)
_TELL = ("safeguarding_lead", "manager", "social_care", "police", "out_of_hours")
_CHILD_DID = tuple(CHILD_DID)[:-1]
_MOMENTS = tuple(kind for kind in MOMENTS if kind in story()["moment"])
_NATION = Odds({"england": 6, "wales": 2, "scotland": 1, "northern_ireland": 1})
_WENT = Odds({"missed": 5, "declined": 3, "called_off": 3})
_DIRECTION = Odds({"growing": 8, "steady": 7, "strained": 2, "ruptured": 0.5, "repairing": 1.5})
_KEPT = Odds({"kept": 80, "late": 9, "changed": 7, "not_kept": 4})
_MEETING = Odds({"review": 5, "strategy": 2, "core_group": 2, "school": 3, "professionals": 3})
_TOOK_PART = Odds({"there": 6, "someone_spoke": 2, "sent_word": 2, "asked_no": 1})
_DANGER = Odds({"no": 7, "unsure": 3, "yes": 1})
_GRADE = Odds({"low": 3, "medium": 6, "high": 1.5, "very_low": 1})
_HARM = Odds({"no": 7, "unsure": 2, "yes": 1})
_PREVENTION = Odds({"held": 6, "declined": 1, "not_held": 2, "not_known": 2})
_HURT = Odds({"no": 7, "shaken": 3, "hurt": 0.5})


def young_person(dice: Dice, who: Who) -> Values:
    values: Values = {
        "chosen_name": who.name,
        "pronouns": dice.say("people", "pronouns"),
        "in_short": dice.say("people", "in_short"),
        "born": (dice.now - dice.random.randint(11 * 365, 18 * 365) * DAY).date().isoformat(),
        "nation": dice.pick(_NATION),
        "matters": dice.say("people", "matters"),
        "strengths": dice.say("people", "strengths"),
        "communication": dice.say("people", "communication"),
        "school": who.school,
        "social_worker": who.worker,
        "responsible_authority": dice.say("places", "authorities"),
        "rhythm_days": dice.one([3, 5, 7, 7, 7, 10, 14]),
        "known_since": dice.day(who.start),
    }
    if dice.chance(0.4):
        values["hazards"] = dice.say("people", "hazards")
    return values


# -- time together ----------------------------------------------------------------------------

_HELD = Odds(
    {"session": 30, "met": 24, "visit": 12, "phone": 13, "message": 15, "video": 2, "letter": 1}
)


def contact(dice: Dice, who: Who, at: datetime) -> Values:
    if dice.chance(0.07):
        return _missed(dice, at)
    kind = dice.pick(_HELD)
    if kind == "phone" and dice.chance(0.3):
        return {
            "kind": kind,
            "at": dice.about(at),
            "with_or_about": "about",
            "note": dice.say("contact", "about"),
        }
    values: Values = {
        "kind": kind,
        "at": dice.about(at),
        "with_or_about": "with",
        "note": dice.tell(("contact", kind), ("contact", "middle"), ("contact", _closing(kind))),
        "went": "planned" if dice.chance(0.7) else "unplanned",
    }
    if kind in IN_PERSON:
        values |= _in_person(dice, who, kind)
    if dice.chance(0.45):
        values["words"] = dice.say("contact", "words")
        values["words_mark"] = "exact" if dice.chance(0.7) else "recalled"
    if dice.chance(0.25):
        values["analysis"] = dice.say("contact", "analysis")
        values["alternative"] = dice.say("contact", "alternative")
    if dice.chance(0.35):
        values["next_step"] = dice.say("contact", "next_step")
    return values


def _closing(kind: str) -> str:
    return "closing" if kind in IN_PERSON else "closing_apart"


def _in_person(dice: Dice, who: Who, kind: str) -> Values:
    values: Values = {"seen": "yes", "minutes": dice.one([20, 30, 45, 60, 60, 75, 90, 120])}
    if kind == "met" or (kind == "session" and dice.chance(0.3)):
        values["place"] = dice.named("place")
    if kind == "session":
        values["activity"] = dice.named("activity")
        if who.goals and dice.chance(0.5):
            values["goals"] = [dice.one(who.goals)]
    alone = dice.chance(0.8)
    values["seen_alone"] = "yes" if alone else "no"
    if not alone:
        values["seen_alone_reason"] = dice.say("contact", "not_alone")
        values["present"] = [{"who": who.carer, "role": "Carer"}]
    if dice.chance(0.4):
        values["observed"] = dice.say("contact", "observed")
    if dice.chance(0.1):
        values["others_said"] = [{"source": who.carer, "what": dice.say("contact", "others_said")}]
    return values


def _missed(dice: Dice, at: datetime) -> Values:
    went = dice.pick(_WENT)
    return {
        "kind": "did_not_happen",
        "at": dice.about(at),
        "with_or_about": "with",
        "went": went,
        "note": dice.say("contact", went),
        "next_step": dice.say("contact", "next_step"),
    }


def note(dice: Dice, _who: Who, at: datetime) -> Values:
    return {
        "about": dice.say("note", "about"),
        "note": dice.say("note", "note"),
        "at": dice.day(at),
    }


def trust(dice: Dice, who: Who, at: datetime) -> Values:
    values: Values = {
        "child_did": dice.some(_CHILD_DID, 2),
        "direction": dice.pick(_DIRECTION),
        "i_did": dice.say("trust", "i_did"),
        "noticed": dice.say("trust", "noticed"),
        "at": dice.about(at),
        "entry": who.last_contact or None,
    }
    if dice.chance(0.1):
        values["their_scale"] = dice.say("trust", "scale")
    return values


# -- what was said and what is to be done -----------------------------------------------------


def promise(dice: Dice, who: Who, at: datetime) -> Values:
    due = at + dice.random.randint(1, 14) * DAY
    values: Values = {
        "what": dice.say("promise", "what"),
        "made": dice.about(at),
        "due": dice.day(due),
        "to": "young_person" if dice.chance(0.9) else "family",
        "entry": who.last_contact or None,
    }
    if due > dice.now or (dice.is_recent(at, 21) and dice.chance(0.3)):
        return values
    state = dice.pick(_KEPT)
    values |= {"state": state, "settled_at": dice.day(min(due, dice.now))}
    if state == "changed":
        values["changed_to"] = dice.say("promise", "changed")
    elif state != "kept":
        values |= {"why": dice.say("promise", "why"), "told": "yes"}
    return values


def action(dice: Dice, who: Who, at: datetime) -> Values:
    due = at + dice.random.randint(2, 28) * DAY
    values: Values = {
        "what": dice.say("action", "what"),
        "agreed_at": dice.day(at),
        "due": dice.day(due),
        "who": None if dice.chance(0.7) else who.worker,
    }
    if due < dice.now and dice.chance(0.93 if dice.is_recent(at, 60) else 1):
        values |= {
            "state": "done" if dice.chance(0.92) else "dropped",
            "done_at": dice.day(due),
            "outcome": dice.say("action", "outcome"),
        }
    return values


def goal(dice: Dice, _who: Who, at: datetime) -> Values:
    over = not dice.is_recent(at, 120) and dice.chance(0.5)
    steps = dice.random.sample(story()["goal"]["steps"], dice.random.randint(2, 4))
    values: Values = {
        "hope": dice.say("goal", "hope"),
        "since": dice.day(at),
        "steps": [
            {"step": step, "state": "done" if over or dice.chance(0.4) else "open"}
            for step in steps
        ],
        "stands": dice.one(["reached", "changed"])
        if over
        else dice.one(["hope", "started", "getting_there", "resting"]),
        "helps": dice.say("goal", "helps"),
    }
    if dice.chance(0.5):
        values["stands_words"] = dice.say("goal", "words")
    return values


def meeting(dice: Dice, who: Who, at: datetime) -> Values:
    values: Values = {
        "kind": dice.pick(_MEETING),
        "at": dice.exact(at),
        "purpose": dice.say("meeting", "purpose"),
        "note": dice.say("meeting", "note"),
        "decisions": [
            {
                "decision": dice.say("meeting", "decisions"),
                "why": dice.say("meeting", "why"),
                "who": who.worker,
            }
            for _ in range(dice.random.randint(1, 3))
        ],
        "attendees": [
            {"who": who.worker, "there": "there"},
            {"who": who.carer, "there": "there" if dice.chance(0.8) else "apologies"},
        ],
        "took_part": dice.pick(_TOOK_PART),
        "words": dice.say("meeting", "words"),
    }
    if dice.chance(0.3):
        values["dissent"] = dice.say("meeting", "dissent")
    return values


# -- worry, and being missing -----------------------------------------------------------------


def concern(dice: Dice, who: Who, at: datetime) -> Values:
    values: Values = {
        "at": dice.exact(at),
        "danger": dice.pick(_DANGER),
        "told": [
            {
                "role": role,
                "how": dice.one(["phone", "phone", "in_person", "email"]),
                "at": dice.exact(dice.after(at, 0.2, 3)),
                "reached": "yes",
                "reply": dice.say("concern", "replies"),
            }
            for role in dice.some(_TELL, 2)
        ],
        "entry": who.last_contact or None,
        "follows": dice.say("concern", "follows"),
        "child_told": "yes",
        "child_told_how": dice.say("concern", "told_how"),
        "safe_now": dice.say("concern", "safe"),
    }
    if dice.chance(0.7):
        values |= {"words": dice.say("concern", "words"), "words_mark": "exact"}
    if "words" not in values or dice.chance(0.4):
        values["signs"] = dice.say("concern", "signs")
    return values


def missing_episode(dice: Dice, who: Who, at: datetime) -> tuple[Values, datetime]:
    """The episode, and when they were back."""
    found = dice.after(at, 2, dice.one([10, 20, 30, 70]))
    back = dice.after(found, 0.2, 3)
    graded = dice.pick(_GRADE)
    return {
        "type": "missing" if dice.chance(0.85) else "away",
        "last_seen_at": dice.about(at),
        "last_seen_place": dice.say("missing", "from"),
        "last_seen_by": who.carer,
        "looked_after": "yes",
        "note": dice.say("missing", "note"),
        "told": [
            {"body": body, "at": dice.exact(dice.after(at, 0.3, 4)), "how": "phone"}
            for body in ("police", "local_authority")
        ],
        "police_reference": f"MP/{dice.random.randint(1000, 9999)}/{at:%y}",
        "grade": graded,
        "grades": [
            {"grade": graded, "label_set": "current", "at": dice.exact(dice.after(at, 1, 5))}
        ],
        "looked_at": [
            {"at": dice.exact(dice.after(at, 3, 8)), "what": dice.say("missing", "looked")}
        ],
        "clothing": dice.say("missing", "clothing"),
        "may_be": dice.say("missing", "may_be"),
        "found_at": dice.about(found),
        "found_where": dice.say("missing", "found"),
        "returned_at": dice.about(back),
        "returned_to": who.home,
        "returned_how": dice.one(["themselves", "police", "carer", "worker", "friend"]),
        "state_on_return": dice.say("missing", "state"),
        "words": dice.say("missing", "words"),
        "harm": dice.pick(_HARM),
        "prevention": dice.pick(_PREVENTION),
        "closing_reason": "back",
    }, back


_ASKED = ("before", "away", "back", "health", "safe")


def return_conversation(dice: Dice, who: Who, at: datetime, episode: str, back: datetime) -> Values:
    offered = dice.after(back, 1, 12)
    values: Values = {
        "episodes": [episode],
        "independent": "yes",
        "their_choice": "yes" if dice.chance(0.7) else "unsure",
        "nation": "england",
    }
    if dice.chance(0.18):
        words = dice.say("return", "offered")
        return values | {
            "offers": [
                {
                    "at": dice.exact(offered),
                    "by": "Me",
                    "method": "in_person",
                    "answer": "declined",
                    "reason": words,
                }
            ],
            "decline_words": words,
            "carers": [{"who": who.carer, "said": dice.say("contact", "others_said")}],
            "outcome": "declined",
            "finished_at": dice.exact(dice.after(at, 0.5, 5)),
        }
    values |= {
        "told_must_share": True,
        "offers": [
            {"at": dice.exact(offered), "by": "Me", "method": "in_person", "answer": "accepted"}
        ],
        "start_at": dice.exact(at),
        "end_at": dice.exact(dice.after(at, 0.4, 1.5)),
        "place": dice.named("place"),
        "alone": "yes",
        "lines": [
            {
                "order": number,
                "section": section,
                "who": "child",
                "text": dice.say("return", section),
                "mark": "exact",
            }
            for number, section in enumerate(_ASKED)
            if section != "health" or dice.chance(0.6)
        ],
        "noticed": dice.say("return", "noticed"),
        "where": dice.say("return", "where"),
        "harm": dice.pick(_HARM),
        "would_help": dice.say("return", "helps"),
        "likely_again": dice.one(["no", "maybe", "maybe", "yes", "did_not_say"]),
        "helplines": dice.some(["childline", "missing_people", "local"], 2),
        "sharing": [
            {
                "who": who.worker,
                "what": dice.say("return", "sharing"),
                "basis": "agreed",
                "told": True,
                "at": dice.exact(dice.after(at, 1, 20)),
                "how": "phone",
            }
        ],
        "read_back": "yes" if dice.chance(0.8) else "no",
        "outcome": "held",
        "finished_at": dice.exact(dice.after(at, 1, 5)),
    }
    values |= {f"asked_{section}": "asked" for section in _ASKED}
    if at - back > _THREE_DAYS:
        values["reason_late"] = dice.say("return", "late")
    return values


# -- the longer lines -------------------------------------------------------------------------


def key_moment(dice: Dice, _who: Who, at: datetime) -> Values:
    kind = dice.one(_MOMENTS)
    values: Values = {
        "kind": kind,
        "what": dice.say("moment", kind),
        "at": dice.day(at),
        "note": dice.say("moment", "note"),
        "words": dice.say("moment", "words"),
        "handled": True if not dice.is_recent(at, 30) else None,
    }
    if kind in {"moving_home", "school_change", "worker_change", "bereavement"}:
        values["lost"] = [{"who": dice.say("moment", "lost")}]
    return values


def spell(dice: Dice, who: Who, at: datetime, until: datetime | None, aspect: str) -> Values:
    what = {
        "home": who.home,
        "school": who.school,
        "plan": dice.say("spell", "plan"),
        "legal": dice.say("spell", "legal"),
        "looked_after": "In foster care" if dice.chance(0.6) else "In a children's home",
    }[aspect]
    values: Values = {
        "aspect": aspect,
        "what": what,
        "since": dice.day(at),
        "who": who.carer if aspect == "home" else who.worker,
        "words": dice.say("spell", "words"),
        "why_began": dice.say("spell", "why"),
        "planned": dice.chance(0.6),
    }
    if until is not None:
        values |= {"until": dice.day(until), "why_ended": dice.say("spell", "why")}
    return values


def second_account(dice: Dice, who: Who, at: datetime) -> Values:
    return {
        "of": who.last_contact,
        "account": dice.say("second", "account"),
        "at": dice.day(at),
        "how_known": "I was there",
    }


def worker_safety(dice: Dice, _who: Who, at: datetime) -> Values:
    return {
        "what": dice.say("safety", "what"),
        "at": dice.about(at),
        "place": dice.named("place"),
        "alone": "yes",
        "hurt": dice.pick(_HURT),
        "told": [
            {
                "to": "My manager",
                "how": "phone",
                "at": dice.exact(dice.after(at, 0.5, 3)),
                "reply": dice.say("safety", "reply"),
            }
        ],
        "changed": dice.say("safety", "changed"),
    }


PLAIN: dict[str, tuple[float, Callable[[Dice, Who, datetime], Values]]] = {
    "contact": (60, contact),
    "note": (11, note),
    "trust": (6, trust),
    "promise": (6, promise),
    "action": (5, action),
    "concern": (1.6, concern),
    "meeting": (2.4, meeting),
    "goal": (1.2, goal),
    "key_moment": (1.4, key_moment),
    "second_account": (0.6, second_account),
    "worker_safety": (0.2, worker_safety),
}
"""Kind → how often among a hundred or so, and what it says."""
