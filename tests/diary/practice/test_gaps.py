"""Gaps are named, and nothing more is said of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diary.practice.gaps import Gap, gap_words, gaps

dates = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def test_a_gap_is_named() -> None:
    found = gaps(
        [date(2026, 11, 7), date(2026, 10, 1), date(2026, 10, 5)], today=date(2026, 11, 23)
    )
    assert found == [
        Gap(date(2026, 10, 5), date(2026, 11, 7)),
        Gap(date(2026, 11, 7), date(2026, 11, 23), open=True),
    ]
    assert [gap.words for gap in found] == ["33 days, no contact", "16 days, no contact"]
    assert gap_words(1) == "1 day, no contact"


def test_the_first_gap_begins_when_the_work_did() -> None:
    found = gaps([date(2026, 2, 1)], since=date(2026, 1, 1), today=date(2026, 2, 2))
    assert found == [Gap(date(2026, 1, 1), date(2026, 2, 1))]


def test_nothing_known_names_no_gap() -> None:
    assert gaps([], today=date(2026, 11, 23)) == []


@given(contacts=st.lists(dates), today=dates, shortest=st.integers(1, 60))
def test_no_contact_lies_inside_a_gap(contacts: list[date], today: date, shortest: int) -> None:
    for gap in gaps(contacts, today=today, shortest=shortest):
        assert gap.days >= shortest
        assert not any(gap.since < d < gap.until for d in contacts)
        assert gap.until <= today


@given(contacts=st.lists(dates), today=dates)
def test_order_and_repeats_do_not_matter(contacts: list[date], today: date) -> None:
    same = [*reversed(contacts), *contacts]
    assert gaps(same, today=today) == gaps(contacts, today=today)


@given(contacts=st.lists(dates, min_size=1))
def test_every_long_stretch_is_named(contacts: list[date]) -> None:
    named = {(gap.since, gap.until) for gap in gaps(contacts, shortest=1)}
    marks = sorted(set(contacts))
    assert len(named) == len(marks) - 1
    assert sum((until - since for since, until in named), timedelta(0)) == marks[-1] - marks[0]
