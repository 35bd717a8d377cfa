"""Note: something to remember that is none of the other kinds."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "note",
        columns=("about", "at", "note"),
        wording={
            "new": "New note",
            "intro": "Something to remember that is none of the other kinds.",
            "empty": "No notes yet",
        },
    )
)
