"""The merge: from a record's changes, in any order, to its present values and open questions.

A pure function. Per path, the present values are the writes that no later write on the way to a
head supersedes. Equal values: done. Different values: a question that keeps all, with a provisional
value that every device picks alike. Causality decides, never clocks. What a path means comes in as
`hold`, so that this file knows no record kind and no SQL.

Paths: "field"; "field/ITEM" (is the item there: True, or {"gone": reason}); "field/ITEM/part";
"@retracted" (the reason, or None).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diary.store.change import RETRACTED, Change

HoldRule = Callable[[str], Callable[[Any], Any] | None]
"""Path → a ranking for provisional values (highest stands), or None for the usual order."""


@dataclass(frozen=True, slots=True)
class Node:
    """One change as the merge needs it. `at` is evidence for the reader, never for deciding.
    `tie` orders what is equal in all else: the change's own name, or the one that it had where it
    was brought in from, so that a copy shows what the original showed."""

    hash: bytes
    parents: tuple[bytes, ...]
    gen: int
    device: str
    author: str
    at: int
    writes: Mapping[str, Any]
    why: str | None = None
    tie: str = ""

    @property
    def order(self) -> tuple[int, str, str]:
        """The usual order: alike on every device."""
        return (self.gen, self.device, self.tie or self.hash.hex())

    @classmethod
    def of(cls, change: Change) -> Node:
        head, body = change.head, change.body
        origin = (body.origin if body is not None else None) or {}
        return cls(
            change.hash,
            tuple(head.parents),
            head.gen,
            str(origin.get("device", head.incarnation)),
            origin.get("author", head.author),
            origin.get("at", head.at),
            {} if body is None else body.writes,
            None if body is None else body.why,
            str(origin.get("change", "")),
        )

    def __repr__(self) -> str:
        return f"<Node {self.hash.hex()[:8]} gen {self.gen}>"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of several values given apart."""

    value: Any
    change: bytes
    author: str
    device: str
    at: int
    why: str | None

    def __repr__(self) -> str:
        return f"<Answer {self.change.hex()[:8]}>"


@dataclass(slots=True)
class Merged:
    """A record's present state. `values` maps every path ever written to its standing value;
    `questions` maps the paths with several answers to all of them; `waiting` counts the changes
    whose parents are not here."""

    values: dict[str, Any] = field(default_factory=dict)
    questions: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    heads: tuple[bytes, ...] = ()
    gen: int = 0
    first: Node | None = None
    last: Node | None = None
    count: int = 0
    waiting: int = 0

    def __repr__(self) -> str:
        return f"<Merged of {self.count} changes>"


def merge(nodes: Iterable[Node], hold: HoldRule = lambda _path: None) -> Merged:
    """The state that these changes give. Order, repeats and grouping make no difference."""
    by_hash = {n.hash: n for n in nodes}
    ordered = _causal_order(by_hash)
    out = Merged(count=len(ordered), waiting=len(by_hash) - len(ordered))
    if not ordered:
        return out
    past = _pasts(ordered)
    index = {n.hash: i for i, n in enumerate(ordered)}
    out.heads = _heads(ordered)
    out.gen = max(n.gen for n in ordered)
    out.first = min(ordered, key=lambda n: (n.gen, n.hash))
    out.last = max(ordered, key=lambda n: n.order)
    for path, writers in _writers(ordered).items():
        standing = _standing(writers, past, index)
        _settle(out, path, standing, hold(path))
    _removed_against_edited(out, ordered, past, index)
    return out


def _causal_order(by_hash: Mapping[bytes, Node]) -> list[Node]:
    """Parents before children; what hangs on a missing parent is left out (it waits)."""
    done: dict[bytes, Node] = {}
    waiting = sorted(by_hash.values(), key=lambda n: (n.gen, n.hash))
    while waiting:
        left = []
        for node in waiting:
            if all(p in done for p in node.parents):
                done[node.hash] = node
            else:
                left.append(node)
        if len(left) == len(waiting):
            break
        waiting = left
    return list(done.values())


def _pasts(ordered: Sequence[Node]) -> list[int]:
    """For each node a bit set of the nodes in its past."""
    index = {n.hash: i for i, n in enumerate(ordered)}
    past: list[int] = []
    for node in ordered:
        bits = 0
        for parent in node.parents:
            i = index[parent]
            bits |= past[i] | (1 << i)
        past.append(bits)
    return past


def _heads(ordered: Sequence[Node]) -> tuple[bytes, ...]:
    parents = {p for n in ordered for p in n.parents}
    return tuple(sorted(n.hash for n in ordered if n.hash not in parents))


def _writers(ordered: Sequence[Node]) -> dict[str, list[Node]]:
    writers: dict[str, list[Node]] = {}
    for node in ordered:
        for path in node.writes:
            writers.setdefault(path, []).append(node)
    return writers


def _standing(
    writers: Sequence[Node], past: Sequence[int], index: Mapping[bytes, int]
) -> list[Node]:
    if len(writers) == 1:
        return list(writers)
    superseded = 0
    for node in writers:
        superseded |= past[index[node.hash]]
    return [n for n in writers if not superseded >> index[n.hash] & 1]


def _settle(
    out: Merged, path: str, standing: Sequence[Node], rank: Callable[[Any], Any] | None
) -> None:
    def usual(node: Node) -> tuple[Any, ...]:
        return node.order

    def ranked(node: Node) -> tuple[Any, ...]:
        assert rank is not None
        return (rank(node.writes[path]), *usual(node))

    best = max(standing, key=usual if rank is None else ranked)
    out.values[path] = best.writes[path]
    if path == RETRACTED:
        return
    first = standing[0].writes[path]
    if all(_same(n.writes[path], first) for n in standing):
        return
    out.questions[path] = _answers(path, standing)


def _answers(path: str, standing: Iterable[Node]) -> tuple[Answer, ...]:
    return tuple(
        Answer(n.writes.get(path), n.hash, n.author, n.device, n.at, n.why)
        for n in sorted(standing, key=lambda n: n.order)
    )


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)


def _is_gone(value: Any) -> bool:
    return value is False or (isinstance(value, Mapping) and "gone" in value)


def _removed_against_edited(
    out: Merged, ordered: Sequence[Node], past: Sequence[int], index: Mapping[bytes, int]
) -> None:
    """A removal or retraction that did not know of an edit is a question; the thing stays."""
    for path in [p for p in out.values if p == RETRACTED or p.count("/") == 1]:
        writers = [n for n in ordered if path in n.writes]
        standing = _standing(writers, past, index)
        removers = [n for n in standing if _removes(path, n.writes[path])]
        if not removers:
            if path == RETRACTED:
                out.values[path] = None
            continue
        known = 0
        for node in removers:
            known |= past[index[node.hash]] | (1 << index[node.hash])
        apart = [
            n
            for n in ordered
            if not known >> index[n.hash] & 1
            and (path == RETRACTED or any(_within(path, p) for p in n.writes))
        ]
        keepers = [n for n in standing if not _removes(path, n.writes[path])]
        if apart or keepers:
            out.values[path] = None if path == RETRACTED else True
            # Two retractions apart are no question; a retraction and an edit are.
            out.questions[path] = _answers(path, {n.hash: n for n in (*standing, *apart)}.values())
        elif path != RETRACTED and path in out.questions:
            del out.questions[path]


def _within(item: str, path: str) -> bool:
    return path == item or path.startswith(item + "/")


def _removes(path: str, value: Any) -> bool:
    return value is not None if path == RETRACTED else _is_gone(value)
