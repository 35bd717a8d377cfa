"""Second account: what a colleague saw or knows, beside somebody else's entry."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "second_account",
        columns=("account", "at", "how_known"),
        wording={
            "new": "Your own account",
            "intro": "It stands beside the entry under your name. The entry itself is not changed.",
            "empty": "No second accounts",
        },
        first=("account", "how_known", "at"),
        without=("of",),
    )
)
