"""Attachment: a photo, a PDF or any file that belongs to an entry. The record names it and carries
its key; the sealed bytes lie in the vault's attachments folder and are no business of this file."""

from __future__ import annotations

from typing import Any

from diary.records.fields import link, number, text, when
from diary.records.plain import count, joined, said
from diary.records.registry import Entry, register
from diary.store.shape import Values

_KB = 1000


class Attachment(Entry, table=True):
    """A file."""

    caption: str | None = text("What it shows")
    name: str | None = text("File name", required=True)
    taken_at: dict[str, Any] | None = when("When it was made")
    entry: str | None = link("Belongs to")

    media_type: str | None = text("Kind of file", hidden=True, searchable=False)
    size: int | None = number("Size in bytes", hidden=True)
    sha256: str | None = text("SHA-256 of the file", hidden=True, searchable=False)
    file_id: str | None = text("File", hidden=True, searchable=False, required=True)
    file_key: str | None = text("Key of the file", hidden=True, searchable=False, required=True)


def size_words(size: int) -> str:
    """ "340 KB", for people."""
    if size < _KB:
        return f"{size} bytes"
    for unit in ("KB", "MB"):
        size = round(size / _KB)
        if size < _KB:
            return f"{size} {unit}"
    return f"{round(size / _KB)} GB"


def _title(values: Values) -> str:
    return said(values, "caption") or said(values, "name") or "File"


def _meta(values: Values) -> str:
    size = count(values, "size")
    name = said(values, "name") if said(values, "caption") else ""
    return joined(name, size_words(size) if size is not None and size >= 0 else "")


ATTACHMENT = register(
    Attachment,
    code="attachment",
    name="Attachment",
    plural="Attachments",
    icon="paperclip",
    happened="taken_at",
    home="either",
    title=_title,
    meta=_meta,
)
