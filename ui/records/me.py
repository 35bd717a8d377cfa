"""Me: the worker's own name and how to reach them."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "me",
        columns=("display_name", "role"),
        wording={
            "new": "About you",
            "intro": "For entries and papers.",
        },
    )
)
