"""A missing episode as a screen needs it, and the small verbs of the hours it lasts: a detail added
to somebody told, the police's grade, the pack, closing. Found and returned are saved by
`episodes.record_back`; nothing here closes anything by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diary.casework import episodes
from diary.casework.conversation import outcome_of
from diary.casework.gathering import rules_of
from diary.ids import PersonId
from diary.practice.deadlines import ReturnClock
from diary.practice.outcomes import Outcome
from diary.practice.pronouns import Pronouns, pronouns
from diary.practice.spans import after
from diary.records import missing_episode, spell
from diary.records.plain import count, said
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Work


@dataclass(frozen=True, slots=True, repr=False)
class EpisodeView:
    """Everything the page shows. `episode` is None for a young person who is not missing."""

    person: PersonId
    name: str
    pronouns: Pronouns
    looked_after: bool
    worker: str
    episode: View | None
    clock: ReturnClock | None
    talk: View | None
    outcome: Outcome | None
    review_hours: float
    look_at: datetime | None
    now: datetime
    zone: str
    known: Mapping[str, Any]


def missing_view(
    reads: Reads, *, person: str | None = None, record: str | None = None
) -> EpisodeView:
    """An episode, or the one that is still going on for a young person. Raises Gone."""
    episode = reads.view(record) if record else None
    if episode is None and person:
        episode = going_on(reads, person)
    whose = episode.person if episode is not None else person
    young = reads.view(whose or "")
    talk = episodes.conversation_for(reads, episode.id) if episode else None
    clock = episodes.clock_for(reads, episode) if episode else None
    now = reads.clock.now()
    hours = review_hours(reads, episode) if episode else 0
    return EpisodeView(
        person=PersonId(young.id),
        name=said(young.values, "chosen_name"),
        pronouns=pronouns(said(young.values, "pronouns")),
        looked_after=_looked_after(reads, young.id),
        worker=reads.streams.name_of(reads.streams.me),
        episode=episode,
        clock=clock,
        talk=talk,
        outcome=outcome_of(clock, talk.values if talk else {}, now) if clock else None,
        review_hours=hours,
        look_at=look_again_at(episode, hours) if episode else None,
        now=now,
        zone=reads.clock.zone(),
        known=young.values,
    )


def going_on(reads: Reads, person: str) -> View | None:
    """The episode that is not over: they are gone, or found and not yet back. Newest first."""
    for view in reads.all("missing_episode", person=person):
        if not said(view.values, "closing_reason") and not missing_episode.is_back(view.values):
            return view
    return None


def review_hours(reads: Reads, episode: View) -> float:
    """Every how many hours it is looked at again: as agreed, else by the settings."""
    rule = rules_of(reads).get("missing_look_again")
    usual = (rule.after_hours if rule is not None else None) or 4
    return count(episode.values, "review_hours") or usual


def look_again_at(episode: View, hours: float) -> datetime | None:
    """When it must be looked at again, from when it last was; None once they are back."""
    if not missing_episode.is_open(episode.values):
        return None
    looked = missing_episode.last_looked_at(episode.values)
    opened = datetime.fromtimestamp(episode.written_at / 1000, tz=UTC)
    last = looked.latest() if looked is not None else None
    return after(max(last or opened, opened), hours)


def keep_details(work: Work, episode: str, item: str, values: Mapping[str, Any]) -> None:
    """Adds the name, time, reference, answer to somebody told. The first reference that the police
    give is the episode's, too."""
    view = work.view(episode)
    told = [{**one, **values} if one["id"] == item else one for one in view.get("told") or []]
    changed: dict[str, Any] = {"told": told}
    line = next((one for one in told if one["id"] == item), {})
    reference = values.get("reference")
    if reference and line.get("body") == "police" and not view.get("police_reference"):
        changed["police_reference"] = reference
    work.edit(episode, changed)


def grade(work: Work, episode: str, given: Mapping[str, Any]) -> None:
    """The police set a grade: theirs, with the time; the earlier ones stay."""
    listed = work.view(episode).get("grades") or []
    work.edit(episode, {"grades": [*listed, dict(given)], "grade": given["grade"]})


def save_episode(
    work: Work,
    episode: str,
    values: Mapping[str, Any],
    *,
    base: Sequence[str] | None = None,
    base_values: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> None:
    """Saves the fields named. Times of coming back go through `record_back`, so that the clock's
    term is kept with the first of them."""
    work.edit(episode, values, base=base, base_values=base_values, why=why)
    if {"found_at", "returned_at"} & set(values):
        episodes.record_back(work, episode, {})


def _looked_after(reads: Reads, person: str) -> bool:
    spells = reads.all("spell", person=person)
    return any(s.get("aspect") == "looked_after" and spell.is_current(s.values) for s in spells)
