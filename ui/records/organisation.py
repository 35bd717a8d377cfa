"""Organisation: whom the worker works for and whom to ring."""

from ui.records.registry import UiKind, dress

dress(
    UiKind(
        "organisation",
        columns=("name", "lead_name", "lead_phone"),
        wording={
            "new": "Your organisation",
            "intro": "Whom to ring stands on the concern page and on papers.",
        },
    )
)
