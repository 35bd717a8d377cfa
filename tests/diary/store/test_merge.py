"""The merge is a function of the set of changes: order, repeats and grouping make no difference;
nothing that was written apart is chosen away."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from diary.store.change import RETRACTED
from diary.store.merge import Merged, Node, merge

PATHS = ["place", "note", "offers/a", "offers/a/by", "offers/b", "push/school", RETRACTED]


def node(
    name: str, parents: Sequence[Node], writes: dict[str, Any], device: str = "d1", at: int = 0
) -> Node:
    return Node(
        hash=hashlib.sha256(name.encode()).digest(),
        parents=tuple(sorted(p.hash for p in parents)),
        gen=1 + max((p.gen for p in parents), default=0),
        device=device,
        author=device,
        at=at,
        writes=writes,
    )


def a_value(path: str) -> st.SearchStrategy[Any]:
    if path == RETRACTED:
        return st.sampled_from([None, "wrong", "twice"])
    if path.count("/") == 1:
        return st.sampled_from([True, {"gone": "not so"}, {"gone": "moved"}])
    return st.sampled_from([None, "red", "green", "blue"])


@st.composite
def histories(draw: st.DrawFn) -> list[Node]:
    """Changes of one record as several devices would write them: each on heads that it knew."""
    made = [node("0", [], {"place": "start", "offers/a": True, "offers/a/by": "x"})]
    for number in range(1, draw(st.integers(1, 9))):
        known = draw(st.sets(st.sampled_from(range(len(made))), min_size=1, max_size=3))
        parents = [made[i] for i in sorted(known)]
        paths = draw(st.sets(st.sampled_from(PATHS), min_size=1, max_size=3))
        writes = {path: draw(a_value(path)) for path in sorted(paths)}
        device = draw(st.sampled_from(["d1", "d2", "d3"]))
        made.append(node(str(number), parents, writes, device, at=draw(st.integers(0, 5))))
    return made


def seen(merged: Merged) -> Any:
    return (
        merged.values,
        {path: [a.change for a in answers] for path, answers in merged.questions.items()},
        merged.heads,
        merged.gen,
        merged.first,
        merged.last,
    )


@given(histories(), st.randoms(use_true_random=False))
def test_order_repeats_and_grouping_make_no_difference(
    history: list[Node], chance: random.Random
) -> None:
    want = seen(merge(history))
    shuffled = history * 2
    chance.shuffle(shuffled)
    assert seen(merge(shuffled)) == want
    # Whatever arrives first, what is there in the end is the same.
    part = chance.sample(history, len(history) // 2)
    merge(part)
    assert seen(merge([*part, *history])) == want


@given(histories())
def test_nothing_written_apart_is_lost(history: list[Node]) -> None:
    """Each write is either superseded by one that knew it, or stands, alone or in a question."""
    merged = merge(history)
    by_hash = {n.hash: n for n in history}

    def past(one: Node) -> set[bytes]:
        out: set[bytes] = set()
        todo = list(one.parents)
        while todo:
            digest = todo.pop()
            if digest not in out:
                out.add(digest)
                todo += by_hash[digest].parents
        return out

    for one in history:
        for path, value in one.writes.items():
            superseded = any(path in n.writes and one.hash in past(n) for n in history)
            if superseded or path == RETRACTED or path.count("/") == 1:
                continue
            answers = merged.questions.get(path, ())
            assert merged.values[path] == value or any(a.change == one.hash for a in answers)


@given(histories())
def test_what_stands_was_written_by_someone(history: list[Node]) -> None:
    """No value is made up or blended."""
    merged = merge(history)
    for path, value in merged.values.items():
        if path == RETRACTED and value is None:
            continue
        if path.count("/") == 1 and value is True:
            continue
        assert any(n.writes.get(path, "?") == value for n in history)


def test_different_fields_written_apart_both_stand() -> None:
    root = node("r", [], {"place": "park", "note": "one"})
    a = node("a", [root], {"place": "café"}, "d1")
    b = node("b", [root], {"note": "two"}, "d2")
    merged = merge([root, a, b])
    assert (merged.values["place"], merged.values["note"]) == ("café", "two")
    assert not merged.questions


def test_the_same_field_written_apart_is_a_question_that_keeps_both() -> None:
    root = node("r", [], {"place": "park"})
    a, b = node("a", [root], {"place": "café"}, "d1"), node("b", [root], {"place": "gym"}, "d2")
    merged = merge([b, root, a])
    assert {answer.value for answer in merged.questions["place"]} == {"café", "gym"}
    assert merged.values["place"] == "gym"  # the highest generation, then device
    settled = node("s", [a, b], {"place": "gym"}, "d1")
    assert not merge([root, a, b, settled]).questions


def test_equal_answers_given_apart_are_no_question() -> None:
    root = node("r", [], {"place": "park"})
    a, b = node("a", [root], {"place": "gym"}), node("b", [root], {"place": "gym"}, "d2")
    assert not merge([root, a, b]).questions


def test_the_clock_decides_nothing() -> None:
    root = node("r", [], {"place": "park"}, at=1_000)
    late = node("a", [root], {"place": "gym"}, at=5)
    assert merge([root, late]).values["place"] == "gym"


def test_the_most_serious_or_the_earliest_stands_until_settled() -> None:
    rank = ["low", "medium", "high"].index
    root = node("r", [], {"grade": "low"})
    a, b = node("a", [root], {"grade": "high"}), node("b", [root], {"grade": "medium"}, "d9")
    merged = merge([root, a, b], lambda path: rank if path == "grade" else None)
    assert merged.values["grade"] == "high"
    assert len(merged.questions["grade"]) == 2


def test_two_things_added_apart_both_stand() -> None:
    root = node("r", [], {"note": "x"})
    a = node("a", [root], {"offers/1": True, "offers/1/by": "Sam"})
    b = node("b", [root], {"offers/2": True, "offers/2/by": "Ann"}, "d2")
    merged = merge([root, a, b])
    assert merged.values["offers/1"] is True
    assert merged.values["offers/2"] is True
    assert not merged.questions


def test_a_thing_taken_out_apart_from_an_edit_stays_and_is_asked() -> None:
    root = node("r", [], {"offers/1": True, "offers/1/by": "Sam"})
    gone = node("a", [root], {"offers/1": {"gone": "twice"}})
    edit = node("b", [root], {"offers/1/by": "Ann"}, "d2")
    merged = merge([root, gone, edit])
    assert merged.values["offers/1"] is True
    assert "offers/1" in merged.questions
    assert merge([root, gone]).values["offers/1"] == {"gone": "twice"}


def test_a_retraction_apart_from_an_edit_is_a_question_and_the_entry_stays() -> None:
    root = node("r", [], {"note": "x"})
    back = node("a", [root], {RETRACTED: "wrong child"})
    edit = node("b", [root], {"note": "y"}, "d2")
    merged = merge([root, back, edit])
    assert merged.values[RETRACTED] is None
    assert len(merged.questions[RETRACTED]) == 2
    settled = node("s", [back, edit], {RETRACTED: "wrong child"})
    after = merge([root, back, edit, settled])
    assert after.values[RETRACTED] == "wrong child"
    assert RETRACTED not in after.questions


def test_two_retractions_apart_are_no_question() -> None:
    root = node("r", [], {"note": "x"})
    a, b = node("a", [root], {RETRACTED: "one"}), node("b", [root], {RETRACTED: "two"}, "d2")
    merged = merge([root, a, b])
    assert merged.values[RETRACTED] in {"one", "two"}
    assert not merged.questions


def test_a_cleared_field_stays_cleared() -> None:
    root = node("r", [], {"place": "park"})
    assert merge([root, node("a", [root], {"place": None})]).values["place"] is None


def test_what_hangs_on_a_missing_parent_waits() -> None:
    root = node("r", [], {"place": "park"})
    lost = node("l", [root], {"place": "gym"})
    late = node("c", [lost], {"place": "café"})
    merged = merge([root, late])
    assert merged.values["place"] == "park"
    assert merged.waiting == 1
    assert merge([root, late, lost]).values["place"] == "café"
