"""What a form needs to open: the entry or the unfinished draft, whose diary it is, what can be
linked to. Read in one go, so that a form opens whole. What is shown of it is the screen's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from diary.clock import When
from diary.errors import Gone
from diary.practice.spans import day_words, local, moment_words, when_words
from diary.records import registry
from diary.records.reads import Reads
from diary.records.view import View
from diary.store import drafts as local_drafts
from diary.store import lists
from diary.store.drafts import Draft

_MOST = 200


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """Everything a form opens with. `view` is the saved entry that it amends or shows, `draft` what
    was left unfinished; `beside` the colleagues' accounts of the same; `author` who wrote it."""

    person: str | None
    name: str
    people: Mapping[str, str]
    view: View | None
    draft: Draft | None
    title: str = ""
    author: str = ""
    mine: bool = True
    beside: tuple[tuple[View, str], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    lead: View | None = None


def opening(
    reads: Reads,
    kind: str,
    *,
    person: str | None = None,
    record: str | None = None,
    draft: str | None = None,
) -> Opening:
    """What the form of a kind opens with. A draft that amends an entry brings the entry along.
    Raises Gone."""
    unfinished = local_drafts.draft(reads.cursor, draft) if draft else None
    if unfinished is not None:
        record, person = record or unfinished.record, unfinished.person or person
    view = reads.view(record) if record else None
    if view is not None:
        person = view.person or person
        unfinished = unfinished or _unfinished(reads, view.id)
    people = reads.people()
    whose = view.author if view is not None else reads.streams.me
    return Opening(
        person=person,
        name=people.get(person or "", ""),
        people=people,
        view=view,
        draft=unfinished,
        title=registry.kind(view.kind).title(view.values) if view is not None else "",
        author=_writer(reads, view) if view is not None else "",
        mine=whose == reads.streams.me,
        beside=_beside(reads, view),
        links=_titles(reads, view),
        lead=next(iter(reads.all("organisation")), None) if kind == "concern" else None,
    )


def pickable(reads: Reads, to: str, person: str | None) -> list[tuple[str, str]]:
    """The entries that a link of a kind ("" any) may point at: id and words, newest first."""
    if to == "young_person":
        return sorted(reads.people().items(), key=lambda each: each[1].casefold())
    if person is None:
        return []
    today = local(reads.clock.now(), reads.clock.zone()).date()
    if to and not registry.kind(to).listed:
        views = reads.all(to, person=person, limit=_MOST)
        return [(v.id, registry.kind(to).title(v.values)) for v in views]
    kinds = (to,) if to else ()
    found = lists.story(reads.cursor, person, kinds=kinds, limit=_MOST)
    views_by_id = reads.many((line.kind, line.id) for line in found)
    out = []
    for line in found:
        view = views_by_id.get(line.id)
        when = happened_words(view, today) if view is not None else ""
        out.append((line.id, f"{line.title} · {when}" if when else line.title))
    return out


def happened_words(view: View, near: date) -> str:
    """When an entry happened, as well as it is known: else when it was written. The year is named
    where it is far from `near`, which is mostly today."""
    kind = registry.kind(view.kind)
    value = view.get(kind.happened) if kind.happened else None
    if isinstance(value, Mapping):
        return when_words(When.parse(value), near)
    if isinstance(value, str):
        return day_words(date.fromisoformat(value), near)
    return written_words(view, near)


def written_words(view: View, near: date) -> str:
    """When an entry was written down."""
    at = datetime.fromtimestamp(view.written_at / 1000, UTC)
    return moment_words(at, view.zone, near)


def _unfinished(reads: Reads, record: str) -> Draft | None:
    return next((d for d in local_drafts.drafts(reads.cursor) if d.record == record), None)


def _writer(reads: Reads, view: View) -> str:
    told = str((view.origin or {}).get("name") or "")
    return told or reads.streams.name_of(view.author)


def _beside(reads: Reads, view: View | None) -> tuple[tuple[View, str], ...]:
    if view is None or view.person is None:
        return ()
    accounts = reads.all("second_account", person=view.person)
    return tuple((a, _writer(reads, a)) for a in accounts if a.get("of") == view.id)


def _titles(reads: Reads, view: View | None) -> dict[str, str]:
    """The titles of the entries that a record links to, by id."""
    if view is None:
        return {}
    out: dict[str, str] = {}
    people = reads.people()
    for name, spec in registry.kind(view.kind).fields.items():
        if spec.type not in {"link", "links"}:
            continue
        value = view.get(name)
        ids = [value] if isinstance(value, str) else value or []
        for each in ids:
            out[each] = people.get(each) or _title(reads, each)
    return out


def _title(reads: Reads, record: str) -> str:
    try:
        view = reads.view(record)
    except Gone:
        return "An entry that is not here"
    return registry.kind(view.kind).title(view.values)
