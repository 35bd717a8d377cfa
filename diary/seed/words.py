"""The words and the dice: texts of `resources/seed/story.toml` with their braces filled, times as
records keep them. Which record says what stands in `kinds.py`."""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

from diary.clock import utc_text
from diary.paths import resource

T = TypeVar("T")
When = dict[str, str]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@cache
def story() -> Mapping[str, Mapping[str, list[str]]]:
    """Section → list → texts."""
    return tomllib.loads(resource("seed", "story.toml").read_text(encoding="utf-8"))


@dataclass(slots=True, repr=False)
class Who:
    """A young person while their history is being invented."""

    id: str
    name: str
    home: str
    school: str
    worker: str
    carer: str
    start: datetime
    last_contact: str = ""
    goals: list[str] = field(default_factory=list)


NOBODY = Who("", "", "", "", "", "", datetime(2000, 1, 1, tzinfo=UTC))


class Odds(Generic[T]):
    """Outcomes and how likely each is against the others."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.outcomes = tuple(weights)
        self.sums = tuple(accumulate(weights.values()))


class _Filling(dict[str, str]):
    """What stands for each word in braces: chosen when it is first met, the same in one record."""

    def __init__(self, dice: Dice, who: Who) -> None:
        super().__init__()
        self._dice = dice
        self._who = who

    def __missing__(self, name: str) -> str:
        if name.endswith("_cap"):
            said = self[name.removesuffix("_cap")]
            return said[:1].upper() + said[1:]
        if name == "worker":
            return self._who.worker.partition(",")[0]
        if name in {"name", "home", "school", "carer"}:
            return str(getattr(self._who, name))
        plural = "activities" if name == "activity" else name + "s"
        self[name] = self._dice.one(story()["places"][plural])
        return self[name]


class Dice:
    """Everything that is left to chance. The same seed gives the same story."""

    def __init__(self, seed: int, now: datetime, zone: str) -> None:
        self.random = Random(seed)  # noqa: S311 stories, not secrets
        self.roll = self.random.random
        self.now = now
        self.zone = zone
        self._filling = _Filling(self, NOBODY)

    def begin(self, who: Who) -> None:
        """A new record about somebody: the words in braces are chosen anew."""
        self._filling = _Filling(self, who)

    def chance(self, of: float) -> bool:
        return self.roll() < of

    def one(self, options: Sequence[T]) -> T:
        return options[int(self.roll() * len(options))]

    def some(self, options: Sequence[T], most: int) -> list[T]:
        return self.random.sample(options, self.random.randint(1, min(most, len(options))))

    def pick(self, odds: Odds[T]) -> T:
        return odds.outcomes[bisect(odds.sums, self.roll() * odds.sums[-1])]

    def named(self, name: str) -> str:
        """The place, activity, … that this record speaks of."""
        return self._filling[name]

    def say(self, section: str, name: str) -> str:
        """One text of a list, its braces filled."""
        text = self.one(story()[section][name])
        return text.format_map(self._filling) if "{" in text else text

    def tell(self, *parts: tuple[str, str]) -> str:
        """Several texts as one paragraph."""
        return " ".join([self.say(*part) for part in parts])

    # -- times ------------------------------------------------------------------------------

    def moment(self, first: datetime, last: datetime) -> datetime:
        """An instant between the two, at an hour when people meet."""
        day = first.replace(hour=0, minute=0, second=0, microsecond=0)
        day += int(self.roll() * ((last - first).days + 1)) * DAY
        # Most of it after school.
        minutes = 8 * 60 + 5 * int(80 * (self.roll() + self.roll()))
        return min(max(day + minutes * MINUTE, first), last)

    def after(self, at: datetime, least: float, most: float) -> datetime:
        """An instant so many hours later, never in the future."""
        minutes = int(60 * (least + (most - least) * self.roll()))
        return min(at + minutes * MINUTE, self.now)

    def about(self, at: datetime) -> When:
        return {"at": utc_text(at), "zone": self.zone, "precision": "about"}

    def exact(self, at: datetime) -> When:
        return {"at": utc_text(at), "zone": self.zone, "precision": "exact"}

    def day(self, at: datetime) -> When:
        return {"at": at.date().isoformat(), "zone": self.zone, "precision": "day"}

    def is_recent(self, at: datetime, days: int) -> bool:
        return self.now - at < timedelta(days=days)


Values = dict[str, Any]
