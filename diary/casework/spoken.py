"""The lines of a conversation as they are typed: one section shown as plain text, a paragraph for
each line, "I asked:" before the worker's questions; and back again without losing which line is
which, so that two devices merge line by line. Words are never corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from diary.ids import new_item_id
from diary.records.plain import count, said

ASKED = "I asked: "
Line = Mapping[str, Any]


def in_section(lines: Iterable[Line], section: str) -> list[Line]:
    """The lines of a section, as they came."""
    mine = [line for line in lines if (said(line, "section") or "unsorted") == section]
    return sorted(mine, key=lambda line: count(line, "order") or 0)


def as_text(lines: Iterable[Line], section: str) -> str:
    """A section as text, a paragraph a line."""
    return "\n".join(_shown(line) for line in in_section(lines, section))


def with_text(lines: Sequence[Line], section: str, text: str) -> list[dict[str, Any]]:
    """All lines, with those of one section as the text now has them. A paragraph that was there
    before keeps its id; one that was reworded in place keeps it too."""
    before = in_section(lines, section)
    typed = [read for paragraph in text.split("\n") if (read := _read(paragraph))[1]]
    kept = _match([_shown(line) for line in before], [_show(who, words) for who, words in typed])
    orders = sorted(count(before[old], "order") or 0 for old in kept.values())
    following = max((count(line, "order") or 0 for line in lines), default=0)
    new: list[dict[str, Any]] = []
    for place, (who, words) in enumerate(typed):
        old = before[kept[place]] if place in kept else None
        line: dict[str, Any] = dict(old or {"id": new_item_id(), "section": section})
        if place < len(orders):
            line["order"] = orders[place]
        else:
            following += 1
            line["order"] = following
        new.append({**line, "who": who, "text": words})
    mine = {id(line) for line in before}
    return [*(dict(line) for line in lines if id(line) not in mine), *new]


def new_line(
    lines: Iterable[Line], words: str, *, section: str = "unsorted", who: str = "child"
) -> dict[str, Any]:
    """A line that has just been said."""
    order = max((count(line, "order") or 0 for line in lines), default=0) + 1
    return {"id": new_item_id(), "order": order, "section": section, "who": who, "text": words}


def _shown(line: Line) -> str:
    return _show(said(line, "who"), said(line, "text").replace("\n", " "))


def _show(who: str, words: str) -> str:
    return f"{ASKED}{words}" if who == "asked" else words


def _read(paragraph: str) -> tuple[str, str]:
    words = paragraph.strip()
    if words.casefold().startswith(ASKED.strip().casefold()):
        return "asked", words[len(ASKED.strip()) :].strip()
    return "child", words


def _match(before: list[str], after: list[str]) -> dict[int, int]:
    """Place in `after` → place in `before`, for lines that are the same or reworded in place."""
    kept: dict[int, int] = {}
    for tag, old, old_end, new, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag in {"equal", "replace"}:
            kept |= dict(zip(range(new, new_end), range(old, old_end), strict=False))
    return kept
