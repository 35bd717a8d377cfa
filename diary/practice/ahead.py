"""Reasons that come from key moments, behind and ahead: moves, school, court, loss, a change of
worker, turning 18; and, only for those who ask, birthdays, holidays and anniversaries. The diary
never closes a young person because of a birthday."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from diary.clock import When
from diary.practice.asking import Answers, Asking, day_from, level_of
from diary.practice.facts import MomentFact
from diary.practice.rules import Rule
from diary.practice.spans import bounds, day_words, plural, when_words

_SUBDIVISIONS = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern_ireland": "NIR"}


def moments(asking: Asking) -> Answers:
    """Key moments that have come and ask for contact, or that are near."""
    for moment in asking.person.moments:
        if moment.handled:
            continue
        rule = asking.rules.rules.get(f"moment_{moment.kind}")
        rule = asking.rule(rule.code if rule else "moment_other")
        if rule is None:
            continue
        if moment.actual is not None:
            yield from _behind(asking, moment, rule, moment.actual)
        elif moment.expected is not None:
            yield from _before(asking, moment, rule, moment.expected)


def anniversaries(asking: Asking) -> Answers:
    """The day of the year on which something happened, for moments marked yearly; opt-in."""
    rule = asking.rule("anniversary")
    for moment in asking.person.moments if rule else ():
        day = None if moment.actual is None else moment.actual.local_day()
        if rule is None or not moment.yearly or day is None:
            continue
        comes = _next_yearly(day, asking.today)
        years = comes.year - day.year
        if years > 0 and (comes - asking.today).days <= (rule.before_days or 0):
            yield asking.answer(
                rule,
                asking.start_of(comes),
                kind="key_moment",
                record=moment.id,
                mark=str(comes.year),
                day=day_from(comes, asking.today),
                years=plural(years, "year"),
                moment=moment.label or "a key moment",
            )


def turning_18(asking: Asking) -> Answers:
    """17½, and 18 less 90 and 30 days; the nearest only."""
    born = None if asking.person.born is None else asking.person.born.local_day()
    if born is None or asking.person.born is None:
        return
    comes, today = birthday(born, 18), asking.today
    days = (comes - today).days
    if days < 0:
        return
    doubt = ""
    if asking.person.born.precision == "about":
        doubt = " The date of birth is only about known."
    for code in ("eighteen_30", "eighteen_90"):
        rule = asking.rule(code)
        if rule and days <= (rule.before_days or 0):
            yield asking.answer(
                rule,
                asking.start_of(comes - timedelta(days=rule.before_days or 0)),
                level="soon",
                days=plural(days, "day"),
                birthday=day_words(comes, today),
                doubt=doubt,
            )
            return
    half = _months_after(birthday(born, 17), 6)
    rule = asking.rule("seventeen_and_half")
    if rule and half <= today and not asking.person.transition_plan:
        yield asking.answer(rule, asking.start_of(half), doubt=doubt)


def birthdays(asking: Asking) -> Answers:
    """The next birthday when it is near; opt-in."""
    rule, born = asking.rule("birthday"), asking.person.born
    day = None if born is None else born.local_day()
    if rule is None or day is None:
        return
    comes = _next_yearly(day, asking.today)
    if (comes - asking.today).days <= (rule.before_days or 0):
        yield asking.answer(
            rule,
            asking.start_of(comes),
            mark=str(comes.year),
            day=day_from(comes, asking.today),
        )


def bank_holidays(asking: Asking) -> Answers:
    """The next bank holiday of the young person's nation when it is near; opt-in."""
    rule = asking.rule("holiday")
    if rule is None or asking.person.id is None:
        return
    last = asking.today + timedelta(days=rule.before_days or 0)
    near = {
        **_holidays(asking.person.nation, asking.today.year),
        **_holidays(asking.person.nation, last.year),
    }
    day = min((d for d in near if asking.today <= d <= last), default=None)
    if day is not None:
        yield asking.answer(
            rule,
            asking.start_of(day),
            mark=day.isoformat(),
            day=day_from(day, asking.today),
            holiday=near[day],
        )


def birthday(born: date, age: int) -> date:
    """The day on which someone born on `born` turns `age`; 29 February counts as 1 March in a
    year that has none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _behind(asking: Asking, moment: MomentFact, rule: Rule, actual: When) -> Answers:
    day, span = actual.local_day(), bounds(actual)
    since = asking.person.last_seen if rule.settled_by == "seen" else asking.person.last_contact
    if span is not None:
        if span[0] > asking.now:
            yield from _before(asking, moment, rule, actual)
            return
        if since is not None and since >= span[0]:
            return
    by = asking.today if day is None else day + timedelta(days=rule.after_days or 0)
    yield asking.answer(
        rule,
        asking.end_of(by),
        kind="key_moment",
        record=moment.id,
        level=level_of(by, asking.today),
        by=_by_words(by, asking.today),
    )


def _before(asking: Asking, moment: MomentFact, rule: Rule, expected: When) -> Answers:
    day, span = expected.local_day(), bounds(expected)
    if day is None or span is None or (day - asking.today).days > (rule.before_days or 0):
        return
    passed = asking.now >= span[1]
    if moment.plan and not passed:
        return
    ahead = rule.ahead or "Expected {expected}."
    yield asking.answer(
        rule,
        asking.start_of(day),
        kind="key_moment",
        record=moment.id,
        level="soon",
        mark="expected",
        why="Expected {expected}. Did it happen?" if passed else ahead,
        expected=when_words(expected, asking.today),
    )


def _by_words(by: date, today: date) -> str:
    if by < today:
        return f"it was to be by {day_words(by, today)}"
    return "today" if by == today else f"by {day_words(by, today)}"


def _next_yearly(day: date, today: date) -> date:
    comes = birthday(day, today.year - day.year)
    return comes if comes >= today else birthday(day, today.year + 1 - day.year)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


@cache
def _holidays(nation: str, year: int) -> dict[date, str]:
    # Imported late: it is slow to load and most workers never turn this on.
    import holidays

    subdivision = _SUBDIVISIONS.get(nation, "ENG")
    listed = holidays.country_holidays("GB", subdiv=subdivision, years=year, language="en_GB")
    return {day: str(name) for day, name in listed.items()}
