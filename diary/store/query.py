"""What a typed search means: words, phrases and filters, read from one line. Pure; it knows names
only as they are handed in. What is typed is never SQL nor the index's own syntax: see `search.py`.

    kind:missing  person:"Amy B"  by:me  before:2026-09  after:2026-09-14
    is:draft is:significant is:restricted is:unsent is:retracted  -word  "two words"

Several of one filter widen (kind:note kind:contact), different ones narrow. `before:` is before the
first moment of that year, month or day, `after:` from it on. The last word is a prefix of two
letters or more until a space or a closing quotation mark follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from diary.errors import BadQuery
from diary.store.passage import Wanted, fold, words_of

FLAGS = ("draft", "significant", "restricted", "unsent", "retracted")
_LONGEST = 500
_MOST_TERMS = 40
_MOST_NAMES = 40
_PREFIX_FROM = 2

_PIECE = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<key>kind|person|before|after|by|is):)?
        (?:"(?P<phrase>[^"]*)(?P<close>"?)|(?P<word>\S*))""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """What typed names can mean: kind code → its words, person id → chosen name, member id → name;
    who is "me", and the zone that dates are read in."""

    kinds: Mapping[str, tuple[str, ...]]
    people: Mapping[str, str]
    members: Mapping[str, str]
    me: str = ""
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """Words that are wanted or not wanted. `typed` goes to the index, `wanted` finds the place."""

    typed: str
    wanted: Wanted
    negated: bool


@dataclass(frozen=True, slots=True, repr=False)
class Chip:
    """One filter as it was understood. `start` and `end` say where it stands in the query, so that
    a screen can take it out."""

    key: str
    words: str
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A query as understood. `only` and `never`: filter key → codes or ids; `after` and `before` in
    seconds since 1970 (UTC), from the one on and below the other."""

    terms: tuple[Term, ...] = ()
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    never: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    after: int | None = None
    before: int | None = None
    chips: tuple[Chip, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.chips

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return tuple(t.wanted for t in self.terms if not t.negated)


class _Reading:
    """The query while it is being read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.known = vocabulary
        self.terms: list[Term] = []
        self.chips: list[Chip] = []
        self.only: dict[str, frozenset[str]] = {}
        self.never: dict[str, frozenset[str]] = {}
        self.flags: dict[str, bool] = {}
        self.after: int | None = None
        self.before: int | None = None

    def filter(self, key: str, value: str, negated: bool) -> str:
        """Take a filter in; gives its words for the chip."""
        if key in {"before", "after"}:
            if negated:
                raise BadQuery(f"write {key}: without the minus")
            return self._date(key, value)
        if key == "is":
            flag = value.lower()
            if flag not in FLAGS:
                raise BadQuery(
                    "write " + ", ".join(f"is:{f}" for f in FLAGS[:-1]) + f" or is:{FLAGS[-1]}"
                )
            if self.flags.get(flag, not negated) is negated:
                raise BadQuery(f"is:{flag} stands here both with and without a minus")
            self.flags[flag] = not negated
            return flag
        found = self._names(key, value)
        side = self.never if negated else self.only
        side[key] = side.get(key, frozenset()) | frozenset(found)
        return " or ".join(dict.fromkeys(found.values()))

    def _names(self, key: str, value: str) -> dict[str, str]:
        if key == "kind":
            known = {
                code: (*words, code.replace("_", " ")) for code, words in self.known.kinds.items()
            }
            return _called(value, known, "there is no such kind of entry")
        if key == "person":
            people = {who: (name,) for who, name in self.known.people.items()}
            return _called(value, people, "no young person here goes by that name")
        members = {who: (name,) for who, name in self.known.members.items()}
        if value.lower() == "me" and self.known.me:
            return {self.known.me: self.known.members.get(self.known.me) or "me"}
        return _called(value, members, "nobody who writes here goes by that name")

    def _date(self, key: str, value: str) -> str:
        first, words = _day(value)
        midnight = datetime.combine(first, time.min, ZoneInfo(self.known.zone))
        seconds = int(midnight.astimezone(UTC).timestamp())
        if key == "after":
            self.after = seconds if self.after is None else max(self.after, seconds)
            return f"from {words} on"
        self.before = seconds if self.before is None else min(self.before, seconds)
        return f"before {words}"


def parse(query: str, vocabulary: Vocabulary) -> Asked:
    """What is asked for. Raises BadQuery with a plain reason that repeats nothing of what was
    typed."""
    text = "".join(c if _can_stand(c) else " " for c in query)
    if len(text) > _LONGEST:
        raise BadQuery(f"a search may be {_LONGEST} characters long")
    reading = _Reading(vocabulary)
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        piece = _PIECE.match(text, place)
        assert piece is not None
        _take(reading, piece, piece.end() == len(text))
        place = piece.end()
    if len(reading.terms) > _MOST_TERMS:
        raise BadQuery(f"a search may have {_MOST_TERMS} words")
    return Asked(
        tuple(reading.terms),
        reading.only,
        reading.never,
        reading.flags,
        reading.after,
        reading.before,
        tuple(reading.chips),
    )


def _can_stand(character: str) -> bool:
    return character != "\x00" and unicodedata.category(character) != "Cs"


def _take(reading: _Reading, piece: re.Match[str], last: bool) -> None:
    key, phrase = piece["key"], piece["phrase"]
    negated = piece["minus"] is not None
    typed = piece["word"] if phrase is None else phrase
    if key is not None:
        key = key.lower()
        if not typed.strip():
            raise BadQuery(f"say what comes after {key}:")
        words = reading.filter(key, typed.strip(), negated)
        reading.chips.append(Chip(key, words, negated, piece.start(), piece.end()))
        return
    words_there = words_of(typed)
    if not words_there and not any(unicodedata.category(c) == "Co" for c in typed):
        return  # nothing that makes a word (the index takes private-use characters for letters)
    prefix = (
        last
        and not negated
        and not piece["close"]
        and bool(words_there)
        and len(words_there[-1]) >= _PREFIX_FROM
        and not typed[-1:].isspace()
    )
    reading.terms.append(Term(typed, Wanted(words_there, prefix), negated))


def _called(typed: str, known: Mapping[str, tuple[str, ...]], nobody: str) -> dict[str, str]:
    """Id → shown name of all that a typed name can mean: the id, else the very name, else every
    name that begins so, else every name with a word that begins so."""
    if typed in known:
        return {typed: known[typed][0]}
    sought = _name_key(typed)
    folded = {who: [_name_key(n) for n in names] for who, names in known.items()}
    for fits in (
        lambda name: name == sought,
        lambda name: name.startswith(sought),
        lambda name: f" {sought}" in f" {name}",
    ):
        found = [who for who, names in folded.items() if sought and any(map(fits, names))]
        if len(found) > _MOST_NAMES:
            raise BadQuery("that fits too many names: write more of it")
        if found:
            return {who: known[who][0] for who in found}
    raise BadQuery(nobody)


def _name_key(name: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFC", name)).replace("_", " ").split())


def _day(value: str) -> tuple[date, str]:
    """The first day of a year, month or day, and its words."""
    found = _DATE.fullmatch(value)
    if found is None:
        raise BadQuery("write a date as 2026, 2026-09 or 2026-09-14")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        midnight_known = first > date.min
    except ValueError:
        midnight_known = False
    if not midnight_known:
        raise BadQuery("there is no such day")
    words = str(year)
    if month:
        words = f"{_MONTHS.split()[month - 1]} {words}"
    return first, f"{day} {words}" if day else words
