"""Questions to the list of entries: one young person's story in order, what is marked open, when
somebody was last seen. What the marks mean is the records' affair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diary.store.entries import floor_key

_LINE = (
    "sort, id, kind, person, restricted, author, happened, written_at, significant, retracted,"
    " asked, mark, title, meta, words, line"
)
_FLAGS = (4, 8, 9, 10)

# Everyone who has entries, found by leaping through the index from one to the next: reading all
# entries to group them takes seconds where there are a hundred thousand.
_PEOPLE = """WITH RECURSIVE people(id) AS (
  SELECT min(person) FROM entry
  UNION ALL SELECT (SELECT min(person) FROM entry WHERE person>people.id) FROM people
    WHERE people.id IS NOT NULL)"""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One entry as lists show it. `sort` orders by when it happened; `happened` in seconds since
    1970 (UTC), None when not known; `written_at` in milliseconds."""

    sort: int
    id: str
    kind: str
    person: str | None
    restricted: bool
    author: str
    happened: int | None
    written_at: int
    significant: bool
    retracted: bool
    asked: bool
    mark: str
    title: str
    meta: str
    words: str
    line: str

    def __repr__(self) -> str:
        return f"<Line {self.kind} {self.id[:8]}>"


def _line(row: Sequence[Any]) -> Line:
    values = list(row)
    for flag in _FLAGS:
        values[flag] = bool(values[flag])
    return Line(*values)


def story(
    cursor: Any,
    person: str,
    *,
    kinds: Iterable[str] = (),
    without: Sequence[str] = (),
    significant: bool = False,
    retracted: bool = False,
    before: int | None = None,
    limit: int = 200,
) -> list[Line]:
    """A young person's entries, newest first; `before` is the `sort` of the last one had."""
    where, values = ["person=?"], [person]
    wanted = tuple(kinds)
    if without:
        where.append(f"kind NOT IN ({','.join('?' * len(without))})")
        values += without
    if wanted:
        where.append(f"kind IN ({','.join('?' * len(wanted))})")
        values += wanted
    if significant:
        where.append("significant=1")
    if not retracted:
        where.append("retracted=0")
    if before is not None:
        where.append("sort<?")
        values.append(before)  # type: ignore[arg-type]  # SQL takes both
    rows = cursor.execute(
        f"SELECT {_LINE} FROM entry WHERE {' AND '.join(where)} ORDER BY sort DESC LIMIT ?",
        (*values, limit),
    ).fetchall()
    return [_line(row) for row in rows]


def marked(
    cursor: Any, marks: Sequence[str], person: str | None = None, *, since: int | None = None
) -> list[Line]:
    """All entries with one of the marks, newest first; from `since` on (seconds since 1970, UTC;
    by when they were written where it is not known when they happened)."""
    holes = ",".join("?" * len(marks))
    where = f"mark<>'' AND mark IN ({holes})"
    values: list[Any] = list(marks)
    if person is not None:
        where += " AND person=?"
        values.append(person)
    if since is not None:
        where += " AND sort>=?"
        values.append(floor_key(since))
    rows = cursor.execute(
        f"SELECT {_LINE} FROM entry WHERE {where} ORDER BY sort DESC", values
    ).fetchall()
    return [_line(row) for row in rows]


def newest_marked(cursor: Any, mark: str, not_after: int) -> dict[str, int]:
    """Person → when (seconds since 1970, UTC) the newest entry with the mark happened, leaving
    out what lies after `not_after` and what has no known time."""
    rows = cursor.execute(
        f"{_PEOPLE} SELECT id, (SELECT happened FROM entry WHERE mark=? AND mark<>''"
        " AND person=people.id AND happened IS NOT NULL AND sort<? ORDER BY sort DESC LIMIT 1)"
        " FROM people",
        (mark, floor_key(not_after + 1)),
    ).fetchall()
    return {row[0]: row[1] for row in rows if row[0] is not None and row[1] is not None}


def marked_since(cursor: Any, person: str, mark: str, after: int) -> int:
    """How many entries with the mark happened after `after` (seconds since 1970, UTC)."""
    row = cursor.execute(
        "SELECT count(*) FROM entry WHERE mark=? AND mark<>'' AND person=? AND happened>?",
        (mark, person, after),
    ).fetchone()
    return int(row[0])


def entry_times(cursor: Any, person: str, marks: Sequence[str]) -> list[int]:
    """When the entries with the marks happened (seconds since 1970, UTC), oldest first."""
    holes = ",".join("?" * len(marks))
    rows = cursor.execute(
        f"SELECT happened FROM entry WHERE mark<>'' AND mark IN ({holes}) AND person=?"
        " AND happened IS NOT NULL ORDER BY happened",
        (*marks, person),
    ).fetchall()
    return [row[0] for row in rows]


def first_times(cursor: Any) -> dict[str, int]:
    """Person → when the first entry happened (seconds since 1970, UTC)."""
    rows = cursor.execute(
        f"{_PEOPLE} SELECT id, (SELECT happened FROM entry WHERE person=people.id"
        " AND happened IS NOT NULL ORDER BY sort LIMIT 1) FROM people"
    ).fetchall()
    return {row[0]: row[1] for row in rows if row[0] is not None and row[1] is not None}


def counts(cursor: Any) -> dict[str, int]:
    """Person → how many entries stand in their diary."""
    rows = cursor.execute(
        "SELECT person, count(*) FROM entry WHERE retracted=0 GROUP BY person"
    ).fetchall()
    return {row[0]: row[1] for row in rows if row[0] is not None}
