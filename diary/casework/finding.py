"""Finding what somebody names: a young person by name or id, a record by the beginning of its
id. Searching by words is `search`'s."""

from __future__ import annotations

from diary.errors import Gone, InvalidEntry
from diary.ids import LENGTH, PersonId, RecordId
from diary.records.reads import Reads
from diary.store.past import ids_beginning

SHORTEST = 4


def person_named(reads: Reads, said: str) -> PersonId:
    """The young person of that id or chosen name, whichever case it is written in. Raises
    InvalidEntry (person) where there is none, or more than one."""
    people = reads.people()
    folded = " ".join(said.split()).casefold()
    found = [p for p, name in people.items() if p == said or name.casefold() == folded]
    if not found and len(said) >= SHORTEST:
        found = [p for p in people if p.startswith(said.lower())]
    if not found:
        raise InvalidEntry({"person": "there is no young person of that name or number"})
    if len(found) > 1:
        raise InvalidEntry({"person": "more than one goes by this; give the number instead"})
    return PersonId(RecordId(found[0]))


def record_named(reads: Reads, said: str) -> RecordId:
    """The record whose id this is, or begins with. Raises Gone, InvalidEntry (id)."""
    said = said.strip().lower()
    if len(said) == LENGTH:
        return RecordId(said)
    found = ids_beginning(reads.cursor, said) if len(said) >= SHORTEST else []
    if not found:
        raise Gone("record")
    if len(found) > 1:
        raise InvalidEntry({"id": "more than one begins like this; give more of it"})
    return RecordId(found[0])
