"""Invented records by the hundred, and the table of figures, through the real commands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from diary.diary import Diary
from diary.errors import Cancelled
from diary.seed import seed
from tests.diary.cli.conftest import CHEAP, PASSPHRASE, run_here


def titles(vault: Path) -> list[tuple[str, str]]:
    found = run_here("list", "contact", "--json", "--vault", str(vault)).json
    return sorted((r["happened"][:7], r["title"]) for r in found)


def test_the_same_seed_gives_the_same_records(folder: Path, another: Path) -> None:
    for vault in (folder, another):
        made = run_here(
            "seed", "--people", "3", "--entries", "60", "--seed", "7", "--vault", str(vault)
        )
        assert made.code == 0, made.err
    people = run_here("people", "--json").json
    assert len(people) == 3
    assert titles(folder) == titles(another)
    assert run_here("verify", "--json").json["clean"] is True


@pytest.mark.parametrize("words", [("--people", "0"), ("--entries", "-1"), ("--seed", "x")])
def test_impossible_numbers_are_refused(kith: Any, words: tuple[str, ...]) -> None:
    answer = kith("seed", *words)
    assert answer.code == 2
    assert words[0] in answer.err


def test_stopped_half_way_there_is_nothing(tmp_path: Path) -> None:
    book, _ = Diary.create(tmp_path / "v", PASSPHRASE, "Sam", kdf=CHEAP)
    asked = iter([False, False])
    with book, pytest.raises(Cancelled):
        seed(book, people=3, entries=3000, whole=True, cancelled=lambda: next(asked, True))
    assert run_here("people", "--json", "--vault", str(tmp_path / "v")).json == []


def test_bench_prints_its_figures_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    told = run_here("bench", "--people", "2", "--entries", "60", "--json").json
    assert all(row["took"] > 0 for row in told["figures"])
    assert any("95th" in row["work"] for row in told["figures"])
    assert list(place.iterdir()) == []
