"""Meeting: adults met about the young person, with or without them there."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "meeting",
        columns=("kind", "at", "purpose"),
        wording={
            "new": "New meeting",
            "intro": "What was decided, and what the young person wanted said.",
            "empty": "No meetings yet",
        },
    )
)
