"""Finding entries by their words: the index answers in the order in which things happened, newest
first, so that the first page costs the same however common a word is. Ranking is offered only where
few enough match. What is typed reaches the index as quoted words and nothing else; filters are
tokens of the `marks` column and ranges of row ids. What a query means is `query.py`'s.

`is:unsent` is an entry with a change of this device, because nothing in this vault is marked as
sent yet: it has not left the device as far as the device knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from diary.store.drafts import Draft, drafts
from diary.store.entries import floor_key, text_of
from diary.store.passage import Range, Wanted, fold, passage, pattern_for
from diary.store.projection import Projection
from diary.store.query import Asked, Term, Vocabulary, parse
from diary.store.shape import EntryText

RANK_LIMIT = 500
"""Best match first is offered up to so many hits."""
COUNT_LIMIT = 1000
"""Hits are counted up to here; beyond it is "more than"."""
DRAFTS_BESIDE = 5

Order = Literal["newest", "best"]
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """An entry found. `happened` in seconds, `written_at` in milliseconds since 1970 (UTC);
    `ranges` are the (start, end) in `passage` that match."""

    id: str
    kind: str
    person: str | None
    title: str
    meta: str
    passage: str
    ranges: tuple[Range, ...]
    happened: int | None
    written_at: int
    significant: bool
    restricted: bool
    retracted: bool
    draft: bool

    def __repr__(self) -> str:
        return f"<Hit {self.kind} {self.id[:8]}>"


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A page of hits. `total` counts up to `COUNT_LIMIT`; `more` says that there are more than
    that. `can_rank`: few enough to ask for the best first. `drafts` stand beside the first page."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    can_rank: bool
    drafts: tuple[Hit, ...]
    explained: Asked


def search(
    cursor: Any,
    projection: Projection,
    query: str,
    vocabulary: Vocabulary,
    *,
    device: str = "",
    limit: int = 50,
    offset: int = 0,
    order: Order = "newest",
) -> Found:
    """Entries that fit a typed query. `device` is this device's id. Raises BadQuery."""
    asked = parse(query, vocabulary)
    if asked.is_empty:
        return Found((), 0, False, False, (), asked)
    pattern = pattern_for(asked.wanted)
    unfinished = list(_drafts(cursor, projection, asked, pattern, vocabulary.me))
    if asked.flags.get("draft"):
        page = tuple(unfinished[offset : offset + limit])
        return Found(page, len(unfinished), False, False, (), asked)
    where, values = _where(asked, device)
    counted = cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM words WHERE {where} LIMIT {COUNT_LIMIT + 1})", values
    ).fetchone()[0]
    can_rank = counted <= RANK_LIMIT and bool(asked.wanted)
    by = "bm25(words, 1.0, 0.0), rowid DESC" if order == "best" and can_rank else "rowid DESC"
    rows = cursor.execute(
        f"SELECT rowid FROM words WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    ).fetchall()
    hits = _hits(cursor, projection, [row[0] for row in rows], pattern)
    return Found(
        hits=tuple(hits),
        total=min(counted, COUNT_LIMIT),
        more=counted > COUNT_LIMIT,
        can_rank=can_rank,
        drafts=tuple(unfinished[:DRAFTS_BESIDE]) if offset == 0 else (),
        explained=asked,
    )


# -- the index --------------------------------------------------------------------------------


def _where(asked: Asked, device: str) -> tuple[str, tuple[Any, ...]]:
    low = 0 if asked.after is None else floor_key(asked.after)
    high = _LAST if asked.before is None else floor_key(asked.before)
    where = "words MATCH ? AND rowid >= ? AND rowid < ?"
    values: tuple[Any, ...] = (_match(asked), low, high)
    unsent = asked.flags.get("unsent")
    if unsent is not None:
        where += (
            f" AND {'' if unsent else 'NOT '}EXISTS(SELECT 1 FROM entry e JOIN change c"
            " ON c.record=e.id WHERE e.sort=words.rowid AND c.inc >= ? AND c.inc < ?)"
        )
        # An incarnation is its device's id, a dot and more; "/" is the character after the dot.
        values += (f"{device}.", f"{device}/")
    return where, values


def _match(asked: Asked) -> str:
    """The index's expression. Every entry stands or is retracted, so there is always something to
    match, also where the query only says what is not wanted."""
    state = "sretracted" if asked.flags.get("retracted") else "sstanding"
    wanted = [_marked([state])]
    unwanted = []
    for key, codes in asked.only.items():
        wanted.append(_marked(_mark(key, code) for code in sorted(codes)))
    for key, codes in asked.never.items():
        unwanted.append(_marked(_mark(key, code) for code in sorted(codes)))
    for flag in ("significant", "restricted"):
        if flag in asked.flags:
            (wanted if asked.flags[flag] else unwanted).append(_marked(["s" + flag]))
    for term in asked.terms:
        (unwanted if term.negated else wanted).append(_worded(term))
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _mark(key: str, code: str) -> str:
    return {"kind": "k", "person": "p", "by": "a"}[key] + code.replace("_", "")


def _marked(marks: Iterable[str]) -> str:
    return f"({{marks}} : ({' OR '.join(map(_quoted, marks))}))"


def _worded(term: Term) -> str:
    return f"({{body}} : {_quoted(term.typed)}{' *' if term.wanted.prefix else ''})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# -- what is shown ----------------------------------------------------------------------------


def _hits(
    cursor: Any, projection: Projection, sorts: Sequence[int], pattern: re.Pattern[str] | None
) -> list[Hit]:
    marks = ",".join("?" * len(sorts))
    rows = cursor.execute(
        "SELECT sort, id, kind, person, title, meta, happened, written_at, significant, restricted,"
        f" retracted FROM entry WHERE sort IN ({marks})",
        list(sorts),
    ).fetchall()
    texts = _texts(cursor, projection, rows)
    by_sort = {row[0]: row for row in rows}
    hits = []
    for row in (by_sort[sort] for sort in sorts if sort in by_sort):
        shown, ranges = _shown(texts.get(row[1]), pattern)
        hits.append(
            Hit(
                id=row[1],
                kind=row[2],
                person=row[3],
                title=row[4],
                meta=row[5],
                passage=shown,
                ranges=ranges,
                happened=row[6],
                written_at=row[7],
                significant=bool(row[8]),
                restricted=bool(row[9]),
                retracted=bool(row[10]),
                draft=False,
            )
        )
    return hits


def _texts(cursor: Any, projection: Projection, rows: Sequence[Any]) -> dict[str, EntryText]:
    by_kind: dict[str, list[str]] = {}
    for row in rows:
        by_kind.setdefault(row[2], []).append(row[1])
    out: dict[str, EntryText] = {}
    for kind, ids in by_kind.items():
        table = projection.table(kind)
        if table is None:
            continue
        marks = ",".join("?" * len(ids))
        found = cursor.execute(f"{table.select} WHERE id IN ({marks})", ids).fetchall()
        for state in map(table.from_row, found):
            out[state["id"]] = text_of(table.shape, state)
    return out


def _shown(
    text: EntryText | None, pattern: re.Pattern[str] | None
) -> tuple[str, tuple[Range, ...]]:
    """The passage: from what stands under the title, which is shown anyway."""
    if text is None:
        return "", ()
    return passage(text.body[len(text.title) :], pattern)


# -- drafts -----------------------------------------------------------------------------------


def _drafts(
    cursor: Any,
    projection: Projection,
    asked: Asked,
    pattern: re.Pattern[str] | None,
    me: str,
) -> Iterator[Hit]:
    """Unfinished entries that fit, newest first: few, so they are read one by one."""
    if asked.flags.get("draft") is False or asked.flags.get("retracted"):
        return
    for draft in drafts(cursor):
        if not _fits(draft, asked, me):
            continue
        title, body = _draft_text(projection, draft)
        if not _says(f"{title}\n{body}", asked.terms):
            continue
        shown, ranges = passage(body, pattern)
        yield Hit(
            id=draft.id,
            kind=draft.kind,
            person=draft.person,
            title=title,
            meta="",
            passage=shown,
            ranges=ranges,
            happened=None,
            written_at=draft.saved_at,
            significant=draft.data.get("significant") is True,
            restricted=draft.restricted,
            retracted=False,
            draft=True,
        )


def _fits(draft: Draft, asked: Asked, me: str) -> bool:
    has = {"kind": draft.kind, "person": draft.person or "", "by": me}
    flags = {
        "significant": draft.data.get("significant") is True,
        "restricted": draft.restricted,
        "unsent": True,
        "retracted": False,
    }
    seconds = draft.opened_at // 1000
    return (
        all(has[key] in codes for key, codes in asked.only.items())
        and not any(has[key] in codes for key, codes in asked.never.items())
        and all(flags[name] is on for name, on in asked.flags.items() if name in flags)
        and (asked.after is None or seconds >= asked.after)
        and (asked.before is None or seconds < asked.before)
    )


def _says(text: str, terms: Sequence[Term]) -> bool:
    folded = fold(text)
    for term in terms:
        pattern = pattern_for([Wanted(term.wanted.words, term.wanted.prefix)])
        if (pattern is not None and pattern.search(folded) is not None) is term.negated:
            return False
    return True


def _draft_text(projection: Projection, draft: Draft) -> tuple[str, str]:
    table = projection.table(draft.kind)
    body = "\n".join(_strings(draft.data))
    if table is None:
        return "", body
    return text_of(table.shape, draft.data).title, body


_CODES = frozenset({"id", "zone", "precision", "at"})


def _strings(value: Any) -> Iterator[str]:
    """All text in a form's own state, whatever its shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _CODES:
                yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)
