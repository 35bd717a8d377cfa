"""Worker safety event: outside every young person's diary."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "worker_safety",
        columns=("what", "at", "place"),
        wording={
            "new": "New safety event",
            "intro": (
                "About you and your work, outside every young person's diary. "
                "Kith cannot call for help."
            ),
            "empty": "No safety events",
        },
    )
)
