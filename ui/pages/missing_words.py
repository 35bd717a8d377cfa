"""What a missing episode says about itself at the top of its page: the title, the line under it,
what is known, how long they have been gone. Never who is to blame."""

from __future__ import annotations

from datetime import datetime

from diary.casework.missing import EpisodeView
from diary.practice.spans import local, long_words, when_words
from diary.records.missing_episode import TYPES as ALL_TYPES
from diary.records.missing_episode import is_back, is_open, started
from diary.records.plain import at_place, moment, said
from ui.pages.missing_cards import look_words
from ui.theme import Tone


def title_of(view: EpisodeView) -> str:
    """Where it stands, in four words."""
    assert view.episode is not None
    values = view.episode.values
    if is_back(values):
        return f"{view.name} is back"
    if not is_open(values):
        return f"{view.name} has been found"
    return name_words(view)


def name_words(view: EpisodeView) -> str:
    """ "Jaz is missing"; "away" where it is known where they are."""
    away = view.episode is not None and said(view.episode.values, "type") == "away"
    return f"{view.name} is {'away' if away else 'missing'}"


def subtitle_of(view: EpisodeView) -> str:
    assert view.episode is not None
    values = view.episode.values
    today = local(view.now, view.zone).date()
    seen = moment(values, "last_seen_at")
    words = "Last seen "
    words += when_words(seen, today) if seen is not None else "time not written down"
    place, by = said(values, "last_seen_place"), said(values, "last_seen_by")
    words += f" {at_place(place)}" if place else ""
    words += f", by {by}" if by else ""
    back = moment(values, "returned_at")
    if back is not None:
        words += f" · back {when_words(back, today)}"
    reference = said(values, "police_reference")
    return f"{words} · police reference {reference}" if reference else words


def known_words(view: EpisodeView) -> str:
    assert view.episode is not None
    values, theirs = view.episode.values, view.pronouns
    person = view.known
    lines_ = [ALL_TYPES.get(said(values, "type"), "")]
    for key, label in (
        ("note", ""),
        ("may_be", "May be: "),
        ("vulnerabilities", f"More dangerous for {theirs.them}: "),
        ("time_critical_what", "Cannot wait: "),
        ("medication", "Medication: "),
        ("clothing", "Clothes: "),
        ("phone_money", "Phone, money: "),
        ("left_from", "Left from: "),
    ):
        if words := said(values, key):
            lines_.append(f"{label}{words}")
    for key, label in (
        ("appearance", "Looks like: "),
        ("often_at", "Often at: "),
        ("vulnerabilities", f"Dangerous for {theirs.them} when away: "),
    ):
        if words := said(person, key):
            lines_.append(f"{label}{words}")
    return "\n".join(line for line in lines_ if line)


def gone_words(view: EpisodeView, now: datetime) -> tuple[str, str, Tone]:
    assert view.episode is not None
    since = started(view.episode.values)
    begun = None if since is None else since.latest()
    about = "about " if since is not None and since.precision in {"about", "day"} else ""
    word = "Away" if said(view.episode.values, "type") == "away" else "Gone"
    large = f"{word} {about}{long_words(now - begun)}" if begun is not None else "Gone now"
    return large, look_words(view, now), "danger"
