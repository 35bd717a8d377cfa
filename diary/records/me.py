"""Me: the worker's own name and how to reach them, for entries and papers. One record per
member."""

from __future__ import annotations

from diary.records.fields import choice, text
from diary.records.options import NATIONS
from diary.records.plain import said
from diary.records.registry import register
from diary.store.shape import Record, Values


class Me(Record, table=True):
    """The worker."""

    display_name: str | None = text("Your name", required=True)
    role: str | None = text("Your role")
    phone: str | None = text("Your phone")
    email: str | None = text("Your email")
    team: str | None = text("Your team")
    supervisor: str | None = text("Your supervisor")
    council_system: str | None = text(
        "Name of the council's system", help="Where you also have to enter what you write here."
    )
    nation: str | None = choice("Nation you work in", NATIONS)


def _title(values: Values) -> str:
    return said(values, "display_name") or "Me"


ME = register(
    Me,
    code="me",
    name="Me",
    plural="Me",
    icon="user-round",
    home="private",
    listed=False,
    living=True,
    title=_title,
    meta=lambda values: said(values, "role"),
)
