"""Time: the one clock, and `When`, a time that says how well it is known. Nothing here invents one.

A `When` travels as a plain map `{"at": ..., "zone": "Europe/London", "precision": ...}`:
exact, about: `at` is an RFC 3339 UTC instant ("2026-11-24T15:30:00Z");
day: `at` is a local calendar date ("2026-11-24"); unknown: no `at`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Precision = Literal["exact", "about", "day", "unknown"]
PRECISIONS: tuple[Precision, ...] = ("exact", "about", "day", "unknown")


class Clock(Protocol):
    """Where the time comes from. Tests hand in their own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def zone(self) -> str:
        """The IANA name of the zone that the worker's machine is in."""
        ...


class SystemClock:
    """The machine's clock and zone."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def zone(self) -> str:
        return _system_zone()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved; for tests, the demo and `--now`."""

    at: datetime
    zone_name: str = "Europe/London"

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def zone(self) -> str:
        return self.zone_name

    def advance(self, by: timedelta) -> None:
        self.at += by


def _system_zone() -> str:
    import os
    from pathlib import Path

    named = os.environ.get("TZ", "").lstrip(":")
    if named and _is_zone(named):
        return named
    try:
        target = str(Path("/etc/localtime").resolve())
    except OSError:
        target = ""
    if "zoneinfo/" in target:
        name = target.split("zoneinfo/", 1)[1].removeprefix("posix/").removeprefix("right/")
        if _is_zone(name) and name not in {"Etc/UTC", "UTC"}:
            return name
    return "Europe/London"


@lru_cache(maxsize=64)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _plausible(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError("write a year between 1900 and 2200")
    return day


def utc_text(at: datetime) -> str:
    """RFC 3339 in UTC with a trailing Z, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


@dataclass(frozen=True, slots=True)
class When:
    """A time as the worker knows it. `at` is aware UTC (exact, about), None otherwise;
    `day` is the local date for precision day. Unknown has neither."""

    precision: Precision
    zone: str
    at: datetime | None = None
    day: date | None = None

    @classmethod
    def exact(cls, at: datetime, zone: str) -> When:
        return cls("exact", zone, at=at.astimezone(UTC))

    @classmethod
    def about(cls, at: datetime, zone: str) -> When:
        return cls("about", zone, at=at.astimezone(UTC))

    @classmethod
    def on(cls, day: date, zone: str) -> When:
        return cls("day", zone, day=day)

    @classmethod
    def unknown(cls, zone: str) -> When:
        return cls("unknown", zone)

    @classmethod
    def parse(cls, value: Mapping[str, Any]) -> When:
        """From the plain map. Raises ValueError with a reason a person can read."""
        precision = value.get("precision", "exact")
        if precision not in PRECISIONS:
            raise ValueError("say exact, about, day or unknown")
        zone = value.get("zone") or "Europe/London"
        if not isinstance(zone, str) or not _is_zone(zone):
            raise ValueError("this time zone is not known")
        raw = value.get("at")
        if precision == "unknown":
            return cls.unknown(zone)
        if not isinstance(raw, str) or not raw:
            raise ValueError("a time is needed, or say that it is not known")
        return _read(precision, zone, raw)

    def to_map(self) -> dict[str, str]:
        """The plain map that is stored, sent and printed."""
        out = {"zone": self.zone, "precision": self.precision}
        if self.at is not None:
            out["at"] = utc_text(self.at)
        elif self.day is not None:
            out["at"] = self.day.isoformat()
        return out

    def earliest(self) -> datetime | None:
        """The earliest instant this can mean (UTC); None when unknown. *About* is taken as said:
        the margin belongs to whoever reckons with it."""
        if self.at is not None:
            return self.at
        if self.day is not None:
            return datetime.combine(self.day, time.min, ZoneInfo(self.zone)).astimezone(UTC)
        return None

    def latest(self) -> datetime | None:
        """The latest instant this can mean (UTC); None when unknown."""
        if self.at is not None:
            return self.at
        if self.day is not None:
            nxt = datetime.combine(self.day + timedelta(days=1), time.min, ZoneInfo(self.zone))
            return nxt.astimezone(UTC) - timedelta(seconds=1)
        return None

    def local(self) -> datetime | None:
        """The instant in its own zone, for display."""
        return None if self.at is None else self.at.astimezone(ZoneInfo(self.zone))

    def local_day(self) -> date | None:
        """The calendar day where it happened."""
        if self.day is not None:
            return self.day
        local = self.local()
        return None if local is None else local.date()


# A record's times are read again by its checks, its title and the list, one after the other.
@lru_cache(maxsize=256)
def _read(precision: Precision, zone: str, raw: str) -> When:
    if precision == "day":
        try:
            day = date.fromisoformat(raw[:10])
        except ValueError:
            raise ValueError("write the day as 2026-11-24") from None
        return When.on(_plausible(day), zone)
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise ValueError("write the time as 2026-11-24T15:30") from None
    _plausible(at)
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(zone))
    return When(precision, zone, at=at.astimezone(UTC))
