"""What the directory looks like from a set of statements that stand: members, devices, rights.
A grant stands there unless a removal of the same thing is not in its past: removal beats
concurrent grants. Which statements may be in the set is decided in `judge`.
"""

from __future__ import annotations

from diary.team.authority import PAPER, READ, WRITE, Subject
from diary.team.graph import DeviceRow, Graph


class Sight:
    """One set of statements, and the questions one may ask of it."""

    def __init__(self, graph: Graph, mask: int) -> None:
        self._graph = graph
        self.mask = mask

    def grants(self, subject: Subject) -> list[int]:
        """The standing grants of `subject` that no later one replaces, lowest hash first."""
        past, mask = self._graph.past, self.mask
        removals = self._graph.removals(subject) & mask
        held = [
            at for at in self._graph.grants(subject) if mask >> at & 1 and not removals & ~past[at]
        ]
        if len(held) < 2:
            return held
        newest = [at for at in held if not any(past[other] >> at & 1 for other in held)]
        return sorted(newest, key=lambda at: self._graph.nodes[at].hash)

    def belonging(self, device: str) -> DeviceRow | None:
        """Whose device this is, whether or not the member still is in the team."""
        for at in self.grants(("device", device)):
            for row in self._graph.device_rows[device]:
                if row.at == at:
                    return row
        return None

    def owner(self, device: str) -> str | None:
        row = self.belonging(device)
        return row.member if row else None

    def is_root(self, device: str) -> bool:
        """Whether this is a founder's paper device, which no one else can put out."""
        row = self.belonging(device)
        return row is not None and row.kind == PAPER and bool(self.grants(("founder", row.member)))

    def in_team(self, device: str) -> str | None:
        """The member this device may speak for; None if it is not (or no longer) in the team."""
        member = self.owner(device)
        if member and (self.is_member(member) or self.is_root(device)):
            return member
        return None

    def is_member(self, member: str) -> bool:
        return bool(self.grants(("member", member)))

    def manages(self, member: str) -> bool:
        """Whether the member may manage people; of concurrent statements the least counts."""
        if not self.is_member(member):
            return False
        rows = self.grants(("role", member))
        return bool(rows) and all(self._graph.nodes[at].open.manages for at in rows)

    def right(self, stream: str, member: str) -> str | None:
        """ "w", "r" or None; of concurrent grants the least counts."""
        if not self.is_member(member):
            return None
        if self.is_directory(stream):
            return WRITE
        rows = self.grants(("access", stream, member))
        rights = {self._graph.nodes[at].open.access.get(member) for at in rows}
        return (READ if READ in rights else WRITE) if rights else None

    def holds_key(self, device: str, member: str, stream: str) -> bool:
        """Whether the device reads the stream, and so may wrap its keys for others."""
        if self.is_directory(stream) and self.is_root(device):
            return True
        return self.right(stream, member) is not None

    def is_directory(self, stream: str) -> bool:
        """Whether `stream` is the directory itself, which every member reads and writes."""
        return bool(self.grants(("directory", stream)))

    def knows_stream(self, stream: str) -> bool:
        return self.is_directory(stream) or bool(self.grants(("opened", stream)))
