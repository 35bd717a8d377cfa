"""Trust observation: what was seen, never a score."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "trust",
        columns=("child_did", "direction", "at"),
        wording={
            "new": "New trust observation",
            "intro": "What you saw. An aid to reflection, not a validated measure.",
            "empty": "No observations yet",
        },
    )
)
