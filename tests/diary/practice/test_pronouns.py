"""Pronouns as given, and *they* for whatever is not plain."""

from __future__ import annotations

import pytest

from diary.practice.pronouns import pronouns


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("she/her", "She does not want to say: her words, with her. She was here, has gone."),
        ("He / him", "He does not want to say: his words, with him. He was here, has gone."),
        ("they", "They do not want to say: their words, with them. They were here, have gone."),
        (None, "They do not want to say: their words, with them. They were here, have gone."),
        ("she/they", "They do not want to say: their words, with them. They were here, have gone."),
        ("ask me", "They do not want to say: their words, with them. They were here, have gone."),
    ],
)
def test_a_sentence_speaks_of_them_as_they_asked(given: str | None, words: str) -> None:
    said = (
        "{They} {do} not want to say: {their} words, with {them}. {They} {were} here, {have} gone."
    )
    assert pronouns(given).fill(said) == words
