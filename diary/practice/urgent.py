"""Reasons that can't wait: a concern that nobody has been told of, a child who is missing now, the
clock of a return. What is due in the longer run is in `bonds.py` and `ahead.py`."""

from __future__ import annotations

from datetime import datetime, timedelta

from diary.practice.asking import Answers, Asking, Level
from diary.practice.deadlines import Limit, last_daytime, left, next_limit
from diary.practice.facts import EpisodeFact, ReturnFact
from diary.practice.outcomes import is_arranged, last_decline, offers_words, outcome
from diary.practice.spans import (
    after,
    bounds,
    hours_words,
    local,
    moment_words,
    when_words,
)

_SOON = timedelta(hours=24)


def concerns(asking: Asking) -> Answers:
    """Each concern that nobody has been told of."""
    for concern in asking.person.concerns:
        if concern.told:
            continue
        rule = asking.rule("concern_danger" if concern.danger_now else "concern_not_passed_on")
        if rule:
            yield asking.answer(
                rule,
                concern.saved_at,
                kind="concern",
                record=concern.id,
                level="now",
                when=moment_words(concern.saved_at, asking.zone, asking.today),
            )


def missing(asking: Asking) -> Answers:
    """Each open episode: that it is open, who must still be told, when to look again."""
    for episode in asking.person.missing:
        yield from _missing_now(asking, episode)
        for code, done in (
            ("missing_police", episode.police_told),
            ("missing_authority", episode.authority_told),
            ("missing_parent", episode.parent_told),
            ("missing_pack", episode.pack_given),
        ):
            rule = asking.rule(code)
            if rule and not done:
                yield asking.answer(
                    rule, episode.opened_at, kind="missing_episode", record=episode.id, level="now"
                )


def _missing_now(asking: Asking, episode: EpisodeFact) -> Answers:
    look = _look_again(asking, episode)
    overdue = asking.now >= look
    if rule := asking.rule("missing_now"):
        seen = bounds(episode.last_seen)
        since = seen[0] if seen else episode.opened_at
        look_words = "look again now" if overdue else f"look again at {_hour(asking, look)}"
        yield asking.answer(
            rule,
            since,
            kind="missing_episode",
            record=episode.id,
            level="now",
            clock=look_words,
            hours=_missing_for(asking, episode),
            facts=" · ".join((_seen_words(episode), _police_words(episode), look_words)),
        )
    rule = asking.rule("missing_look_again")
    if rule and overdue:
        yield asking.answer(
            rule,
            look,
            kind="missing_episode",
            record=episode.id,
            level="late",
            hours=hours_words(timedelta(hours=_review_hours(asking, episode))),
            when=moment_words(look, asking.zone),
        )


def returns(asking: Asking) -> Answers:
    """Each return that has no conversation yet, with the one clock that presses."""
    for fact in asking.person.returns:
        result = outcome(fact.clock, fact.offers, fact.held, asking.now, ended=fact.ended)
        if result.code == "declined" and not fact.ended:
            yield from _declined(asking, fact)
        elif result.code == "no_clock":
            yield from _without_clock(asking, fact)
        elif result.code in {"running", "overdue"}:
            limit = next_limit(fact.clock, arranged=is_arranged(fact.offers))
            if limit is not None:
                yield from _running(asking, fact, limit, overdue=result.code == "overdue")


def _running(asking: Asking, fact: ReturnFact, limit: Limit, *, overdue: bool) -> Answers:
    rule = asking.rule("return_overdue" if overdue else "return_running")
    if rule is None:
        return
    clock, rules = fact.clock, asking.rules
    chance = last_daytime(limit, clock.zone, day_from=rules.day_from, day_until=rules.day_until)
    level = _level(asking.now, limit, past=chance.is_past(asking.now), on=chance.is_now(asking.now))
    said = clock.ends_words()
    if level in {"soon", "now"}:
        said = f"{said}; {chance.words(asking.now)}"
    if limit.what == "arrange":
        said = f"To be arranged by {moment_words(limit.earliest, clock.zone)}. {said}"
    words = left(asking.now, clock, arranged=limit.what == "complete")
    yield asking.answer(
        rule,
        limit.earliest,
        kind=fact.kind,
        record=fact.id,
        level=level,
        clock=words,
        conversation=_capital(clock.conversation),
        left=_capital(words),
        facts=f"{said} · {offers_words(fact.offers)}",
    )


def _level(now: datetime, limit: Limit, *, past: bool, on: bool) -> Level:
    if now > limit.earliest:
        return "late"
    if past or on:
        return "now"
    return "soon" if limit.earliest - now <= _SOON else "calm"


def _without_clock(asking: Asking, fact: ReturnFact) -> Answers:
    if fact.clock.why_none == "not_back":
        return
    offer = fact.clock.why_none == "not_returned"
    rule = asking.rule("return_offer" if offer else "return_no_clock")
    if rule is None or (offer and fact.offers):
        return
    yield asking.answer(
        rule,
        asking.now,
        kind=fact.kind,
        record=fact.id,
        level="now" if offer else "soon",
        conversation=_capital(fact.clock.conversation),
        facts=f"{fact.clock.ends_words()} · {offers_words(fact.offers)}",
    )


def _declined(asking: Asking, fact: ReturnFact) -> Answers:
    refused = last_decline(fact.offers)
    if refused is None:
        return
    span = bounds(refused.at)
    due = fact.clock.due_earliest
    clock = f"; {left(asking.now, fact.clock)}" if due and asking.now <= due else ""
    for code, done in (
        ("return_second_offer", False),
        ("return_ask_carers", fact.carers_asked),
        ("return_review_reason", fact.reason_reviewed),
    ):
        rule = asking.rule(code)
        if rule is None or done:
            continue
        at = asking.now if span is None else after(span[0], rule.after_hours or 0)
        if at <= asking.now:
            yield asking.answer(
                rule,
                at,
                kind=fact.kind,
                record=fact.id,
                level="soon",
                when=when_words(refused.at, asking.today),
                left=clock,
            )


def _review_hours(asking: Asking, episode: EpisodeFact) -> float:
    rule = asking.rules.rules["missing_look_again"]
    return episode.review_hours or rule.after_hours or 4


def _look_again(asking: Asking, episode: EpisodeFact) -> datetime:
    last = max(episode.looked_at or episode.opened_at, episode.opened_at)
    return after(last, _review_hours(asking, episode))


def _missing_for(asking: Asking, episode: EpisodeFact) -> str:
    seen = episode.last_seen
    if seen is None or seen.at is None:
        return "now" if seen is None or seen.day is None else f"since {when_words(seen)}"
    gone = max(asking.now - seen.at, timedelta(0))
    about = "about " if seen.precision == "about" else ""
    if gone < timedelta(hours=1):
        return about + hours_words(gone)
    return f"{about}{gone // timedelta(hours=1)} h"


def _seen_words(episode: EpisodeFact) -> str:
    by = f" by {episode.seen_by}" if episode.seen_by else ""
    if episode.last_seen is None or episode.last_seen.precision == "unknown":
        return f"Last seen at a time not known{by}"
    return f"Last seen {when_words(episode.last_seen)}{by}"


def _police_words(episode: EpisodeFact) -> str:
    if not episode.police_told:
        return "police not told yet"
    told, seen = episode.police_at, episode.last_seen
    words = "police told"
    if told is not None and told.precision != "unknown":
        same = told.at is not None and seen is not None and seen.local_day() == told.local_day()
        there = told.local()
        words += f" {there:%H:%M}" if same and there else f" {when_words(told)}"
    grade = episode.grade.replace("_", " ")
    return f"{words}, grade {grade}" if grade else f"{words}, grade not recorded"


def _hour(asking: Asking, at: datetime) -> str:
    there = local(at, asking.zone)
    return f"{there:%H:%M}" if there.date() == asking.today else moment_words(at, asking.zone)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
