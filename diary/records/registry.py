"""The registry of record kinds, and the columns that every record carries.

A record type is one file in this folder: a class on `Entry` (or `Record`), and one `register` call.
Storing, merging, history, search, export, the generic list and the generic form all come from
here. What one kind means belongs in that kind's own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, Literal

from sqlmodel import SQLModel

from diary.clock import When
from diary.errors import InvalidEntry, UnknownKind
from diary.records.fields import (
    FieldSpec,
    clean_beside,
    flag,
    items,
    link,
    narrative,
    own_words,
    spec_of,
    text,
    when,
)
from diary.store.shape import EntryText, Record, Values

Home = Literal["person", "private", "either"]


class Entry(Record):
    """A record that stands in a young person's story: adds what every entry may carry."""

    significant: bool | None = flag("Significant", section="About this entry")
    impact: str | None = narrative(
        "What it meant for them", section="About this entry", help="For the chronology."
    )
    late_reason: str | None = text("Why it was written late", section="About this entry")
    hidden_from_carers: bool | None = flag("Keep out of carers' papers", section="About this entry")
    third_party: str | None = text(
        "About someone else", section="About this entry", help="Who, for an access request."
    )
    shared_on: dict[str, Any] | None = when(
        "Read to or shared with them on", section="About this entry"
    )
    childs_comment: str | None = own_words(
        "Their comment or disagreement", section="About this entry"
    )
    also_entered: list[dict[str, Any]] | None = items(
        "Also entered in",
        {
            "system": text("System", required=True),
            "reference": text("Reference"),
            "on": when("On"),
        },
        section="About this entry",
    )
    meeting: str | None = link("Meeting", hidden=True)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `happened` names the field that says when it happened ("" none: the time
    of writing counts). `title` gives the line shown in lists, from plain values. `checks` gives
    field → reason for what spans fields. `listed` kinds stand in timelines and in search. `living`
    kinds go on (an open episode, a promise): new facts are added at any time without a reason.
    `quote` gives their own words for lists where these don't stand in a field of their own."""

    code: str
    name: str
    plural: str
    icon: str
    table: type[Record]
    fields: Mapping[str, FieldSpec]
    title: Callable[[Values], str]
    happened: str = ""
    home: Home = "person"
    listed: bool = True
    living: bool = False
    checks: Callable[[Values], Mapping[str, str]] | None = None
    meta: Callable[[Values], str] | None = None
    mark: Callable[[Values], str] | None = None
    quote: Callable[[Values], str] | None = None
    required: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())
    searched: tuple[FieldSpec, ...] = field(init=False, repr=False, compare=False, default=())
    texts: Mapping[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        specs = self.fields.values()
        keep = partial(object.__setattr__, self)
        keep("required", tuple(s.name for s in specs if s.required))
        keep("searched", tuple(s for s in specs if s.searchable))
        for kind in ("own_words", "narrative"):
            self.texts[kind] = tuple(s.name for s in specs if s.type == kind)  # type: ignore[index]  # filled here, read only after

    def spec(self, path: str) -> FieldSpec | None:
        """The spec of a field or of an item's part ("offers/ID/answer"); None when not known."""
        name, _, rest = path.partition("/")
        spec = self.fields.get(name)
        if spec is None or not rest:
            return spec
        _, _, part = rest.partition("/")
        return spec.part(part) if part else spec

    def clean(self, values: Values, shown: Values | None = None) -> dict[str, Any]:
        """Plain values as they are kept, checked. `shown` is what the form of an edit was showing:
        then only what differs from it is checked, and the whole comes back. Raises
        InvalidEntry(field → reason), with every field that is wrong, never only the first."""
        before = shown or {}
        out: dict[str, Any] = dict(before)
        wrong: dict[str, str] = {}
        for name, value in values.items():
            spec = self.fields.get(name)
            if spec is None:
                wrong[_told(name)] = "there is no such field"
                continue
            try:
                out[name] = clean_beside(spec, value, before.get(name))
            except ValueError as reason:
                wrong[name] = str(reason)
        stood = self.problems(before) if before else {}
        for name, problem in self.problems(out).items():
            # What was wrong before, in what is left alone, is no reason to refuse the rest.
            left_alone = name in before and out.get(name) == before.get(name)
            if name not in wrong and not (left_alone and stood.get(name) == problem):
                wrong[name] = problem
        if wrong:
            raise InvalidEntry(wrong)
        return out

    def problems(self, values: Values) -> dict[str, str]:
        """What is wrong with whole, cleaned values: field → reason. Empty when nothing is."""
        wrong = {name: "this is needed" for name in self.required if values.get(name) in (None, [])}
        if self.checks is not None:
            wrong = {**self.checks(values), **wrong}
        return wrong

    def hold(self, path: str) -> Callable[[Any], Any] | None:
        """How to rank answers given apart on a path; None for the usual order (see the merge)."""
        spec = self.spec(path)
        if spec is None or spec.hold == "latest":
            return None
        if spec.hold == "earliest":
            return _earliness
        ranks = {choice.code: rank for rank, choice in enumerate(spec.choices)}
        return lambda value: ranks.get(value, -1) if isinstance(value, str) else -1

    def happened_at(self, values: Values) -> int | None:
        """When it happened, at the earliest: seconds since 1970 (UTC). None when not known."""
        value = values.get(self.happened) if self.happened else None
        moment = moment_of(value)
        return None if moment is None else int(moment.timestamp())

    def entry_text(self, values: Values) -> EntryText:
        """What lists and the search show. Never raises, whatever a newer version wrote."""
        title = self.title(values)
        body = [title]
        _add_text(body, self.searched, values)
        return EntryText(
            title=title,
            meta=self.meta(values) if self.meta is not None else "",
            words=(self.quote(values) if self.quote is not None else "")
            or _first(self.texts["own_words"], values),
            line=_first(self.texts["narrative"], values),
            body="\n".join(dict.fromkeys(body)),
            mark=self.mark(values) if self.mark is not None else "",
        )

    def __repr__(self) -> str:
        return f"<Kind {self.code}>"


def _told(name: Any) -> str:
    """A field's name as it may be repeated: one that is none could be anything, words too."""
    sound = isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name)
    return name if sound else "field"


def moment_of(value: Any) -> datetime | None:
    """The earliest instant (aware, UTC) that a plain when or date can mean; None if unknown."""
    try:
        if isinstance(value, str):
            return When.on(date.fromisoformat(value), "Europe/London").earliest()
        return When.parse(value).earliest() if isinstance(value, Mapping) else None
    except (ValueError, TypeError, OverflowError):
        return None


def _earliness(value: Any) -> float:
    moment = moment_of(value)
    return -moment.timestamp() if moment is not None else float("-inf")


def _first(names: Iterable[str], values: Values) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, str):
            return value
    return ""


def _add_text(out: list[str], specs: Iterable[FieldSpec], values: Values) -> None:
    for spec in specs:
        value = values.get(spec.name)
        if value is None:
            continue
        if isinstance(value, str):
            out.append(spec.words_for(value) if spec.choices else value)
        elif isinstance(value, list) and spec.type == "items":
            for item in value:
                if isinstance(item, Mapping):
                    _add_text(out, spec.searched_parts, item)
        elif isinstance(value, list) and spec.type == "choices":
            out += [spec.words_for(code) for code in value if isinstance(code, str)]


_KINDS: dict[str, Kind] = {}


def register(
    table: type[Record],
    *,
    code: str,
    name: str,
    plural: str,
    icon: str,
    title: Callable[[Values], str],
    happened: str = "",
    home: Home = "person",
    listed: bool = True,
    living: bool = False,
    checks: Callable[[Values], Mapping[str, str]] | None = None,
    meta: Callable[[Values], str] | None = None,
    mark: Callable[[Values], str] | None = None,
    quote: Callable[[Values], str] | None = None,
) -> Kind:
    """Make a record kind known. The table's name is the kind's code."""
    fields: dict[str, FieldSpec] = {}
    own_first = sorted(table.model_fields.items(), key=lambda f: f[0] in Entry.model_fields)
    for field_name, info in own_first:
        if field_name in Record.model_fields:
            continue
        fields[field_name] = replace(spec_of(info), name=field_name)
    if happened and fields[happened].type not in {"when", "date"}:
        raise TypeError("the happened field must be a time")
    kind = Kind(
        code=code,
        name=name,
        plural=plural,
        icon=icon,
        table=table,
        fields=fields,
        title=title,
        happened=happened,
        home=home,
        listed=listed,
        living=living,
        checks=checks,
        meta=meta,
        mark=mark,
        quote=quote,
    )
    _KINDS[code] = kind
    return kind


def forget(code: str) -> None:
    """Take a throwaway kind out again (tests only register such)."""
    kind = _KINDS.pop(code, None)
    if kind is not None:
        SQLModel.metadata.remove(kind.table.__table__)  # type: ignore[attr-defined]  # SQLModel hides it


def kind(code: str) -> Kind:
    """The kind of that code. Raises UnknownKind."""
    try:
        return _KINDS[code]
    except KeyError:
        raise UnknownKind(code if code.isidentifier() else "") from None


def known(code: str) -> bool:
    return code in _KINDS


def kinds() -> Iterator[Kind]:
    """Every kind, in the order of registration."""
    return iter(tuple(_KINDS.values()))


def of(table: type[Record]) -> Kind:
    """The kind whose table this is."""
    return next(k for k in _KINDS.values() if k.table is table)


class Known:
    """All kinds of this version, as the store asks for them."""

    def get(self, code: str) -> Kind | None:
        return _KINDS.get(code)

    def all(self) -> Iterator[Kind]:
        return kinds()

    def fingerprint(self) -> str:
        """Changes whenever a kind or a field does: then the tables are made anew from the log."""
        told = "|".join(
            f"{k.code}:{k.happened}:{k.listed}:"
            + ",".join(f"{n}={s.type}" for n, s in k.fields.items())
            for k in sorted(_KINDS.values(), key=lambda k: k.code)
        )
        return sha256(told.encode()).hexdigest()[:16]
