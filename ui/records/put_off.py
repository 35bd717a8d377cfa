"""Reminder put off: which one, until when, and why."""

from ui.records.registry import UiKind, dress

PUT_OFF = dress(
    UiKind(
        "put_off",
        columns=("reason", "until"),
        wording={
            "new": "Put a reminder off",
            "empty": "No reminder is put off",
        },
    )
)
