"""Key moment: its kinds are those that the reminders know, and what is ahead is not yet there."""

from __future__ import annotations

import tomllib

from diary.paths import resource
from diary.records.key_moment import KEY_MOMENT, KINDS, is_ahead
from tests.diary.records.conftest import Reasons

DAY = {"at": "2026-12-09", "precision": "day", "zone": "Europe/London"}


def test_every_moment_that_the_reminders_speak_of_can_be_recorded() -> None:
    rules = tomllib.loads(resource("reminders.toml").read_text(encoding="utf-8"))["rules"]
    spoken = {code.removeprefix("moment_") for code in rules if code.startswith("moment_")}
    assert spoken == set(KINDS)


def test_what_is_ahead() -> None:
    assert is_ahead({"expected_at": DAY})
    assert not is_ahead({"expected_at": DAY, "at": DAY})
    assert KEY_MOMENT.happened_at({"expected_at": DAY}) is None


def test_it_reads_as_the_worker_called_it() -> None:
    shown = KEY_MOMENT.entry_text({"kind": "moving_home", "what": "Moved to the Carters"})
    assert (shown.title, shown.meta) == ("Moved to the Carters", "Moving home")
    assert KEY_MOMENT.title({"kind": "release"}) == "Release"
    assert KEY_MOMENT.entry_text({"kind": "birth", "expected_at": DAY}).meta == "(expected)"


def test_it_may_come_sooner_than_expected(reasons: Reasons) -> None:
    assert reasons(KEY_MOMENT, kind="birth", expected_at="2026-12-09", at="2026-12-01") == {}
