"""Reasons that come from standing by someone: promises, agreed meetings, silence, meetings that did
not happen, actions, unfinished entries, and episodes that come close together. The words name what
the adult does next; none of it is the young person's failure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from diary.practice.asking import Answers, Asking, day_from, level_of
from diary.practice.facts import PromiseFact
from diary.practice.spans import (
    after,
    bounds,
    count_words,
    day_words,
    local,
    moment_words,
    plural,
    when_words,
)

_RHYTHMS = {1: "daily", 7: "weekly", 14: "every two weeks", 28: "monthly", 30: "monthly"}


def promises(asking: Asking) -> Answers:
    """Promises that are due by tomorrow, late, or were left without a date."""
    for promise in asking.person.promises:
        day = None if promise.due is None else promise.due.local_day()
        since = None if promise.made is None else promise.made.local_day()
        if day is not None:
            yield from _dated(asking, promise, day, since)
        elif since is not None:
            yield from _undated(asking, promise, since)


def actions(asking: Asking) -> Answers:
    """Actions that are due by tomorrow, or late."""
    rule = asking.rule("action_due")
    for action in asking.person.actions if rule else ():
        day = None if action.due is None else action.due.local_day()
        if rule and day is not None and (day - asking.today).days <= (rule.before_days or 0):
            yield asking.answer(
                rule,
                asking.end_of(day),
                kind="action",
                record=action.id,
                level=level_of(day, asking.today),
                day=day_from(day, asking.today),
                task=action.words,
            )


def drafts(asking: Asking) -> Answers:
    """Entries begun more than a day ago and not finished."""
    rule = asking.rule("draft_unfinished")
    for draft in asking.person.drafts if rule else ():
        if rule is None:
            return
        at = after(draft.saved_at, rule.after_hours or 0)
        if at <= asking.now:
            yield asking.answer(
                rule,
                at,
                kind=draft.kind,
                record=draft.id,
                when=moment_words(draft.saved_at, asking.zone, asking.today),
            )


def silence(asking: Asking) -> Answers:
    """No contact for longer than the rhythm agreed; two meetings in a row that did not happen."""
    person, missed = asking.person, asking.person.missed_in_a_row
    last = person.known_since
    if person.last_contact is not None:
        last = local(person.last_contact, asking.zone).date()
    rule = asking.rule("silence")
    if rule and person.rhythm_days and last is not None:
        allowed = person.rhythm_days + (rule.after_days or 0)
        days = (asking.today - last).days
        if days > allowed:
            yield asking.answer(
                rule,
                asking.start_of(last + timedelta(days=allowed + 1)),
                level="soon",
                days=plural(days, "day"),
                rhythm=_RHYTHMS.get(person.rhythm_days, f"every {person.rhythm_days} days"),
                facts=_missed_words(missed) + _next_words(asking),
            )
    rule = asking.rule("missed_meetings")
    if rule and missed >= (rule.count or 2):
        yield asking.answer(
            rule, _last_instant(asking), level="soon", Missed=count_words(missed).capitalize()
        )


def agreed_contact(asking: Asking) -> Answers:
    """The next agreed contact, on its day and until it is logged."""
    rule, agreed = asking.rule("agreed_contact"), asking.person.next_agreed
    day = None if agreed is None else agreed.local_day()
    span = bounds(agreed)
    if rule is None or day is None or span is None or day > asking.today:
        return
    if asking.person.last_contact is not None and asking.person.last_contact >= span[0]:
        return
    over = asking.now >= span[1]
    yield asking.answer(
        rule,
        span[1],
        level="soon" if over else "calm",
        day="today" if day == asking.today else "earlier",
        when=when_words(agreed, asking.today),
        next="How did it go? If it did not happen: what will you do next?" if over else "",
    )


def repeat_episodes(asking: Asking) -> Answers:
    """Episodes so close together that the area asks for a strategy meeting. Source: PRACTICE 2;
    the trigger is local, 3 in 30 days unless set otherwise."""
    rule = asking.rule("repeat_episodes")
    if rule is None:
        return
    count, window = rule.count or 3, rule.within_days or 30
    first = asking.today - timedelta(days=window)
    recent = sorted(d for d in asking.person.episode_dates if first < d <= asking.today)
    if len(recent) < count:
        return
    asked = asking.person.strategy_asked
    if asked is not None and asked >= recent[-1]:
        return
    yield asking.answer(
        rule,
        asking.start_of(recent[-1]),
        level="now",
        mark=recent[-1].isoformat(),
        times=plural(len(recent), "time"),
        days=str(window),
        count=str(count),
    )


def _dated(asking: Asking, promise: PromiseFact, day: date, since: date | None) -> Answers:
    rule = asking.rule("promise_due")
    if rule is None or (day - asking.today).days > (rule.before_days or 0):
        return
    yield asking.answer(
        rule,
        asking.end_of(day),
        kind="promise",
        record=promise.id,
        level=level_of(day, asking.today),
        day=day_from(day, asking.today),
        promise=promise.words,
        made=_made_words(asking, since),
    )


def _undated(asking: Asking, promise: PromiseFact, since: date) -> Answers:
    rule = asking.rule("promise_undated")
    if rule is None or (asking.today - since).days < (rule.after_days or 0):
        return
    yield asking.answer(
        rule,
        asking.start_of(since + timedelta(days=rule.after_days or 0)),
        kind="promise",
        record=promise.id,
        promise=promise.words,
        made=_made_words(asking, since),
    )


def _made_words(asking: Asking, since: date | None) -> str:
    return "some time ago" if since is None else f"on {day_words(since, asking.today)}"


def _missed_words(missed: int) -> str:
    if missed < 1:
        return ""
    return f" · {count_words(missed)} {'meeting' if missed == 1 else 'meetings'} did not happen"


def _next_words(asking: Asking) -> str:
    span = bounds(asking.person.next_agreed)
    if span is None or span[1] <= asking.now:
        return ""
    return f" · next agreed {when_words(asking.person.next_agreed)}"


def _last_instant(asking: Asking) -> datetime:
    return asking.person.last_contact or asking.now
