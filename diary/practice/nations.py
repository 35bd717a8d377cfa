"""Nation profiles: what England, Scotland, Wales and Northern Ireland ask for after a child comes
back, each field with how sure we are and where it comes from. The rows live in
`resources/nations.toml`; a team's own settings lie over them. No reckoning is done here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar, cast

from diary.errors import InvalidEntry
from diary.paths import resource

Basis = Literal["returned", "found"]
BASES: tuple[Basis, ...] = ("returned", "found")
Certainty = Literal["seen", "reading", "unchecked", "set_here"]
CERTAINTY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "seen": "read in a source",
        "reading": "our reading of a source that leaves it open",
        "unchecked": "not checked: ask your team",
        "set_here": "set in your settings",
    }
)
DEFAULT_NATION = "england"
MOST_HOURS = 24 * 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value that says how sure it is and where it comes from."""

    value: T
    certainty: Certainty
    source: str

    def certainty_words(self) -> str:
        return CERTAINTY_WORDS[self.certainty]


@dataclass(frozen=True, slots=True)
class NationProfile:
    """One nation's term. Hours are elapsed hours; `arrange_hours` 0 means no term of its own."""

    code: str
    name: Stated[str]
    conversation: Stated[str]
    basis: Stated[Basis]
    offer_when: Stated[str]
    arrange_hours: Stated[int]
    complete_hours: Stated[int]
    child_chooses: Stated[bool]
    papers: Stated[str]


FIELDS = tuple(f.name for f in fields(NationProfile) if f.name != "code")


def load_nations(
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, NationProfile]:
    """All profiles by code, with `overrides` ({"wales": {"complete_hours": 48}}) laid over them.
    Raises InvalidEntry naming "wales.complete_hours" where a setting can't be taken."""
    profiles = dict(_bundled())
    wrong: dict[str, str] = {}
    for code, changed in (overrides or {}).items():
        if code not in profiles:
            wrong[code] = "this nation is not known"
            continue
        for field, value in changed.items():
            reason = _refuse(field, value)
            if reason:
                wrong[f"{code}.{field}"] = reason
            else:
                stated = Stated(value, "set_here", "Set in settings")
                profiles[code] = replace(profiles[code], **{field: cast(Any, stated)})
        short = profiles[code].complete_hours.value < profiles[code].arrange_hours.value
        if short and not wrong:
            wrong[f"{code}.complete_hours"] = "this can't be shorter than the time to arrange it"
    if wrong:
        raise InvalidEntry(wrong)
    return profiles


def nation(code: str) -> NationProfile:
    """The bundled profile. An unknown code gives England's, the one we are surest of."""
    bundled = _bundled()
    return bundled.get(code, bundled[DEFAULT_NATION])


@cache
def _bundled() -> Mapping[str, NationProfile]:
    raw = tomllib.loads(resource("nations.toml").read_text(encoding="utf-8"))
    return MappingProxyType({code: _profile(code, rows) for code, rows in raw.items()})


def _profile(code: str, rows: Mapping[str, Any]) -> NationProfile:
    stated: dict[str, Any] = {}
    for field in FIELDS:
        row = rows[field]
        if reason := _refuse(field, row["value"]):
            raise ValueError(f"nations.toml: {code}.{field}: {reason}")
        stated[field] = Stated(row["value"], row["certainty"], row["source"])
    return NationProfile(code=code, **stated)


def _refuse(field: str, value: Any) -> str:
    if field not in FIELDS:
        return "there is no such setting"
    if field == "basis":
        return "" if value in BASES else "say returned or found"
    if field == "child_chooses":
        return "" if isinstance(value, bool) else "say yes or no"
    if field in {"arrange_hours", "complete_hours"}:
        least = 1 if field == "complete_hours" else 0
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and least <= value <= MOST_HOURS else "give a whole number of hours"
    return "" if isinstance(value, str) else "give words"
