"""What the reminders are reckoned from: plain frozen facts per young person, filled by casework
from the store. Nothing here computes. Instants are aware (any zone), dates are local, and no `repr`
tells what was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from diary.clock import When
from diary.ids import PersonId
from diary.practice.deadlines import ReturnClock
from diary.practice.nations import DEFAULT_NATION
from diary.practice.outcomes import Offer


class Discreet:
    """A `repr` that says the kind of thing and nothing that anybody wrote."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True, repr=False)
class ConcernFact(Discreet):
    """A concern that is not retracted. `told`: somebody has been told."""

    id: str
    saved_at: datetime
    told: bool
    danger_now: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class EpisodeFact(Discreet):
    """An open missing episode. `grade` is the police's, as a code or words; `review_hours` is the
    interval agreed with the police, None for the local default."""

    id: str
    opened_at: datetime
    last_seen: When | None = None
    seen_by: str = ""
    place: str = ""
    police_told: bool = False
    police_at: When | None = None
    grade: str = ""
    looked_at: datetime | None = None
    review_hours: float | None = None
    authority_told: bool = False
    parent_told: bool = False
    pack_given: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class ReturnFact(Discreet):
    """A return and what has been offered. `id` and `kind` name the record to open: the return
    conversation where there is one, else the episode. `held`: when the conversation began;
    `ended`: the worker has recorded that none will be held."""

    id: str
    clock: ReturnClock
    kind: str = "return_conversation"
    offers: tuple[Offer, ...] = ()
    held: When | None = None
    ended: bool = False
    carers_asked: bool = False
    reason_reviewed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PromiseFact(Discreet):
    """A promise that is still open."""

    id: str
    words: str
    due: When | None
    made: When | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ActionFact(Discreet):
    """An action that is still open."""

    id: str
    words: str
    due: When | None


@dataclass(frozen=True, slots=True, repr=False)
class MomentFact(Discreet):
    """A key moment. `plan`: there is one; `handled`: the worker has said that it is dealt with;
    `yearly`: its anniversary matters. `label` is what the worker called it."""

    id: str
    kind: str
    expected: When | None = None
    actual: When | None = None
    plan: bool = False
    handled: bool = False
    yearly: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class DraftFact(Discreet):
    """An unfinished entry of this device."""

    id: str
    kind: str
    saved_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class PersonFacts(Discreet):
    """All that is known of one young person. `id` None gathers what is about nobody in
    particular: the worker's own actions, drafts without a person."""

    id: PersonId | None
    nation: str = DEFAULT_NATION
    born: When | None = None
    rhythm_days: int | None = None
    known_since: date | None = None
    last_seen: datetime | None = None
    last_contact: datetime | None = None
    missed_in_a_row: int = 0
    next_agreed: When | None = None
    concerns: tuple[ConcernFact, ...] = ()
    missing: tuple[EpisodeFact, ...] = ()
    returns: tuple[ReturnFact, ...] = ()
    episode_dates: tuple[date, ...] = ()
    strategy_asked: date | None = None
    promises: tuple[PromiseFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    moments: tuple[MomentFact, ...] = ()
    drafts: tuple[DraftFact, ...] = ()
    transition_plan: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Snooze(Discreet):
    """A reason put off until an instant, and why."""

    key: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True, repr=False)
class Facts(Discreet):
    """Everything at once. `dealt_with`: keys of reasons that the worker has said are done;
    `zone`: where the worker is."""

    people: tuple[PersonFacts, ...] = ()
    snoozes: tuple[Snooze, ...] = ()
    dealt_with: frozenset[str] = field(default_factory=frozenset)
    zone: str = "Europe/London"
