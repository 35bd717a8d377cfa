"""Lines as text and back: every line keeps its id, whatever is typed around it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from diary.casework.spoken import as_text, in_section, new_line, with_text

Line = dict[str, Any]


def lines() -> list[Line]:
    out: list[Line] = []
    for words, section, who in (
        ("It was loud", "before", "child"),
        ("Where did you go?", "away", "asked"),
        ("The bus station", "away", "child"),
        ("I came back for the dog", "back", "child"),
    ):
        out.append(new_line(out, words, section=section, who=who))
    return out


def test_a_section_reads_as_it_was_said() -> None:
    assert as_text(lines(), "away") == "I asked: Where did you go?\nThe bus station"


def test_what_is_typed_comes_back_as_lines() -> None:
    typed = with_text([], "health", "My foot hurts\n\n i asked: since when?\nSince Friday ")
    assert [(one["who"], one["text"], one["order"]) for one in typed] == [
        ("child", "My foot hurts", 1),
        ("asked", "since when?", 2),
        ("child", "Since Friday", 3),
    ]


def test_a_reworded_line_keeps_its_id_and_the_others_stay() -> None:
    before = lines()
    after = with_text(before, "away", "I asked: Where did you go?\nThe old bus station")
    ids = {one["text"]: one["id"] for one in before}
    by_text = {one["text"]: one["id"] for one in after}
    assert by_text["The old bus station"] == ids["The bus station"]
    assert by_text["It was loud"] == ids["It was loud"]
    assert len(after) == len(before)


def test_a_line_put_between_takes_nobodys_place() -> None:
    before = lines()
    text = "I asked: Where did you go?\nWe just walked\nThe bus station"
    after = with_text(before, "away", text)
    assert as_text(after, "away") == text
    ids = {one["id"] for one in before}
    assert ids <= {one["id"] for one in after}


def test_a_line_taken_out_is_gone_and_no_other() -> None:
    after = with_text(lines(), "away", "The bus station")
    assert [one["text"] for one in in_section(after, "away")] == ["The bus station"]
    assert len(after) == 3


@given(st.lists(st.text("abc d", min_size=1).filter(str.strip), max_size=8), st.text("ab\n "))
def test_typing_says_what_stands_in_the_box(said: list[str], text: str) -> None:
    held: list[Line] = []
    for words in said:
        held.append(new_line(held, words.strip(), section="before"))
    held.append(new_line(held, "elsewhere", section="safe"))
    after = with_text(held, "before", text)
    wanted = [part.strip() for part in text.split("\n") if part.strip()]
    assert [one["text"] for one in in_section(after, "before")] == wanted
    assert as_text(after, "safe") == "elsewhere"
    assert len({one["id"] for one in after}) == len(after)
    # Nothing typed changes nothing: the same ids come back.
    again = with_text(after, "before", as_text(after, "before"))
    assert {one["id"] for one in again} == {one["id"] for one in after}
