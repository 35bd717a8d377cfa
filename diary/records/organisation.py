"""Organisation: whom the worker works for and whom to ring, used where a concern is passed on and
on papers. One record per vault; a personal vault says that it is one."""

from __future__ import annotations

from diary.records.fields import flag, text
from diary.records.plain import said
from diary.records.registry import register
from diary.store.shape import Record, Values

_LEAD = "Safeguarding lead"
_DATA = "Data protection"


class Organisation(Record, table=True):
    """The organisation, or the fact that there is none."""

    name: str | None = text("Organisation")
    personal: bool | None = flag(
        "This is a personal diary", help="Ask your organisation before you use real names."
    )

    lead_name: str | None = text("Safeguarding lead", section=_LEAD)
    lead_phone: str | None = text("Their phone", section=_LEAD)
    lead_email: str | None = text("Their email", section=_LEAD)
    lead_out_of_hours: str | None = text("Out of hours", section=_LEAD)

    data_protection_name: str | None = text("Data-protection contact", section=_DATA)
    data_protection_contact: str | None = text("Their phone or email", section=_DATA)


def _title(values: Values) -> str:
    personal = "Personal diary" if values.get("personal") is True else "Organisation"
    return said(values, "name") or personal


ORGANISATION = register(
    Organisation,
    code="organisation",
    name="Organisation",
    plural="Organisations",
    icon="briefcase",
    home="private",
    listed=False,
    living=True,
    title=_title,
)
