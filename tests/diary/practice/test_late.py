"""A late entry says that it is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from diary.clock import When
from diary.practice.late import is_late, late_words, lateness

LONDON = "Europe/London"
MET = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (datetime(2026, 11, 20, 17, tzinfo=UTC), ""),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), ""),
        (datetime(2026, 11, 21, 15, 30, tzinfo=UTC), ""),
        (datetime(2026, 11, 21, 17, tzinfo=UTC), "written 1 day later"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "written 3 days later"),
        (datetime(2027, 2, 23, 9, tzinfo=UTC), "written 3 months later"),
        (datetime(2029, 2, 23, 9, tzinfo=UTC), "written 2 years later"),
    ],
)
def test_late_words(written: datetime, words: str) -> None:
    assert late_words(When.exact(MET, LONDON), written) == words


def test_a_team_may_ask_for_less() -> None:
    written = MET + timedelta(hours=5)
    assert late_words(When.exact(MET, LONDON), written, after=timedelta(hours=2)) == (
        "written 5 hours later"
    )


def test_a_day_is_late_only_when_it_is_certainly_late() -> None:
    day = When.on(date(2026, 11, 20), LONDON)
    assert not is_late(day, datetime(2026, 11, 21, 20, tzinfo=UTC))
    assert late_words(day, datetime(2026, 11, 22, 1, tzinfo=UTC)) == "written 2 days later"


def test_an_unknown_time_is_not_called_late() -> None:
    assert lateness(When.unknown(LONDON), MET) is None
    assert late_words(When.unknown(LONDON), MET) == ""
    assert late_words(None, MET) == ""


def test_written_before_it_happened_is_not_late() -> None:
    assert lateness(When.exact(MET, LONDON), MET - timedelta(days=2)) == timedelta(0)
