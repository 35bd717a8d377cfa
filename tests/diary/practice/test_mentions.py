"""People they mention: names and initials inside a sentence, and nobody else."""

from __future__ import annotations

import pytest

from diary.practice.mentions import MOST, mentioned


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("I messaged K because she always answers", ("K",)),
        ("Everyone was arguing and I just left", ()),
        ("Me and Tyrone went to Aisha's", ("Tyrone", "Aisha")),
        ("It was Saturday. Then Mum rang. I'm not going", ()),
        ("“Tell nobody” said Jay. K drove", ("Jay", "K")),
        ("we went to McDonald’s in Leeds", ("Leeds",)),
        ("", ()),
    ],
)
def test_names_inside_what_was_said(said: str, names: tuple[str, ...]) -> None:
    assert mentioned([said]) == names


def test_their_own_name_is_not_one_of_them() -> None:
    assert mentioned(["they all know Jaz and Tyrone"], but=["Jaz"]) == ("Tyrone",)


def test_each_name_once_and_never_a_crowd() -> None:
    many = " and ".join(f"N{chr(97 + i)}me" for i in range(20))
    assert len(mentioned([f"with {many}"])) == MOST
    assert mentioned(["with Jo", "and Jo again"]) == ("Jo",)
