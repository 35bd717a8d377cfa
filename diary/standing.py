"""Who we are in this vault and what the directory says: the device's keys, the member, the streams
and whose they are. It answers what the store and the records, which lie below, ask of the team."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from diary.clock import Clock
from diary.errors import HistoryBroken, NotAllowed, VaultDamaged
from diary.ids import DeviceId, Incarnation, MemberId, StreamId, TeamId
from diary.store.change import Header
from diary.store.engine import get_meta, set_meta
from diary.store.state import NOWHERE, StreamPlace
from diary.team.authoring import Author
from diary.team.directory import Directory, Purpose
from diary.team.founding import Founding, open_stream
from diary.team.heads import device_of, new_incarnation, sign_head, verify_head
from diary.team.identity import DeviceSecrets
from diary.team.streamkeys import KeyRing


class Standing:
    """The directory as this device knows it, and this device's own place in it."""

    def __init__(
        self, directory: Directory, author: Author, incarnation: Incarnation, clock: Clock
    ) -> None:
        self.directory = directory
        self.writer = author
        self.clock = clock
        self.incarnation: str = incarnation
        self._places: dict[str, StreamPlace] = {}
        self._of_person: dict[tuple[str, bool], str] = {}
        self._private = ""
        self._before: Directory | None = None
        self._judged: dict[tuple[str, str, tuple[bytes, ...]], bool] = {}
        self._learn()

    @classmethod
    def founded(cls, cursor: Any, founding: Founding, clock: Clock) -> Standing:
        """Keep a new team of one in an empty vault."""
        set_meta(cursor, "device", founding.secrets.to_bytes())
        set_meta(cursor, "member", founding.member)
        set_meta(cursor, "team", founding.team)
        incarnation = new_incarnation(founding.device)
        set_meta(cursor, "incarnation", incarnation)
        keep_statements(cursor, founding.statements)
        return cls(founding.directory, founding.author, incarnation, clock)

    @classmethod
    def joined(
        cls,
        cursor: Any,
        keys: DeviceSecrets,
        member: MemberId,
        statements: Sequence[bytes],
        clock: Clock,
    ) -> Standing:
        """Keep this device's place in a team that has just let it in; every signature is checked.
        Raises HistoryBroken where the directory does not hold or does not know this device."""
        ring = KeyRing(keys)
        directory = Directory.of(statements, ring)
        found = directory.devices.get(keys.id)
        if found is None or found.removed or found.member != member:
            raise HistoryBroken("device")
        incarnation = new_incarnation(keys.id)
        set_meta(cursor, "device", keys.to_bytes())
        set_meta(cursor, "member", member)
        set_meta(cursor, "team", directory.team)
        set_meta(cursor, "incarnation", incarnation)
        keep_statements(cursor, directory.statements)
        return cls(directory, Author(member, keys, ring, clock), incarnation, clock)

    @classmethod
    def kept(cls, cursor: Any, clock: Clock) -> Standing:
        """As it was kept. Raises VaultDamaged where what makes us us is not there."""
        device, member = get_meta(cursor, "device"), get_meta(cursor, "member")
        incarnation, team = get_meta(cursor, "incarnation"), get_meta(cursor, "team")
        if device is None or member is None or incarnation is None or team is None:
            raise VaultDamaged("identity")
        secrets = DeviceSecrets.from_bytes(device)
        rows = cursor.execute("SELECT data FROM statement ORDER BY n").fetchall()
        keys = KeyRing(secrets)
        # Their signatures were checked when they came in, and `verify` checks them again.
        directory = Directory.of([r[0] for r in rows], keys, TeamId(team), check=False)
        author = Author(MemberId(member), secrets, keys, clock)
        return cls(directory, author, Incarnation(incarnation), clock)

    def _learn(self) -> None:
        self._places.clear()
        self._of_person.clear()
        for stream in self.directory.streams.values():
            about = stream.about or None
            self._places[stream.id] = StreamPlace(about, stream.purpose)
            if about and stream.purpose in {"everyday", "restricted"}:
                self._of_person[(about, stream.purpose == "restricted")] = stream.id
            if stream.purpose == "private" and stream.opened_by == self.writer.member:
                self._private = stream.id

    def begin_incarnation(self, cursor: Any) -> None:
        """A new name to write under, so that no sequence number is ever used twice."""
        self.incarnation = new_incarnation(self.writer.device)
        set_meta(cursor, "incarnation", self.incarnation)

    # -- for the records --------------------------------------------------------------------

    @property
    def me(self) -> str:
        return self.writer.member

    @property
    def device(self) -> str:
        return self.writer.device

    @property
    def private(self) -> str:
        return self._private

    def place(self, stream: str) -> StreamPlace:
        return self._places.get(stream, NOWHERE)

    def of_person(self, person: str, *, restricted: bool) -> str | None:
        return self._of_person.get((person, restricted))

    def open_person(self, cursor: Any, person: str) -> None:
        """The two streams of a new young person."""
        self._before = self._before or self.directory
        self._open(cursor, "everyday", person)
        self._open(cursor, "restricted", person)

    def _open(self, cursor: Any, purpose: Purpose, about: str) -> None:
        opened = open_stream(self.directory, self.writer, purpose, about=about)
        keep_statements(cursor, [opened.statement])
        self.directory = opened.directory
        self._places[opened.stream] = StreamPlace(about, purpose)
        self._of_person[(about, purpose == "restricted")] = opened.stream

    def name_of(self, member: str) -> str:
        """A member's name as the directory has it; "" where it can't be read."""
        found = self.directory.members.get(MemberId(member))
        return "" if found is None else found.name

    def members(self) -> dict[str, str]:
        """Member id → name, of all who ever belonged."""
        return {member.id: member.name for member in self.directory.members.values()}

    # -- transactions -----------------------------------------------------------------------

    def committed(self) -> None:
        self._before = None

    def rolled_back(self) -> None:
        if self._before is not None:
            self.directory, self._before = self._before, None
            self._judged.clear()
            self._learn()

    def adopt(self, cursor: Any, statements: Sequence[bytes]) -> None:
        """Take statements of others in; every signature is checked."""
        after = self.directory.adding(statements)
        self._before = self._before or self.directory
        # Those that wait for a parent, or that this version can't read, are kept as well.
        keep_statements(cursor, [*after.statements, *statements])
        self.directory = after
        self._judged.clear()
        self._learn()

    # -- for the journal --------------------------------------------------------------------

    @property
    def author(self) -> str:
        return self.writer.member

    @property
    def role(self) -> str:
        found = self.directory.members.get(self.writer.member)
        return "" if found is None else found.role

    def directory_heads(self) -> tuple[bytes, ...]:
        return self.directory.heads

    def sign(self, stream: str, seq: int, head: bytes) -> bytes:
        return sign_head(
            self.writer.secrets, StreamId(stream), Incarnation(self.incarnation), seq, head
        )

    def verify_head(
        self, stream: str, incarnation: str, seq: int, head: bytes, signature: bytes
    ) -> None:
        device = self.directory.devices.get(device_of(incarnation))
        if device is None:
            raise HistoryBroken("device")
        public = device.public
        verify_head(public, StreamId(stream), Incarnation(incarnation), seq, head, signature)

    def may_write(self, header: Header) -> None:
        """Raises NotAllowed where the directory that the change knew did not let it be written."""
        key = (header.incarnation, header.stream, header.directory)
        allowed = self._judged.get(key)
        if allowed is None:
            device = DeviceId(device_of(header.incarnation))
            allowed = self.directory.may_write(device, StreamId(header.stream), header.directory)
            self._judged[key] = allowed
        belongs = self.directory.devices.get(device_of(header.incarnation))
        if not allowed or belongs is None or belongs.member != header.author:
            raise NotAllowed("stream")


def keep_statements(cursor: Any, statements: Sequence[bytes]) -> None:
    """Store the exact bytes of directory statements, parents first."""
    cursor.executemany(
        "INSERT OR IGNORE INTO statement(hash, data) VALUES(?,?)",
        [(sha256(raw).digest(), raw) for raw in statements],
    )
