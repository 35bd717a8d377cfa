"""What became of a return conversation, computed and never ticked: held in time, held late,
declined, attempted, not offered, overdue, running. Where the times leave a doubt the doubt is the
answer, and it is never settled in the worker's favour. The clock itself is in `deadlines.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from diary.clock import When
from diary.practice.deadlines import WHY_NONE_WORDS, Limit, ReturnClock, left
from diary.practice.spans import bounds, hours_words, long_words, plural, when_words

Answer = Literal["accepted", "declined", "no_answer", "later"]
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "said yes",
        "declined": "said no",
        "no_answer": "no answer",
        "later": "asked for another time",
    }
)
OutcomeCode = Literal[
    "held_in_time",
    "held_late",
    "held_unsure",
    "declined",
    "attempted",
    "not_offered",
    "overdue",
    "running",
    "no_clock",
]
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "held_in_time": "Held in time",
        "held_late": "Held late",
        "held_unsure": "Held; whether in time is not certain",
        "declined": "Declined",
        "attempted": "Attempted, not held",
        "not_offered": "Not offered",
        "overdue": "Overdue",
        "running": "Running",
        "no_clock": "No clock",
    }
)
Sureness = Literal["certain", "about", "unsure"]
Timeliness = Literal["", "in_time", "late", "unsure", "waiting"]
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a conversation. `answer` is "" while it is not known."""

    at: When
    by: str = ""
    method: str = ""
    answer: Answer | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The computed answer. `late_least` and `late_most` bound the lateness where there is any;
    `hours_least` and `hours_most` are the elapsed time from the start to the conversation;
    `arranged` is for nations with a term for arranging it, else ""."""

    code: OutcomeCode
    words: str
    certainty: Sureness
    late_least: timedelta | None = None
    late_most: timedelta | None = None
    hours_least: timedelta | None = None
    hours_most: timedelta | None = None
    arranged: Timeliness = ""

    @property
    def held(self) -> bool:
        return self.code in {"held_in_time", "held_late", "held_unsure"}

    @property
    def open(self) -> bool:
        """Whether there is still something for the adult to do about it."""
        return self.code in {"running", "overdue", "no_clock", "declined"}


def outcome(
    clock: ReturnClock,
    offers: Iterable[Offer],
    held: When | None,
    now: datetime,
    *,
    ended: bool = False,
) -> Outcome:
    """What became of it. `held` is when the conversation began; `ended` says that the worker has
    recorded that none will be held. A conversation that lies in the future is not held yet."""
    offers = in_order(offers)
    span = bounds(held)
    arranged = _arranged(clock, offers, span, now)
    if held is not None and not (span is not None and span[0] > now):
        return _held(clock, held, span, arranged)
    if (refused := last_decline(offers)) is not None:
        words = f"Declined {when_words(refused.at)}"
        return Outcome("declined", words, "certain", arranged=arranged)
    if ended:
        return _ended(offers, arranged)
    if clock.due is None:
        words = WHY_NONE_WORDS[clock.why_none or "time_unknown"]
        return Outcome("no_clock", words, "unsure", arranged=arranged)
    return _still_open(clock, clock.due, now, arranged)


def in_order(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Offers by time, whatever order they came in; times not known come first."""

    def key(offer: Offer) -> tuple[datetime, datetime, str, str, str]:
        first, last = bounds(offer.at) or (_LONG_AGO, _LONG_AGO)
        return first, last, offer.answer, offer.by, offer.method

    return tuple(sorted(offers, key=key))


def last_decline(offers: Iterable[Offer]) -> Offer | None:
    """The refusal that stands: the last one not followed by a yes or "another time"."""
    answers = [o for o in in_order(offers) if o.answer in {"accepted", "declined", "later"}]
    return answers[-1] if answers and answers[-1].answer == "declined" else None


def is_arranged(offers: Iterable[Offer]) -> bool:
    """Whether a yes stands."""
    answers = [o for o in in_order(offers) if o.answer in {"accepted", "declined", "later"}]
    return bool(answers) and answers[-1].answer == "accepted"


def offers_words(offers: Iterable[Offer]) -> str:
    """ "1 offer, no answer", "3 offers, the last said no", "not offered yet"."""
    listed = in_order(offers)
    if not listed:
        return "not offered yet"
    answer = ANSWERS.get(listed[-1].answer, "answer not recorded")
    said = plural(len(listed), "offer")
    return f"{said}, {answer}" if len(listed) == 1 else f"{said}, the last: {answer}"


def _held(
    clock: ReturnClock,
    held: When,
    span: tuple[datetime, datetime] | None,
    arranged: Timeliness,
) -> Outcome:
    start, due = bounds(clock.started), clock.due
    if start is None or due is None:
        words = "Held. When they returned is not recorded, so whether in time can't be told"
        if clock.basis == "found":
            words = "Held. When they were found is not known, so whether in time can't be told"
        return Outcome("held_unsure", words, "unsure", arranged=arranged)
    if span is None:
        words = "Held at a time not known, so whether in time can't be told"
        return Outcome("held_unsure", words, "unsure", arranged=arranged)
    hours = max(span[0] - start[1], timedelta(0)), max(span[1] - start[0], timedelta(0))
    least, most = span[0] - due.latest, span[1] - due.earliest
    about = due.about or held.precision == "about"
    sure: Sureness = "about" if about else "certain"
    said = ", by times that are only about known" if about else ""
    if most <= timedelta(0):
        early = clock.basis == "returned" and span[1] <= start[0]
        words = f"Held in time, before the return{said}" if early else f"Held in time{said}"
        return Outcome("held_in_time", words, sure, None, None, *hours, arranged)
    if least > timedelta(0):
        words = f"Held late by {_range(least, most)}{said}"
        return Outcome("held_late", words, sure, least, most, *hours, arranged)
    words = f"Held in time or up to {long_words(most)} late{said}"
    return Outcome("held_unsure", words, "unsure", timedelta(0), most, *hours, arranged)


def _ended(offers: tuple[Offer, ...], arranged: Timeliness) -> Outcome:
    if not offers:
        return Outcome("not_offered", OUTCOMES["not_offered"], "certain", arranged=arranged)
    words = f"Attempted, not held ({offers_words(offers)})"
    return Outcome("attempted", words, "certain", arranged=arranged)


def _still_open(clock: ReturnClock, due: Limit, now: datetime, arranged: Timeliness) -> Outcome:
    words = left(now, clock)
    if now <= due.earliest:
        sure: Sureness = "about" if due.about else "certain"
        sure = sure if due.earliest == due.latest else "unsure"
        return Outcome("running", words[:1].upper() + words[1:], sure, arranged=arranged)
    least, most = max(now - due.latest, timedelta(0)), now - due.earliest
    if now <= due.latest:
        words = f"Overdue, or at most {hours_words(due.latest - now)} left"
        return Outcome("overdue", words, "unsure", least, most, arranged=arranged)
    sure = "about" if due.about else "certain"
    words = f"Overdue: {words}"
    return Outcome("overdue", words, sure, least, most, arranged=arranged)


def _arranged(
    clock: ReturnClock,
    offers: tuple[Offer, ...],
    held: tuple[datetime, datetime] | None,
    now: datetime,
) -> Timeliness:
    limit = clock.arrange
    if limit is None:
        return ""
    spans = [bounds(o.at) for o in offers if o.answer == "accepted"]
    known = [s for s in [*spans, held] if s is not None and s[0] <= now]
    if not known:
        if any(s is None for s in spans):
            return "unsure"
        return "waiting" if now <= limit.earliest else "late" if now > limit.latest else "unsure"
    # Whichever was first arranged it; the bounds of the first are the least of each bound.
    first, last = min(s[0] for s in known), min(s[1] for s in known)
    if last <= limit.earliest:
        return "in_time"
    return "late" if first > limit.latest and None not in spans else "unsure"


def _range(least: timedelta, most: timedelta) -> str:
    low, high = long_words(least), long_words(most)
    return low if low == high else f"between {low} and {high}"
