"""Frozen views: what leaves the store. Rows never do; nor does any text get into a repr."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from diary.ids import PersonId, RecordId
from diary.records.registry import Kind
from diary.store.state import field_values


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """A record as it stands. Times in milliseconds since 1970 (UTC); `happened` in seconds.
    `heads` are the changes a form opened on it is showing: hand them back when you save."""

    id: RecordId
    kind: str
    person: PersonId | None
    restricted: bool
    author: str
    device: str
    zone: str
    written_at: int
    changed_at: int
    changed_by: str
    happened: int | None
    version: int
    heads: tuple[str, ...]
    amended: bool
    retracted: str | None
    questions: Mapping[str, Any]
    invalid: Mapping[str, str]
    origin: Mapping[str, Any] | None
    values: Mapping[str, Any]

    def get(self, field: str, default: Any = None) -> Any:
        """A field's plain value; the default where it is not recorded."""
        return self.values.get(field, default)

    def __repr__(self) -> str:
        return f"<View {self.kind} {self.id[:8]}>"


def view_of(kind: Kind, state: Mapping[str, Any]) -> View:
    """The frozen view of a row's state."""
    return View(
        id=state["id"],
        kind=kind.code,
        person=state["person"],
        restricted=bool(state["restricted"]),
        author=state["author"],
        device=state["device"],
        zone=state["zone"],
        written_at=state["written_at"],
        changed_at=state["changed_at"],
        changed_by=state["changed_by"],
        happened=state.get("happened"),
        version=state["version"],
        heads=tuple(state["heads"]),
        amended=bool(state["amended"]),
        retracted=state["retracted"],
        questions=MappingProxyType(state["questions"] or {}),
        invalid=MappingProxyType(state["invalid"] or {}),
        origin=state.get("origin"),
        values=MappingProxyType(field_values(kind, state)),
    )
