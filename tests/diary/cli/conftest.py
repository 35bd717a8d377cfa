"""A real vault with a cheap lock, and the real command line run on it, in this process or apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from diary.cli.commands import app
from diary.diary import Diary
from diary.vault.keyslots import KdfParams

PASSPHRASE = "otter lantern quiet harbour"
CHEAP = KdfParams(memory_kib=8, passes=1, lanes=1, for_tests=True)
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Kith = Callable[..., Answer]


def run_here(*words: str, given: Any = None, env: dict[str, str] | None = None) -> Answer:
    """`kith WORDS` in this process; `given` goes to standard input as JSON, or as it is."""
    stdin = given if given is None or isinstance(given, (str, bytes)) else json.dumps(given)
    said = {"KITH_PASSPHRASE": PASSPHRASE, **(env or {})}
    done = CliRunner().invoke(app, list(words), input=stdin, env=said)
    return Answer(done.exit_code, done.stdout, done.stderr)


def run_apart(*words: str, given: str = "", env: dict[str, str] | None = None) -> Answer:
    """`python -m diary.cli WORDS` in a process without a terminal or a screen."""
    clean = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "diary.cli", *words],
        cwd=ROOT,
        input=given,
        env=clean | (env or {}),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty vault, which the commands find by `KITH_VAULT`."""
    where = tmp_path / "diary"
    book, _code = Diary.create(where, PASSPHRASE, "Sam Okoro", kdf=CHEAP)
    book.close()
    monkeypatch.setenv("KITH_VAULT", str(where))
    return where


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """A second empty vault."""
    where = tmp_path / "another"
    book, _code = Diary.create(where, PASSPHRASE, "Kim Reed", kdf=CHEAP)
    book.close()
    return where


@pytest.fixture
def kith(folder: Path) -> Kith:
    return run_here


@pytest.fixture
def apart(folder: Path) -> Kith:
    return run_apart


@pytest.fixture
def ash(kith: Kith) -> str:
    """A young person's id."""
    made: str = kith("add", "young_person", "--json", given={"chosen_name": "Ash"}).json["id"]
    return made


@pytest.fixture
def note(kith: Kith, ash: str) -> str:
    """A note's id, in Ash's diary."""
    given = {
        "note": "We walked to the harbour.",
        "at": "2026-03-01T10:00",
        "words": "It was all right",
    }
    made: str = kith("add", "note", "--person", "Ash", "--json", given=given).json["id"]
    return made
