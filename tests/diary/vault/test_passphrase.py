from __future__ import annotations

import pytest

from diary.errors import WeakPassphrase
from diary.vault.passphrase import encoded, require_strong


@pytest.mark.parametrize(
    ("weak", "reason"),
    [
        ("", "short"),
        ("nine char", "short"),
        ("          x", "short"),
        ("aaaaaaaaaaaa", "repeated"),
        ("abcabcabcabc", "repeated"),
        ("otterotterotter", "repeated"),
        ("abababababab1", "repeated"),
        ("abcdefghijkl", "sequence"),
        ("1234567890", "sequence"),
        ("qwertyuiop", "sequence"),
        ("zyxwvutsrqp", "sequence"),
        ("Password123!", "common"),
        ("P@ssw0rd2026", "common"),
        ("kith kith 2026", "common"),
    ],
)  # fmt: skip
def test_weak(weak: str, reason: str) -> None:
    with pytest.raises(WeakPassphrase) as said:
        require_strong(weak)
    assert said.value.hint == reason


@pytest.mark.parametrize(
    "good",
    [
        "otter lantern quiet harbour",
        "gwnewch y pethau bychain",
        "my secret garden has a gate",
        "Tr7#kk02lm-Q",
        "дождь над рекой",
        "correct horse correct horse staple",
    ],
)
def test_good(good: str) -> None:
    require_strong(good)


def test_one_form() -> None:
    assert encoded("ﬁsh caf\u00e9") == encoded("fish cafe\u0301")
    assert encoded("Fish") != encoded("fish")
