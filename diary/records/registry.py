"""The registry of record kinds, and the columns that every record carries.

A record type is one file in this folder: a class on `Entry` (or `Record`), and one `register` call.
Storing, merging, history, search, export, the generic list and the generic form all come from
here. What one kind means belongs in that kind's own file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlmodel import Field, SQLModel

from diary.errors import InvalidEntry, UnknownKind
from diary.records.fields import (
    FieldSpec,
    Plain,
    clean,
    flag,
    items,
    link,
    narrative,
    own_words,
    spec_of,
    text,
    when,
)

Values = Mapping[str, Any]
Home = Literal["person", "private"]


class Record(SQLModel):
    """The columns of every record. Times are milliseconds since 1970 (UTC), except `happened`,
    which is seconds since 1970 (UTC), the earliest it can mean; None when it is not known."""

    id: str = Field(primary_key=True)
    person: str | None = Field(default=None, index=True)
    stream: str = ""
    restricted: bool = False
    author: str = ""
    device: str = ""
    zone: str = ""
    written_at: int = 0
    changed_at: int = 0
    changed_by: str = ""
    happened: int | None = None
    version: int = 0
    gen: int = 0
    heads: Any = Field(default=None, sa_type=Plain)
    amended: bool = False
    retracted: str | None = None
    questions: Any = Field(default=None, sa_type=Plain)
    invalid: Any = Field(default=None, sa_type=Plain)
    extra: Any = Field(default=None, sa_type=Plain)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id[:8]}>"

    __str__ = __repr__


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
    field → reason for what spans fields. `listed` kinds stand in timelines and in search."""

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
    checks: Callable[[Values], Mapping[str, str]] | None = None

    def spec(self, path: str) -> FieldSpec | None:
        """The spec of a field or of an item's part ("offers/ID/answer"); None when not known."""
        name, _, rest = path.partition("/")
        spec = self.fields.get(name)
        if spec is None or not rest:
            return spec
        _, _, part = rest.partition("/")
        return spec.part(part) if part else spec

    def clean(self, values: Values) -> dict[str, Any]:
        """Plain values as they are kept, checked. Raises InvalidEntry(field → reason), with every
        field that is wrong, never only the first."""
        out: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, value in values.items():
            spec = self.fields.get(name)
            if spec is None:
                wrong[name] = "there is no such field"
                continue
            try:
                out[name] = clean(spec, value)
            except ValueError as reason:
                wrong[name] = str(reason)
        wrong |= {k: v for k, v in self.problems(out).items() if k not in wrong}
        if wrong:
            raise InvalidEntry(wrong)
        return out

    def problems(self, values: Values) -> dict[str, str]:
        """What is wrong with whole, cleaned values: field → reason. Empty when nothing is."""
        wrong = {
            name: "this is needed"
            for name, spec in self.fields.items()
            if spec.required and values.get(name) in (None, [])
        }
        if self.checks is not None:
            wrong = {**self.checks(values), **wrong}
        return wrong

    def __repr__(self) -> str:
        return f"<Kind {self.code}>"


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
    checks: Callable[[Values], Mapping[str, str]] | None = None,
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
        checks=checks,
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
