"""The return clock: when it starts, when it ends, what is left, and the last daytime chance before
it ends. It counts elapsed hours and never turns them into working days. What became of the
conversation is reckoned in `outcomes.py`; what each nation asks for is kept in `nations.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from diary.clock import When
from diary.practice.nations import BASES, DEFAULT_NATION, MOST_HOURS, Basis, NationProfile
from diary.practice.spans import (
    after,
    bounds,
    day_words,
    hours_words,
    local,
    long_words,
    moment_words,
)

WhyNone = Literal["", "not_back", "not_returned", "time_unknown", "found_unknown"]
WHY_NONE_WORDS: Mapping[str, str] = {
    "not_back": "The clock starts when they are back.",
    "not_returned": "Found, not yet back: the clock starts when they return. Offer it now.",
    "time_unknown": "No clock: the time is not known. Offer it as soon as you can.",
    "found_unknown": "No clock: it counts from when they were found, and that is not recorded.",
}
DAY_FROM = time(8)
DAY_UNTIL = time(20)


@dataclass(frozen=True, slots=True)
class Limit:
    """One deadline (UTC). `earliest` and `latest` differ where only the day is known."""

    what: Literal["arrange", "complete"]
    earliest: datetime
    latest: datetime
    about: bool


@dataclass(frozen=True, slots=True)
class ReturnClock:
    """The clock of one return, with the basis and term it was started on. All instants UTC.
    `arrange_by` and `complete_by` are the earliest they can be: the ones to keep to."""

    nation: str
    basis: Basis
    started: When | None
    arrange_hours: int
    complete_hours: int
    conversation: str
    why_none: WhyNone = ""

    @property
    def runs(self) -> bool:
        """Whether there is a start to count from."""
        return self.due is not None

    @property
    def about(self) -> bool:
        """Whether the start is only *about* known: the deadline then is about known too."""
        return self.started is not None and self.started.precision == "about"

    @property
    def arrange(self) -> Limit | None:
        """By when it must be arranged; None where the nation has no such term."""
        return self._limit("arrange", self.arrange_hours) if self.arrange_hours else None

    @property
    def due(self) -> Limit | None:
        """By when it must be held; None while no clock runs."""
        return self._limit("complete", self.complete_hours)

    @property
    def due_earliest(self) -> datetime | None:
        return None if self.due is None else self.due.earliest

    @property
    def due_latest(self) -> datetime | None:
        return None if self.due is None else self.due.latest

    @property
    def arrange_by(self) -> datetime | None:
        return None if self.arrange is None else self.arrange.earliest

    @property
    def complete_by(self) -> datetime | None:
        return self.due_earliest

    @property
    def zone(self) -> str:
        """Where the return happened; its wall clock names the deadline."""
        return "Europe/London" if self.started is None else self.started.zone

    @property
    def term(self) -> str:
        """ "within 72 hours of the return", in words a worker can check."""
        of = "the return" if self.basis == "returned" else "being found"
        held = f"within {_hours(self.complete_hours)} of {of}"
        if not self.arrange_hours:
            return held
        return f"arranged within {_hours(self.arrange_hours)} and held {held}"

    def to_map(self) -> dict[str, Any]:
        """The plain map that an episode stores: the basis and term it was started on, and what
        they gave, for reading by eye."""
        return {
            "nation": self.nation,
            "basis": self.basis,
            "arrange_hours": self.arrange_hours,
            "complete_hours": self.complete_hours,
            "conversation": self.conversation,
            "term": self.term,
            "started": None if self.started is None else self.started.to_map(),
            "due_earliest": _text(self.due_earliest),
            "due_latest": _text(self.due_latest),
            "arrange_by": _text(self.arrange_by),
            "complete_by": _text(self.complete_by),
        }

    def ends_words(self) -> str:
        """ "Ends Tue 24 Nov, 02:00", with the doubt said where there is one."""
        due = self.due
        if due is None:
            return WHY_NONE_WORDS.get(self.why_none, WHY_NONE_WORDS["time_unknown"])
        first = moment_words(due.earliest, self.zone)
        if due.earliest != due.latest:
            return f"Ends between {first} and {moment_words(due.latest, self.zone)}"
        return f"Ends about {first}" if due.about else f"Ends {first}"

    def _limit(self, what: Literal["arrange", "complete"], hours: int) -> Limit | None:
        span = bounds(self.started)
        if span is None:
            return None
        return Limit(what, after(span[0], hours), after(span[1], hours), self.about)


def return_clock(
    *,
    found: When | None,
    returned: When | None,
    profile: NationProfile,
    basis: Basis | None = None,
) -> ReturnClock:
    """The clock of a return under `profile`; `basis` (a setting) wins over the profile's own.
    Source: PRACTICE 3; England within 72 hours of the return, Scotland arranged within 72 hours
    and completed within one week."""
    return _clock(
        profile.code,
        basis or profile.basis.value,
        (profile.arrange_hours.value, profile.complete_hours.value),
        profile.conversation.value,
        found=found,
        returned=returned,
    )


def from_stored(
    stored: Mapping[str, Any], *, found: When | None, returned: When | None
) -> ReturnClock:
    """The clock as it was agreed when it started: stored basis and term, whatever the settings
    say now, on the times as they stand. Raises ValueError where the map is not one of ours."""
    basis, complete = stored.get("basis"), stored.get("complete_hours")
    arrange = stored.get("arrange_hours", 0)
    if basis not in BASES or not _is_term(complete, 1) or not _is_term(arrange, 0):
        raise ValueError("this is not a stored return clock")
    return _clock(
        str(stored.get("nation") or DEFAULT_NATION),
        cast(Basis, basis),
        (cast(int, arrange), cast(int, complete)),
        str(stored.get("conversation") or "return conversation"),
        found=found,
        returned=returned,
    )


def left(now: datetime, clock: ReturnClock, *, arranged: bool = True) -> str:
    """ "9 h 20 min left" or "late by 1 d 3 h", with the doubt said. With `arranged` false the term
    for arranging it comes first, where the nation has one."""
    limit = next_limit(clock, arranged=arranged)
    if limit is None:
        return "no clock"
    to_do = " to arrange it" if limit.what == "arrange" else ""
    about = "about " if limit.about else ""
    if now <= limit.earliest:
        least, most = hours_words(limit.earliest - now), hours_words(limit.latest - now)
        return f"{about}{_between(least, most)} left{to_do}"
    if now <= limit.latest:
        return f"may have run out; at most {hours_words(limit.latest - now)} left{to_do}"
    least, most = long_words(now - limit.latest), long_words(now - limit.earliest)
    return f"late by {about}{_between(least, most)}{to_do}"


def next_limit(clock: ReturnClock, *, arranged: bool) -> Limit | None:
    """The limit that presses first: arranging it until that is done, then holding it."""
    return clock.due if arranged or clock.arrange is None else clock.arrange


@dataclass(frozen=True, slots=True)
class DaytimeChance:
    """The last stretch of daytime before a deadline (UTC)."""

    opens: datetime
    closes: datetime
    zone: str

    def is_now(self, now: datetime) -> bool:
        return self.opens <= now < self.closes

    def is_past(self, now: datetime) -> bool:
        return now >= self.closes

    def words(self, now: datetime) -> str:
        """ "the last daytime chance is now", or when it is, or that it is gone."""
        if self.is_now(now):
            return "the last daytime chance is now"
        if self.is_past(now):
            return "no daytime chance is left before it ends"
        closes = local(self.closes, self.zone)
        return f"the last daytime chance is {day_words(closes.date())} until {closes:%H:%M}"


def last_daytime(
    limit: Limit, zone: str, *, day_from: time = DAY_FROM, day_until: time = DAY_UNTIL
) -> DaytimeChance:
    """The last daytime (08:00 to 20:00 where it happened, by setting) before the earliest that
    the limit can fall. Weekends and bank holidays are days like any other."""
    ends = local(limit.earliest, zone)
    day = ends.date() if ends.time() > day_from else ends.date() - timedelta(days=1)
    opens = datetime.combine(day, day_from, ZoneInfo(zone)).astimezone(limit.earliest.tzinfo)
    closes = datetime.combine(day, day_until, ZoneInfo(zone)).astimezone(limit.earliest.tzinfo)
    return DaytimeChance(opens, min(closes, limit.earliest), zone)


def _clock(
    nation: str,
    basis: Basis,
    hours: tuple[int, int],
    conversation: str,
    *,
    found: When | None,
    returned: When | None,
) -> ReturnClock:
    started = returned if basis == "returned" else found
    why: WhyNone = ""
    if started is None:
        why = "not_back"
        if basis == "returned" and found is not None:
            why = "not_returned"
        elif basis == "found" and returned is not None:
            why = "found_unknown"
    elif bounds(started) is None:
        why = "time_unknown"
    return ReturnClock(nation, basis, started, hours[0], hours[1], conversation, why)


def _is_term(value: object, least: int) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and least <= cast(int, value) <= MOST_HOURS


def _hours(hours: int) -> str:
    return f"{hours} hours (one week)" if hours == 168 else f"{hours} hours"


def _between(least: str, most: str) -> str:
    return least if least == most else f"between {least} and {most}"


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
