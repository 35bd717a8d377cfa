"""Missing episode: on lists, and the form for all that is not on its own page."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "missing_episode",
        columns=("type", "last_seen_at", "returned_at", "grade"),
        wording={
            "new": "New missing episode",
            "intro": "When and where they were last seen, and who has been told.",
            "empty": "No missing episodes",
        },
    )
)
