"""Key moment: what changes much in a young person's life."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "key_moment",
        columns=("kind", "what", "at", "expected_at"),
        wording={
            "new": "New key moment",
            "intro": "Something that may take people or places from them, or open a door.",
            "empty": "No key moments yet",
        },
        first=("kind", "what", "at", "expected_at"),
    )
)
