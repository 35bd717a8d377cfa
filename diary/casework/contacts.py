"""Verbs for contacts: the quick line from Today, and a meeting with several young people that
writes one entry in each diary. One child's private part never reaches another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from diary.errors import InvalidEntry
from diary.ids import PersonId, RecordId, new_id
from diary.records.work import Work

SHARED_FIELDS = ("kind", "at", "place", "minutes", "went", "purpose", "activity", "shared")
"""What a meeting with several has in common, whoever was there."""


def person_named(work: Work, name: str) -> PersonId:
    """The young person of that chosen name, made now if nobody has it. Raises InvalidEntry where
    two share it: then the worker must choose."""
    wanted = " ".join(name.split())
    if not wanted:
        raise InvalidEntry({"person": "say whose diary this goes to"})
    same = [p for p, known in work.people().items() if known.casefold() == wanted.casefold()]
    if len(same) > 1:
        raise InvalidEntry({"person": "two young people have this name; choose one from the list"})
    return PersonId(RecordId(same[0])) if same else work.create_person({"chosen_name": wanted})


def add_people(work: Work, names: list[str]) -> list[PersonId]:
    """One young person for each chosen name that is not there yet, in the order given."""
    return [person_named(work, name) for name in names if name.strip()]


def quick_log(
    work: Work,
    *,
    person: str | None,
    name: str = "",
    values: Mapping[str, Any],
) -> tuple[PersonId, RecordId]:
    """One line about one young person, who is made on the fly where only a name is given."""
    who = PersonId(RecordId(person)) if person else person_named(work, name)
    return who, work.create("contact", _with_them(values), person=who)


def log_contact(
    work: Work,
    shared: Mapping[str, Any],
    parts: Mapping[str, Mapping[str, Any]],
    *,
    restricted: bool = False,
) -> dict[str, RecordId]:
    """One contact entry in the diary of each person in `parts` (person → private values), all with
    the shared values. Several carry one random meeting id and no names. Raises InvalidEntry with
    "PERSON:field" for a private part and "field" for the shared one."""
    if not parts:
        raise InvalidEntry({"person": "say whose diary this goes to"})
    meeting = {"meeting": new_id()} if len(parts) > 1 else {}
    out: dict[str, RecordId] = {}
    wrong: dict[str, str] = {}
    for person, private in parts.items():
        values = _with_them({**shared, **private, **meeting})
        try:
            out[person] = work.create("contact", values, person=person, restricted=restricted)
        except InvalidEntry as error:
            for field, reason in error.fields.items():
                whose = field in private or not (field in shared or field in SHARED_FIELDS)
                wrong[f"{person}:{field}" if whose and len(parts) > 1 else field] = reason
    if wrong:
        raise InvalidEntry(wrong)
    return out


def amend_meeting(
    work: Work,
    entry: str,
    shared: Mapping[str, Any],
    private: Mapping[str, Any],
    *,
    base: tuple[str, ...] | None = None,
    base_values: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> list[RecordId]:
    """Change one child's entry; what is shared is written to every entry of the meeting held here.
    Gives the entries changed."""
    view = work.view(entry)
    shown = view.values if base_values is None else base_values
    # What the form left alone is left alone in the others' diaries: there it may differ.
    moved = {name: value for name, value in shared.items() if value != shown.get(name)}
    work.edit(entry, {**shared, **private}, base=base, base_values=base_values, why=why)
    changed = [view.id]
    meeting = view.get("meeting")
    if meeting and moved:
        for other in work.all("contact"):
            if other.id != entry and other.get("meeting") == meeting:
                work.edit(other.id, moved, why=why)
                changed.append(other.id)
    return changed


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names stand in a text, as whole words: the part for everyone names nobody."""
    folded = text.casefold()
    return [n for n in names if n and re.search(rf"(?<!\w){re.escape(n.casefold())}(?!\w)", folded)]


def _with_them(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"with_or_about": "with", **{k: v for k, v in values.items() if v is not None}}
