"""Concern: on lists, and the form for all that is not on its own page."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "concern",
        columns=("words", "danger", "told"),
        wording={
            "new": "New concern",
            "intro": "In danger now: ring 999 first.",
            "empty": "No concerns",
        },
    )
)
