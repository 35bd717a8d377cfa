"""What the return clock says on screen: one large line, one small, and a tone. The reckoning is
practice's; only the choice of words and tone is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.practice.deadlines import Limit, ReturnClock, last_daytime, left, next_limit
from diary.practice.outcomes import Offer, Outcome, is_arranged
from diary.practice.spans import hours_words, moment_words
from ui.theme import Tone

_SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ClockSays:
    """For a ClockPanel; `chance` is the last daytime chance, where one is ahead."""

    large: str
    small: str
    tone: Tone
    chance: str = ""


def clock_says(
    clock: ReturnClock, offers: Sequence[Offer], outcome: Outcome, now: datetime
) -> ClockSays:
    """The clock while it runs; what became of it once that is known."""
    if outcome.held:
        return ClockSays(*_held(clock, outcome))
    if outcome.code in {"attempted", "not_offered"}:
        return ClockSays(outcome.words, clock.term, "amber")
    limit = next_limit(clock, arranged=is_arranged(offers))
    if limit is None:
        return ClockSays("No clock yet", clock.ends_words(), "muted")
    words = left(now, clock, arranged=is_arranged(offers))
    tone: Tone = "danger" if now + _SOON >= limit.earliest else "amber"
    chance = ""
    if now <= limit.earliest:
        said = last_daytime(limit, clock.zone).words(now)
        chance = said[0].upper() + said[1:]
    return ClockSays(words[0].upper() + words[1:], _ends(clock, limit), tone, chance)


def _held(clock: ReturnClock, outcome: Outcome) -> tuple[str, str, Tone]:
    large = outcome.words
    small = clock.term
    if outcome.hours_least is not None and outcome.hours_most == outcome.hours_least:
        small = f"{hours_words(outcome.hours_least)} after {_basis(clock)}; {_terms(clock)}"
    tones: dict[str, Tone] = {"held_in_time": "good", "held_late": "amber"}
    if ". " in large or len(large) > 40:
        first, _, rest = large.replace("; ", ". ").partition(". ")
        short = first if len(first) <= 40 else "Held"
        return short, rest or large, tones.get(outcome.code, "amber")
    return large, small, tones.get(outcome.code, "amber")


def _basis(clock: ReturnClock) -> str:
    return "the return" if clock.basis == "returned" else "being found"


def _terms(clock: ReturnClock) -> str:
    return f"the term is {clock.complete_hours} hours"


def _ends(clock: ReturnClock, limit: Limit) -> str:
    """ "72 hours from the return end Tue 24 Nov, 02:00"."""
    if limit.what == "arrange":
        hours = clock.arrange_hours
        by = moment_words(limit.earliest, clock.zone)
        due = clock.due
        then = f"; hold it by {moment_words(due.earliest, clock.zone)}" if due else ""
        return f"Arrange it within {hours} hours of {_basis(clock)}: by {by}{then}"
    hours_left = "One week" if clock.complete_hours == 168 else f"{clock.complete_hours} hours"
    verb = "ends" if clock.complete_hours == 168 else "end"
    first = moment_words(limit.earliest, clock.zone)
    start = f"{hours_left} from {_basis(clock)} {verb}"
    if limit.earliest != limit.latest:
        return f"{start} between {first} and {moment_words(limit.latest, clock.zone)}"
    return f"{start} {'about ' if limit.about else ''}{first}"
