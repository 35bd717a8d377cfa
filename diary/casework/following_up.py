"""Verbs for what is followed up: how a promise went, a step of a hope, an action done, a stretch
that ended as the next began. Each is one tap on a screen and one write in the diary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diary.clock import When
from diary.errors import Gone, InvalidEntry
from diary.ids import RecordId
from diary.records.plain import lines, said
from diary.records.work import Work

_NEEDED = {
    "changed": ("changed_to", "say what you agreed instead"),
    "not_kept": ("next_step", "say what you do to make it good"),
}


def settle_promise(
    work: Work, promise: str, state: str, more: Mapping[str, Any] | None = None
) -> None:
    """How a promise went, now. *Changed* needs `changed_to`, *not kept* needs `next_step`: what the
    adult does about it. Raises InvalidEntry."""
    values = {"state": state, "settled_at": _now(work), **(more or {})}
    field, reason = _NEEDED.get(state, ("", ""))
    if field and not said(values, field):
        raise InvalidEntry({field: reason})
    work.edit(promise, values)


def tick_step(work: Work, goal: str, step: str, *, done: bool) -> None:
    """A step of a hope is done, or is not after all. Raises Gone."""
    steps = [dict(line) for line in lines(work.view(goal).values, "steps")]
    found = next((line for line in steps if line.get("id") == step), None)
    if found is None:
        raise Gone("step")
    found["state"] = "done" if done else "open"
    found["done_at"] = _now(work) if done else None
    work.edit(goal, {"steps": steps})


def add_step(work: Work, goal: str, words: str) -> None:
    """One more step towards a hope. Raises InvalidEntry."""
    if not words.strip():
        raise InvalidEntry({"steps": "write the step first"})
    steps = [dict(line) for line in lines(work.view(goal).values, "steps")]
    work.edit(goal, {"steps": [*steps, {"step": words}]})


def finish_action(work: Work, action: str, *, done: bool) -> None:
    """An action is done, or is still to do after all."""
    at = _now(work) if done else None
    work.edit(action, {"state": "done" if done else "open", "done_at": at})


def end_spell(
    work: Work, spell: str, until: Mapping[str, Any], following: str = ""
) -> RecordId | None:
    """A stretch ended; where `following` says what came next, that begins at the same time. Gives
    the next one. Raises InvalidEntry (until)."""
    view = work.view(spell)
    work.edit(spell, {"until": dict(until)})
    if not following.strip():
        return None
    values = {"aspect": view.get("aspect"), "what": following, "since": dict(until)}
    return work.create("spell", values, person=view.person, restricted=view.restricted)


def _now(work: Work) -> dict[str, str]:
    return When.exact(work.clock.now(), work.clock.zone()).to_map()
