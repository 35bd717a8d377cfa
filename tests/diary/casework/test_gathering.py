"""What the reminders are told: a time agreed stays until somebody writes how it went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from diary.casework.contacts import add_people, quick_log
from diary.casework.gathering import due
from diary.clock import FixedClock, When
from diary.diary import Diary


@pytest.fixture
def jaz(diary: Diary) -> str:
    return diary.do(add_people, ["Jaz"]).result[0]


def codes(diary: Diary) -> set[str]:
    return {r.code for line in diary.ask(due, quiet=False) for r in line.reasons}


def log(diary: Diary, clock: FixedClock, person: str, **values: object) -> None:
    at = When.exact(clock.now(), clock.zone()).to_map()
    diary.do(quick_log, person=person, values={"kind": "met", "at": at, **values})


def test_a_time_agreed_is_asked_after_until_it_is_written_how_it_went(
    diary: Diary, jaz: str, clock: FixedClock
) -> None:
    agreed = When.exact(clock.now() + timedelta(days=2), clock.zone()).to_map()
    log(diary, clock, jaz, next_at=agreed)
    assert "agreed_contact" not in codes(diary)
    clock.advance(timedelta(days=1))
    log(diary, clock, jaz, kind="phone")
    clock.advance(timedelta(days=1, hours=3))
    assert "agreed_contact" in codes(diary)
    clock.advance(timedelta(days=2))
    assert "agreed_contact" in codes(diary)
    log(diary, clock, jaz)
    assert "agreed_contact" not in codes(diary)


def test_a_meeting_that_did_not_happen_is_written_about_too(
    diary: Diary, jaz: str, clock: FixedClock
) -> None:
    agreed = When.exact(clock.now() + timedelta(days=1), clock.zone()).to_map()
    log(diary, clock, jaz, next_at=agreed)
    clock.advance(timedelta(days=1, hours=1))
    log(diary, clock, jaz, kind="did_not_happen", next_step="I go to her.")
    assert "agreed_contact" not in codes(diary)
