"""Where a thing is opened: from a line that is due, a draft or a record, to a page and its
arguments."""

from __future__ import annotations

from typing import Any

from diary.casework.today import DraftLine
from diary.practice.reminders import Due

Target = tuple[str, dict[str, Any]]
_OWN_PAGE = {
    "contact": "contact",
    "concern": "concern",
    "missing_episode": "missing",
    "return_conversation": "return",
}


def record_target(kind: str, record: str, person: str | None = None) -> Target:
    """The page of a record: its kind's own, or the general form."""
    if kind == "young_person":
        return "person", {"person": record}
    own = _OWN_PAGE.get(kind)
    # A contact is finished when it is saved: it opens to be read, and is amended from there.
    if own is not None and kind != "contact":
        return own, {"record": record, "person": person}
    return "entry", {"kind": kind, "record": record, "person": person}


def new_target(kind: str, person: str | None) -> Target:
    """The page that begins a new record of a kind."""
    own = _OWN_PAGE.get(kind)
    return (own, {"person": person}) if own else ("entry", {"kind": kind, "person": person})


def draft_target(draft: DraftLine) -> Target:
    """Where an unfinished entry goes on."""
    return draft_place(draft.kind, draft.id, draft.person)


def draft_place(kind: str, draft: str, person: str | None) -> Target:
    """Where the draft of an entry of this kind goes on."""
    own = _OWN_PAGE.get(kind)
    args: dict[str, Any] = {"draft": draft, "person": person}
    return (own, args) if own else ("entry", {"kind": kind, **args})


def due_target(line: Due) -> Target:
    """What a line that is due opens: the record it is about, at what is to be done."""
    if line.action == "finish_draft":
        return draft_place(line.kind, line.record, line.person)
    if line.action in {"reach_out", "log_contact"} and line.person:
        return "contact", {"person": line.person}
    if line.action == "offer_again" or line.group == "running_clock":
        name = "record" if line.kind == "return_conversation" else "episode"
        return "return", {name: line.record, "person": line.person}
    if line.kind and line.record:
        return record_target(line.kind, line.record, line.person)
    return "person", {"person": line.person}
