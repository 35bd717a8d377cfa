"""Second account: what a colleague saw or knows, set beside someone else's entry under their own
name. It never changes the entry that it stands beside."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, link, narrative, own_words, text, when
from diary.records.options import WORDS_MARKS
from diary.records.registry import Entry, register


class SecondAccount(Entry, table=True):
    """Another person's account of the same thing."""

    __tablename__ = "second_account"

    of: str | None = link("Beside which entry", required=True)
    account: str | None = narrative("What I saw or know", required=True)
    at: dict[str, Any] | None = when("When")
    how_known: str | None = text("How I know", help="I was there, or who told me.")
    words: str | None = own_words("Their own words", section="Their own words")
    words_mark: str | None = choice("These are", WORDS_MARKS, section="Their own words")


SECOND_ACCOUNT = register(
    SecondAccount,
    code="second_account",
    name="Second account",
    plural="Second accounts",
    icon="columns-2",
    happened="at",
    title=lambda values: "Second account",  # noqa: ARG005 every kind's title takes the values
)
