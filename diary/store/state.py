"""From changes to a row: a record's state as its table keeps it. Pure; no SQL.

A state maps every column to a plain value. `lay_on` puts one change on the row it was written on;
`merged_state` starts from all changes. Where both apply they agree: tests and `verify` hold them to
it. Sets are kept in the order of their ids, so that a set has one order everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from diary.store.change import RETRACTED, Change, Header
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
        state["amended"] = state["amended"] or any(p[0] != "@" for p in body.writes)
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
    if value is not True:
        return not there
    return state["version"] > 1 and there


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
            c.hash != merged.first.hash and any(p[0] != "@" for p in c.body.writes)
            for c in applied
            if c.body is not None
        ),
        "questions": _questions(merged) or None,
    }
    _write(shape, state, _there(merged))
    return _finish(shape, state)


def _there(merged: Merged) -> Mapping[str, Any]:
    """The standing values without the parts of items that are gone."""
    gone = {
        path + "/"
        for path, value in merged.values.items()
        if path.count("/") == 1 and value is not True
    }
    if not gone:
        return merged.values
    return {
        path: value
        for path, value in merged.values.items()
        if not any(path.startswith(item) for item in gone)
    }


def _fresh(change: Change, place: StreamPlace) -> State:
    head, body = change.head, change.body
    origin = (body.origin if body is not None else None) or {}
    state: State = {
        "id": head.record,
        "person": place.person,
        "stream": head.stream,
        "restricted": place.restricted,
        "author": origin.get("author", head.author),
        "device": origin.get("device", head.incarnation),
        "zone": origin.get("zone", head.zone),
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


def _write(shape: Shape, state: State, writes: Mapping[str, Any]) -> None:
    touched: dict[str, dict[str, Any]] = {}
    fields = shape.fields
    for path, value in writes.items():
        field = fields.get(path)
        if field is not None and not field.is_set:
            state[path] = value
            continue
        name, _, rest = path.partition("/")
        field = fields.get(name)
        if path == RETRACTED:
            state["retracted"] = value
        elif field is None or not field.is_set or not rest:
            state["extra"] = {**(state["extra"] or {}), path: value}
        else:
            if name not in touched:
                touched[name] = _members(field, state.get(name) or ())
            _write_member(field, touched[name], rest, value)
    for name, members in touched.items():
        if shape.fields[name].type == "items":
            state[name] = [members[i] for i in sorted(members)] or None
        else:
            state[name] = sorted(members) or None


def _members(field: FieldShape, held: Sequence[Any]) -> dict[str, Any]:
    if field.type == "items":
        return {item["id"]: dict(item) for item in held}
    return dict.fromkeys(held, True)


def _write_member(field: FieldShape, members: dict[str, Any], rest: str, value: Any) -> None:
    if field.type == "items":
        _write_item(members, rest, value)
    elif value is True:
        members[rest] = True
    else:
        members.pop(rest, None)


def _write_item(items: dict[str, Any], rest: str, value: Any) -> None:
    item, _, part = rest.partition("/")
    if not part:
        if value is True:
            items.setdefault(item, {"id": item})
        else:
            items.pop(item, None)
        return
    there = items.setdefault(item, {"id": item})
    if value is None:
        there.pop(part, None)
    else:
        there[part] = value


def _finish(shape: Shape, state: State, *, sound: bool = False) -> State:
    try:
        wrong = {} if sound else dict(shape.problems(state))
        state["invalid"] = wrong or None
        state["happened"] = shape.happened_at(state)
    except (TypeError, ValueError, KeyError, AttributeError):
        # A newer or hostile device wrote a value of another type: shown, marked, never refused.
        state["invalid"] = {"": "some of this was written in a way this version can't read"}
        state["happened"] = None
    return state


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
