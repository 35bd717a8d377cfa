"""Spell: one stretch of one thing; it lasts until someone ends it."""

from __future__ import annotations

from diary.records.spell import SPELL, is_current
from tests.diary.records.conftest import Reasons


def test_it_lasts_until_it_has_an_end() -> None:
    assert is_current({"aspect": "home"})
    assert not is_current({"until": {"precision": "unknown", "zone": "Europe/London"}})


def test_not_over_before_it_began(reasons: Reasons) -> None:
    values = {"aspect": "home", "since": "2026-11-09"}
    assert set(reasons(SPELL, **values, until="2026-11-08")) == {"until"}
    assert reasons(SPELL, **values, until="2026-11-09") == {}


def test_it_reads_as_what_it_is() -> None:
    assert SPELL.title({"aspect": "home", "what": "Elm House"}) == "Where they live: Elm House"
    assert SPELL.title({"aspect": "looked_after"}) == "Looked after"
