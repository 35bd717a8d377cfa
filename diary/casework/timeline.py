"""A young person's story in order: one line per entry, the months, the gaps named, and the bands of
home, missing times and key moments that stand in the gutter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from diary.casework.names import Names
from diary.clock import When
from diary.practice.gaps import Gap, gaps
from diary.practice.late import late_words
from diary.records import missing_episode, registry
from diary.records.plain import moment
from diary.records.reads import Reads
from diary.records.view import View
from diary.store import lists
from diary.store.lists import Line

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Filter = Literal["with", "about", "significant", "missing", "not_in_council", "taken_back"]
_WITH = ("seen", "touch")
_MISSING_KINDS = ("missing_episode", "return_conversation")
_NOT_A_STORY = ("young_person",)


@dataclass(frozen=True, slots=True, repr=False)
class StoryLine:
    """One entry in the story. `when` is the event's own time in words' raw form (precision kept),
    None where none is known; `late` says "written 3 days later" or is ""."""

    line: Line
    when: When | None
    late: str
    author: str
    icon: str
    kind_name: str
    unsent: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Band:
    """A stretch in the gutter: where they lived, a time missing, a key moment. Instants UTC;
    `until` None: still so."""

    what: Literal["home", "missing", "moment"]
    label: str
    since: datetime
    until: datetime | None
    record: str


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """A page of the story, newest first. `more` goes back in as `before`; None at the end."""

    lines: tuple[StoryLine, ...]
    more: int | None


def story(
    reads: Reads,
    person: str,
    *,
    only: Iterable[Filter] = (),
    kinds: Iterable[str] = (),
    before: int | None = None,
    limit: int = 200,
) -> Story:
    """A page of a young person's story. Filters narrow together."""
    chosen = set(only)
    wanted = list(kinds)
    if "missing" in chosen:
        wanted = [*_MISSING_KINDS]
    if chosen & {"with", "about"}:
        wanted = wanted or ["contact", "return_conversation"]
    lines = lists.story(
        reads.cursor,
        person,
        kinds=wanted,
        without=_NOT_A_STORY,
        significant="significant" in chosen,
        retracted="taken_back" in chosen,
        before=before,
        limit=limit,
    )
    views = reads.many((line.kind, line.id) for line in lines)
    names = Names(reads)
    shown = [
        _story_line(line, views.get(line.id), names)
        for line in lines
        if _keeps(line, views.get(line.id), chosen)
    ]
    return Story(tuple(shown), lines[-1].sort if len(lines) == limit else None)


def _keeps(line: Line, view: View | None, chosen: set[Filter]) -> bool:
    if "with" in chosen and not (line.mark in _WITH or line.kind == "return_conversation"):
        return False
    if "about" in chosen and line.mark in _WITH:
        return False
    if "not_in_council" in chosen:
        return view is not None and not view.get("also_entered") and view.retracted is None
    return not ("taken_back" in chosen and not line.retracted)


def _story_line(line: Line, view: View | None, names: Names) -> StoryLine:
    kind = registry.kind(line.kind)
    when = None if view is None or not kind.happened else moment(view.values, kind.happened)
    written = _EPOCH + timedelta(milliseconds=line.written_at)
    return StoryLine(
        line=line,
        when=when,
        late=late_words(when, written) if line.kind == "contact" else "",
        author=names.of(line.author),
        icon=kind.icon,
        kind_name=kind.name,
    )


def silences(reads: Reads, person: str, *, shortest: int = 14) -> list[Gap]:
    """The stretches without any contact, oldest first, today's open one included."""
    zone = ZoneInfo(reads.clock.zone())
    times = lists.entry_times(reads.cursor, person, _WITH)
    days = [(_EPOCH + timedelta(seconds=t)).astimezone(zone).date() for t in times]
    return gaps(days, today=reads.clock.now().astimezone(zone).date(), shortest=shortest)


def bands(reads: Reads, person: str) -> list[Band]:
    """What stands in the gutter beside the story, oldest first."""
    out = [
        *_homes(reads, person),
        *_episodes(reads, person),
        *_moments(reads, person),
    ]
    return sorted(out, key=lambda band: (band.since, band.record))


def _homes(reads: Reads, person: str) -> Iterable[Band]:
    for view in reads.all("spell", person=person):
        since = _start(view, "since")
        if view.get("aspect") == "home" and since is not None:
            label = registry.kind("spell").title(view.values)
            yield Band("home", label, since, _start(view, "until"), view.id)


def _episodes(reads: Reads, person: str) -> Iterable[Band]:
    for view in reads.all("missing_episode", person=person):
        began = missing_episode.started(view.values)
        since = None if began is None else began.earliest()
        if since is None or not missing_episode.counts(view.values):
            continue
        over = moment(view.values, "returned_at") or missing_episode.ended(view.values)
        until = None if over is None else over.earliest()
        yield Band("missing", registry.kind(view.kind).title(view.values), since, until, view.id)


def _moments(reads: Reads, person: str) -> Iterable[Band]:
    for view in reads.all("key_moment", person=person):
        since = _start(view, "at")
        if since is not None:
            label = registry.kind("key_moment").title(view.values)
            yield Band("moment", label, since, since, view.id)


def _start(view: View, field: str) -> datetime | None:
    return registry.moment_of(view.values.get(field))
