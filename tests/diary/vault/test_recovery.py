from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.errors import WrongRecoveryCode
from diary.vault import recovery
from diary.vault.recovery import ALPHABET, GROUPS, SIZE

codes = st.builds(recovery.new_code)


def test_shape_and_strength() -> None:
    code = recovery.new_code()
    assert [len(group) for group in code.split("-")] == [SIZE] * GROUPS
    assert GROUPS * (SIZE - 1) * 5 >= 128
    assert not set("OIL U") & set(ALPHABET)
    assert len({recovery.new_code() for _ in range(200)}) == 200


@given(
    codes,
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["", " ", " - ", "–", "\n"]),
)
def test_forgives_case_spaces_dashes(code: str, cased: object, between: str) -> None:
    assert recovery.parse(cased(code).replace("-", between)) == code  # type: ignore[operator]


@given(codes)
def test_forgives_look_alikes(code: str) -> None:
    typed = code.replace("0", "o").replace("1", "l").replace("V", "U")
    assert recovery.parse(typed) == code
    assert recovery.secret(typed) == recovery.secret(code)


@given(codes, st.integers(0, GROUPS * SIZE - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_in_its_group(code: str, at: int, letter: str) -> None:
    letters = list(code.replace("-", ""))
    if letters[at] == letter:
        return
    letters[at] = letter
    with pytest.raises(WrongRecoveryCode, match=f"groups {at // SIZE + 1}$"):
        recovery.parse("".join(letters))


@given(codes, st.integers(0, GROUPS - 1), st.integers(0, SIZE - 2))
def test_two_swapped_characters_are_found(code: str, group: int, at: int) -> None:
    letters = list(code.replace("-", ""))
    first = group * SIZE + at
    letters[first], letters[first + 1] = letters[first + 1], letters[first]
    if "".join(letters) == code.replace("-", ""):
        return
    assert recovery.mistyped_groups("".join(letters)) == [group + 1]


@given(codes, st.integers(0, GROUPS - 1), st.integers(0, GROUPS - 1))
def test_two_swapped_groups_are_found(code: str, one: int, other: int) -> None:
    groups = code.split("-")
    groups[one], groups[other] = groups[other], groups[one]
    wrong = [] if one == other else sorted({one + 1, other + 1})
    assert recovery.mistyped_groups("-".join(groups)) == wrong


@given(codes, st.integers(0, GROUPS * SIZE - 1))
def test_a_missing_character_is_said_with_the_count(code: str, at: int) -> None:
    letters = code.replace("-", "")
    with pytest.raises(WrongRecoveryCode, match=f"length {GROUPS * SIZE - 1}"):
        recovery.parse(letters[:at] + letters[at + 1 :])


@given(st.text(max_size=60))
def test_any_text_is_refused_or_read_never_a_crash(text: str) -> None:
    try:
        parsed = recovery.parse(text)
    except WrongRecoveryCode:
        return
    assert recovery.parse(parsed) == parsed


@given(codes)
def test_asking_back(code: str) -> None:
    number, answer = recovery.ask_back(code)
    assert code.split("-")[number - 1] == answer
    assert recovery.answers(answer.lower() + " ", answer)
    assert not recovery.answers(answer[::-1] + "2", answer)


def test_live_checking_ignores_the_unfinished_group() -> None:
    code = recovery.new_code()
    assert recovery.mistyped_groups(code[:8]) == []
    assert recovery.mistyped_groups("") == []
