"""The list of steps on the left: each with a word that says how far it is, and a sign before it."""

from __future__ import annotations

from diary.casework.spoken import in_section
from diary.practice.spans import count_words, local, plural, when_words
from diary.records.plain import moment, said
from diary.records.return_conversation import asked, offers_in_order
from ui.pages.talk import STEPS, Step, Talk
from ui.widgets import Row

_DETAILS = {
    "before": ("noticed", "push", "pull"),
    "away": (
        "where",
        "with_whom",
        "travel",
        "money",
        "phone",
        "what_happened",
        "harm",
        "exploitation_signs",
    ),
    "back": (),
    "health": ("substances", "health_follow_up"),
    "safe": ("would_help", "safe_people", "feelings", "likely_again", "helplines", "safety_given"),
}
_ANSWERED = {
    "accepted": "accepted",
    "declined": "said no",
    "later": "asked for another time",
    "no_answer": "no answer yet",
}


def step_rows(talk: Talk, at: str) -> list[Row]:
    """One row a step; lines that wait to be sorted have a row of their own."""
    rows = [_row(step, talk, at) for step in STEPS]
    waiting = len(in_section(talk.get("lines") or [], "unsorted"))
    if waiting:
        words = plural(waiting, "line")
        rows.insert(-1, Row("sort", "To sort", words, icon=_icon(at == "sort", ""), tile=False))
    return rows


def _row(step: Step, talk: Talk, at: str) -> Row:
    done, words = _state(step, talk)
    icon = _icon(step.key == at, done)
    return Row(
        step.key,
        step.title,
        talk.view.pronouns.fill(words or step.about),
        icon=icon,
        tile=False,
        spoken=f"{step.title}. {words or 'empty'}",
    )


def _icon(current: bool, done: str) -> str:
    if done:
        return done
    return "circle-dot" if current else "circle"


def _state(step: Step, talk: Talk) -> tuple[str, str]:
    """The icon of a step that has something in it ("" where not), and its word."""
    if step.section:
        return _talked(step, talk)
    if step.key == "start":
        return _started(talk)
    if step.key == "offers":
        return _offers(talk)
    if step.key == "sharing":
        return _shared(talk)
    if talk.get("outcome"):
        return "check", "finished"
    return "", ""


def _talked(step: Step, talk: Talk) -> tuple[str, str]:
    values = talk.values
    mark = asked(values, step.section)
    lines = in_section(values.get("lines") or [], step.section)
    if mark == "did_not_want_to_say":
        return "minus", "did not want to say"
    if values.get(f"asked_{step.section}") == "not_asked" and not lines:
        return "clock", "ask later"
    if lines:
        spoken = sum(line.get("who") != "asked" for line in lines)
        return "check", f"{plural(spoken, 'line')} in {talk.view.pronouns.their} words"
    if any(values.get(key) for key in _DETAILS[step.section]):
        return "check", "notes of mine"
    return "", ""


def _started(talk: Talk) -> tuple[str, str]:
    answered = sum(
        talk.get(key) not in (None, "")
        for key in ("independent", "their_choice", "told_must_share")
    )
    if talk.get("told_must_share") is True:
        return ("check" if answered == 3 else ""), "told what must be shared"
    if answered:
        return "", f"{count_words(answered)} of three answered"
    return "", ""


def _offers(talk: Talk) -> tuple[str, str]:
    offers = offers_in_order(talk.values)
    if not offers:
        return ("check", "not offered: why") if talk.get("not_offered_why") else ("", "")
    last = offers[-1]
    words = f"{len(offers)} made, {_ANSWERED.get(said(last, 'answer'), 'answer not recorded')}"
    at = moment(last, "at")
    today = local(talk.view.now, talk.view.zone).date()
    if at is not None and at.at is not None:
        there = local(at.at, at.zone)
        day = f"{there:%H:%M}" if there.date() == today else when_words(at, today)
        words = f"{words} {day}"
    return "check", words


def _shared(talk: Talk) -> tuple[str, str]:
    lines = talk.get("sharing") or []
    if not lines:
        return "", ""
    told = sum(line.get("told") is True for line in lines)
    due = sum(line.get("basis") in {"must", "agreed"} and not line.get("told") for line in lines)
    if due:
        return "", f"{told} told, {due} still to tell"
    return "check", f"{told} told" if told else "nothing shared"
