"""Copy taken out: what left the diary on paper or as a file, on lists."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "export_log",
        columns=("what", "at", "given_to"),
        wording={
            "new": "A copy taken out",
            "empty": "Nothing has been taken out",
        },
    )
)
