"""A return conversation as a screen needs it: the young person, the episodes, the clock, what has
been offered, when the two met since; and the one verb that saves a part of it. What is reckoned
comes from practice; nothing here ticks an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diary.casework import episodes
from diary.casework.gathering import offers_of
from diary.casework.spoken import new_line
from diary.clock import When
from diary.errors import Gone
from diary.ids import PersonId, RecordId
from diary.practice import outcomes
from diary.practice.deadlines import ReturnClock
from diary.practice.outcomes import Outcome
from diary.practice.pronouns import Pronouns, pronouns
from diary.records import contact, missing_episode, return_conversation
from diary.records.plain import moment, said
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Work

KIND = "return_conversation"
MOST_OTHERS = 6


@dataclass(frozen=True, slots=True, repr=False)
class Meeting:
    """A time with the young person since they came back, which may have been this conversation."""

    id: RecordId
    at: When
    words: str
    seen: str


@dataclass(frozen=True, slots=True, repr=False)
class TalkView:
    """Everything the page shows. `talk` is None until something of it has been saved."""

    person: PersonId
    name: str
    pronouns: Pronouns
    worker: str
    episodes: tuple[View, ...]
    others: tuple[View, ...]
    talk: View | None
    clock: ReturnClock
    met: Meeting | None
    now: datetime
    zone: str


def talk_about(reads: Reads, *, episode: str | None = None, record: str | None = None) -> TalkView:
    """The conversation of an episode, or the one with this id. Raises Gone."""
    talk = reads.view(record) if record else None
    if talk is None and episode:
        talk = episodes.conversation_for(reads, episode)
    ids = list((talk.get("episodes") if talk else None) or ([episode] if episode else []))
    found = reads.many([("missing_episode", one) for one in ids])
    about = tuple(found[one] for one in ids if one in found)
    if not about:
        raise Gone("missing_episode")
    person = about[0].person
    if person is None:
        raise Gone("person")
    young = reads.view(person)
    return TalkView(
        person=person,
        name=said(young.values, "chosen_name"),
        pronouns=pronouns(said(young.values, "pronouns")),
        worker=reads.streams.name_of(reads.streams.me),
        episodes=about,
        others=_others(reads, person, set(ids), talk),
        talk=talk,
        clock=episodes.clock_for(reads, about[0]),
        met=_met_since(reads, about[0], talk),
        now=reads.clock.now(),
        zone=reads.clock.zone(),
    )


def _others(reads: Reads, person: str, about: set[str], talk: View | None) -> tuple[View, ...]:
    """Episodes that are over and have no conversation of their own: it may be about them too. Those
    already in this one, beside the first, stay in the list."""
    elsewhere = {
        episode
        for other in reads.all(KIND, person=person)
        if talk is None or other.id != talk.id
        for episode in other.get("episodes") or ()
    }
    first = next(iter((talk.get("episodes") if talk else None) or sorted(about)), "")
    return tuple(
        view
        for view in reads.all("missing_episode", person=person)
        if view.id != first
        and view.id not in elsewhere
        and missing_episode.counts(view.values)
        and missing_episode.ended(view.values) is not None
    )[:MOST_OTHERS]


def episode_for(reads: Reads, person: str) -> str | None:
    """The episode that a young person's next conversation is about: the newest that is over and
    whose conversation is not finished, else the newest; None where there was none."""
    views = [
        view
        for view in reads.all("missing_episode", person=person)
        if missing_episode.counts(view.values)
    ]
    for view in views:
        talk = episodes.conversation_for(reads, view.id)
        over = missing_episode.ended(view.values) is not None
        if over and not (talk is not None and said(talk.values, "outcome")):
            return view.id
    return views[0].id if views else None


def outcome_of(clock: ReturnClock, values: Mapping[str, Any], now: datetime) -> Outcome:
    """What became of it, by what the values say: computed, never ticked."""
    told = return_conversation.outcome_facts(values)
    return outcomes.outcome(clock, offers_of(values), told.held, now, ended=told.ended)


def closes_as(values: Mapping[str, Any]) -> str:
    """The code that finishing writes: held where it began or has lines, else as the offers say."""
    if values.get("start_at") or values.get("lines"):
        return "held"
    offers = offers_of(values)
    if outcomes.last_decline(offers) is not None:
        return "declined"
    return "not_held" if offers else "not_offered"


def save_talk(
    work: Work,
    about: Sequence[str],
    record: str | None,
    values: Mapping[str, Any],
    *,
    base: Sequence[str] | None = None,
    base_values: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> RecordId:
    """Saves the fields named; begins the conversation where none was begun. Raises InvalidEntry."""
    if record is None:
        return episodes.begin_conversation(work, about, values)
    work.edit(record, values, base=base, base_values=base_values, why=why)
    return RecordId(record)


def finish_talk(work: Work, record: str, why: str | None = None) -> str:
    """Closes it with what it was, and when that was written. Gives the outcome's code."""
    code = closes_as(work.view(record).values)
    finished = When.exact(work.clock.now(), work.clock.zone()).to_map()
    work.edit(record, {"outcome": code, "finished_at": finished}, why=why)
    return code


def reopen_talk(work: Work, record: str) -> None:
    """Goes on with a conversation that was finished."""
    work.edit(record, {"outcome": None, "finished_at": None})


def taken_over(view: TalkView, values: Mapping[str, Any], part: str) -> dict[str, Any]:
    """What an earlier meeting gives to the conversation when the worker says that it was all or
    part of it: its time, the words, what was seen. What is written already stays."""
    if view.met is None:
        return {}
    if part == "no":
        return {"earlier_contact": None, "earlier_part": "no"}
    out: dict[str, Any] = {"earlier_contact": view.met.id, "earlier_part": part}
    if not values.get("start_at"):
        out["start_at"] = view.met.at.to_map()
    if view.met.seen and not values.get("noticed"):
        out["noticed"] = view.met.seen
    known = {line.get("text") for line in values.get("lines") or ()}
    if view.met.words and view.met.words not in known:
        before = values.get("lines") or ()
        out["lines"] = [*before, new_line(before, view.met.words)]
    return out


def _met_since(reads: Reads, episode: View, talk: View | None) -> Meeting | None:
    """The first time in person since they came back that is not this conversation already."""
    back = moment(episode.values, "returned_at") or moment(episode.values, "found_at")
    since = None if back is None else back.earliest()
    if since is None or (talk is not None and said(talk.values, "earlier_part")):
        return None
    for view in reversed(reads.all("contact", person=episode.person)):
        at = moment(view.values, "at")
        last = None if at is None else at.latest()
        if at is None or last is None or last < since or not contact.resets_last_seen(view.values):
            continue
        seen = said(view.values, "observed") or said(view.values, "note")
        return Meeting(view.id, at, said(view.values, "words"), seen)
    return None


def gone_words(episode: View) -> tuple[When | None, When | None]:
    """When an episode began and when they were back (or found), for a line about it."""
    values = episode.values
    return missing_episode.started(values), moment(values, "returned_at") or moment(
        values, "found_at"
    )
