"""Hope: in the young person's own words, with its steps."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "goal",
        columns=("hope", "since", "stands"),
        wording={
            "new": "New hope",
            "intro": "What they want, in their own words. Steps can come later.",
            "empty": "No hopes written yet",
        },
    )
)
