"""Names for ids: the team's members and the young people. Looked up once, kept no longer than the
question that asked."""

from __future__ import annotations

from diary.records.reads import Reads


class Names:
    """Names as one moment has them. An unknown id has the name ""."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._members: dict[str, str] = {}
        self._people: dict[str, str] | None = None

    def of(self, member: str) -> str:
        """A worker's name."""
        if member not in self._members:
            self._members[member] = self._reads.streams.name_of(member)
        return self._members[member]

    def person(self, person: str | None) -> str:
        """A young person's chosen name."""
        if self._people is None:
            self._people = dict(self._reads.people())
        return self._people.get(person or "", "")
