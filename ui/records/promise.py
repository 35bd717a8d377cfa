"""Promise: what was said would be done, and what became of it."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "promise",
        columns=("what", "due", "state"),
        wording={
            "new": "New promise",
            "intro": "What you said you would do, as you said it.",
            "empty": "No promises yet",
        },
    )
)
