"""Attachment: a file beside an entry, on lists. It is added at the entry, not on a form."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "attachment",
        columns=("caption", "name", "taken_at"),
        wording={
            "new": "A file",
            "empty": "No files yet",
        },
    )
)
