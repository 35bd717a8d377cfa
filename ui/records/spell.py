"""Spell: how things stood for a time: where they live, school, plan, legal status."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "spell",
        columns=("aspect", "what", "since", "until"),
        wording={
            "new": "New spell",
            "intro": "How things stand for a time, from when and until when.",
            "empty": "Nothing written yet about where they live, school or plans",
        },
    )
)
