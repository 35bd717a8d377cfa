"""The few words around what was looked for, and where in them it stands. Pure; the index keeps no
text, so the passage is cut from the record itself. Folding here follows the index's tokenizer:
case and accents count for nothing, letters and digits make words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PASSAGE = 160
"""About so many characters are shown around the first match."""

Range = tuple[int, int]
_LETTER = r"[^\W_]"
_COMBINING = "[\u0300-\u036f]*"
_LEAD = 40


class _Folding(dict[int, int]):
    """Every character to one character, so that places in folded text are places in the text."""

    def __missing__(self, code: int) -> int:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = ord(base) if len(base) == 1 else code
        return self[code]


_folding = _Folding()


def fold(text: str) -> str:
    """Without case and accents, character by character: the length stays."""
    return text.lower() if text.isascii() else text.translate(_folding)


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """One thing looked for: words in a row, the last of them perhaps only begun."""

    words: tuple[str, ...]
    prefix: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(re.findall(f"{_LETTER}+", fold(unicodedata.normalize("NFC", text))))


def pattern_for(wanted: Iterable[Wanted]) -> re.Pattern[str] | None:
    """What finds all of these in folded text; None where there is nothing to find."""
    ways = [_way(w) for w in wanted if w.words]
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(ways)})") if ways else None


def _way(wanted: Wanted) -> str:
    spelt = [_COMBINING.join(map(re.escape, word)) + _COMBINING for word in wanted.words]
    ending = f"{_LETTER}*" if wanted.prefix else f"(?!{_LETTER})"
    return r"[\W_]+".join(spelt) + ending


def passage(text: str, pattern: re.Pattern[str] | None) -> tuple[str, tuple[Range, ...]]:
    """About `PASSAGE` characters of the text around the first match, on one line, and the ranges
    in it that match. The beginning where nothing does."""
    text = unicodedata.normalize("NFC", text).strip()
    folded = fold(text)
    found = pattern.search(folded) if pattern is not None else None
    start, end = _window(folded, found.start() if found is not None else 0)
    cut = text[start:end]
    before = "…" if start > 0 else ""
    shown = before + _one_line(cut) + ("…" if end < len(text) else "")
    ranges = _ranges(folded[start:end], pattern, len(before))
    return shown, tuple(ranges)


def _window(text: str, at: int) -> Range:
    start = at - _LEAD if at > 2 * _LEAD else 0
    if start > 0:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else at
    while start < len(text) and text[start].isspace():
        start += 1
    end = min(len(text), start + PASSAGE)
    if end < len(text):
        space = text.rfind(" ", at + 1, end)
        end = space if space > start + PASSAGE // 2 else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _one_line(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in text)


def _ranges(folded: str, pattern: re.Pattern[str] | None, shift: int) -> Sequence[Range]:
    if pattern is None:
        return ()
    return [(m.start() + shift, m.end() + shift) for m in pattern.finditer(folded)]
