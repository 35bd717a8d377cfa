"""Drafts and settings: the local tables. A draft is what is typed and not yet saved; it is in the
vault within two seconds of the last key and never the only copy of a saved entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

_COLUMNS = "id, kind, person, record, restricted, heads, data, place, opened_at, saved_at"


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """An unfinished entry. `data` is the form's own state (plain values); `record` and `heads` are
    set where it amends a saved one; `place` says where the cursor was ("field:position"). Times in
    milliseconds since 1970 (UTC)."""

    id: str
    kind: str
    person: str | None
    data: Mapping[str, Any]
    record: str | None = None
    restricted: bool = False
    heads: tuple[str, ...] = ()
    place: str = ""
    opened_at: int = 0
    saved_at: int = 0

    def __repr__(self) -> str:
        return f"<Draft {self.kind} {self.id[:8]}>"


def put_draft(cursor: Any, draft: Draft) -> None:
    cursor.execute(
        f"INSERT OR REPLACE INTO draft({_COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?,?)",
        (
            draft.id,
            draft.kind,
            draft.person,
            draft.record,
            int(draft.restricted),
            msgspec.json.encode(draft.heads),
            msgspec.json.encode(draft.data),
            draft.place,
            draft.opened_at,
            draft.saved_at,
        ),
    )


def drop_draft(cursor: Any, draft: str) -> None:
    cursor.execute("DELETE FROM draft WHERE id=?", (draft,))


def drafts(cursor: Any, person: str | None = None) -> list[Draft]:
    """All drafts, newest first; of one young person if named."""
    where, values = ("WHERE person=?", (person,)) if person is not None else ("", ())
    rows = cursor.execute(
        f"SELECT {_COLUMNS} FROM draft {where} ORDER BY saved_at DESC, id", values
    ).fetchall()
    return [_draft(row) for row in rows]


def draft(cursor: Any, identifier: str) -> Draft | None:
    row = cursor.execute(f"SELECT {_COLUMNS} FROM draft WHERE id=?", (identifier,)).fetchone()
    return None if row is None else _draft(row)


def _draft(row: Any) -> Draft:
    return Draft(
        id=row[0],
        kind=row[1],
        person=row[2],
        record=row[3],
        restricted=bool(row[4]),
        heads=tuple(msgspec.json.decode(row[5])),
        data=msgspec.json.decode(row[6]),
        place=row[7],
        opened_at=row[8],
        saved_at=row[9],
    )


def get_setting(cursor: Any, key: str, default: Any = None) -> Any:
    """A setting of this vault on this device; the default where it was never set."""
    row = cursor.execute("SELECT value FROM setting WHERE key=?", (key,)).fetchone()
    return default if row is None else msgspec.json.decode(row[0])


def put_setting(cursor: Any, key: str, value: Any) -> None:
    cursor.execute("INSERT OR REPLACE INTO setting VALUES(?,?)", (key, msgspec.json.encode(value)))
