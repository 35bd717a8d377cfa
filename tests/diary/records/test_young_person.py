"""Young person: a chosen name is enough; what is dated in their record has its order."""

from __future__ import annotations

from diary.records.young_person import YOUNG_PERSON, reference
from tests.diary.records.conftest import Reasons


def test_a_chosen_name_is_enough(reasons: Reasons) -> None:
    assert reasons(YOUNG_PERSON, chosen_name="Jaz") == {}
    assert set(reasons(YOUNG_PERSON, chosen_name="  ")) == {"chosen_name"}


def test_the_line_under_the_name() -> None:
    values = {"chosen_name": "Jaz", "pronouns": "she/her", "in_short": "boxing, drawing"}
    shown = YOUNG_PERSON.entry_text(values)
    assert (shown.title, shown.meta) == ("Jaz", "she/her · boxing, drawing")


def test_references_are_found_by_their_system() -> None:
    values = {
        "references": [
            {"system": "council", "reference": "C-17"},
            {"system": "ssda903", "reference": "903-4"},
        ]
    }
    assert reference(values, "ssda903") == "903-4"
    assert reference(values, "nhs") == ""


def test_dates_have_their_order(reasons: Reasons) -> None:
    order = {"order": "Care order", "since": "2026-02-01", "until": "2026-01-01"}
    assert set(reasons(YOUNG_PERSON, chosen_name="Jaz", orders=[order])) == {"orders"}


def test_a_rhythm_is_a_number_of_days(reasons: Reasons) -> None:
    assert set(reasons(YOUNG_PERSON, chosen_name="Jaz", rhythm_days=0)) == {"rhythm_days"}
    assert reasons(YOUNG_PERSON, chosen_name="Jaz", rhythm_days=7) == {}
