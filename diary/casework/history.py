"""The history of a record: each version with who, when, on which device and why, and what it
changed, word by word. It reads the log as it is; what stands today is the record's own view."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from diary.casework.names import Names
from diary.errors import Gone
from diary.records import registry
from diary.records.amending import ADD_FREELY_MS
from diary.records.reads import Reads
from diary.records.registry import Kind
from diary.store.change import RETRACTED, Change
from diary.store.merge import Node, merge
from diary.store.past import changes_to

Step = Literal["written", "added", "changed", "taken back", "brought back", "settled"]
Op = Literal["same", "gone", "new"]
_FINE = 4_000
"""So many words are compared one by one; a longer stretch is compared sentence by sentence."""


@dataclass(frozen=True, slots=True, repr=False)
class Changed:
    """One path of a version: what stood there before, and what it wrote. `label` is the field's
    name in words ("Offers, Answer"); None means not recorded."""

    path: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, repr=False)
class BroughtIn:
    """That a version came from a copy taken out elsewhere: who brought it in, and when."""

    by: str
    by_name: str
    at: int


@dataclass(frozen=True, slots=True, repr=False)
class Version:
    """One version. `at` in milliseconds since 1970 (UTC), in `zone` where it was written; who wrote
    it first, if it was brought in. `known` is false where its words were destroyed by order."""

    change: str
    parents: tuple[str, ...]
    step: Step
    by: str
    by_name: str
    device: str
    at: int
    zone: str
    why: str | None
    changed: tuple[Changed, ...]
    brought_in: BroughtIn | None
    known: bool = True

    def __repr__(self) -> str:
        return f"<Version {self.change[:8]} {self.step}>"


def history(reads: Reads, record: str) -> list[Version]:
    """Every version of a record, oldest first; versions written apart both stand. Raises Gone."""
    changes = changes_to(reads.cursor, record)
    if not changes:
        raise Gone("record")
    code = changes[0].head.kind
    kind = registry.kind(code) if registry.known(code) else None
    names = Names(reads)
    standing = _Standing(changes, kind)
    first = changes[0]
    return [_version(change, first, standing.before(change), kind, names) for change in changes]


class _Standing:
    """The values that stood where a change was written on."""

    def __init__(self, changes: Sequence[Change], kind: Kind | None) -> None:
        self._by_hash = {change.hash: change for change in changes}
        self._hold = kind.hold if kind is not None else lambda _path: None
        self._after: dict[bytes, Mapping[str, Any]] = {}

    def before(self, change: Change) -> Mapping[str, Any]:
        """Ask in causal order, each change once."""
        parents = change.head.parents
        if len(parents) == 1 and parents[0] in self._after:
            stood = self._after[parents[0]]
        elif parents:
            past = [Node.of(each) for each in self._past(change)]
            stood = merge(past, self._hold).values
        else:
            stood = {}
        self._after[change.hash] = {**stood, **(change.body.writes if change.body else {})}
        return stood

    def _past(self, change: Change) -> list[Change]:
        found: dict[bytes, Change] = {}
        waiting = list(change.head.parents)
        while waiting:
            digest = waiting.pop()
            if digest in self._by_hash and digest not in found:
                found[digest] = self._by_hash[digest]
                waiting += found[digest].head.parents
        return list(found.values())


def _version(
    change: Change, first: Change, stood: Mapping[str, Any], kind: Kind | None, names: Names
) -> Version:
    head, body = change.head, change.body
    origin = (body.origin if body is not None else None) or {}
    by = str(origin.get("author", head.author))
    writes = {} if body is None else body.writes
    return Version(
        change=change.hash.hex(),
        parents=tuple(parent.hex() for parent in head.parents),
        step=_step(change, first, stood),
        by=by,
        by_name=str(origin.get("name") or "") or names.of(by),
        device=str(origin.get("device", head.incarnation)),
        at=_written(change),
        zone=str(origin.get("zone", head.zone)),
        why=None if body is None else body.why,
        changed=tuple(
            Changed(path, label_of(kind, path), stood.get(path), value)
            for path, value in writes.items()
        ),
        brought_in=BroughtIn(head.author, names.of(head.author), head.at) if origin else None,
        known=body is not None,
    )


def _written(change: Change) -> int:
    """When it was first written: milliseconds since 1970 (UTC)."""
    origin = (change.body.origin if change.body is not None else None) or {}
    return int(origin.get("at", change.head.at))


def _step(change: Change, first: Change, stood: Mapping[str, Any]) -> Step:
    writes = {} if change.body is None else change.body.writes
    if not change.head.parents:
        return "written"
    if RETRACTED in writes:
        return "brought back" if writes[RETRACTED] is None else "taken back"
    if len(change.head.parents) > 1:
        return "settled"
    soon = _written(change) - _written(first) <= ADD_FREELY_MS
    adds_only = all(stood.get(path) is None for path in writes)
    same = change.head.author == first.head.author
    return "added" if soon and adds_only and same else "changed"


def label_of(kind: Kind | None, path: str) -> str:
    """A path in words: "What happened", "Offers, Answer"; the path itself where it is not known."""
    if path == RETRACTED:
        return "Taken back"
    name, _, rest = path.partition("/")
    spec = kind.fields.get(name) if kind is not None else None
    if spec is None:
        return path
    member, _, part = rest.partition("/")
    inner = spec.part(part) if part else None
    if inner is not None:
        return f"{spec.label}, {inner.label}"
    if member and spec.type == "choices":
        return f"{spec.label}, {spec.words_for(member)}"
    return spec.label


def word_diff(before: str, after: str) -> list[tuple[Op, str]]:
    """What of a text stayed, went and came, in order: joined without the "new" it is `before`,
    without the "gone" it is `after`. Quick at any length: very long stretches are compared by
    sentence, or only as a whole."""
    old, new = _words(before), _words(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end])
    ends = ("".join(old[:start]), "".join(old[len(old) - end :]))
    return _joined([("same", ends[0]), *middle, ("same", ends[1])])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _sentences(words: Sequence[str]) -> list[str]:
    return re.findall(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$", "".join(words))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words the two begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
                min(len(old), len(new)))  # fmt: skip


def _middle(old: Sequence[str], new: Sequence[str]) -> list[tuple[Op, str]]:
    if len(old) + len(new) > _FINE:
        old, new = _sentences(old), _sentences(new)
    if len(old) + len(new) > _FINE:
        return [("gone", "".join(old)), ("new", "".join(new))]
    out: list[tuple[Op, str]] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        if op == "equal":
            out.append(("same", "".join(old[a:b])))
        else:
            out += [("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))]
    return out


def _joined(parts: Sequence[tuple[Op, str]]) -> list[tuple[Op, str]]:
    """Without empty parts, neighbours of one kind together."""
    out: list[tuple[Op, str]] = []
    for op, text in parts:
        if text and out and out[-1][0] == op:
            out[-1] = (op, out[-1][1] + text)
        elif text:
            out.append((op, text))
    return out
