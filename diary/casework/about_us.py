"""The records that there is one of: the organisation, and me. Who reads them is in the screens and
the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diary.ids import RecordId
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Work

KINDS = ("organisation", "me")


def one_of_each(reads: Reads) -> dict[str, View | None]:
    """The record about the organisation and the one about me, None where there is none yet."""
    return {kind: next(iter(reads.all(kind)), None) for kind in KINDS}


def keep_one(
    work: Work,
    kind: str,
    changed: Mapping[str, Any],
    *,
    record: str | None = None,
    heads: Sequence[str] | None = None,
) -> RecordId:
    """Change the one record of a kind, made now where there is none. `heads` are those that the
    form was showing. Raises InvalidEntry."""
    if record is None:
        return work.create(kind, changed)
    work.edit(record, changed, base=heads)
    return RecordId(record)
