"""Answers that several kinds of record share. A code never changes; its words may. An answer that
only one kind knows stands in that kind's file."""

from __future__ import annotations

YES_NO = {"yes": "Yes", "no": "No"}
YES_NO_UNSURE = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
GRADED = {"no": "No", "unsure": "Not sure", "yes": "Yes"}
"""Least serious first: where two answers stand apart the most serious is shown until settled."""
YES_NO_NA = {"yes": "Yes", "no": "No", "not_applicable": "Does not apply"}

WORDS_MARKS = {
    "exact": "Exact words",
    "recalled": "As I recall them",
    "interpreted": "Through an interpreter",
}

METHODS = {
    "in_person": "In person",
    "phone": "By phone",
    "message": "By message",
    "email": "By email",
    "letter": "By letter",
    "form": "On a form or portal",
    "through_someone": "Through someone they trust",
}

ROLES = {
    "safeguarding_lead": "Safeguarding lead",
    "manager": "My manager",
    "social_care": "Children's social care",
    "out_of_hours": "Out-of-hours team",
    "police": "Police",
    "emergency": "Emergency services (999)",
    "designated_officer": "Local authority designated officer",
    "health": "Health",
    "school": "School or college",
    "parent_carer": "Parent or carer",
    "other": "Someone else",
}

NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
}
