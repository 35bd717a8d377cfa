"""The bootstrap: a second start is instant, what is missing is named, and what is installed is what
is pinned. The long way (a bare Debian, a fresh clone) is walked by hand: see CONTRIBUTING.md."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent


def load(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("kith_dev", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that looks set up: its own empty environment and the stamp that says so."""
    place = tmp_path / "a checkout"
    (place / "packaging").mkdir(parents=True)
    for name in ("packaging/dev.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, place / name)
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(place / ".venv")], check=True
    )
    load(place / "packaging" / "dev.py").stamp()
    return place


def dev(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout / "packaging" / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "DISPLAY"},
        check=False,
    )


def test_a_second_start_adds_less_than_a_second(checkout: Path) -> None:
    begun = time.perf_counter()
    done = dev(checkout, "setup")
    assert done.stdout == "kith: everything is in place\n"
    assert done.returncode == 0
    assert time.perf_counter() - begun < 1


def test_only_what_has_to_be_installed_sets_up_again(checkout: Path) -> None:
    script = load(checkout / "packaging" / "dev.py")
    before = script.fingerprint()
    project = checkout / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("line-length = 100", "line-length = 90"), encoding="utf-8")
    assert script.fingerprint() == before
    project.write_text(text.replace("msgspec==", "msgspec>="), encoding="utf-8")
    assert script.fingerprint() != before
    project.write_text(text, encoding="utf-8")
    with (checkout / "constraints.txt").open("a", encoding="utf-8") as constraints:
        constraints.write("another==1.0\n")
    assert script.fingerprint() != before


def test_the_work_is_handed_on_with_its_exit_status(checkout: Path) -> None:
    (checkout / "ui").mkdir()
    (checkout / "ui" / "demo.py").write_text(
        "import sys\nprint(sys.argv[1:])\nsys.exit(7)\n", encoding="utf-8"
    )
    done = dev(checkout, "demo", "--headless", "a b")
    assert done.stdout == "['--headless', 'a b']\n"
    assert done.returncode == 7


def test_an_unknown_work_is_refused(checkout: Path) -> None:
    assert dev(checkout, "sing").returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="Debian packages")
def test_a_missing_library_is_named_by_its_package() -> None:
    script = load(ROOT / "packaging" / "dev.py")
    there = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
    assert script.missing_packages(there) == ["libnowhere9"]


def fake(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="Debian packages")
def test_without_apt_the_packages_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    script = load(ROOT / "packaging" / "dev.py")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(script.NotReadyError, match=r"Qt needs .* libgl1, libegl1"):
        script.need_packages(["libgl1", "libegl1"], "Qt")


@pytest.mark.skipif(os.name == "nt", reason="Debian packages")
def test_without_rights_the_exact_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = load(ROOT / "packaging" / "dev.py")
    fake(tmp_path / "bin", "apt-get", "exit 0")
    fake(tmp_path / "bin", "sudo", "exit 1")  # it would ask for a password
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(script.NotReadyError) as told:
        script.need_packages(["libgl1"], "Qt")
    assert str(told.value).endswith(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1"
    )


@pytest.mark.skipif(os.name == "nt", reason="Debian packages")
def test_old_lists_are_fetched_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = load(ROOT / "packaging" / "dev.py")
    log = tmp_path / "log"
    # Fails to install until the lists were updated after the first try.
    fake(
        tmp_path / "bin",
        "apt-get",
        f'echo "$1" >> "{log}"\n'
        f'case "$1" in install) test "$(/bin/grep -c install "{log}")" -gt 1;; esac',
    )
    fake(tmp_path / "bin", "sudo", 'shift; test "$1" = true || exec "$@"')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(script, "_lists_are_there", lambda: True)
    script.need_packages(["libgl1"], "Qt")
    assert log.read_text(encoding="utf-8").split() == ["install", "update", "install"]


def test_a_python_that_does_not_fit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    script = load(ROOT / "packaging" / "dev.py")
    monkeypatch.setattr(script, "OLDEST", (3, 90))
    monkeypatch.setattr(script, "NEWEST", (3, 91))
    with pytest.raises(script.NotReadyError, match=r"Kith runs on Python 3\.90 to 3\.91"):
        script.use_a_fitting_python()


def test_every_make_target_is_one_line_on_the_script() -> None:
    rules = re.findall(r"^([a-z-]+):\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {name for name, _ in rules} == set(load(ROOT / "packaging" / "dev.py").WORK)
    for name, lines in rules:
        assert lines == f"\t@$(DEV) {name}\n"


def test_ci_checks_and_tests() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert text.index("make --no-print-directory check") < text.index("directory test")
    assert os.name == "nt" or os.access(script, os.X_OK)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def test_everything_asked_for_is_pinned_alike() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for line in [*project["dependencies"], *extras["relay"], *extras["dev"]]:
        asked = Requirement(line)
        assert str(asked.specifier) == f"=={pins()[canonicalize_name(asked.name)]}"


def test_everything_installed_for_us_is_pinned() -> None:
    wanted = [("kith", ""), ("kith", "dev")]
    seen = set()
    while wanted:
        name, extra = wanted.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found = importlib.metadata.distribution(name)
        if name != "kith":
            assert pins().get(name) == found.version, name
        for line in found.requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                below = canonicalize_name(need.name)
                wanted += [(below, ""), *((below, wish) for wish in need.extras)]
    assert len(seen) > 30
