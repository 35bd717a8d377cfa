"""The recovery code: 140 random bits in seven groups of five characters, made to be written by
hand and read aloud. The last character of each group checks that group and its place, so a slip
of the pen is found where it is. Wrapping the vault key under it belongs to `keyslots`."""

from __future__ import annotations

import hmac
import secrets

from diary.errors import WrongRecoveryCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
SIZE = 5
_LENGTH = GROUPS * SIZE
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_SEEN_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_FIELD = 0b100101  # x^5 + x^2 + 1: arithmetic in GF(32)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= _FIELD
        b >>= 1
    return product


def _check(values: list[int], group: int) -> int:
    """Different weights for every position and an offset for every group: each single slip, each
    swap of two characters and each swap of two groups changes it."""
    total = _times(31, group + 1)
    for position, value in enumerate(values):
        total ^= _times(position + 2, value)
    return total


def new_code() -> str:
    """A fresh code as it is shown: seven groups with dashes between them."""
    groups = []
    for group in range(GROUPS):
        values = [secrets.randbelow(32) for _ in range(SIZE - 1)]
        groups.append("".join(ALPHABET[v] for v in [*values, _check(values, group)]))
    return "-".join(groups)


def _letters(typed: str) -> str:
    upper = typed.upper().translate(_SEEN_AS)
    return "".join(c for c in upper if not c.isspace() and c not in "-–—_.,")


def mistyped_groups(typed: str) -> list[int]:
    """The groups, counted from 1, in which something was mistyped; unfinished ones don't count."""
    letters = _letters(typed)[:_LENGTH]
    whole = [letters[at : at + SIZE] for at in range(0, len(letters) - SIZE + 1, SIZE)]
    return [number for number, group in enumerate(whole, 1) if not _group_holds(group, number)]


def _group_holds(group: str, number: int) -> bool:
    values = [_VALUE.get(letter, -1) for letter in group]
    return min(values) >= 0 and _check(values[:-1], number - 1) == values[-1]


def parse(typed: str) -> str:
    """The code as it is shown, from however it was typed. Raises WrongRecoveryCode; the hint is
    `length 34` or `groups 2, 5`, the ones that look mistyped."""
    letters = _letters(typed)
    if len(letters) != _LENGTH:
        raise WrongRecoveryCode(f"length {len(letters)}")
    if wrong := mistyped_groups(letters):
        raise WrongRecoveryCode("groups " + ", ".join(str(number) for number in wrong))
    return "-".join(letters[at : at + SIZE] for at in range(0, _LENGTH, SIZE))


def secret(typed: str) -> bytes:
    """What the recovery slot is wrapped under. Raises WrongRecoveryCode as `parse` does."""
    return parse(typed).replace("-", "").encode("ascii")


def ask_back(code: str) -> tuple[int, str]:
    """A group to be typed back at set-up: its number, counted from 1, and the right answer."""
    number = secrets.randbelow(GROUPS) + 1
    return number, parse(code).split("-")[number - 1]


def answers(typed: str, expected: str) -> bool:
    """Whether what was typed back is the group asked for, as forgiving as `parse`."""
    return hmac.compare_digest(_letters(typed).encode(), expected.encode())
