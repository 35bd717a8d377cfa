"""Reading the log as history: the changes of one record, the whole log in order, ids by their
beginning. Nothing here decides what stands; that is the merge's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diary.store.change import Change
from diary.store.journal import changes_of


def changes_to(cursor: Any, record: str) -> list[Change]:
    """Every change of a record, parents before children."""
    found = changes_of(cursor, "record=? ORDER BY n", (record,))
    return sorted(found, key=lambda change: change.head.gen)


def changes_of_kind(cursor: Any, kind: str) -> Iterator[Change]:
    """Every change to records of a kind, in the order in which they came."""
    return changes_of(cursor, "kind=? ORDER BY n", (kind,))


def whole_log(cursor: Any) -> Iterator[list[Change]]:
    """Every change there is: one list per record, in the order in which records were begun."""
    order = cursor.connection.cursor().execute(
        "SELECT record FROM change GROUP BY record ORDER BY min(n)"
    )
    for (record,) in order:
        yield changes_to(cursor, record)


def count_records(cursor: Any) -> int:
    """How many records the log has, of every kind, taken back or not."""
    return int(cursor.execute("SELECT count(DISTINCT record) FROM change").fetchone()[0])


def is_blank(cursor: Any) -> bool:
    """Whether nothing has ever been written here."""
    return cursor.execute("SELECT 1 FROM change LIMIT 1").fetchone() is None


def ids_beginning(cursor: Any, start: str, limit: int = 2) -> list[str]:
    """Ids of records that begin with `start` (lower-case base32), at most `limit`."""
    rows = cursor.execute(
        "SELECT DISTINCT record FROM change WHERE record >= ? AND record < ? LIMIT ?",
        (start, start + "{", limit),
    )
    return [row[0] for row in rows.fetchall()]


def entries_per_person(cursor: Any) -> dict[str, int]:
    """Person id to the number of their entries that stand."""
    rows = cursor.execute(
        "SELECT person, count(*) FROM entry WHERE retracted=0 AND person IS NOT NULL"
        " GROUP BY person"
    )
    return dict(rows.fetchall())
