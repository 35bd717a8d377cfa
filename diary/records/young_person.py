"""Young person: who they are, in their own words first, and what a worker must know before going."""

from __future__ import annotations



from diary.records.fields import text
from diary.records.registry import Record, register

NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
}


class YoungPerson(Record, table=True):
    """A young person. The record's id is the person's id."""

    chosen_name: str | None = text("Chosen name", required=True, beside=True)


YOUNG_PERSON = register(
    YoungPerson,
    code="young_person",
    name="Young person",
    plural="Young people",
    icon="user",
    title=lambda values: values.get("chosen_name") or "Young person",
)
