"""Export log: that a copy of a young person's diary was taken out of Kith, by whom, when and in
what form. Never where to: a path can name people."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, number, text, when
from diary.records.plain import count, joined
from diary.records.registry import Entry, register
from diary.store.shape import Values

FORMS = {
    "folder": "A folder of files",
    "zip": "One .zip file",
    "paper": "On paper",
    "pdf": "A PDF",
    "word": "A Word document",
    "other": "Another form",
}


class ExportLog(Entry, table=True):
    """A copy that was taken out."""

    __tablename__ = "export_log"

    at: dict[str, Any] | None = when("When", required=True)
    what: str | None = text("What was taken out", required=True)
    by: str | None = text("By whom")
    form: str | None = choice("In what form", FORMS)
    entries: int | None = number("How many entries")
    given_to: str | None = text("For whom")


def _meta(values: Values) -> str:
    entries = count(values, "entries")
    form = FORMS.get(str(values.get("form")), "")
    return joined(form, f"{entries} entries" if entries else "")


EXPORT_LOG = register(
    ExportLog,
    code="export_log",
    name="Copy taken out",
    plural="Copies taken out",
    icon="external-link",
    happened="at",
    title=lambda _values: "A copy was taken out",
    meta=_meta,
)
