"""What a passphrase has to be, and the one form in which it is used. Nothing here keeps one."""

from __future__ import annotations

import unicodedata

from diary.errors import WeakPassphrase

SHORTEST = 10
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
_COMMON = (
    "password", "passphrase", "passwort", "letmein", "iloveyou", "welcome", "sunshine", "football",
    "princess", "liverpool", "arsenal", "chelsea", "monkey", "dragon", "qwerty", "admin",
    "changeme", "secret", "safeguarding", "kith", "mentor", "diary",
)  # fmt: skip


def encoded(passphrase: str) -> bytes:
    """The bytes that are stretched: NFKC, so that the same keys typed on another system match."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8")


def require_strong(passphrase: str) -> None:
    """Raises WeakPassphrase with the reason as its hint: `short`, `repeated`, `sequence` or
    `common`. Long and plain is welcome; no rule asks for digits or signs."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text.strip()) < SHORTEST:
        raise WeakPassphrase("short")
    folded = "".join(c for c in text.casefold() if not c.isspace())
    if len(set(folded)) < 5 or _repeats(folded):
        raise WeakPassphrase("repeated")
    if any(folded in run * 2 or folded in run[::-1] * 2 for run in _RUNS):
        raise WeakPassphrase("sequence")
    if _common(folded):
        raise WeakPassphrase("common")


def _repeats(text: str) -> bool:
    return (
        any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))
        and len(text) < 3 * SHORTEST
    )


def _common(folded: str) -> bool:
    """A listed word with only digits and signs around it, also with digits for letters."""
    bare = folded.translate(str.maketrans("013457$@", "oieastsa"))
    for candidate in (folded, bare):
        for word in _COMMON:
            rest = candidate.replace(word, "")
            if word in candidate and len([c for c in rest if c.isalpha()]) < 3:
                return True
    return False
