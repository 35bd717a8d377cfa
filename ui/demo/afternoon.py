"""The clock of the walk: an afternoon that goes on, and leaps where a worker would have waited."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/London"


class Afternoon:
    """A clock that began at twenty to five today, so that no reminder is silent and the pictures
    look alike at whatever hour they are taken."""

    def __init__(self) -> None:
        begins = datetime.now(ZoneInfo(ZONE)).replace(hour=16, minute=40, second=0, microsecond=0)
        self._begins = begins.astimezone(UTC)
        self._at = time.monotonic()

    def now(self) -> datetime:
        return self._begins + timedelta(seconds=time.monotonic() - self._at)

    def zone(self) -> str:
        return ZONE

    def local(self) -> datetime:
        """The time on the wall."""
        return self.now().astimezone(ZoneInfo(ZONE))

    def leap(self, minutes: int) -> None:
        """So many minutes go by at once."""
        self._begins += timedelta(minutes=minutes)
