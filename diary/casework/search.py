"""Search as the screens and the command line ask for it: names and kinds looked up, then the words
index. What a query means and how it is answered belongs to the store."""

from __future__ import annotations

from diary.records import registry
from diary.records.reads import Reads
from diary.store.query import Vocabulary
from diary.store.search import Found, Order, search


def find(
    reads: Reads, query: str, *, limit: int = 50, offset: int = 0, order: Order = "newest"
) -> Found:
    """Entries that fit what was typed, newest first by when they happened. Raises BadQuery."""
    return search(
        reads.cursor,
        reads.projection,
        query,
        vocabulary(reads),
        device=reads.streams.device,
        limit=limit,
        offset=offset,
        order=order,
    )


def vocabulary(reads: Reads) -> Vocabulary:
    """What names in a query can mean at this moment."""
    return Vocabulary(
        kinds={k.code: (k.name, k.plural) for k in registry.kinds() if k.listed},
        people=reads.people(),
        members=reads.streams.members(),
        me=reads.streams.me,
        zone=reads.clock.zone(),
    )
