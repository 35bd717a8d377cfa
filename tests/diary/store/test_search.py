"""Search through the door: what was written is found by each of its words, what was taken out is
not, and nothing that can be typed is more than words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.casework.search import find
from diary.clock import FixedClock, When
from diary.diary import Diary
from diary.errors import BadQuery
from diary.store.search import COUNT_LIMIT, Found
from diary.vault.keyslots import KdfParams

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def cheap() -> KdfParams:
    return KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, cheap: KdfParams) -> Iterator[Diary]:
    """One diary for all the tests that only add to it, with one young person."""
    folder = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITH_HOME", str(folder / "home"))
        made = Diary.create(
            folder / "v", "seven quiet otters", "Sam", clock=FixedClock(NOW), kdf=cheap
        )
        with made[0] as diary:
            diary.do(lambda work: work.create_person({"chosen_name": "Róisín Vale"}))
            yield diary


@pytest.fixture
def diary(tmp_path: Path, cheap: KdfParams) -> Iterator[Diary]:
    clock = FixedClock(NOW)
    with Diary.create(tmp_path / "v", "seven quiet otters", "Sam", clock=clock, kdf=cheap)[0] as it:
        yield it


def person(diary: Diary, name: str = "Róisín Vale") -> str:
    return diary.do(lambda work: work.create_person({"chosen_name": name})).result


def note(diary: Diary, about: str | None, text: str, *, on: str | None = None, **more: Any) -> str:
    restricted = more.pop("restricted", False)
    values = {"note": text, **more}
    if on is not None:
        values["at"] = When.on(datetime.fromisoformat(on).date(), "Europe/London").to_map()
    return diary.do(
        lambda work: work.create("note", values, person=about, restricted=restricted)
    ).result


def ids(found: Found) -> list[str]:
    return [hit.id for hit in found.hits]


def asked(diary: Diary, query: str, **more: Any) -> list[str]:
    return ids(diary.ask(find, query, **more))


def test_words_are_found_without_case_and_accents(diary: Diary) -> None:
    entry = note(diary, person(diary), "We went to the Café by the river; Siân laughed.")
    for query in ("cafe", "CAFÉ", "cafe\u0301", "sian", "river cafe", "the riv", "by-the"):
        assert asked(diary, query) == [entry], query
    for query in ("riv ", "cafes", "river caf ", "laugher"):
        assert asked(diary, query) == [], query


def test_a_phrase_is_its_words_in_a_row(diary: Diary) -> None:
    entry = note(diary, person(diary), "He said that nobody listens to him.")
    assert asked(diary, '"nobody listens"') == [entry]
    assert asked(diary, '"listens nobody"') == []
    assert asked(diary, '"nobody lis') == [entry], "still being typed"
    assert asked(diary, '"nobody lis"') == []


def test_the_last_word_is_a_prefix_of_two_letters_or_more(diary: Diary) -> None:
    entry = note(diary, person(diary), "football")
    assert asked(diary, "fo") == [entry]
    assert asked(diary, "f") == []
    assert asked(diary, "fo ") == []


def test_what_is_not_wanted_stays_away(diary: Diary) -> None:
    who = person(diary)
    tea, cake = note(diary, who, "tea and toast"), note(diary, who, "tea and cake")
    assert asked(diary, "tea -cake") == [tea]
    assert set(asked(diary, "-toast kind:note")) == {cake}
    assert who in asked(diary, "-toast")
    assert asked(diary, '-"and toast" tea') == [cake]


def test_newest_first_by_when_it_happened(diary: Diary) -> None:
    who = person(diary)
    middle = note(diary, who, "walk", on="2026-03-02")
    oldest = note(diary, who, "walk", on="2025-12-24")
    newest = note(diary, who, "walk", on="2026-03-03")
    assert asked(diary, "walk") == [newest, middle, oldest]


def test_dates_are_ranges(diary: Diary) -> None:
    who = person(diary)
    august = note(diary, who, "walk", on="2026-08-31")
    september = note(diary, who, "walk", on="2026-09-01")
    fourteenth = note(diary, who, "walk", on="2026-09-14")
    assert asked(diary, "walk before:2026-09") == [august]
    assert asked(diary, "walk after:2026-09") == [fourteenth, september]
    assert asked(diary, "walk after:2026-09-02 before:2027") == [fourteenth]
    assert asked(diary, "walk before:2026") == []


def test_filters_narrow_and_the_same_filter_widens(diary: Diary) -> None:
    one, other = person(diary, "Amber"), person(diary, "Ash Reed")
    mine = note(diary, one, "tea")
    theirs = note(diary, other, "tea")
    said = diary.do(
        lambda work: work.create("contact", {"kind": "phone", "note": "tea"}, person=one)
    ).result
    assert set(asked(diary, "tea person:amber")) == {mine, said}
    assert asked(diary, f"tea person:{other}") == [theirs]
    assert asked(diary, 'tea person:"ash reed"') == [theirs]
    assert asked(diary, "tea person:reed") == [theirs]
    assert set(asked(diary, "tea person:a")) == {mine, theirs, said}
    assert asked(diary, "tea kind:contact") == [said]
    assert set(asked(diary, "tea kind:contacts kind:note")) == {mine, theirs, said}
    assert asked(diary, "tea -kind:note") == [said]
    assert set(asked(diary, "tea by:me")) == {mine, theirs, said}
    assert asked(diary, "tea -by:sam") == []


def test_kind_is_understood_by_its_words(diary: Diary) -> None:
    who = person(diary)
    episode = diary.do(
        lambda work: work.create("missing_episode", {"type": "missing"}, person=who)
    ).result
    for query in ("kind:missing", 'kind:"missing episodes"', "kind:missing_episode"):
        assert asked(diary, query) == [episode], query


def test_flags(diary: Diary) -> None:
    who = person(diary)
    plain = note(diary, who, "tea")
    big = note(diary, who, "tea", significant=True)
    closed = note(diary, who, "tea", restricted=True)
    assert asked(diary, "tea is:significant") == [big]
    assert asked(diary, "tea is:restricted") == [closed]
    assert set(asked(diary, "tea -is:significant -is:restricted")) == {plain}
    assert set(asked(diary, "tea is:unsent")) == {plain, big, closed}
    assert asked(diary, "tea -is:unsent") == []


def test_retracted_entries_are_found_only_when_asked_for(diary: Diary) -> None:
    entry = note(diary, person(diary), "about somebody else")
    done = diary.do(lambda work: work.retract(entry, "the wrong young person"))
    assert asked(diary, "somebody") == []
    hits = diary.ask(find, "somebody is:retracted").hits
    assert [(h.id, h.retracted) for h in hits] == [(entry, True)]
    diary.undo(done.undo)
    assert asked(diary, "somebody") == [entry]


def test_words_edited_out_leave_the_index(diary: Diary) -> None:
    entry = note(diary, person(diary), "zzqcanary in the first version")
    assert b"zzqcanary" in _index_bytes(diary)
    diary.do(lambda work: work.edit(entry, {"note": "another version"}, why="wrong name"))
    assert asked(diary, "zzqcanary") == []
    assert asked(diary, "another version") == [entry]
    assert b"zzqcanary" not in _index_bytes(diary)
    assert diary.verify().faults == []


def _index_bytes(diary: Diary) -> bytes:
    rows = diary.ask(lambda reads: reads.cursor.execute("SELECT block FROM words_data").fetchall())
    return b"".join(row[0] for row in rows)


def test_drafts_stand_apart(diary: Diary) -> None:
    who = person(diary)
    entry = note(diary, who, "tea on Monday")
    draft = diary.new_draft("note", who, data={"note": "tea on Tuesday"})
    diary.save_draft(draft)
    diary.save_draft(diary.new_draft("note", who, data={"note": "nothing"}))
    both = diary.ask(find, "tea")
    assert (ids(both), [d.id for d in both.drafts]) == ([entry], [draft.id])
    only = diary.ask(find, "tea is:draft")
    assert [(h.id, h.draft) for h in only.hits] == [(draft.id, True)]
    assert only.total == 1
    assert asked(diary, "tea -is:draft") == [entry]
    assert diary.ask(find, "tea kind:contact").drafts == ()


def test_the_passage_is_around_the_match(diary: Diary) -> None:
    words = "filler words " * 40 + "she named her brother Édouard at last " + "and more " * 40
    note(diary, person(diary), words)
    (hit,) = diary.ask(find, "edouard").hits
    assert len(hit.passage) < 180
    assert [hit.passage[a:b] for a, b in hit.ranges] == ["Édouard"]
    assert hit.passage.startswith("…")
    assert hit.passage.endswith("…")
    (hit,) = diary.ask(find, "brot").hits
    assert [hit.passage[a:b] for a, b in hit.ranges] == ["brother"]


def test_pages_join_without_gap_or_repeat(diary: Diary) -> None:
    who = person(diary)
    made = {note(diary, who, f"walk {n}", on=f"2026-03-{n:02}") for n in range(1, 24)}
    pages = [asked(diary, "walk", limit=10, offset=start) for start in (0, 10, 20, 30)]
    assert [len(p) for p in pages] == [10, 10, 3, 0]
    assert {entry for page in pages for entry in page} == made
    found = diary.ask(find, "walk", limit=1)
    assert (found.total, found.more) == (23, False)


def test_best_first_where_few_match(diary: Diary) -> None:
    who = person(diary)
    much = note(diary, who, "river river river", on="2020-01-01")
    little = note(diary, who, "a long day, much else, and one river in it", on="2026-01-01")
    assert asked(diary, "river ") == [little, much]
    assert asked(diary, "river ", order="best") == [much, little]


def test_counting_stops(diary: Diary) -> None:
    who = person(diary)
    verbs = [
        lambda work, n=n: work.create("note", {"note": "same"}, person=who)
        for n in range(COUNT_LIMIT + 5)
    ]
    diary.do_many(verbs)
    found = diary.ask(find, "same")
    assert (found.total, found.more, found.can_rank) == (COUNT_LIMIT, True, False)


def test_what_was_understood_is_told(diary: Diary) -> None:
    person(diary, "Amber")
    query = "person:amb before:2026-09 -kind:note tea"
    chips = diary.ask(find, query).explained.chips
    assert [(c.key, c.words, c.negated) for c in chips] == [
        ("person", "Amber", False),
        ("before", "before September 2026", False),
        ("kind", "Note", True),
    ]
    assert [query[c.start : c.end] for c in chips] == query.split()[:3]


@pytest.mark.parametrize(
    "query",
    [
        "before:14/09/2026",
        "before:09-2026",
        "after:2026-13",
        "after:2026-02-30",
        "after:0001",
        "before:26",
        "-before:2026",
        "is:secret",
        "is:draft -is:draft",
        "kind:",
        "kind:weather",
        "person:zachary",
        "by:zachary",
        "x" * 501,
        " ".join("ab" for _ in range(41)),
    ],
)
def test_what_cannot_be_understood_is_refused_plainly(shelf: Diary, query: str) -> None:
    with pytest.raises(BadQuery) as refused:
        shelf.ask(find, query)
    assert refused.value.hint
    assert "weather" not in refused.value.hint
    assert "zachary" not in refused.value.hint


def test_nothing_is_asked_by_nothing(shelf: Diary) -> None:
    for query in ("", "   ", "-", '"', '""', "…", "- -", "\x00"):
        found = shelf.ask(find, query)
        assert (found.hits, found.total, found.drafts) == ((), 0, ()), query


_PIECES = st.sampled_from(
    ["kind:", "person:", "before:", "after:", "by:", "is:", "-", '"', " ", "*", "(", ")", "NEAR(",
     "AND", "OR", "NOT", "^", ":", "{body}", "marks:", "sstanding", "'", ";--", "\x00", "2026",
     "draft", "note", "+", ",", "\\", "\ud800", "é", "\u0301", "🙂", "我", "%", "_", "body:x"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map("".join)))
def test_whatever_is_typed_is_answered_or_refused(shelf: Diary, query: str) -> None:
    try:
        found = shelf.ask(find, query)
    except BadQuery:
        return
    assert len(found.hits) <= 50


_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n"),
    min_size=1,
    max_size=60,
).filter(lambda t: bool(t.strip()))


@given(_TEXTS)
def test_what_was_written_is_found_by_each_of_its_words(shelf: Diary, text: str) -> None:
    shelf.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]  # the fixed one
    entry = note(shelf, None, text)
    for word in text.split():
        if any(c.isalnum() for c in word):
            quoted = '"' + word.replace('"', " ") + '"'
            assert entry in asked(shelf, quoted), "this word"
    assert entry in asked(shelf, "kind:note after:2026 -zzzneverwritten")
    shelf.do(lambda work: work.edit(entry, {"note": "emptied"}, why="test"))
    for word in text.split():
        if word.isalpha() and word.isascii() and word.lower() not in {"emptied", "note"}:
            assert entry not in asked(shelf, f'"{word}"')


def test_a_filter_typed_as_text_stays_text(diary: Diary) -> None:
    entry = note(diary, person(diary), 'he wrote marks:x and "quoted" things, 50% of them')
    for query in ("marks:x", '"marks x"', "50%", "wrote*", "sstanding"):
        found = asked(diary, query)
        assert found == ([] if query == "sstanding" else [entry]), query


def test_text_stays_out_of_reprs(diary: Diary) -> None:
    note(diary, person(diary), "zzqcanary")
    found = diary.ask(find, "zzqcanary person:roisin")
    assert found.hits
    told = repr(found) + repr(found.hits) + repr(found.explained) + repr(found.explained.chips)
    assert "zzqcanary" not in told
    assert "Róisín" not in told
