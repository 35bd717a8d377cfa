"""Return conversation: on lists, and the form for all that is not on its own page."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "return_conversation",
        columns=("start_at", "outcome", "interviewer"),
        wording={
            "new": "New return conversation",
            "intro": "Nothing here is compulsory, and any order is fine.",
            "empty": "No return conversations",
        },
    )
)
