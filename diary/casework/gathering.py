"""Gathering the facts that the reminders are reckoned from, out of the records. It reads only what
is marked open or recent, so that Today opens at once in a diary of any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from diary.clock import When
from diary.errors import InvalidEntry
from diary.ids import PersonId
from diary.practice.deadlines import ReturnClock, from_stored, return_clock
from diary.practice.facts import (
    ActionFact,
    ConcernFact,
    DraftFact,
    EpisodeFact,
    Facts,
    MomentFact,
    PersonFacts,
    PromiseFact,
    ReturnFact,
    Snooze,
)
from diary.practice.nations import DEFAULT_NATION, Basis, NationProfile, load_nations
from diary.practice.outcomes import Offer
from diary.practice.reminders import Due, due_list
from diary.practice.rules import Rules, load_rules
from diary.records import concern, missing_episode, return_conversation
from diary.records.plain import moment
from diary.records.reads import Reads
from diary.records.view import View
from diary.store import drafts as local
from diary.store import lists

RULES_SETTING = "reminders"
BASIS_SETTING = "return_basis"
NATIONS_SETTING = "nations"
_OPEN_MARKS = ("untold", "away", "open", "moment")
_ENDED_MARKS = ("episode", "conversation")
_NEVER_AWAY = {"concern", "missing_episode", "return_conversation"}
"""Whoever has one of these open stands in the list even where they were put away."""
_RETURNS_LAST = timedelta(days=90)
"""A return older than this no longer stands in the list of what is due; its record says what came
of it all the same."""


def due(reads: Reads, *, now: datetime | None = None, quiet: bool = True) -> list[Due]:
    """What is due now, in order, one line per young person."""
    rules = rules_of(reads)
    at = now or reads.clock.now()
    return due_list(gather(reads, at), rules, at, quiet=quiet)


def rules_of(reads: Reads) -> Rules:
    """The reminder rules with this vault's settings; the bundled ones where a newer version wrote
    settings that this one can't take."""
    try:
        return load_rules(local.get_setting(reads.cursor, RULES_SETTING, {}))
    except InvalidEntry:
        return load_rules()


def gather(reads: Reads, now: datetime) -> Facts:
    """Everything that the reminders need to know at `now` (aware)."""
    open_views = _open(reads, now)
    people = reads.all("young_person")
    seen = lists.newest_marked(reads.cursor, "seen", int(now.timestamp()))
    touch = lists.newest_marked(reads.cursor, "touch", int(now.timestamp()))
    first = lists.first_times(reads.cursor)
    drafts = local.drafts(reads.cursor)
    basis: Basis = local.get_setting(reads.cursor, BASIS_SETTING, "returned")
    asked = reads.all("put_off")
    facts = []
    profiles = profiles_of(reads)
    for person in people:
        mine = open_views.get(person.id, {})
        if person.get("archived") and not (mine.keys() & _NEVER_AWAY):
            continue
        last_seen, last_touch = seen.get(person.id), touch.get(person.id)
        last = max((t for t in (last_seen, last_touch) if t is not None), default=None)
        facts.append(
            PersonFacts(
                id=PersonId(person.id),
                nation=person.get("nation") or DEFAULT_NATION,
                born=_born(person),
                rhythm_days=person.get("rhythm_days"),
                known_since=_known_since(person, first),
                last_seen=_instant(last_seen),
                last_contact=_instant(last),
                missed_in_a_row=lists.marked_since(reads.cursor, person.id, "missed", last or 0),
                next_agreed=_agreed(reads, person.id, now),
                concerns=tuple(_concerns(mine.get("concern", ()))),
                missing=tuple(_missing(mine.get("missing_episode", ()))),
                returns=tuple(_returns(mine, _profile(profiles, person), basis, now)),
                episode_dates=tuple(_episode_days(mine.get("missing_episode", ()))),
                strategy_asked=_strategy(mine.get("missing_episode", ())),
                promises=tuple(_promises(mine.get("promise", ()))),
                actions=tuple(_actions(mine.get("action", ()))),
                moments=tuple(_moments(mine.get("key_moment", ()))),
                drafts=tuple(_drafts(drafts, PersonId(person.id))),
            )
        )
    nobody = open_views.get(None, {})
    facts.append(
        PersonFacts(
            id=None,
            actions=tuple(_actions(nobody.get("action", ()))),
            drafts=tuple(_drafts(drafts, None)),
        )
    )
    return Facts(
        people=tuple(facts),
        snoozes=tuple(_snoozes(asked)),
        dealt_with=frozenset(str(v.get("key")) for v in asked if v.get("done") is True),
        zone=reads.clock.zone(),
    )


def _open(reads: Reads, now: datetime) -> dict[str | None, dict[str, list[View]]]:
    """Person → kind → views of what is open, newest first."""
    since = int((now - 2 * _RETURNS_LAST).timestamp())
    lines = lists.marked(reads.cursor, _OPEN_MARKS)
    lines += lists.marked(reads.cursor, _ENDED_MARKS, since=since)
    lines.sort(key=lambda line: line.sort, reverse=True)
    wanted = [(line.kind, line.id) for line in lines]
    views = reads.many(wanted)
    out: dict[str | None, dict[str, list[View]]] = {}
    for _, record in wanted:
        view = views.get(record)
        if view is not None:
            out.setdefault(view.person, {}).setdefault(view.kind, []).append(view)
    return out


def _concerns(views: Iterable[View]) -> Iterable[ConcernFact]:
    for view in views:
        yield ConcernFact(
            id=view.id,
            saved_at=_written(view),
            told=concern.passed_on(view.values),
            danger_now=concern.in_danger(view.values),
        )


def _missing(views: Iterable[View]) -> Iterable[EpisodeFact]:
    for view in views:
        values = view.values
        if not missing_episode.is_open(values):
            continue
        looked = missing_episode.last_looked_at(values)
        yield EpisodeFact(
            id=view.id,
            opened_at=_written(view),
            last_seen=moment(values, "last_seen_at"),
            seen_by=values.get("last_seen_by") or "",
            place=values.get("last_seen_place") or "",
            police_told=missing_episode.told(values, "police"),
            police_at=missing_episode.told_at(values, "police"),
            grade=missing_episode.GRADES.get(values.get("grade") or "", "").lower(),
            looked_at=None if looked is None else looked.latest(),
            review_hours=values.get("review_hours"),
            authority_told=missing_episode.told(values, "local_authority", "out_of_hours"),
            parent_told=missing_episode.told(values, "parent", "carer")
            or bool(values.get("parent_not_told_why")),
            pack_given=values.get("pack_given") is True,
        )


def clock_of(episode: View, profile: NationProfile, basis: Basis = "returned") -> ReturnClock:
    """The return clock of an episode: as it was stored when it started, else by the settings."""
    found, returned = moment(episode.values, "found_at"), moment(episode.values, "returned_at")
    stored = stored_term(episode.values)
    if stored is not None:
        try:
            return from_stored(stored, found=found, returned=returned)
        except ValueError:
            pass
    return return_clock(found=found, returned=returned, profile=profile, basis=basis)


Profiles = Mapping[str, NationProfile]


def profiles_of(reads: Reads) -> Profiles:
    """The nation profiles with this vault's settings."""
    try:
        return load_nations(local.get_setting(reads.cursor, NATIONS_SETTING, {}))
    except InvalidEntry:
        return load_nations()


def _profile(profiles: Profiles, person: View | None) -> NationProfile:
    nation = (None if person is None else person.get("nation")) or DEFAULT_NATION
    return profiles.get(nation, profiles[DEFAULT_NATION])


def profile_for(reads: Reads, person: str | None) -> NationProfile:
    """The nation profile that a young person's returns go by."""
    return _profile(profiles_of(reads), reads.find("young_person", person))


def stored_term(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The basis and term that an episode's clock was started on; None where it has none."""
    try:
        told = msgspec.json.decode(values.get("clock_term") or "null")
    except msgspec.DecodeError:
        return None
    return told if isinstance(told, dict) else None


def offers_of(values: Mapping[str, Any]) -> tuple[Offer, ...]:
    """The offers of a conversation, in order, as the practice rules take them."""
    zone = "Europe/London"
    return tuple(
        Offer(
            at=moment(offer, "at") or When.unknown(zone),
            by=str(offer.get("by") or ""),
            method=str(offer.get("method") or ""),
            answer=offer.get("answer") or "",
        )
        for offer in return_conversation.offers_in_order(values)
    )


def _returns(
    mine: Mapping[str, Sequence[View]], profile: NationProfile, basis: Basis, now: datetime
) -> Iterable[ReturnFact]:
    talks = mine.get("return_conversation", ())
    for episode in mine.get("missing_episode", ()):
        if not missing_episode.counts(episode.values):
            continue
        clock = clock_of(episode, profile, basis)
        back = moment(episode.values, "returned_at") or moment(episode.values, "found_at")
        latest = None if back is None else back.latest()
        if back is None or (latest is not None and now - latest > _RETURNS_LAST):
            continue
        talk = next((t for t in talks if episode.id in (t.get("episodes") or ())), None)
        yield _return_fact(episode, talk, clock)


def _return_fact(episode: View, talk: View | None, clock: ReturnClock) -> ReturnFact:
    if talk is None:
        return ReturnFact(id=episode.id, clock=clock, kind="missing_episode")
    told = return_conversation.outcome_facts(talk.values)
    return ReturnFact(
        id=talk.id,
        clock=clock,
        offers=offers_of(talk.values),
        held=told.held,
        ended=told.ended,
        carers_asked=told.carers_asked,
        reason_reviewed=told.reason_reviewed,
    )


def _episode_days(views: Iterable[View]) -> Iterable[date]:
    for view in views:
        began = missing_episode.started(view.values)
        day = None if began is None else began.local_day()
        if day is not None and missing_episode.counts(view.values):
            yield day


def _strategy(views: Iterable[View]) -> date | None:
    days = [
        day
        for view in views
        if (asked := moment(view.values, "repeat_asked_at")) and (day := asked.local_day())
    ]
    return max(days, default=None)


def _promises(views: Iterable[View]) -> Iterable[PromiseFact]:
    for view in views:
        yield PromiseFact(
            view.id, view.get("what") or "", moment(view.values, "due"), moment(view.values, "made")
        )


def _actions(views: Iterable[View]) -> Iterable[ActionFact]:
    for view in views:
        yield ActionFact(view.id, view.get("what") or "", moment(view.values, "due"))


def _moments(views: Iterable[View]) -> Iterable[MomentFact]:
    for view in views:
        yield MomentFact(
            id=view.id,
            kind=view.get("kind") or "other",
            expected=moment(view.values, "expected_at"),
            actual=moment(view.values, "at"),
            plan=bool(view.get("plan")),
            handled=view.get("handled") is True,
            yearly=view.get("yearly") is True,
            label=view.get("what") or "",
        )


def _drafts(drafts: Iterable[local.Draft], person: PersonId | None) -> Iterable[DraftFact]:
    for draft in drafts:
        if draft.person == person:
            yield DraftFact(draft.id, draft.kind, _instant(draft.saved_at / 1000) or _EPOCH)


def _snoozes(views: Iterable[View]) -> Iterable[Snooze]:
    for view in views:
        until = moment(view.values, "until")
        first = None if until is None else until.earliest()
        if first is not None:
            yield Snooze(view.get("key") or "", first, view.get("reason") or "")


def _agreed(reads: Reads, person: str, now: datetime) -> When | None:
    """The next time agreed; or the last one that has gone by and of which nothing is written: then
    somebody has to say how it went."""
    if (ahead := _next_agreed(reads, person, now)) is not None:
        return ahead
    newest = None
    for line in lists.story(reads.cursor, person, kinds=("contact",), limit=5):
        newest = line.happened if newest is None else newest
        view = reads.find("contact", line.id)
        at = None if view is None else moment(view.values, "next_at")
        first = None if at is None else at.earliest()
        if first is not None:
            return at if first.timestamp() > (newest or 0) else None
    return None


def _next_agreed(reads: Reads, person: str, now: datetime) -> When | None:
    """The next time agreed at the newest contact that named one still ahead."""
    for line in lists.story(reads.cursor, person, kinds=("contact",), limit=5):
        view = reads.find("contact", line.id)
        at = None if view is None else moment(view.values, "next_at")
        last = None if at is None else at.latest()
        if last is not None and last >= now:
            return at
    return None


def next_agreed(reads: Reads, person: str) -> When | None:
    """The next time agreed with a young person; None where none is still ahead."""
    return _next_agreed(reads, person, reads.clock.now())


def _known_since(person: View, first: Mapping[str, int]) -> date:
    told = moment(person.values, "known_since")
    day = None if told is None else told.local_day()
    return day or _day(min(first.get(person.id, _FAR), person.written_at // 1000))


_FAR = 2**40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _born(person: View) -> When | None:
    day = person.get("born")
    return None if day is None else When.on(date.fromisoformat(day), "Europe/London")


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else _EPOCH + timedelta(seconds=seconds)


def _day(seconds: int) -> date:
    return (_EPOCH + timedelta(seconds=seconds)).astimezone(ZoneInfo("Europe/London")).date()


def _written(view: View) -> datetime:
    return _EPOCH + timedelta(milliseconds=view.written_at)
