"""From changes to a row: a record's state as its table keeps it. Pure; no SQL.

A state maps every column to a plain value. `lay_on` puts one change on the row it was written on;
`merged_state` starts from all changes. Where both apply they agree: tests and `verify` hold them to
it. Sets are kept in the order of their ids, so that a set has one order everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from diary.clock import When
from diary.store.change import PLAUSIBLE_MS, RETRACTED, Change, Header
from diary.store.merge import Answer, Merged, Node, merge
from diary.store.shape import FieldShape, Shape

State = dict[str, Any]


class StreamPlace(msgspec.Struct, frozen=True):
    """What a stream is for: whose it is, and whether it is the restricted one."""

    person: str | None = None
    purpose: str = "private"

    @property
    def restricted(self) -> bool:
        return self.purpose == "restricted"


NOWHERE = StreamPlace()


def lay_on(
    shape: Shape, old: State | None, change: Change, place: StreamPlace, *, sound: bool = False
) -> State | None:
    """The row after a change written on exactly the heads it shows; None where only a merge of all
    the record's changes can tell. `sound`: its values were found to be so just now."""
    head, body = change.head, change.body
    if body is None or (body.origin is not None and old is not None):
        return None
    if old is None:
        if head.parents:
            return None
        state = _fresh(change, place)
    else:
        shown = [p.hex() for p in sorted(head.parents)]
        if shown != old["heads"] or old["questions"]:
            return None
        if old["retracted"] is not None and body.writes.get(RETRACTED, "") is not None:
            return None
        state = dict(old)
        state["version"] += 1
        state["amended"] = state["amended"] or any(not p.startswith("@") for p in body.writes)
    inside = [(path, value) for path, value in body.writes.items() if "/" in path]
    if any(_brings_back(shape, state, path, value) for path, value in inside):
        return None
    state |= {
        "heads": [change.hash.hex()],
        "gen": head.gen,
        "changed_at": head.at,
        "changed_by": head.author,
    }
    _write(shape, state, body.writes)
    return _finish(shape, state, sound=sound)


def _brings_back(shape: Shape, state: State, path: str, value: Any) -> bool:
    """Whether a write touches an item that the row does not show (taken out before)."""
    name, _, rest = path.partition("/")
    field = shape.fields.get(name)
    if field is None or field.type != "items" or not rest:
        return False
    item, _, part = rest.partition("/")
    there = any(i["id"] == item for i in state.get(name) or ())
    if part:
        return not there and state["version"] > 1
    # Added to a record that went before: it may have been there and be coming back with its parts.
    return not there and (value is not True or state["version"] > 1)


def merged_state(shape: Shape, changes: Sequence[Change], place: StreamPlace) -> State | None:
    """The row that these changes give; None while none of them can be applied."""
    merged = merge((Node.of(c) for c in changes), shape.hold)
    if merged.first is None or merged.last is None:
        return None
    by_hash = {c.hash: c for c in changes}
    state = _fresh(by_hash[merged.first.hash], place)
    applied = [c for c in changes if c.body is not None]
    state |= {
        "heads": [h.hex() for h in merged.heads],
        "gen": merged.gen,
        "version": merged.count,
        "changed_at": merged.last.at,
        "changed_by": merged.last.author,
        "amended": any(
            c.hash != merged.first.hash and any(not p.startswith("@") for p in c.body.writes)
            for c in applied
            if c.body is not None
        ),
        "questions": _questions(merged) or None,
    }
    _write(shape, state, _there(shape, merged))
    return _finish(shape, state)


def state_at(
    shape: Shape, changes: Sequence[Change], heads: Sequence[str], place: StreamPlace
) -> State | None:
    """The row as it was on these heads: what a form opened on them was showing."""
    by_hash = {c.hash.hex(): c for c in changes}
    past: dict[str, Change] = {}
    todo = [h for h in heads if h in by_hash]
    while todo:
        one = by_hash[todo.pop()]
        if past.setdefault(one.hash.hex(), one) is one:
            todo += [h for p in one.head.parents if (h := p.hex()) in by_hash and h not in past]
    return merged_state(shape, list(past.values()), place)


def _there(shape: Shape, merged: Merged) -> Mapping[str, Any]:
    """The standing values without the parts of items that are gone."""
    gone = {
        path + "/"
        for path, value in merged.values.items()
        if path.count("/") == 1 and value is not True and _is_items(shape, path)
    }
    if not gone:
        return merged.values
    return {
        path: value
        for path, value in merged.values.items()
        if not any(path.startswith(item) for item in gone)
    }


def _is_items(shape: Shape, path: str) -> bool:
    field = shape.fields.get(path.partition("/")[0])
    return field is not None and field.type == "items"


def _fresh(change: Change, place: StreamPlace) -> State:
    head, body = change.head, change.body
    origin = _sound_origin(body.origin) if body is not None and body.origin else {}
    state: State = {
        "id": head.record,
        "person": place.person,
        "stream": head.stream,
        "restricted": place.restricted,
        "author": origin.get("author", head.author),
        "device": origin.get("device", head.incarnation),
        "zone": _zone(origin.get("zone", head.zone)),
        "written_at": origin.get("at", head.at),
        "version": 1,
        "amended": False,
        "retracted": None,
        "questions": None,
        "invalid": None,
        "extra": None,
        "origin": _brought_in(head, origin) if origin else None,
    }
    return state


def _brought_in(head: Header, origin: Mapping[str, Any]) -> dict[str, Any]:
    """Who brought the record in, when, and the name of the first author, whom nobody here knows."""
    return {"by": head.author, "at": head.at, "name": origin.get("name", "")}


_ORIGIN: Mapping[str, type] = {
    "author": str,
    "device": str,
    "zone": str,
    "name": str,
    "at": int,
    "change": str,
}


def _sound_origin(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a brought-in version says of where it came from, as far as it can be so."""
    return {
        name: told[name]
        for name, sort in _ORIGIN.items()
        if type(told.get(name)) is sort and (sort is str or told[name] in PLAUSIBLE_MS)
    }


def _zone(name: str) -> str:
    try:
        return When.parse({"precision": "unknown", "zone": name}).zone
    except ValueError:
        return "Europe/London"


def _write(shape: Shape, state: State, writes: Mapping[str, Any]) -> None:
    touched: dict[str, dict[str, Any]] = {}
    fields = shape.fields
    for path, value in writes.items():
        field = fields.get(path)
        if field is not None and not field.is_set:
            sound = _fits(field.type, value)
            state[path] = value if sound else None
            _beside(state, path, value, kept=not sound)
            continue
        name, _, rest = path.partition("/")
        field = fields.get(name)
        if path == RETRACTED:
            state["retracted"] = value if value is None or isinstance(value, str) else ""
        elif field is None or not field.is_set or not rest:
            _beside(state, path, value, kept=True)
        else:
            if name not in touched:
                touched[name] = _members(field, state.get(name) or ())
            _write_member(shape, state, touched[name], path, value)
    for name, members in touched.items():
        if shape.fields[name].type == "items":
            state[name] = [members[i] for i in sorted(members)] or None
        else:
            state[name] = sorted(members) or None


def _beside(state: State, path: str, value: Any, *, kept: bool) -> None:
    """Keep what this version can't take as it is: it stays in the row, and is marked."""
    held = state["extra"] or {}
    if kept:
        state["extra"] = {**held, path: value}
    elif path in held:
        state["extra"] = {p: v for p, v in held.items() if p != path} or None


def _fits(sort: str, value: Any) -> bool:
    """Whether a value is of the sort that all readers of such a field count on."""
    if value is None:
        return True
    if sort == "flag":
        return isinstance(value, bool)
    if sort == "number":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
    if sort == "when":
        return isinstance(value, Mapping) and _reads(When.parse, value)
    if sort == "date":
        return isinstance(value, str) and _reads(date.fromisoformat, value)
    if sort in {"choices", "links", "items"}:
        return False
    return isinstance(value, str)


def _reads(read: Callable[[Any], Any], value: Any) -> bool:
    try:
        read(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def _members(field: FieldShape, held: Sequence[Any]) -> dict[str, Any]:
    if field.type == "items":
        return {item["id"]: dict(item) for item in held}
    return dict.fromkeys(held, True)


def _write_member(
    shape: Shape, state: State, members: dict[str, Any], path: str, value: Any
) -> None:
    name, _, rest = path.partition("/")
    if shape.fields[name].type == "items":
        _write_item(shape, state, members, path, value)
    elif value is True:
        members[rest] = True
    else:
        members.pop(rest, None)


def _write_item(shape: Shape, state: State, items: dict[str, Any], path: str, value: Any) -> None:
    name, item, part = (*path.split("/", 2), "")[:3]
    if not part:
        if value is True:
            items.setdefault(item, {"id": item})
        else:
            items.pop(item, None)
            for held in [p for p in state["extra"] or () if p.startswith(path + "/")]:
                _beside(state, held, None, kept=False)
        return
    there = items.setdefault(item, {"id": item})
    field = shape.fields[name].part(part)
    sound = part != "id" and (field is None or _fits(field.type, value))
    if part != "id":
        there.pop(part, None)
        if sound and value is not None:
            there[part] = value
    _beside(state, path, value, kept=not sound)


def _finish(shape: Shape, state: State, *, sound: bool = False) -> State:
    try:
        wrong = {} if sound else dict(shape.problems(state))
        state["invalid"] = {**_unread(shape, state), **wrong} or None
        state["happened"] = shape.happened_at(state)
    except (TypeError, ValueError, KeyError, AttributeError):
        # A newer or hostile device wrote a value of another type: shown, marked, never refused.
        state["invalid"] = {"": _UNREAD}
        state["happened"] = None
    return state


_UNREAD = "this was written in a way that this version can't read"


def _unread(shape: Shape, state: State) -> dict[str, str]:
    """Fields of ours that hold what their sort can't be."""
    names = {path.partition("/")[0] for path in state["extra"] or ()}
    return {name: _UNREAD for name in sorted(names) if name in shape.fields}


def _questions(merged: Merged) -> dict[str, list[dict[str, Any]]]:
    return {path: [_plain(a) for a in merged.questions[path]] for path in sorted(merged.questions)}


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "value": answer.value,
        "change": answer.change.hex(),
        "author": answer.author,
        "device": answer.device,
        "at": answer.at,
        "why": answer.why,
    }


def field_values(shape: Shape, state: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of the fields that are recorded, without the columns of every record."""
    return {n: state[n] for n in shape.fields if state.get(n) is not None}
