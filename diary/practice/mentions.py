"""Names in a young person's words, as a prompt for the worker ("people she mentions"). It finds
capitalised words that do not merely open a sentence, and initials; it decides nothing and links
nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_][\w’'-]*", re.UNICODE)
_OPENS = re.compile(r"(^|[.!?…:;“\"‘(]\s*|\n\s*)$")
_NOBODY_WORDS = """
    I I'm I’m I'd I’d I'll I’ll I've I’ve OK TV PS UK England Scotland Wales Ireland Christmas
    Easter Ramadan Eid Diwali Mum Dad Nan Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December Instagram
    Snapchat WhatsApp TikTok Facebook YouTube Xbox PlayStation Uber Tesco Asda McDonald's McDonald’s
    KFC"""
_NOBODY = frozenset(_NOBODY_WORDS.casefold().split())
MOST = 8


def mentioned(texts: Iterable[str], *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """The names found, in the order they first came, at most eight; `but` are names to leave out
    (the young person's own)."""
    skip = {name.casefold() for name in but} | _NOBODY
    found: dict[str, str] = {}
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group().removesuffix("'s").removesuffix("’s").rstrip("'’-")
            initial = len(word) == 1 and word not in {"I", "A"}
            opens = bool(_OPENS.search(text[: match.start()]))
            known = {word.casefold(), match.group().casefold()} & skip
            if not word[:1].isupper() or known or (opens and not initial):
                continue
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:MOST]
