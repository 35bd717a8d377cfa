"""The form of a copy that is taken out of Kith: `kith-export.json`, `README.txt` and
`attachments/`. Shared by whoever writes one and whoever brings one in; neither is done here.

Everything in it is plain and readable: a copy is no backup, and nothing protects it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

FORMAT = 1
MAIN = "kith-export.json"
README = "README.txt"
FILES = "attachments"
ZIP = ".zip"
PARTS = frozenset({"everyday", "restricted"})
"""The parts of a young person's diary; what lies in neither is about no one young person."""


class VersionCopy(msgspec.Struct, frozen=True, kw_only=True, repr_omit_defaults=True):
    """One version. `writes` maps paths to plain values, null where the words were destroyed by
    order. `at` is RFC 3339 in UTC with milliseconds. `origin` stands on what had been brought in
    from another copy before: who wrote it first."""

    change: str
    parents: list[str]
    author: str
    role: str
    device: str
    at: str
    zone: str
    why: str | None
    writes: dict[str, Any] | None
    origin: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return f"<VersionCopy {self.change[:8]}>"


class RecordCopy(msgspec.Struct, frozen=True, kw_only=True):
    """One record with all its versions, parents before children. `part` is everyday or
    restricted; anything else is about no one young person."""

    id: str
    kind: str
    person: str | None
    part: str
    versions: list[VersionCopy]

    def __repr__(self) -> str:
        return f"<RecordCopy {self.kind} {self.id[:8]}>"


class FileCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A file that an attachment's record names. `path` lies inside the copy; null: the file was
    not on the device when the copy was made."""

    file_id: str
    key: str
    path: str | None
    size: int = 0
    sha256: str = ""

    def __repr__(self) -> str:
        return f"<FileCopy {self.file_id[:8]}>"


class MemberCopy(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who wrote here."""

    id: str
    name: str

    def __repr__(self) -> str:
        return f"<MemberCopy {self.id[:8]}>"


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of `kith-export.json`; when and by whom it was made stands there too."""

    kith_export: int
    members: list[MemberCopy]
    records: list[RecordCopy]
    files: list[FileCopy]

    def __repr__(self) -> str:
        return f"<Whole of {len(self.records)} records>"


class Said(msgspec.Struct):
    """What a copy says of its own form; read before anything else in it."""

    kith_export: int


def at_text(ms: int) -> str:
    """Milliseconds since 1970 as RFC 3339 in UTC."""
    whole, rest = divmod(ms, 1000)
    return f"{datetime.fromtimestamp(whole, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03}Z"


def at_ms(text: str) -> int:
    """Back to milliseconds. Raises ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return round(at.timestamp() * 1000)
