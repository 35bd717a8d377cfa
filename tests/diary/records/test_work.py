"""Edits, undo and forms that were opened a while ago, for every kind through the one door: the row
that each write leaves is the row that all changes together give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.clock import FixedClock
from diary.diary import Diary
from diary.errors import Gone, InvalidEntry, NotAllowed, WrittenSince
from diary.records import registry
from diary.records.registry import Kind
from diary.records.view import View
from diary.records.work import Work
from diary.vault.keyslots import KdfParams
from tests.strategies import value_for, values_for

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
KINDS = [k for k in registry.kinds() if k.code != "attachment"]
every_kind = pytest.mark.parametrize("kind", [pytest.param(k, id=k.code) for k in KINDS])


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


def made(shelf: tuple[Diary, str], kind: Kind, values: Mapping[str, Any]) -> str:
    diary, person = shelf
    if kind.code == "young_person":
        return diary.do(lambda work: work.create_person(values)).result
    return diary.do(lambda work: work.create(kind.code, values, person=person)).result


def view(diary: Diary, record: str) -> View:
    return diary.ask(lambda reads: reads.view(record))


def plain(diary: Diary, record: str) -> Any:
    """What counts of a record when it is compared with what it was."""
    found = view(diary, record)
    return dict(found.values), found.retracted is None


def agrees(diary: Diary, record: str) -> bool:
    """Whether the row is the one that all of the record's changes give."""

    def both(reads: Any) -> bool:
        kind, state = reads.state(record)
        table = reads.projection.table(kind.code)
        place = reads.streams.place(state["stream"])
        wanted = reads.projection.merged(reads.cursor, kind, record, place)
        return bool(table.from_row(table.to_row(wanted)) == state)

    return diary.ask(both)


def a_change(kind: Kind, now: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """One field of a form filled in, changed or cleared; of a list, lines added and taken out."""

    def one(name: str) -> st.SearchStrategy[dict[str, Any]]:
        spec = kind.fields[name]
        fresh = value_for(spec)
        ways = [fresh, st.none()]
        held = now.get(name)
        if spec.is_set and held:
            ways.append(st.lists(st.sampled_from(held), max_size=len(held), unique_by=str))
            ways.append(fresh.map(lambda more: [*held, *more]))
        if spec.type == "items" and held:
            free = [p for p in spec.parts if not p.required]
            if free:
                part = st.sampled_from(free)
                ways.append(
                    part.flatmap(
                        lambda p: st.one_of(st.none(), value_for(p)).map(
                            lambda v: [{**held[0], p.name: v}, *held[1:]]
                        )
                    )
                )
        return st.one_of(ways).map(lambda value: {name: value})

    return st.sampled_from(sorted(kind.fields)).flatmap(one)


def fitting(kind: Kind, now: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    try:
        kind.clean({**now, **change})
    except InvalidEntry:
        return False
    return True


def a_fitting_change(kind: Kind, now: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return a_change(kind, now).filter(lambda change: fitting(kind, now, change))


@every_kind
@settings(max_examples=6)
@given(data=st.data())
def test_whatever_was_edited_undo_gives_it_back(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    diary = shelf[0]
    record = made(shelf, kind, data.draw(values_for(kind)))
    for _ in range(data.draw(st.integers(1, 4))):
        before = plain(diary, record)
        steps = data.draw(st.sampled_from(["edit", "edits", "retract", "both"]))

        def verb(work: Work, steps: str = steps) -> None:
            for _ in range(1 if steps == "edit" else 2 if "edit" in steps else 0):
                now = work.view(record).values
                change = data.draw(a_fitting_change(kind, now))
                work.edit(record, change, why="They told me more.")
            if steps in {"retract", "both"}:
                work.retract(record, "wrong young person")
            if steps == "both":
                work.restore(record, "it was right")

        done = diary.do(verb)
        after = plain(diary, record)
        assert agrees(diary, record)
        back = diary.undo(done.undo)
        assert agrees(diary, record)
        assert plain(diary, record) == before
        if done.undo.inverses:
            with pytest.raises(WrittenSince):
                diary.undo(done.undo)
        again = diary.undo(back.undo)
        assert agrees(diary, record)
        assert plain(diary, record) == after
        if not after[1] or data.draw(st.booleans()):
            diary.undo(again.undo)
            assert plain(diary, record) == before


@every_kind
@settings(max_examples=6)
@given(data=st.data())
def test_a_form_opened_before_another_save_never_takes_it_back(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    """Each of the two writes a field: both stand, or the field is asked. Undo gives it back."""
    diary = shelf[0]
    record = made(shelf, kind, data.draw(values_for(kind)))
    form = view(diary, record)
    first = data.draw(a_fitting_change(kind, form.values))
    second = data.draw(a_fitting_change(kind, form.values))
    diary.do(lambda w: w.edit(record, first, why="one"))
    between = plain(diary, record)
    with_values = data.draw(st.booleans())
    done = diary.do(
        lambda w: w.edit(
            record,
            {**form.values, **second} if with_values else second,
            base=form.heads,
            base_values=form.values if with_values else None,
            why="two",
        )
    )
    assert agrees(diary, record)
    now = view(diary, record)
    for change in (first, second):
        for name, value in change.items():
            spec = kind.fields[name]
            asked = any(path.split("/")[0] == name for path in now.questions)
            if not spec.is_set and first.keys() != second.keys():
                assert now.get(name) == value or asked
            if not spec.is_set and first.keys() == second.keys():
                same = first == second or value == form.get(name)
                assert asked or now.get(name) == value or same
    if done.undo.inverses:
        diary.undo(done.undo)
        assert agrees(diary, record)
        assert plain(diary, record) == between
        assert not view(diary, record).questions


def contact(shelf: tuple[Diary, str], **more: Any) -> str:
    values = {"kind": "met", "with_or_about": "with", "note": "the park", **more}
    return made(shelf, registry.kind("contact"), values)


def test_a_form_with_old_heads_writes_only_what_was_changed_on_it(
    shelf: tuple[Diary, str],
) -> None:
    """A whole form handed back without what it showed: what it left alone is left alone."""
    diary = shelf[0]
    record = contact(shelf, place="the park", minutes=10)
    form = view(diary, record)
    diary.do(lambda w: w.edit(record, {"place": "the gym"}))
    diary.do(lambda w: w.edit(record, {**form.values, "minutes": 40}, base=form.heads))
    now = view(diary, record)
    assert (now.get("place"), now.get("minutes")) == ("the gym", 40)
    assert not now.questions


def test_undo_of_a_save_beside_a_later_one_is_not_refused(shelf: tuple[Diary, str]) -> None:
    diary = shelf[0]
    record = contact(shelf, place="the park")
    form = view(diary, record)
    diary.do(lambda w: w.edit(record, {"place": "the gym"}))
    done = diary.do(lambda w: w.edit(record, {"place": "a café"}, base=form.heads))
    assert "place" in view(diary, record).questions
    diary.undo(done.undo)
    assert view(diary, record).get("place") == "the gym"
    assert not view(diary, record).questions


def test_undo_after_another_write_is_refused(shelf: tuple[Diary, str]) -> None:
    diary = shelf[0]
    record = contact(shelf)
    done = diary.do(lambda w: w.edit(record, {"place": "the gym"}))
    diary.do(lambda w: w.edit(record, {"minutes": 5}))
    with pytest.raises(WrittenSince):
        diary.undo(done.undo)
    assert view(diary, record).get("place") == "the gym"


# -- settling ---------------------------------------------------------------------------------


def asked(shelf: tuple[Diary, str], **first: Any) -> str:
    """A contact with an open question on its place and its minutes."""
    diary = shelf[0]
    record = contact(shelf, place="the park", minutes=1)
    form = view(diary, record)
    diary.do(lambda w: w.edit(record, {"place": "the gym", "minutes": 2, **first}))
    diary.do(lambda w: w.edit(record, {"place": "a café", "minutes": 3}, base=form.heads))
    assert {"place", "minutes"} <= set(view(diary, record).questions)
    return record


def test_settling_with_a_value_of_another_sort_is_refused(shelf: tuple[Diary, str]) -> None:
    diary = shelf[0]
    record = asked(shelf)
    for path, value in (("place", 5), ("minutes", "many"), ("minutes", ["x"])):
        with pytest.raises(InvalidEntry) as refused:
            diary.do(lambda w, p=path, v=value: w.settle(record, p, v))
        assert list(refused.value.fields) == [path]
    diary.do(lambda w: w.settle(record, "place", "  the pool "))
    assert view(diary, record).get("place") == "the pool"
    assert set(view(diary, record).questions) == {"minutes"}


def test_undoing_an_answer_asks_again(shelf: tuple[Diary, str]) -> None:
    """Nothing is chosen silently, not by undo either."""
    diary = shelf[0]
    record = asked(shelf)
    before = view(diary, record)
    done = diary.do(lambda w: w.settle(record, "place", "the gym"))
    back = diary.undo(done.undo)
    now = view(diary, record)
    values = [a["value"] for a in now.questions["place"]]
    assert sorted(values) == ["a café", "the gym"]
    assert now.get("place") == before.get("place")
    assert agrees(diary, record)
    diary.undo(back.undo)
    assert "place" not in view(diary, record).questions
    assert view(diary, record).get("place") == "the gym"
    assert agrees(diary, record)


# -- the door ---------------------------------------------------------------------------------

JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.text("\x00\ud800\u202e/@😀", max_size=4),
        st.binary(max_size=4),
        st.sampled_from(["2026-11-24", "2026-11-24T10:00", "met", "with", "yes", "a/b", ""]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "at", "zone", "precision", "who", "body", "by", "odd", "/"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@every_kind
@settings(max_examples=15)
@given(data=st.data())
def test_junk_is_refused_by_the_fields_name_and_never_else(
    shelf: tuple[Diary, str], kind: Kind, data: st.DataObject
) -> None:
    diary = shelf[0]
    names = st.sampled_from([*sorted(kind.fields), "no_such_field"])
    values = data.draw(st.dictionaries(names, JUNK, max_size=4))
    good = data.draw(values_for(kind))
    base = good if data.draw(st.booleans()) else {}
    told: dict[str, str] = {}
    try:
        agrees(diary, made(shelf, kind, {**base, **values}))
    except InvalidEntry as refused:
        told = {"no_such_field": "", **refused.fields}
    assert set(told) <= {*kind.fields, "no_such_field"}
    record = made(shelf, kind, good)
    why = data.draw(st.sampled_from(["x", "\ud800"]))
    with suppress(InvalidEntry):
        diary.do(lambda w: w.edit(record, values, why=why))
    assert agrees(diary, record)


def test_what_no_text_may_hold_is_refused(shelf: tuple[Diary, str]) -> None:
    diary = shelf[0]
    for bad in ("half \ud83d", "nul \x00"):
        with pytest.raises(InvalidEntry) as refused:
            contact(shelf, note=bad)
        assert list(refused.value.fields) == ["note"]
        record = contact(shelf)
        for refuse in (
            lambda w, b=bad, r=record: w.retract(r, b),
            lambda w, b=bad, r=record: w.edit(r, {"place": "x"}, why=b),
        ):
            with pytest.raises(InvalidEntry) as refused:
                diary.do(refuse)
            assert list(refused.value.fields) == ["why"]


@pytest.mark.parametrize(
    "text", ["😀👩‍👩‍👧", "\u202eright to left", "a\u0301ccent", "ﬁ ́", "\x01\x7f"]
)
def test_text_comes_back_to_the_letter(shelf: tuple[Diary, str], text: str) -> None:
    record = contact(shelf, note=text)
    assert view(shelf[0], record).get("note") == text
    assert agrees(shelf[0], record)


def test_an_entry_too_long_to_keep_names_its_longest_field(shelf: tuple[Diary, str]) -> None:
    words = [f.name for f in registry.kind("return_conversation").fields.values() if f.is_words]
    values = dict.fromkeys(words, "😀" * 200_000)
    with pytest.raises(InvalidEntry) as refused:
        made(shelf, registry.kind("return_conversation"), values)
    assert set(refused.value.fields) <= set(words)
    assert contact(shelf, note="x" * 200_000)


def test_two_lines_of_one_id_are_refused(shelf: tuple[Diary, str]) -> None:
    line = {"id": "a", "system": "Council"}
    with pytest.raises(InvalidEntry) as refused:
        contact(shelf, also_entered=[line, {**line, "system": "School"}])
    assert list(refused.value.fields) == ["also_entered"]


@pytest.mark.parametrize("odd", ["", "a/b", "x" * 101, "\ud800", "a\x00", 7])
def test_odd_ids_are_refused(shelf: tuple[Diary, str], odd: Any) -> None:
    with pytest.raises(InvalidEntry) as refused:
        made(shelf, registry.kind("meeting"), {"kind": "review", "actions": ["ok", odd]})
    assert list(refused.value.fields) == ["actions"]
    if odd != "":
        with pytest.raises(InvalidEntry):
            contact(shelf, also_entered=[{"id": odd, "system": "Council"}])


def test_reasons_and_messages_repeat_nothing(shelf: tuple[Diary, str]) -> None:
    canary = "Jaz said zebra"
    for values in (
        {"kind": canary},
        {"at": canary},
        {"at": {"at": canary, "zone": canary, "precision": canary}},
        {"minutes": canary},
        {"also_entered": [{"system": "x", canary: canary}]},
        {"also_entered": canary},
        {"went": [canary]},
        {canary: 1},
        {"significant": canary},
    ):
        with pytest.raises(InvalidEntry) as refused:
            contact(shelf, **values)
        assert "zebra" not in "".join(refused.value.fields.values())
        assert "zebra" not in repr(refused.value) + str(refused.value)


# -- what another version wrote ---------------------------------------------------------------


def foreign(diary: Diary, record: str, writes: Mapping[str, Any]) -> None:
    """A change as a device of another version would have written it on this record."""

    def verb(work: Work) -> None:
        kind, state = work.state(record)
        parents = work._parents(record, state["heads"])
        change = work._append(kind.code, record, state["stream"], parents, writes, None, None)
        work._apply(change)

    diary.do(verb)


def test_what_a_newer_version_wrote_does_not_stand_in_the_way(shelf: tuple[Diary, str]) -> None:
    """An answer or a part that this version does not know is kept by an edit of something else."""
    diary = shelf[0]
    record = contact(shelf, also_entered=[{"id": "a", "system": "Council"}])
    foreign(
        diary,
        record,
        {"kind": "hologram", "also_entered/a/colour": "blue", "went/sideways": True},
    )
    now = view(diary, record)
    lines = [*now.get("also_entered"), {"system": "School"}]
    diary.do(lambda w: w.edit(record, {"place": "the gym", "also_entered": lines}))
    after = view(diary, record)
    assert after.get("place") == "the gym"
    assert after.get("kind") == "hologram"
    lines = {i["system"]: i for i in after.get("also_entered")}
    assert set(lines) == {"Council", "School"}
    assert lines["Council"]["colour"] == "blue"
    with pytest.raises(InvalidEntry):
        diary.do(lambda w: w.edit(record, {"kind": "telegram"}))
    assert agrees(diary, record)


def test_a_version_that_is_not_there_is_gone(shelf: tuple[Diary, str]) -> None:
    record = contact(shelf)
    for heads in (["00" * 32], ["zz"], [""]):
        with pytest.raises(Gone):
            shelf[0].do(lambda w, h=heads: w.edit(record, {"place": "x"}, base=h))


def test_a_retracted_entry_is_not_edited(shelf: tuple[Diary, str]) -> None:
    record = contact(shelf)
    shelf[0].do(lambda w: w.retract(record, "twice"))
    with pytest.raises(NotAllowed):
        shelf[0].do(lambda w: w.edit(record, {"place": "x"}))


def test_the_log_and_the_tables_agree(shelf: tuple[Diary, str]) -> None:
    faults = [f for f in shelf[0].verify().faults if not f.startswith("attachment")]
    assert faults == []
