"""Young person: the form about them."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "young_person",
        columns=("chosen_name", "pronouns", "in_short"),
        wording={
            "new": "New young person",
            "intro": "One chosen name is enough to begin.",
            "empty": "Nobody yet",
        },
    )
)
