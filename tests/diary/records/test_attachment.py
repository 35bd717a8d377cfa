"""Attachment: shown by what it is, never by its key."""

from __future__ import annotations

import pytest

from diary.records.attachment import ATTACHMENT, size_words

FILE = {"name": "drawing.png", "size": 340_100, "file_id": "f1", "file_key": "00ff00ff"}


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (340_100, "340 KB"),
        (12_400_000, "12 MB"),
        (3_000_000_000, "3 GB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_it_reads_as_what_it_shows() -> None:
    assert ATTACHMENT.entry_text(FILE).title == "drawing.png"
    shown = ATTACHMENT.entry_text({**FILE, "caption": "Her drawing of the ring"})
    assert (shown.title, shown.meta) == ("Her drawing of the ring", "drawing.png · 340 KB")


def test_its_key_is_in_no_list_and_no_search() -> None:
    shown = ATTACHMENT.entry_text(FILE)
    assert FILE["file_key"] not in f"{shown.title}{shown.meta}{shown.line}{shown.body}"
