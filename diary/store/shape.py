"""What the store must know of a record kind, handed in from above. The store knows no kind itself.

`Record` holds the columns that every record table has; `Shape` is what the registry's kinds answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

Values = Mapping[str, Any]


class Plain(TypeDecorator[Any]):
    """A plain value kept as JSON text. Replace it, never mutate it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 SQLAlchemy's signature
        return None if value is None else encode_plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 SQLAlchemy's signature
        return None if value is None else msgspec.json.decode(value)


_json = msgspec.json.Encoder()


def encode_plain(value: Any) -> str:
    return _json.encode(value).decode("utf-8")


class Record(SQLModel):
    """The columns of every record. Times are milliseconds since 1970 (UTC), except `happened`,
    which is seconds since 1970 (UTC), the earliest it can mean; None when it is not known."""

    # Rows are written from plain values that the door has checked; what pydantic builds for
    # validation would cost every start a tenth of a second.
    model_config = {"defer_build": True}

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
    heads: Any = Field(default=None, sa_type=Plain, nullable=True)
    amended: bool = False
    retracted: str | None = None
    questions: Any = Field(default=None, sa_type=Plain, nullable=True)
    invalid: Any = Field(default=None, sa_type=Plain, nullable=True)
    extra: Any = Field(default=None, sa_type=Plain, nullable=True)
    origin: Any = Field(default=None, sa_type=Plain, nullable=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id[:8]}>"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class EntryText:
    """What lists and the search show of an entry: the bold line, what stands small beside it, own
    words, the first line of the rest, and everything that can be searched."""

    title: str
    meta: str
    words: str
    line: str
    body: str
    mark: str


class FieldShape(Protocol):
    """One field, as far as the store must know it."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def is_set(self) -> bool: ...
    @property
    def is_words(self) -> bool: ...
    def part(self, name: str) -> FieldShape | None: ...


class Shape(Protocol):
    """One kind of record, as far as the store must know it."""

    @property
    def code(self) -> str: ...
    @property
    def listed(self) -> bool: ...
    @property
    def table(self) -> type[Record]: ...
    @property
    def fields(self) -> Mapping[str, FieldShape]: ...
    def hold(self, path: str) -> Callable[[Any], Any] | None: ...
    def problems(self, values: Values) -> Mapping[str, str]: ...
    def happened_at(self, values: Values) -> int | None: ...
    def entry_text(self, values: Values) -> EntryText: ...


class Shapes(Protocol):
    """All kinds known to this version."""

    def get(self, code: str) -> Shape | None: ...
    def all(self) -> Iterable[Shape]: ...
    def fingerprint(self) -> str: ...
