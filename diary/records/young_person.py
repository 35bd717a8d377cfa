"""Young person: who they are, in their own words first, and what a worker must know before going.

The record's id is the person's id. What changes over time (where they live, school, plan) is a
spell; what happened is an entry."""

from __future__ import annotations

from typing import Any

from diary.records.fields import (
    choice,
    day,
    flag,
    items,
    link,
    narrative,
    number,
    own_words,
    text,
    when,
)
from diary.records.options import NATIONS
from diary.records.plain import count, joined, lines, said
from diary.records.registry import register
from diary.store.shape import Record, Values

WAYS = {
    "phone": "Phone call",
    "message": "Text or message",
    "voice_note": "Voice note",
    "email": "Email",
    "social": "Social media or game",
    "through_someone": "Through someone they trust",
    "visit": "Visit",
    "letter": "Letter",
}
NAME_KINDS = {
    "legal": "Legal name",
    "former": "Earlier name",
    "nickname": "Nickname",
    "online": "Name online",
    "other": "Another name",
}
SYSTEMS = {
    "ssda903": "Looked-after return (903) child id",
    "council": "Council system",
    "nhs": "NHS number",
    "police": "Police",
    "school": "School or pupil number",
    "other": "Another system",
}

_IDENTITY = "Names and identity"
_TALKING = "Talking and understanding"
_HEALTH = "Health"
_REACHING = "Reaching them"
_RESPONSIBLE = "Who is responsible"
_PEOPLE = "School and people around them"
_GOING = "Before you go"
_MISSING = "If they go missing"
_PRIVACY = "Privacy"
_REFERENCES = "References"
_STANDING = "Standing by them"


class YoungPerson(Record, table=True):
    """A young person. The record's id is the person's id."""

    __tablename__ = "young_person"

    chosen_name: str | None = text("Chosen name", required=True, beside=True)
    pronouns: str | None = text("Pronouns", beside=True)
    in_short: str | None = text(
        "In a few words", help="Shown under their name: what they like, how they prefer to talk."
    )
    born: str | None = day("Date of birth")
    born_about: bool | None = flag("The date of birth is only about right")
    nation: str | None = choice(
        "Nation", NATIONS, help="Sets the time for the conversation after being missing."
    )

    matters: str | None = own_words("What matters to me", section=_IDENTITY)
    identity: str | None = own_words(
        "Who I am", section=_IDENTITY, help="In their words: culture, faith, gender, anything."
    )
    other_names: list[dict[str, Any]] | None = items(
        "Other names",
        {
            "name": text("Name", required=True),
            "kind": choice("What sort of name", NAME_KINDS),
            "note": text("Who uses it"),
        },
        section=_IDENTITY,
    )
    strengths: str | None = narrative("What they are good at", section=_IDENTITY)

    languages: str | None = text("Languages", section=_TALKING)
    interpreter: str | None = text("Interpreter", section=_TALKING)
    communication: str | None = narrative("What helps them talk and listen", section=_TALKING)
    reading: str | None = text("Reading and writing", section=_TALKING)

    allergies: str | None = text("Allergies", section=_HEALTH)
    medication: str | None = text("Medication", section=_HEALTH)
    health: str | None = narrative("Health and what helps", section=_HEALTH)
    gp: str | None = text("GP", section=_HEALTH)

    ways: list[dict[str, Any]] | None = items(
        "Safe ways to reach them",
        {
            "way": choice("How", WAYS),
            "detail": text("Number, name or address"),
            "times": text("Safe times"),
            "note": text("Note"),
        },
        section=_REACHING,
    )
    safe_times: str | None = text("Safe times to get in touch", section=_REACHING)
    may_answer: str | None = text("Who may answer", section=_REACHING)
    address: str | None = text("Address", section=_REACHING)
    address_known_to: str | None = text("Who may know the address", section=_REACHING)
    rhythm_days: int | None = number("Agreed contact, every how many days", section=_REACHING)
    rhythm_note: str | None = text("What we agreed about contact", section=_REACHING)

    responsible_authority: str | None = text("Responsible authority", section=_RESPONSIBLE)
    host_authority: str | None = text(
        "Host authority", section=_RESPONSIBLE, help="Where they live, if that is another council."
    )
    orders: list[dict[str, Any]] | None = items(
        "Orders",
        {
            "order": text("Order", required=True),
            "court": text("Court or reference"),
            "since": day("From"),
            "until": day("Until"),
        },
        section=_RESPONSIBLE,
    )
    parental_responsibility: list[dict[str, Any]] | None = items(
        "Who has parental responsibility",
        {"name": text("Name", required=True), "relation": text("Who they are to the young person")},
        section=_RESPONSIBLE,
    )

    school: str | None = text("School or college", section=_PEOPLE)
    social_worker: str | None = text("Social worker", section=_PEOPLE)
    professionals: list[dict[str, Any]] | None = items(
        "Other professionals",
        {
            "name": text("Name", required=True),
            "role": text("Role"),
            "organisation": text("Organisation"),
            "phone": text("Phone"),
            "email": text("Email"),
            "since": day("Since"),
            "until": day("Until"),
        },
        section=_PEOPLE,
    )
    carers: list[dict[str, Any]] | None = items(
        "Parents, carers and family",
        {
            "name": text("Name", required=True),
            "relation": text("Who they are to the young person"),
            "phone": text("Phone"),
            "note": text("Note"),
        },
        section=_PEOPLE,
    )

    hazards: str | None = narrative(
        "Before you go", section=_GOING, help="What to know before visiting: people, dogs, stairs."
    )

    vulnerabilities: str | None = narrative(
        "What makes being away more dangerous for them", section=_MISSING
    )
    appearance: str | None = narrative("What they look like", section=_MISSING)
    often_at: str | None = narrative("Where they may be, and who may know", section=_MISSING)
    photo: str | None = link("Photo", to="attachment", section=_MISSING)

    privacy_on: dict[str, Any] | None = when("Privacy explained on", section=_PRIVACY)
    privacy_how: str | None = text("How it was explained", section=_PRIVACY)
    privacy_questions: str | None = own_words("What they asked", section=_PRIVACY)

    references: list[dict[str, Any]] | None = items(
        "References",
        {
            "system": choice("System", SYSTEMS, required=True),
            "name": text("Name of the system"),
            "reference": text("Reference", required=True),
        },
        section=_REFERENCES,
    )

    known_since: dict[str, Any] | None = when("Known to me since", section=_STANDING)
    archived: bool | None = flag(
        "Put away", section=_STANDING, help="Out of the list of young people. Nothing is deleted."
    )
    archived_why: str | None = text("Why", section=_STANDING)
    same_as: str | None = link("The same person as", to="young_person", hidden=True)


def reference(values: Values, system: str) -> str:
    """The reference in a system ("ssda903"), "" where none is recorded."""
    return next(
        (said(r, "reference") for r in lines(values, "references") if r.get("system") == system), ""
    )


def _title(values: Values) -> str:
    return said(values, "chosen_name") or "Young person"


def _meta(values: Values) -> str:
    return joined(said(values, "pronouns"), said(values, "in_short"))


def _checks(values: Values) -> dict[str, str]:
    wrong: dict[str, str] = {}
    rhythm = count(values, "rhythm_days")
    if rhythm is not None and not 1 <= rhythm <= 366:
        wrong["rhythm_days"] = "Write a number of days from 1 to 366."
    for name in ("orders", "professionals"):
        if any(_ends_first(item) for item in lines(values, name)):
            wrong[name] = "One of these ends before it begins. Look at its two dates."
    return wrong


def _ends_first(item: Values) -> bool:
    since, until = said(item, "since"), said(item, "until")
    return bool(since and until and until < since)


YOUNG_PERSON = register(
    YoungPerson,
    code="young_person",
    name="Young person",
    plural="Young people",
    icon="user",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
)
