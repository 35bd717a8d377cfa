"""The organisation and me: one record of each, made when first something is said."""

from __future__ import annotations

import pytest

from diary.casework.about_us import keep_one, one_of_each
from diary.diary import Diary
from diary.errors import InvalidEntry


def test_one_is_made_and_then_changed(diary: Diary) -> None:
    assert diary.ask(one_of_each) == {"organisation": None, "me": None}
    diary.do(keep_one, "organisation", {"lead_name": "Dana Flint"})
    shown = diary.ask(one_of_each)["organisation"]
    assert shown is not None
    changed = {"lead_phone": "01632 960 001"}
    diary.do(keep_one, "organisation", changed, record=shown.id, heads=shown.heads)
    now = diary.ask(one_of_each)["organisation"]
    assert now is not None
    assert now.id == shown.id
    assert (now.get("lead_name"), now.get("lead_phone")) == ("Dana Flint", "01632 960 001")


def test_me_needs_a_name(diary: Diary) -> None:
    with pytest.raises(InvalidEntry) as refused:
        diary.do(keep_one, "me", {"phone": "01632 960 002"})
    assert "display_name" in refused.value.fields
    assert diary.ask(one_of_each)["me"] is None
