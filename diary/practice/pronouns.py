"""How a sentence speaks of a young person: the pronouns they gave, and *they* while none are known.
Only those that are asked for here; nothing is ever guessed from a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SETS = {
    "she": ("she", "her", "her"),
    "he": ("he", "him", "his"),
    "they": ("they", "them", "their"),
}


@dataclass(frozen=True, slots=True)
class Pronouns:
    """She, her, her; the verb forms that go with them."""

    they: str
    them: str
    their: str

    @property
    def _one(self) -> bool:
        return self.they != "they"

    def fill(self, text: str) -> str:
        """The text with {they}, {them}, {their}, {They}, {Their}, {do}, {are}, {were}, {have}
        filled in; {s} ends a verb."""
        return text.format(
            they=self.they,
            them=self.them,
            their=self.their,
            They=self.they.title(),
            Their=self.their.capitalize(),
            do="does" if self._one else "do",
            are="is" if self._one else "are",
            were="was" if self._one else "were",
            have="has" if self._one else "have",
            Do="Does" if self._one else "Do",
            s="s" if self._one else "",
        )


def pronouns(given: str | None) -> Pronouns:
    """The pronouns in a field such as "she/her"; *they* for anything else, or for several sets."""
    words = re.findall(r"[a-z]+", (given or "").lower())
    sets = [word for word in words if word in _SETS]
    if len(sets) == 1:
        return Pronouns(*_SETS[sets[0]])
    return Pronouns(*_SETS["they"])
