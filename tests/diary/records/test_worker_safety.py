"""Worker safety event: outside every child's record."""

from __future__ import annotations

from diary.records.worker_safety import WORKER_SAFETY
from tests.diary.records.conftest import Reasons


def test_it_belongs_to_no_young_person() -> None:
    assert WORKER_SAFETY.home == "private"
    assert not [s.name for s in WORKER_SAFETY.fields.values() if s.to == "young_person"]


def test_nobody_was_told_before_it_happened(reasons: Reasons) -> None:
    told = [{"to": "Dee", "at": "2026-11-23"}]
    assert set(reasons(WORKER_SAFETY, what="x", at="2026-11-24", told=told)) == {"told"}


def test_it_reads_as_where_it_was() -> None:
    assert WORKER_SAFETY.title({"place": "the stairwell"}) == "Worker safety, at the stairwell"
