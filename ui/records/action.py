"""Action: something that is to be done, on lists and on its form."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "action",
        columns=("what", "due", "who", "state"),
        wording={
            "new": "New action",
            "intro": "What is to be done, by whom, by when.",
            "empty": "No actions yet",
        },
    )
)
