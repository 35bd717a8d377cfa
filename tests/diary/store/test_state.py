"""What a hostile or a newer device wrote: kept, marked, shown as far as it can be; no list, search
or page ever fails on it, and the log and the tables agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.casework import (
    caseload,
    chapters,
    conversation,
    episodes,
    finding,
    forms,
    gathering,
    history,
    missing,
    timeline,
    today,
    trusting,
)
from diary.casework.search import find
from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Gone
from diary.records import registry
from diary.records.registry import Kind
from diary.records.saying import plain_text
from diary.records.view import View
from diary.records.work import Work
from diary.vault.keyslots import KdfParams
from tests.strategies import values_for

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
KINDS = list(registry.kinds())
every_kind = pytest.mark.parametrize("kind", [pytest.param(k, id=k.code) for k in KINDS])
JUNK: tuple[Any, ...] = (
    5,
    -1.5,
    True,
    False,
    "zebra",
    "",
    b"\xff\x00",
    2**63,
    [1, "x", None],
    [{"id": 5}, {"at": "2026"}],
    {"at": "2026-13-45", "precision": "day", "zone": "Mars/Base"},
    {"at": 5, "precision": ["x"], "zone": {}},
    {"gone": 5},
    None,
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Diary, str]]:
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


def written(
    diary: Diary, code: str, record: str, person: str, writes: Mapping[str, Any], *, new: bool
) -> None:
    """A change as it comes from a device that checks nothing."""

    def verb(work: Work) -> None:
        stream = work.streams.of_person(person, restricted=False) or ""
        parents = [] if new else work._parents(record, work.state(record)[1]["heads"])
        work._apply(work._append(code, record, stream, parents, writes, None, None))

    diary.do(verb)


def agrees(diary: Diary, record: str) -> bool:
    def both(reads: Any) -> bool:
        kind, state = reads.state(record)
        table = reads.projection.table(kind.code)
        place = reads.streams.place(state["stream"])
        wanted = reads.projection.merged(reads.cursor, kind, record, place)
        return bool(table.from_row(table.to_row(wanted)) == state)

    return diary.ask(both)


def read_all(diary: Diary, person: str, record: str, kind: Kind) -> View:
    """Everything that a screen or the command line would ask for. Gives the record itself."""
    view = diary.ask(lambda reads: reads.view(record))
    plain_text(kind, view.values)
    questions: list[Callable[[Any], Any]] = [
        today.today,
        lambda r: gathering.due(r, quiet=False),
        lambda r: caseload.caseload(r, archived=True),
        lambda r: chapters.person_now(r, person),
        lambda r: chapters.chapter(r, person),
        lambda r: chapters.chapter(r, person, only=("with",)),
        lambda r: timeline.story(r, person, only=("not_in_council", "missing")),
        lambda r: trusting.trust_view(r, person),
        lambda r: find(r, "zebra"),
        lambda r: find(r, f"kind:{kind.code} -word") if kind.listed else None,
        lambda r: history.history(r, record),
        lambda r: forms.opening(r, kind.code, record=record),
        lambda r: forms.pickable(r, kind.code, person),
        lambda r: finding.person_named(r, person),
    ]
    if kind.code == "missing_episode":
        questions += [
            lambda r: missing.missing_view(r, record=record),
            lambda r: episodes.conversation_for(r, record),
        ]
    for question in questions:
        diary.ask(question)
    if kind.code == "return_conversation":
        with suppress(Gone):  # what it is about need not be here
            diary.ask(lambda r: conversation.talk_about(r, record=record))
    return view


def junk_for(kind: Kind, junk: Any) -> dict[str, Any]:
    """The same junk on every path that the kind has, and on some that it has not."""
    writes: dict[str, Any] = {
        "": junk,
        "@odd": junk,
        "no_such": junk,
        "no_such/a/b": junk,
        "a//b": junk,
    }
    for name, spec in kind.fields.items():
        writes[name] = junk
        if spec.is_set:
            writes |= {f"{name}/": junk, f"{name}/odd": junk, f"{name}/odd/deep/down": junk}
        for part in spec.parts:
            writes[f"{name}/lone/{part.name}"] = junk
            writes[f"{name}//{part.name}"] = junk
        if spec.parts:
            writes |= {f"{name}/lone/id": junk, f"{name}/lone/odd": junk, f"{name}/there": True}
    return writes


@every_kind
def test_whatever_another_device_wrote_nothing_fails(shelf: tuple[Diary, str], kind: Kind) -> None:
    diary, person = shelf
    for number, junk in enumerate(JUNK):
        writes = junk_for(kind, junk)
        record = f"{kind.code}-{number}"
        whose = person
        if kind.code == "young_person":
            whose = record = diary.do(lambda w: w.create_person({"chosen_name": "Mo"})).result
        written(diary, kind.code, record, whose, writes, new=record != whose)
        view = read_all(diary, whose, record, kind)
        assert agrees(diary, record)
        if junk == 5:
            assert view.invalid
        # The same on top of what was sound, and sound on top of it again.
        written(diary, kind.code, record, whose, {"@retracted": junk}, new=False)
        written(diary, kind.code, record, whose, {"@retracted": None}, new=False)
        read_all(diary, whose, record, kind)
        assert agrees(diary, record)


@every_kind
@settings(max_examples=5)
@given(data=st.data())
def test_sound_over_junk_is_sound_again(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    """What a form writes over what can't be read leaves no mark of it."""
    diary, person = shelf
    if kind.code == "young_person":
        return
    values = data.draw(values_for(kind))
    record = diary.do(lambda w: w.create(kind.code, values, person=person)).result
    single = [n for n, s in kind.fields.items() if not s.is_set and n in values]
    for junk in (5.5, {"x": 1}):
        written(diary, kind.code, record, person, dict.fromkeys(single, junk), new=False)
        assert set(diary.ask(lambda r: r.view(record)).invalid) >= set(single)
        diary.do(lambda w: w.edit(record, {n: values[n] for n in single}, why="as it was"))
        view = diary.ask(lambda r: r.view(record))
        assert not view.invalid
        assert dict(view.values).keys() == values.keys()
        assert agrees(diary, record)


@pytest.mark.parametrize("hour", [-5_000_000_000_000, 0, 4_102_444_800_000, 200_000_000_000_000])
def test_no_clock_however_wrong_stops_anything(shelf: tuple[Diary, str], hour: int) -> None:
    diary, person = shelf
    clock = diary.clock
    assert isinstance(clock, FixedClock)
    before, clock.at = clock.at, datetime.fromtimestamp(0, UTC)
    try:
        clock.at += timedelta(milliseconds=hour)
        kind = registry.kind("contact")
        values = {"kind": "met", "with_or_about": "with", "note": "zebra"}
        record = diary.do(lambda w: w.create("contact", values, person=person)).result
        read_all(diary, person, record, kind)
        diary.do(lambda w: w.edit(record, {"place": "x"}, why="later"))
    finally:
        clock.at = before
    read_all(diary, person, record, kind)
    assert agrees(diary, record)


def test_the_log_and_the_tables_agree(shelf: tuple[Diary, str]) -> None:
    faults = [f for f in shelf[0].verify().faults if not f.startswith("attachment")]
    assert faults == []
