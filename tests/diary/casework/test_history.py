"""Word diffs give both texts back and never take long; each step of a record has its name."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.casework.history import history, word_diff
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Gone
from diary.vault.keyslots import KdfParams

CHEAP = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
TEXT = st.text(st.sampled_from("ab .,\nÄ́🙂"), max_size=80)


@given(TEXT, TEXT)
def test_a_diff_holds_both_texts(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(text for op, text in parts if op != "new") == before
    assert "".join(text for op, text in parts if op != "gone") == after
    assert all(text for _, text in parts)


def test_a_diff_is_made_of_words() -> None:
    assert word_diff("We sat by the sea.", "We sat at the sea.") == [
        ("same", "We sat "),
        ("gone", "by"),
        ("new", "at"),
        ("same", " the sea."),
    ]
    assert word_diff("same", "same") == [("same", "same")]
    assert word_diff("", "") == []


@pytest.mark.parametrize(
    "text",
    ["a b " * 50_000, "x" * 200_000, "one two. " * 22_000, " ".join(map(str, range(40_000)))],
)
def test_a_diff_of_the_longest_text_never_freezes(text: str) -> None:
    began = time.process_time()
    parts = word_diff(text, "Before. " + text[::-1] + " After.")
    assert "".join(piece for op, piece in parts if op != "new") == text
    assert time.process_time() - began < 5


def test_each_step_has_its_name(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 3, 1, 10, tzinfo=UTC))
    book, _ = Diary.create(
        tmp_path / "v", "otter lantern quiet harbour", "Sam", clock=clock, kdf=CHEAP
    )
    with book:
        person = book.do(lambda work: work.create_person({"chosen_name": "Ash"})).result
        note = book.do(lambda work: work.create("note", {"note": "One"}, person=person)).result
        clock.advance(timedelta(hours=2))
        book.do(lambda work: work.edit(note, {"words": "Mine"}))
        shown = book.ask(lambda reads: reads.view(note))
        clock.advance(timedelta(days=2))
        book.do(lambda work: work.edit(note, {"about": "A"}, why="first"))
        book.do(
            lambda work: work.edit(
                note, {"about": "B"}, base=shown.heads, base_values=shown.values, why="apart"
            )
        )
        assert set(book.ask(lambda reads: reads.view(note)).questions) == {"about"}
        book.do(lambda work: work.settle(note, "about", "A", why="it was A"))
        book.do(lambda work: work.retract(note, "twice"))
        book.do(lambda work: work.restore(note))
        versions = book.ask(history, note)
        assert [v.step for v in versions] == [
            "written", "added", "changed", "changed", "settled", "taken back", "brought back",
        ]  # fmt: skip
        assert [v.why for v in versions[2:6]] == ["first", "apart", "it was A", "twice"]
        # What was written apart stood on the version that its form showed.
        assert [(c.path, c.before, c.after) for c in versions[3].changed] == [("about", None, "B")]
        assert versions[1].at - versions[0].at == 2 * 3600 * 1000
        assert {v.by_name for v in versions} == {"Sam"}
        assert "One" not in repr(versions[0])
        with pytest.raises(Gone):
            book.ask(history, "a" * 26)
