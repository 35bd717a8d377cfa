"""What a field is: its label, its type, how it is checked, how two answers given apart are held.

A record kind declares its fields with the makers below (`text`, `narrative`, `when`, `choice`,
`items`, …); each gives a SQLModel column and carries a `FieldSpec` that the store, the merge, the
search, the command line and the generic form read. Nothing about one kind of record belongs here.

Plain values (what goes in and out of the door, and into JSON):
text, narrative, own_words, choice, link: str · flag: bool · number: int · date: "2026-11-24" ·
when: the map of `diary.clock.When` · choices, links: list of str · items: list of maps, each with
its "id". None means not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Literal

from sqlalchemy import Column, Integer, Text
from sqlmodel import Field

from diary.clock import When
from diary.ids import new_item_id
from diary.store.shape import Plain

FieldType = Literal[
    "text",
    "narrative",
    "own_words",
    "choice",
    "choices",
    "flag",
    "number",
    "date",
    "when",
    "link",
    "links",
    "items",
]
Hold = Literal["latest", "most_serious", "earliest"]

_ID_LIMIT = 100
_TEXT_LIMIT = {"text": 500, "narrative": 200_000, "own_words": 200_000}


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: a stable code that never changes, and the words shown for it."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Everything the generics need to know of one field.

    `section` names the fold it lies in on the generic form ("" is shown first). `hold` says which
    of several answers stands until they are settled. `beside` is true for what may be on screen
    while the young person sits next to the worker. `to` names the kind a link points at ("" any).
    """

    name: str
    type: FieldType
    label: str
    help: str = ""
    required: bool = False
    section: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[FieldSpec, ...] = ()
    to: str = ""
    hold: Hold = "latest"
    beside: bool = False
    searchable: bool = True
    hidden: bool = False

    is_set: bool = field(init=False, repr=False, compare=False, default=False)
    """Many-valued: merged item by item."""
    is_words: bool = field(init=False, repr=False, compare=False, default=False)
    """Words that belong to whoever wrote them: only the author edits these."""
    labels: Mapping[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    searched_parts: tuple[FieldSpec, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("is_set", self.type in {"choices", "links", "items"})
        keep("is_words", self.type in {"narrative", "own_words"})
        keep("searched_parts", tuple(part for part in self.parts if part.searchable))
        keep("labels", {choice.code: choice.words for choice in self.choices})

    def part(self, name: str) -> FieldSpec | None:
        return next((p for p in self.parts if p.name == name), None)

    def words_for(self, code: str) -> str:
        """The words shown for a choice's code; the code itself where it is not known (newer)."""
        return self.labels.get(code, code)


_SQL: dict[str, Any] = {"flag": Integer, "number": Integer}
_JSON_TYPES = frozenset({"when", "choices", "links", "items"})


def _field(spec: FieldSpec) -> Any:
    sql: Any = Plain if spec.type in _JSON_TYPES else _SQL.get(spec.type, Text)
    return Field(
        default=None,
        sa_type=sql,
        nullable=True,
        schema_extra={"json_schema_extra": {"spec": spec}},
    )


def _choices(options: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in options.items())


def text(label: str, **more: Any) -> Any:
    """One short line. Column: str | None."""
    return _field(FieldSpec("", "text", label, **more))


def narrative(label: str, **more: Any) -> Any:
    """The worker's words, as long as they like. Column: str | None."""
    return _field(FieldSpec("", "narrative", label, **more))


def own_words(label: str, **more: Any) -> Any:
    """The young person's own words, verbatim; never corrected or blended. Column: str | None."""
    return _field(FieldSpec("", "own_words", label, beside=more.pop("beside", True), **more))


def choice(label: str, options: Mapping[str, str], **more: Any) -> Any:
    """One of several, code to words. Column: str | None (the code)."""
    return _field(FieldSpec("", "choice", label, choices=_choices(options), **more))


def choices(label: str, options: Mapping[str, str], **more: Any) -> Any:
    """Several of several; merged one by one. Column: list[str] | None."""
    return _field(FieldSpec("", "choices", label, choices=_choices(options), **more))


def flag(label: str, **more: Any) -> Any:
    """Yes, no, or not recorded. Column: bool | None."""
    return _field(FieldSpec("", "flag", label, searchable=False, **more))


def number(label: str, **more: Any) -> Any:
    """A whole number; the label names its unit. Column: int | None."""
    return _field(FieldSpec("", "number", label, searchable=False, **more))


def day(label: str, **more: Any) -> Any:
    """A calendar date as "2026-11-24". Column: str | None."""
    return _field(FieldSpec("", "date", label, searchable=False, **more))


def when(label: str, **more: Any) -> Any:
    """A time with its precision and zone (`diary.clock.When`). Column: dict | None."""
    return _field(FieldSpec("", "when", label, searchable=False, **more))


def link(label: str, to: str = "", **more: Any) -> Any:
    """The id of another record. Column: str | None."""
    return _field(FieldSpec("", "link", label, to=to, searchable=False, **more))


def links(label: str, to: str = "", **more: Any) -> Any:
    """Ids of other records; merged one by one. Column: list[str] | None."""
    return _field(FieldSpec("", "links", label, to=to, searchable=False, **more))


def items(label: str, parts: Mapping[str, Any], **more: Any) -> Any:
    """A set of things with parts of their own (offers, times told, people present); concurrent
    adds both stand. `parts` maps a name to one of the makers above. Column: list[dict] | None."""
    return _field(FieldSpec("", "items", label, parts=_parts(parts), **more))


def _parts(parts: Mapping[str, Any]) -> tuple[FieldSpec, ...]:
    return tuple(replace(spec_of(maker), name=name) for name, maker in parts.items())


def spec_of(info: Any) -> FieldSpec:
    """The FieldSpec inside a pydantic field or a maker's result. Raises LookupError if none."""
    extra = getattr(info, "json_schema_extra", None)
    if not isinstance(extra, dict) or not isinstance(extra.get("spec"), FieldSpec):
        raise LookupError("not a record field")
    spec: FieldSpec = extra["spec"]
    return spec


def clean(spec: FieldSpec, value: Any) -> Any:
    """The plain value as it is kept. Raises ValueError with a reason a person can read."""
    if value is None or value == "" or (spec.is_set and value == []):
        return None
    return _CLEAN[spec.type](spec, value)


def can_keep(text: str) -> bool:
    """Whether every character can be kept: no NUL, no half of a pair."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def clean_beside(spec: FieldSpec, value: Any, shown: Any) -> Any:
    """As `clean`, for an edit of what `shown` says: only what differs from it is checked, so that
    what another version wrote stays as it is and stands in nobody's way."""
    if value == shown:
        return shown
    known = shown if isinstance(shown, list) else []
    if not spec.is_set or not known or isinstance(value, str) or not isinstance(value, Sequence):
        return clean(spec, value)
    if spec.type != "items":
        fresh = [one for one in value if one not in known]
        checked = clean(spec, fresh) or []
        kept = [one for one in known if one in value]
        return [*kept, *checked] or None
    return _clean_items(spec, value, {item["id"]: item for item in known})


def _clean_text(spec: FieldSpec, value: Any) -> str | None:
    if not isinstance(value, str):
        raise ValueError("write this as text")
    if spec.type == "text":
        value = " ".join(value.split())
    if not can_keep(value):
        raise ValueError("this holds a character that cannot be kept")
    if len(value) > _TEXT_LIMIT[spec.type]:
        raise ValueError(f"this is longer than {_TEXT_LIMIT[spec.type]:,} characters")
    return value if value.strip() else None


def _clean_choice(spec: FieldSpec, value: Any) -> str:
    if not isinstance(value, str) or value not in spec.labels:
        raise ValueError("choose one of: " + ", ".join(c.code for c in spec.choices))
    return value


def _clean_choices(spec: FieldSpec, value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("give a list")
    return list(dict.fromkeys(_clean_choice(spec, v) for v in value))


def _clean_flag(spec: FieldSpec, value: Any) -> bool:  # noqa: ARG001 one signature for all
    if not isinstance(value, bool):
        raise ValueError("answer yes or no, or leave it as not recorded")
    return value


def _clean_number(spec: FieldSpec, value: Any) -> int:  # noqa: ARG001 one signature for all
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**12:
        raise ValueError("write a whole number")
    return value


def _clean_date(spec: FieldSpec, value: Any) -> str:  # noqa: ARG001 one signature for all
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise ValueError("write the day as 2026-11-24") from None


def _clean_when(spec: FieldSpec, value: Any) -> dict[str, str]:  # noqa: ARG001 one signature for all
    if isinstance(value, When):
        return value.to_map()
    if isinstance(value, str):
        value = {"at": value, "precision": "day" if len(value) == len("2026-11-24") else "exact"}
    if not isinstance(value, Mapping):
        raise ValueError("give the time, its zone and how exact it is")
    return When.parse(value).to_map()


def _clean_link(spec: FieldSpec, value: Any) -> str:  # noqa: ARG001 one signature for all
    if not _is_name(value):
        raise ValueError("choose an entry")
    return str(value)


def _is_name(value: Any) -> bool:
    """Whether this can name a record or a line: it becomes a part of a path."""
    if not isinstance(value, str) or not 0 < len(value) <= _ID_LIMIT:
        return False
    return "/" not in value and can_keep(value)


def _clean_links(spec: FieldSpec, value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("give a list")
    return list(dict.fromkeys(_clean_link(spec, v) for v in value))


_NEW: Mapping[str, Any] = {}


def _clean_items(
    spec: FieldSpec, value: Any, shown: Mapping[str, Mapping[str, Any]] = _NEW
) -> list[dict[str, Any]] | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("give a list")
    out = [_clean_item(spec, item, shown) for item in value]
    if len({item["id"] for item in out}) < len(out):
        raise ValueError("two lines have the same id")
    return out or None


def _clean_item(
    spec: FieldSpec, item: Any, shown: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise ValueError("each line needs its parts by name")
    out: dict[str, Any] = {"id": item.get("id") or new_item_id()}
    if not _is_name(out["id"]):
        raise ValueError("a line's id is short text without a slash")
    was = shown.get(out["id"], _NEW)
    known = {"id", *(p.name for p in spec.parts)}
    if any(name not in known and item[name] != was.get(name) for name in item):
        raise ValueError("a line may hold: " + ", ".join(p.name for p in spec.parts))
    for part in spec.parts:
        kept = _clean_part(part, item.get(part.name), was.get(part.name))
        if kept is not None:
            out[part.name] = kept
    return out


def _clean_part(part: FieldSpec, value: Any, was: Any) -> Any:
    if value is not None and value == was:
        return was
    try:
        kept = clean(part, value)
    except ValueError as reason:
        raise ValueError(f"{part.label}: {reason}") from None
    if kept is None and part.required:
        raise ValueError(f"{part.label}: this is needed")
    return kept


_CLEAN: dict[str, Any] = {
    "text": _clean_text,
    "narrative": _clean_text,
    "own_words": _clean_text,
    "choice": _clean_choice,
    "choices": _clean_choices,
    "flag": _clean_flag,
    "number": _clean_number,
    "date": _clean_date,
    "when": _clean_when,
    "link": _clean_link,
    "links": _clean_links,
    "items": _clean_items,
}


def column(table: Any, name: str) -> Column[Any]:
    """The SQL column of a field, typed for queries."""
    return table.__table__.c[name]  # type: ignore[no-any-return]  # SQLModel hides __table__
