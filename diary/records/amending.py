"""Who may change what is already written, and when a reason is needed. One rule for all kinds:
words belong to their author; new facts may be added to what goes on; what stands is changed with
a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diary.errors import InvalidEntry, NotAllowed
from diary.records.fields import can_keep, clean
from diary.records.registry import Entry, Kind
from diary.store.change import RETRACTED

ADD_FREELY_MS = 24 * 3600 * 1000
"""For so long after writing, the author may add to an entry without giving a reason."""

State = Mapping[str, Any]


def require_author(kind: Kind, state: State, writes: Mapping[str, Any], me: str) -> None:
    """Raises NotAllowed where another's words would be changed, or mine put among theirs. What goes
    on (an episode, a concern) takes new words from whoever has them to add."""
    if me in {state["author"], (state.get("origin") or {}).get("by")}:
        return
    for path in writes:
        spec = kind.spec(path)
        if spec is None or not spec.is_words:
            continue
        adds = not _stands(state, path)
        if not (adds and (kind.living or _is_common(path))):
            raise NotAllowed("words")


def require_reason(
    kind: Kind, state: State, writes: Mapping[str, Any], why: str | None, now_ms: int
) -> None:
    """Raises InvalidEntry("why") where an amendment needs its reason (DESIGN 4): a finished entry
    older than a day is changed, or words that stand are changed in one that goes on."""
    old = now_ms - state["written_at"] > ADD_FREELY_MS
    if (why and why.strip()) or not old or not kind.listed:
        return
    for path in writes:
        spec = kind.spec(path)
        rewrites = spec is not None and spec.is_words and _stands(state, path)
        if rewrites or not (kind.living or _is_common(path)):
            raise InvalidEntry({"why": "say why you are changing this entry"})


def clean_answer(kind: Kind, path: str, value: Any) -> Any:
    """An answer to a question on a path, as it is kept. Raises InvalidEntry (the path)."""
    if path == RETRACTED:
        fits = value is None or (isinstance(value, str) and bool(value.strip()) and can_keep(value))
        kept = value
    elif path.count("/") == 1:
        fits, kept = isinstance(value, bool), value
    else:
        spec = kind.spec(path)
        try:
            kept = None if spec is None else clean(spec, value)
        except ValueError as reason:
            raise InvalidEntry({path: str(reason)}) from None
        fits = spec is not None
    if not fits:
        raise InvalidEntry({path: "choose one of the answers"})
    return kept


def _is_common(path: str) -> bool:
    """What every entry may carry beside its own fields: shared on, entered elsewhere, …"""
    return path.partition("/")[0] in Entry.model_fields


def _stands(state: State, path: str) -> bool:
    """Whether something is already written at the path."""
    name, _, rest = path.partition("/")
    held = state.get(name)
    if not rest:
        return held is not None
    item, _, part = rest.partition("/")
    return bool(part) and any(
        each.get("id") == item and each.get(part) is not None
        for each in held or ()
        if isinstance(each, Mapping)
    )
