"""The due list: its order, one line per young person, quiet hours, snoozes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import When
from diary.errors import InvalidEntry, NotAllowed
from diary.ids import PersonId, RecordId
from diary.practice.deadlines import return_clock
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
from diary.practice.nations import nation
from diary.practice.outcomes import Offer
from diary.practice.reminders import Due, due_list, held_back, snooze
from diary.practice.rules import GROUPS, load_rules

LONDON = "Europe/London"
RULES = load_rules()
NOW = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def exact(*parts: int) -> When:
    return When.exact(at(*parts), LONDON)


def person(name: str) -> PersonId:
    return PersonId(RecordId(name))


JAZ = PersonFacts(
    person("jaz"),
    concerns=(ConcernFact("c1", at(2026, 11, 21, 15, 10), told=False),),
    returns=(
        ReturnFact(
            "r1",
            return_clock(found=None, returned=exact(2026, 11, 21, 2), profile=nation("england")),
            offers=(Offer(exact(2026, 11, 22, 12), "Sam", "phone", "no_answer"),),
        ),
    ),
)
TOM = PersonFacts(
    person("tom"),
    missing=(
        EpisodeFact(
            "e1",
            opened_at=at(2026, 11, 23, 3),
            last_seen=exact(2026, 11, 23, 2, 30),
            seen_by="night staff",
            police_told=True,
            police_at=exact(2026, 11, 23, 3, 5),
            grade="medium",
            looked_at=at(2026, 11, 23, 14, 30),
            authority_told=True,
            parent_told=True,
            pack_given=True,
        ),
    ),
)
AISHA = PersonFacts(
    person("aisha"),
    promises=(
        PromiseFact(
            "p1",
            "Bring the boxing club form",
            due=When.on(date(2026, 11, 23), LONDON),
            made=When.on(date(2026, 11, 19), LONDON),
        ),
    ),
)
REECE = PersonFacts(
    person("reece"), rhythm_days=7, last_contact=at(2026, 11, 7, 12), missed_in_a_row=2
)
TODAY = Facts(people=(REECE, AISHA, TOM, JAZ))


def told(line: Due) -> list[tuple[str, str]]:
    return [(reason.words, reason.why) for reason in line.reasons]


def test_today_as_it_looks() -> None:
    lines = due_list(TODAY, RULES, NOW)
    assert [line.person for line in lines] == ["jaz", "tom", "aisha", "reece"]
    jaz, tom, aisha, reece = lines
    assert jaz.titled("Jaz") == "Concern about Jaz"
    assert told(jaz) == [
        (
            "Not passed on yet",
            "Saved Sat 21 Nov, 15:10 on this laptop only. Nobody has been told.",
        ),
        (
            "9 h 20 min left",
            "Ends Tue 24 Nov, 02:00; the last daytime chance is now · 1 offer, no answer",
        ),
    ]
    assert (jaz.clock, jaz.action, jaz.kind, jaz.record) == (
        "9 h 20 min left",
        "pass_on",
        "concern",
        "c1",
    )
    assert jaz.reasons[1].titled("Jaz") == "Return conversation with Jaz"
    assert tom.lead.words == "Missing 14 h"
    assert tom.lead.why == (
        "Last seen Mon 23 Nov, 02:30 by night staff · police told 03:05, grade medium"
        " · look again at 18:30"
    )
    assert aisha.titled("Aisha") == "Bring the boxing club form · Aisha"
    assert told(aisha) == [("Promise, today", "You said it on Thu 19 Nov")]
    assert told(reece)[0] == (
        "No contact 16 days",
        "Agreed rhythm is weekly · two meetings did not happen",
    )
    assert told(reece)[1][0] == "Two meetings did not happen"


def test_quiet_hours_leave_only_concerns_and_missing() -> None:
    night = at(2026, 11, 23, 23)
    lines = due_list(TODAY, RULES, night)
    assert [line.person for line in lines] == ["jaz", "tom"]
    assert [reason.code for reason in lines[0].reasons] == ["concern_not_passed_on"]
    assert held_back(TODAY, RULES, night) == 4
    assert len(due_list(TODAY, RULES, night, quiet=False)) == 4
    assert held_back(TODAY, RULES, NOW) == 0


def test_quiet_hours_are_where_the_worker_is() -> None:
    # Half past twenty in UTC is half past nine in the evening in British summer time.
    evening = at(2026, 7, 1, 20, 30)
    quiet = Facts(people=(replace(REECE, last_contact=at(2026, 6, 1)),))
    assert due_list(quiet, RULES, evening) == []
    assert len(due_list(replace(quiet, zone="UTC"), RULES, evening)) == 1


def test_snoozing_a_reason_shows_the_next() -> None:
    silence = due_list(TODAY, RULES, NOW)[-1].lead
    asleep = snooze(silence, until=NOW + timedelta(days=2), why=" On holiday with Nan ", now=NOW)
    assert asleep.why == "On holiday with Nan"
    facts = replace(TODAY, snoozes=(asleep,))
    assert due_list(facts, RULES, NOW)[-1].lead.code == "missed_meetings"
    later = NOW + timedelta(days=2)
    assert due_list(facts, RULES, later)[-1].lead.code == "silence"


def test_a_concern_and_a_missing_child_cannot_be_silenced() -> None:
    for line in due_list(TODAY, RULES, NOW)[:2]:
        with pytest.raises(NotAllowed):
            snooze(line.lead, until=NOW + timedelta(days=1), why="busy", now=NOW)
    forged = tuple(
        Snooze(reason.key, NOW + timedelta(days=9), "busy")
        for line in due_list(TODAY, RULES, NOW)
        for reason in line.reasons
    )
    everything = frozenset(s.key for s in forged)
    lines = due_list(replace(TODAY, snoozes=forged, dealt_with=everything), RULES, NOW)
    assert [line.lead.code for line in lines] == ["concern_not_passed_on", "missing_now"]


@pytest.mark.parametrize(
    ("why", "days", "field"), [("", 1, "why"), ("  ", 1, "why"), ("later", 0, "until")]
)
def test_a_snooze_needs_a_reason_and_an_end(why: str, days: int, field: str) -> None:
    lead = due_list(TODAY, RULES, NOW)[-1].lead
    with pytest.raises(InvalidEntry) as refused:
        snooze(lead, until=NOW + timedelta(days=days), why=why, now=NOW)
    assert set(refused.value.fields) == {field}


def test_a_snooze_of_a_running_clock_ends_with_it() -> None:
    facts = Facts(people=(replace(JAZ, concerns=()),))
    running = due_list(facts, RULES, NOW)[0].lead
    facts = replace(facts, snoozes=(Snooze(running.key, NOW + timedelta(days=9), "court"),))
    assert due_list(facts, RULES, NOW) == []
    assert due_list(facts, RULES, at(2026, 11, 24, 12))[0].lead.code == "return_overdue"


def test_marking_done_is_for_good() -> None:
    keys = frozenset(r.key for r in due_list(TODAY, RULES, NOW)[-1].reasons)
    lines = due_list(replace(TODAY, dealt_with=keys), RULES, NOW + timedelta(days=1))
    assert "reece" not in [line.person for line in lines]


def test_danger_now_comes_first() -> None:
    other = PersonFacts(
        person("zac"),
        concerns=(ConcernFact("c2", at(2026, 11, 23, 16), told=False, danger_now=True),),
    )
    lines = due_list(Facts(people=(JAZ, other)), RULES, NOW)
    assert [line.person for line in lines] == ["zac", "jaz"]
    assert "999" in lines[0].lead.why


def test_a_clock_that_ends_comes_before_an_offer_to_make_again() -> None:
    clock = return_clock(found=None, returned=exact(2026, 11, 22, 2), profile=nation("england"))
    said_no = (Offer(exact(2026, 11, 22, 12), answer="declined"),)
    again = PersonFacts(person("ann"), returns=(ReturnFact("r2", clock, offers=said_no),))
    running = PersonFacts(person("bo"), returns=(ReturnFact("r3", clock),))
    lines = due_list(Facts(people=(again, running)), RULES, NOW)
    assert [line.lead.code for line in lines] == ["return_running", "return_second_offer"]


def test_what_is_about_nobody_has_a_line_of_its_own() -> None:
    own = PersonFacts(None, drafts=(DraftFact("d1", "note", NOW - timedelta(hours=25)),))
    (line,) = due_list(Facts(people=(own,)), RULES, NOW)
    assert line.person is None
    assert line.titled("") == "Unfinished entry"


def test_a_moment_in_march() -> None:
    returned = When.parse({"at": "2026-03-26T09:30+00:00", "zone": LONDON})
    clock = return_clock(found=None, returned=returned, profile=nation("england"))
    facts = Facts(people=(PersonFacts(person("jaz"), returns=(ReturnFact("r1", clock),)),))
    (line,) = due_list(facts, RULES, datetime.fromisoformat("2026-03-28T10:00+00:00"))
    assert line.clock == "23 h 30 min left"
    assert line.lead.why == (
        "Ends Sun 29 Mar, 10:30; the last daytime chance is Sun 29 Mar until 10:30"
        " · not offered yet"
    )


def test_plain_values_for_json() -> None:
    row = due_list(TODAY, RULES, NOW)[0].to_map()
    assert row["person"] == "jaz"
    assert row["at"] == "2026-11-21T15:10:00Z"
    assert [reason["code"] for reason in row["reasons"]] == [
        "concern_not_passed_on",
        "return_running",
    ]


def test_nothing_that_was_written_is_in_a_repr() -> None:
    lines = due_list(TODAY, RULES, NOW)
    shown = repr((TODAY, *TODAY.people, AISHA.promises, lines, lines[2].reasons))
    assert "boxing" not in shown


# --- Whatever the facts, the list keeps its order.

_instants = st.integers(-60 * 24 * 60, 60 * 24 * 60).map(lambda m: NOW + timedelta(minutes=m))
_past = st.integers(0, 60 * 24 * 400).map(lambda m: NOW - timedelta(minutes=m))
_days = st.integers(-60, 120).map(lambda d: date(2026, 11, 23) + timedelta(days=d))
_whens = st.one_of(
    st.builds(When.exact, _instants, st.just(LONDON)),
    st.builds(When.about, _instants, st.just(LONDON)),
    st.builds(When.on, _days, st.just(LONDON)),
    st.just(When.unknown(LONDON)),
)
_maybe = st.none() | _whens
_ids = st.uuids().map(str)
_kinds = st.sampled_from(
    [code.removeprefix("moment_") for code in RULES.rules if code.startswith("moment_")]
    + ["something_newer"]
)
_clocks = st.builds(
    lambda found, returned, code: return_clock(
        found=found, returned=returned, profile=nation(code)
    ),
    _maybe,
    _maybe,
    st.sampled_from(["england", "scotland"]),
)
_answers = st.sampled_from(["accepted", "declined", "no_answer", "later", ""])
_offers = st.lists(st.builds(Offer, _whens, answer=_answers), max_size=3).map(tuple)


def few(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


_people = st.builds(
    PersonFacts,
    st.none() | st.sampled_from([person(name) for name in "abcdef"]),
    nation=st.sampled_from(["england", "scotland", "wales", "northern_ireland"]),
    born=st.none() | st.dates(date(2006, 1, 1), date(2012, 1, 1)).map(lambda d: When.on(d, LONDON)),
    rhythm_days=st.none() | st.integers(1, 40),
    known_since=st.none() | _days,
    last_seen=st.none() | _past,
    last_contact=st.none() | _past,
    missed_in_a_row=st.integers(0, 4),
    next_agreed=_maybe,
    concerns=few(st.builds(ConcernFact, _ids, _past, st.booleans(), st.booleans())),
    missing=few(
        st.builds(
            EpisodeFact,
            _ids,
            _past,
            last_seen=_maybe,
            police_told=st.booleans(),
            police_at=_maybe,
            looked_at=st.none() | _past,
            review_hours=st.none() | st.floats(0.5, 24),
        )
    ),
    returns=few(
        st.builds(ReturnFact, _ids, _clocks, offers=_offers, held=_maybe, ended=st.booleans())
    ),
    episode_dates=st.lists(_days, max_size=6).map(tuple),
    strategy_asked=st.none() | _days,
    promises=few(st.builds(PromiseFact, _ids, st.just("{name} {words}"), _maybe, _maybe)),
    actions=few(st.builds(ActionFact, _ids, st.just("Ring the school"), _maybe)),
    moments=few(
        st.builds(
            MomentFact,
            _ids,
            _kinds,
            _maybe,
            _maybe,
            st.booleans(),
            st.booleans(),
            yearly=st.booleans(),
        )
    ),
    drafts=few(st.builds(DraftFact, _ids, st.just("contact"), _past)),
    transition_plan=st.booleans(),
)
_facts = st.lists(_people, max_size=6).map(lambda people: Facts(people=tuple(people)))
_ALL_ON = load_rules(
    {"rules": {code: {"on": True} for code in ("anniversary", "birthday", "holiday")}}
)


@given(facts=_facts, quiet=st.booleans())
def test_the_order_holds_and_each_young_person_has_one_line(facts: Facts, quiet: bool) -> None:
    lines = due_list(facts, _ALL_ON, NOW, quiet=quiet)
    ranks = [line.rank for line in lines]
    assert ranks == sorted(ranks)
    people = [line.person for line in lines]
    assert len(people) == len(set(people))
    for line in lines:
        inside = [reason.rank for reason in line.reasons]
        assert inside == sorted(inside)
        assert len({reason.key for reason in line.reasons}) == len(line.reasons)
        assert line.group == GROUPS[line.rank]
        for reason in line.reasons:
            assert reason.words
            assert reason.why
            assert reason.at.tzinfo is not None


@given(facts=_facts, data=st.data())
def test_the_order_in_which_facts_come_in_says_nothing(facts: Facts, data: st.DataObject) -> None:
    shuffled = replace(facts, people=tuple(data.draw(st.permutations(facts.people))))
    assert due_list(facts, _ALL_ON, NOW) == due_list(shuffled, _ALL_ON, NOW)


@given(facts=_facts, hour=st.integers(0, 23))
def test_every_concern_not_passed_on_and_every_missing_child_is_there_at_any_hour(
    facts: Facts, hour: int
) -> None:
    lines = due_list(facts, RULES, NOW.replace(hour=hour))
    shown = {reason.record for line in lines for reason in line.reasons}
    for facts_of_one in facts.people:
        assert {c.id for c in facts_of_one.concerns if not c.told} <= shown
        assert {e.id for e in facts_of_one.missing} <= shown


@given(facts=_facts)
def test_no_template_word_is_left_on_screen(facts: Facts) -> None:
    for line in due_list(facts, _ALL_ON, NOW, quiet=False):
        for reason in line.reasons:
            assert "{" not in reason.words + reason.why.replace("{name} {words}", "")
