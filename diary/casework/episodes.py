"""Verbs for missing episodes and the conversation after: open, tell, look again, found, returned,
offer, decline, hold, finish. Found and returned are two facts; nothing here closes by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from diary.casework.gathering import BASIS_SETTING, clock_of, profile_for
from diary.ids import RecordId
from diary.practice.deadlines import ReturnClock
from diary.records import missing_episode
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Work
from diary.store import drafts as local

_TERM = ("nation", "basis", "arrange_hours", "complete_hours", "conversation")


def open_missing(work: Work, person: str, values: Mapping[str, Any]) -> RecordId:
    """A missing episode, opened with whatever is known."""
    return work.create("missing_episode", {"type": "missing", **values}, person=person)


def tell(work: Work, episode: str, told: Mapping[str, Any]) -> None:
    """Somebody was told: the police, the local authority, a parent."""
    view = work.view(episode)
    work.edit(episode, {"told": [*(view.get("told") or []), dict(told)]})


def look_again(work: Work, episode: str, looked: Mapping[str, Any]) -> None:
    """The situation was looked at again."""
    view = work.view(episode)
    work.edit(episode, {"looked_at": [*(view.get("looked_at") or []), dict(looked)]})


def record_back(work: Work, episode: str, values: Mapping[str, Any]) -> None:
    """Found, returned, or both. The clock's basis and term are stored with the first of them, so
    that a later setting does not move a clock that has started."""
    work.edit(episode, values)
    view = work.view(episode)
    if view.get("clock_term") or not (view.get("returned_at") or view.get("found_at")):
        return
    term = clock_for(work, view).to_map()
    kept = msgspec.json.encode({name: term[name] for name in _TERM}).decode()
    work.edit(episode, {"clock_basis": term["basis"], "clock_term": kept})


def clock_for(reads: Reads, episode: View) -> ReturnClock:
    """The return clock of an episode, by what it stored or else by the settings of today."""
    basis = local.get_setting(reads.cursor, BASIS_SETTING, "returned")
    return clock_of(episode, profile_for(reads, episode.person), basis)


def begin_conversation(
    work: Work, episodes: Sequence[str], values: Mapping[str, Any] | None = None
) -> RecordId:
    """The return conversation for one or several episodes of one young person; the one already
    begun for the first of them is used again."""
    first = work.view(episodes[0])
    for talk in work.all("return_conversation", person=first.person):
        if episodes[0] in (talk.get("episodes") or ()):
            if values:
                work.edit(talk.id, values)
            return talk.id
    clock = clock_for(work, first)
    term = clock.to_map()
    kept = msgspec.json.encode({name: term[name] for name in _TERM}).decode()
    return work.create(
        "return_conversation",
        {
            "episodes": list(episodes),
            "nation": clock.nation,
            "clock_basis": term["basis"],
            "clock_term": kept,
            **(values or {}),
        },
        person=first.person,
    )


def offer(work: Work, episode: str, made: Mapping[str, Any]) -> RecordId:
    """An offer of the conversation: when, by whom, how, what they answered."""
    talk = begin_conversation(work, [episode])
    view = work.view(talk)
    work.edit(talk, {"offers": [*(view.get("offers") or []), dict(made)]})
    return talk


def decline(
    work: Work,
    episode: str,
    made: Mapping[str, Any],
    *,
    words: str = "",
    carer: Mapping[str, Any] | None = None,
) -> RecordId:
    """They said no this time: the answer, their own words, the carer asked, when to offer again.
    The conversation stays open for the next offer."""
    talk = offer(work, episode, {**made, "answer": "declined"})
    view = work.view(talk)
    more: dict[str, Any] = {}
    if words:
        more["decline_words"] = words
    if carer:
        more["carers"] = [*(view.get("carers") or []), dict(carer)]
    if more:
        work.edit(talk, more)
    return talk


def conversation_for(reads: Reads, episode: str) -> View | None:
    """The return conversation that covers an episode, if one was begun."""
    view = reads.view(episode)
    for talk in reads.all("return_conversation", person=view.person):
        if episode in (talk.get("episodes") or ()):
            return talk
    return None


def open_episode(reads: Reads, person: str) -> View | None:
    """The young person's open episode, the newest if there are several."""
    views = reads.all("missing_episode", person=person)
    return next((v for v in views if missing_episode.is_open(v.values)), None)
