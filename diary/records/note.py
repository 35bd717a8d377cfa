"""Note: something worth keeping that is not a contact. About a young person, or about the work."""

from __future__ import annotations

from typing import Any

from diary.records.fields import narrative, own_words, text, when
from diary.records.plain import said
from diary.records.registry import Entry, register
from diary.store.shape import Values


class Note(Entry, table=True):
    """A note."""

    about: str | None = text("In a few words")
    note: str | None = narrative("Note", required=True)
    words: str | None = own_words("Their own words")
    at: dict[str, Any] | None = when("When")


def _title(values: Values) -> str:
    return said(values, "about") or "Note"


NOTE = register(
    Note,
    code="note",
    name="Note",
    plural="Notes",
    icon="file-text",
    happened="at",
    home="either",
    title=_title,
)
