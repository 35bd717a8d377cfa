"""A meeting with several young people: what one form left alone stays as it is in the others'."""

from __future__ import annotations

import pytest

from diary.casework import contacts
from diary.diary import Diary
from diary.errors import InvalidEntry

SHARED = {"kind": "met", "place": "the park", "minutes": 30}


def two(diary: Diary) -> dict[str, str]:
    people = diary.do(contacts.add_people, ["Jaz", "Ola"]).result
    parts = {person: {"note": f"private {n}"} for n, person in enumerate(people)}
    return dict(diary.do(contacts.log_contact, SHARED, parts).result)


def test_what_is_shared_changes_for_all_and_nothing_else(diary: Diary) -> None:
    first, second = two(diary).values()
    form = diary.ask(lambda reads: reads.view(first))
    diary.do(lambda work: work.edit(second, {"minutes": 10}))
    changed = diary.do(
        contacts.amend_meeting,
        first,
        {**SHARED, "place": "the gym"},
        {"note": "more"},
        base=form.heads,
        base_values=form.values,
    ).result
    assert set(changed) == {first, second}
    other = diary.ask(lambda reads: reads.view(second))
    assert (other.get("place"), other.get("minutes")) == ("the gym", 10)
    assert other.get("note") == "private 1"
    assert diary.verify().faults == []


def test_a_private_fault_names_whose_it_is_and_a_shared_one_does_not(diary: Diary) -> None:
    jaz, ola = diary.do(contacts.add_people, ["Jaz", "Ola"]).result
    with pytest.raises(InvalidEntry) as refused:
        diary.do(
            contacts.log_contact,
            {"minutes": "many"},
            {jaz: {"note": 5}, ola: {"note": "fine"}},
        )
    assert set(refused.value.fields) == {"kind", "minutes", f"{jaz}:note"}
    assert diary.ask(lambda reads: reads.all("contact")) == []
