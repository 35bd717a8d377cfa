"""Times in the invented diary: they count from now, so that the diary is as fresh on every day that
it is made. The grammar is told in `resources/demo/README.md`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.clock import When

_ALONE = re.compile(r"([+-]\d+)h(\d\d)?")
_DAY = re.compile(r"(~?)([+-]\d+)d(w?)(?: (\d\d):(\d\d))?")
_BORN = re.compile(r"-(\d+)y([+-]\d+)d")
_FRIDAY = 4


class Times:
    """Reads times as they count from `now` (aware) in `zone`."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self.zone = zone
        self._today = now.astimezone(ZoneInfo(zone)).date()

    def when(self, words: str) -> When:
        """The time. Raises ValueError for words that are not one."""
        if words == "?":
            return When.unknown(self.zone)
        if found := _ALONE.fullmatch(words):
            return When.exact(self.now + _hours(*found.groups()), self.zone)
        found = _DAY.fullmatch(words)
        if found is None:
            raise ValueError(f"not a time: {words}")
        about, days, working, hour, minute = found.groups()
        day = self._day(int(days), working)
        if hour is None:
            return When.on(day, self.zone)
        at = datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(self.zone))
        return When.about(at, self.zone) if about else When.exact(at, self.zone)

    def calendar_day(self, words: str) -> str:
        """The day as "2026-11-24". Raises ValueError."""
        if found := _BORN.fullmatch(words):
            return self._born(int(found[1]), int(found[2])).isoformat()
        day = self.when(words).local_day()
        if day is None:
            raise ValueError(f"not a day: {words}")
        return day.isoformat()

    def written(self, words: str, happened: When | None) -> datetime:
        """When an entry was written: a time of its own, or so long after it happened; without
        words the same day. Never later than a minute ago."""
        if words.startswith("+") and happened is not None:
            found = _ALONE.fullmatch(words)
            if found is None:
                raise ValueError(f"not a span: {words}")
            at = _instant(happened) + _hours(*found.groups())
        elif words:
            at = _instant(self.when(words))
        elif happened is not None:
            at = _instant(happened) + timedelta(hours=2, minutes=10)
        else:
            raise ValueError("say when this was written")
        return min(at, self.now - timedelta(minutes=1))

    def _day(self, days: int, working: str) -> date:
        day = self._today + timedelta(days=days)
        back = max(0, day.weekday() - _FRIDAY) if working else 0
        return day - timedelta(days=back)

    def _born(self, years: int, days: int) -> date:
        # 1 March stands in for a day that not every year has.
        first = date(self._today.year - years, self._today.month, 1)
        return first + timedelta(days=self._today.day - 1 + days)


def _hours(hours: str, minutes: str | None) -> timedelta:
    more = int(minutes or 0)
    return timedelta(hours=int(hours), minutes=-more if hours.startswith("-") else more)


def _instant(when: When) -> datetime:
    at = when.earliest()
    if at is None:
        raise ValueError("say when this was written")
    return at + timedelta(hours=17) if when.precision == "day" else at
