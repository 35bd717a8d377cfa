"""Every error and every notice has words of its own, plain and with a next step."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from diary import errors, words
from diary.errors import DiaryError, InvalidEntry
from diary.vault import header
from diary.words import words_for, words_for_notice

ROOT = Path(__file__).resolve().parents[2]
TECHNICAL = re.compile(
    r"\b(exception|null|database is|sql|kdf|argon|hash|json|errno|stack|invalid|failed|abort)\b",
    re.IGNORECASE,
)


def walk(kind: type[DiaryError]) -> list[type[DiaryError]]:
    return [kind, *(inner for each in kind.__subclasses__() for inner in walk(each))]


def made(kind: type[DiaryError], hint: str = "") -> DiaryError:
    return InvalidEntry({"note": "this is needed"}) if kind is InvalidEntry else kind(hint)


OURS = [kind for kind in walk(DiaryError) if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.code)
def test_each_error_has_words_of_its_own(kind: type[DiaryError]) -> None:
    assert kind.code in words._ERRORS
    told = words_for(made(kind))
    for sentence in (told.says, told.next_step):
        assert sentence[-1] in ".:)" or ":" in sentence
    for text in (told.title, told.says, told.next_step):
        assert text
        assert not TECHNICAL.search(text), text
    others = [words_for(made(other)).title for other in OURS if other is not kind]
    assert told.title not in others


def test_words_for_nothing_that_is_not_an_error() -> None:
    assert set(words._ERRORS) == {kind.code for kind in OURS}
    codes = {kind.code for kind in OURS}
    assert set(words._MORE) <= codes


def raised() -> set[tuple[str, str]]:
    """(error class, fixed hint) as the code raises them."""
    found = set()
    for path in (ROOT / "diary").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add((node.func.id, first.value))
    return found


def test_special_words_belong_to_hints_that_are_raised() -> None:
    code_of = {kind.__name__: kind.code for kind in OURS}
    hints = {(code_of.get(name, ""), hint) for name, hint in raised()}
    named_by_the_caller = {("cannot_reach", "source"), ("vault_damaged", "identity")}
    for code, more in words._MORE.items():
        for hint in more:
            assert (code, hint) in hints | named_by_the_caller


def test_hints_with_numbers_are_told() -> None:
    assert "34 characters" in words_for(errors.WrongRecoveryCode("length 34")).says
    assert "group 2, 5" in words_for(errors.WrongRecoveryCode("groups 2, 5")).says
    assert words_for(errors.SyncedFolder("OneDrive")).says.startswith("OneDrive")
    assert "shorter" in words_for(errors.WeakPassphrase("short")).says
    told = words_for(InvalidEntry({"note": "this is needed", "at": "write the day"}))
    assert "note: this is needed" in told.next_step
    assert "at: write the day" in told.next_step


def test_each_notice_has_words() -> None:
    source = (ROOT / "diary" / "diary.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'f?"([a-z]+_[a-z_]+):(?:0|\{lost\})"', source))
    codes |= set(re.findall(r"`(header[a-z_]*)`", header.HeaderRead.__doc__ or ""))
    assert {"newest_lost", "restored_copy", "head_unreadable", "header_stale"} <= codes
    for code in codes:
        told = words_for_notice(f"{code}:2")
        assert told.title != words_for_notice("unheard_of:0").title, code
        assert told.next_step.endswith((".", ")"))
    assert "2 changes" in words_for_notice("newest_lost:2").says
    assert "One change" in words_for_notice("newest_lost:1").says
