"""Reminder put off: which one, until when, and why."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "put_off",
        columns=("reason", "until"),
        wording={
            "new": "Put a reminder off",
            "empty": "No reminder is put off",
        },
    )
)
