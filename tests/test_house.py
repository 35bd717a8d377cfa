"""The house rules that no checker holds: what may be called what, what may import what without a
screen, what may be written in a file that leaves this machine. Rooms' own rules lie with them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from diary import paths

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("diary", "ui", "packaging", "tests", "resources", ".ci")
BINARY = {".png", ".ttf", ".otf", ".db", ".pyc", ".qm", ".pdf", ".jpg", ".kithbackup"}

# Put together here so that this file does not hold what it forbids.
REGISTRIES = [
    "pypi" + ".org",
    "pypi" + ".python.org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "crates" + ".io",
    "index" + "-url",
    "find" + "-links",
]
MACHINE = ["/work/" + "main", "/work/" + "shared", "/tmp/" + "brief", "/ro" + "ot/"]


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def own_files() -> Iterator[Path]:
    for path in ROOT.iterdir():
        if path.is_file():
            yield path
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def readable() -> Iterator[tuple[Path, str]]:
    for path in own_files():
        if path.suffix not in BINARY and "fossils" not in path.parts:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


WITHOUT_A_SCREEN = """
import importlib, pkgutil, sys

class NoScreen:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "ui", "tkinter"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NoScreen())
import diary
for module in pkgutil.walk_packages(diary.__path__, "diary."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(sum(name.startswith("diary.") for name in sys.modules))
"""


def test_the_diary_needs_no_screen() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_A_SCREEN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 4


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_courier_and_the_relay_reach_a_network() -> None:
    network = ("socket", "ssl", "http", "urllib.request", "httpx", "requests", "ftplib", "smtplib")
    on_this_machine = {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}
    found = [
        (named(path), name)
        for path in python_files("diary", "ui")
        if not named(path).startswith(("diary/sync/", "diary/relay/"))
        for name in imports(path)
        if name.startswith("PySide6.QtNetwork")
        or any(name == module or name.startswith(f"{module}.") for module in network)
        if name not in on_this_machine
    ]
    assert found == []


def test_nothing_is_named_for_being_a_leftover() -> None:
    leftovers = {"utils", "util", "helpers", "helper", "manager", "controller", "common", "misc"}
    found = [
        named(path)
        for path in python_files("diary", "ui", "packaging", "tests")
        if leftovers & {*path.relative_to(ROOT).parts[:-1], *path.stem.split("_")}
    ]
    assert found == []


def test_a_file_says_what_it_is_for_and_stays_small() -> None:
    for path in python_files("diary", "ui"):
        text = path.read_text(encoding="utf-8")
        about = ast.get_docstring(ast.parse(text))
        assert about, f"{named(path)}: open with a paragraph: what is this room for?"
        assert len(text.splitlines()) <= 500, f"{named(path)}: split it by noun"


def test_no_file_names_a_registry_or_this_machine() -> None:
    found = [
        (named(path), word)
        for path, text in readable()
        for word in (*REGISTRIES, *MACHINE)
        if word in text and path.name != "LICENSE"
    ]
    assert found == []


def test_what_others_made_carries_its_licence() -> None:
    theirs = {".ttf", ".otf", ".svg", ".aff", ".dic"}
    bare = set()
    for path in (ROOT / "resources").rglob("*"):
        if path.suffix in theirs:
            above = [up for up in path.parents if (ROOT / "resources") in up.parents]
            names = [file.name.upper() for up in above for file in up.iterdir()]
            if not any(name.startswith(("LICENSE", "LICENCE", "OFL")) for name in names):
                bare.add(named(path.parent))
    assert bare == set()


def test_commands_in_the_papers_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for paper in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        asked = set(re.findall(r"\bmake ([a-z][a-z-]*)\b(?=[`\s]*(?:#|$|`|\n))", text))
        asked |= set(re.findall(r"packaging[/\\]dev\.py ([a-z-]+)", text))
        assert asked, paper
        assert asked <= targets


def test_the_recipe_for_a_record_type_works(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = textwrap.dedent(text.split("```python\n")[1].split("```")[0])
    (tmp_path / "visit.py").write_text(
        f"{recipe}\nprint(VISIT.clean({{'who': ' Gran '}}), VISIT.title({{'who': 'Gran'}}))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / "visit.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{'who': 'Gran'} Visit from Gran\n", done.stderr


def test_paths_in_the_papers_exist() -> None:
    for paper in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)", text):
            assert (ROOT / link).exists(), f"{paper} points at {link}"


def test_each_test_has_a_home_of_its_own(kith_home: Path) -> None:
    assert paths.data_home() == kith_home
    assert not paths.default_vault().exists()


def test_tests_show_no_windows() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == os.environ.get("KITH_TEST_PLATFORM", "offscreen")
