"""Contact: on lists, and which of its fields stand where on its own page."""

from diary.casework.contacts import SHARED_FIELDS
from ui.records.registry import UiKind, dress

CONTACT = dress(
    UiKind(
        "contact",
        columns=("kind", "at", "place", "note"),
        wording={
            "new": "New contact",
            "intro": "What happened, their words apart from yours.",
            "empty": "Nothing written yet",
        },
    )
)
COMMON = tuple(name for name in SHARED_FIELDS if name != "shared")
PRIVATE = (
    "note",
    "words",
    "words_mark",
    "observed",
    "others_said",
    "analysis",
    "alternative",
    "harm",
    *(
        name
        for name in CONTACT.names()
        if name not in SHARED_FIELDS and name not in {"seen", "seen_alone", "also_entered"}
    ),
)
REGROUP = {
    "words": "",
    "words_mark": "",
    "observed": "",
    "others_said": "",
    "analysis": "",
    "alternative": "",
    "harm": "",
    "question": "About their words",
    "rough_notes": "About their words",
    "with_or_about": "Who was there",
    "goals": "What comes next",
    "changed_for_them": "What comes next",
    "passed_to": "Passed on",
    "concern": "Passed on",
}
