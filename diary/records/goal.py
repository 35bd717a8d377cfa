"""Goal: a hope in the young person's own words, the steps towards it, and where it stands for
them."""

from __future__ import annotations

from typing import Any

from diary.records.fields import choice, items, link, narrative, own_words, text, when
from diary.records.plain import clipped, lines, said, wrong_order
from diary.records.registry import Entry, register
from diary.store.shape import Values

STANDS = {
    "hope": "A hope for now",
    "started": "Started",
    "getting_there": "Getting there",
    "reached": "Reached",
    "changed": "They want something else now",
    "resting": "Resting for now",
}
STEP_STATES = {"open": "To do", "done": "Done", "changed": "Changed", "dropped": "Let go"}
OVER = frozenset({"reached", "changed"})
_WHERE = "Where it stands"


class Goal(Entry, table=True):
    """A hope."""

    hope: str | None = own_words("What they hope for, in their words", required=True)
    since: dict[str, Any] | None = when("Since")
    steps: list[dict[str, Any]] | None = items(
        "Steps",
        {
            "step": text("Step", required=True, beside=True),
            "who": text("Who"),
            "by": when("By when"),
            "state": choice("How it goes", STEP_STATES, beside=True),
            "done_at": when("Done on"),
        },
        beside=True,
    )

    stands: str | None = choice("Where it stands", STANDS, section=_WHERE, beside=True)
    stands_words: str | None = own_words("How it is going, in their words", section=_WHERE)
    reached_at: dict[str, Any] | None = when("Reached on", section=_WHERE)
    review_at: dict[str, Any] | None = when("Look at it together again", section=_WHERE)
    helps: str | None = narrative("What helps, and who", section=_WHERE)
    in_the_way: str | None = narrative("What is in the way", section=_WHERE)
    entry: str | None = link("Came up at", section=_WHERE)


def is_open(values: Values) -> bool:
    """Whether the hope is still theirs and not yet reached."""
    return said(values, "stands") not in OVER


def steps_done(values: Values) -> tuple[int, int]:
    """How many steps are done, of how many that still count."""
    steps = [s for s in lines(values, "steps") if s.get("state") not in {"changed", "dropped"}]
    return sum(s.get("state") == "done" for s in steps), len(steps)


def _title(values: Values) -> str:
    hope = said(values, "hope")
    return f"Hope: {clipped(hope)}" if hope else "Hope"


def _meta(values: Values) -> str:
    done, all_steps = steps_done(values)
    if all_steps:
        return f"{done} of {all_steps} step{'s' if all_steps != 1 else ''}"
    stands = said(values, "stands")
    return STANDS.get(stands, stands).lower()


def _checks(values: Values) -> dict[str, str]:
    if wrong_order(values, "since", "reached_at"):
        return {"reached_at": "This is before the hope began. Look at the two times."}
    return {}


def _mark(values: Values) -> str:
    return "hope" if is_open(values) else ""


GOAL = register(
    Goal,
    code="goal",
    name="Hope",
    plural="Hopes",
    icon="sprout",
    happened="since",
    living=True,
    title=_title,
    meta=_meta,
    checks=_checks,
    mark=_mark,
)
