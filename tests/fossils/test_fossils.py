"""Vaults of every release open, verify and read as they were written. A fossil is never remade."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from diary.diary import Diary
from tests.fossils.make_fossil import HERE, PASSPHRASE, contents

FOSSILS = sorted(path.stem for path in HERE.glob("*.zip"))


@pytest.fixture(params=FOSSILS)
def fossil(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, object]]:
    folder = tmp_path / "vault"
    with zipfile.ZipFile(HERE / f"{request.param}.zip") as packed:
        packed.extractall(folder)
    told = json.loads((HERE / f"{request.param}.json").read_text())
    return folder, told


def test_there_is_a_fossil() -> None:
    assert FOSSILS


def test_it_opens_verifies_and_reads(fossil: tuple[Path, dict[str, object]]) -> None:
    folder, told = fossil
    with Diary.open(folder, PASSPHRASE) as diary:
        assert diary.verify().faults == []
        now = contents(diary)
        then = told["contents"]
        assert isinstance(then, dict)
        for kind, records in then.items():
            assert now[kind] == records
        questions = [
            path for view in diary.ask(lambda r: r.all("contact")) for path in view.questions
        ]
        assert questions == ["purpose"]


def test_its_recovery_code_still_opens_it(fossil: tuple[Path, dict[str, object]]) -> None:
    from diary.vault.vault import Vault

    folder, told = fossil
    vault = Vault.open_with_recovery(folder, str(told["recovery"]))
    with Diary.enter(vault) as diary:
        assert "Jaz" in diary.ask(lambda r: r.people()).values()
