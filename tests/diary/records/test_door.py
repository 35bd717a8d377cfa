"""Every kind through the diary's one door: what is saved is what is read, an edit leaves exactly
what the form said, and the tables made anew from the log are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.clock import FixedClock
from diary.diary import Diary
from diary.records import registry
from diary.records.registry import Kind
from diary.vault.keyslots import KdfParams
from tests.strategies import values_for

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
every_kind = pytest.mark.parametrize("kind", [pytest.param(k, id=k.code) for k in registry.kinds()])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Diary, str]]:
    """One diary for all these tests, and a young person in it."""
    folder = tmp_path_factory.mktemp("shelf")
    cheap = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITH_HOME", str(folder / "home"))
        made, _ = Diary.create(
            folder / "v", "seven quiet otters", "Sam", clock=FixedClock(NOW), kdf=cheap
        )
        with made as diary:
            person = diary.do(lambda work: work.create_person({"chosen_name": "Jaz"})).result
            yield diary, person


def saved(shelf: tuple[Diary, str], kind: Kind, values: Mapping[str, Any]) -> str:
    diary, person = shelf
    if kind.code == "young_person":
        return diary.do(lambda work: work.create_person(values)).result
    return diary.do(lambda work: work.create(kind.code, values, person=person)).result


def read(diary: Diary, record: str) -> dict[str, Any]:
    with diary.reading() as reads:
        return {n: v for n, v in reads.view(record).values.items() if v is not None}


def unordered(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Sets have no order of their own."""
    out = dict(values)
    for name, value in values.items():
        spec = kind.fields[name]
        if spec.type == "items":
            out[name] = {item["id"]: item for item in value}
        elif spec.is_set:
            out[name] = set(value)
    return out


@every_kind
@settings(max_examples=4)
@given(data=st.data())
def test_what_is_saved_is_what_is_read(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    values = data.draw(values_for(kind, full=True))
    record = saved(shelf, kind, values)
    assert unordered(kind, read(shelf[0], record)) == unordered(kind, values)


@every_kind
@settings(max_examples=4)
@given(data=st.data())
def test_an_edit_leaves_what_the_form_said(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    diary = shelf[0]
    first, second = data.draw(values_for(kind)), data.draw(values_for(kind))
    record = saved(shelf, kind, first)
    form = dict.fromkeys(kind.fields) | second
    done = diary.do(lambda work: work.edit(record, form, why="They told me more."))
    assert unordered(kind, read(diary, record)) == unordered(kind, second)
    diary.undo(done.undo)
    assert unordered(kind, read(diary, record)) == unordered(kind, first)


def test_the_log_and_the_tables_agree(shelf: tuple[Diary, str]) -> None:
    # The files that these attachments name were never there.
    faults = [f for f in shelf[0].verify().faults if not f.startswith("attachment")]
    assert faults == []
