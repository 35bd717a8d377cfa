#!/usr/bin/env python3
"""From a bare checkout to a running Kith: `python3 packaging/dev.py run`, on Windows
`py packaging\\dev.py run`. It makes `.venv`, installs what is pinned, and hands over to the tool
that does the work. Standard library only, and nothing about the product itself belongs here.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "kith-installed"
SEEN_X = VENV / "kith-seen-x"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)

NOT_READY = 3

# What Qt opens when it is imported, even with no screen: the library, and Debian's package for it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
# What Qt opens besides for a real window under X.
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("import-linter", ["lint-imports"]),
    ("vulture", ["vulture"]),
    ("deptry", ["deptry", "--no-ansi", "."]),
)
# Columns of tables and frozen views are read by name, which vulture can't see; it is asked about
# code that runs.
NOT_DEAD = re.compile(r"unused (variable|attribute) .*\(60% confidence\)")


class NotReadyError(Exception):
    """Something outside the checkout is missing; the text says what to type."""


def say(line: str) -> None:
    print(f"kith: {line}", flush=True)


# ------------------------------------------------------------------------------ system packages


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Debian packages whose library does not open here."""
    import ctypes

    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def need_packages(packages: list[str], why: str) -> None:
    """Install Debian packages, or raise NotReadyError with the command that does."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    typed = f"sudo apt-get update && sudo {' '.join(command)}"
    if shutil.which("apt-get") is None:
        raise NotReadyError(
            f"{why} needs libraries that are missing here. Install what your system calls: "
            + ", ".join(packages)
        )
    rights = _root_command()
    if rights is None:
        raise NotReadyError(f"{why} needs system packages. Type:  {typed}")
    say(f"installing system packages for {why}: {' '.join(packages)}")
    if not _lists_are_there():
        _apt([*rights, "apt-get", "update"])
    # Old lists name files that the mirrors no longer hold: fetch them anew and try once more.
    if not _apt([*rights, *command]) and not (
        _apt([*rights, "apt-get", "update"]) and _apt([*rights, *command])
    ):
        raise NotReadyError(f"{why} needs system packages that did not install. Type:  {typed}")


def _root_command() -> list[str] | None:
    """What to put before a command to run it as root without being asked; None where we can't."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _lists_are_there() -> bool:
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def _apt(command: list[str]) -> bool:
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print((done.stderr or done.stdout).strip()[-2000:], file=sys.stderr, flush=True)
    return done.returncode == 0


def ready_for_qt() -> None:
    """See that Qt can be imported, screen or none."""
    if sys.platform.startswith("linux"):
        need_packages(missing_packages(QT_LIBRARIES), "Qt")


def ready_for_window() -> None:
    """See that a window can open under X, where there is one; looked at once."""
    if not sys.platform.startswith("linux") or not os.environ.get("DISPLAY"):
        return
    if SEEN_X.exists():
        return
    need_packages(missing_packages(X_LIBRARIES), "a window under X")
    SEEN_X.touch()


def ready_for_tests() -> None:
    """The tests count system calls with strace. Without it those few skip, and say so."""
    if not sys.platform.startswith("linux") or shutil.which("strace"):
        return
    try:
        need_packages(["strace"], "counting system calls")
    except NotReadyError as why:
        if os.environ.get("CI"):
            raise
        say(f"{why}  Until then the tests that count them skip.")


# ------------------------------------------------------------------------- the Python environment


def use_a_fitting_python() -> None:
    """Start again under a Python that we support, if this one is not and another is to hand."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        other = shutil.which(f"python3.{minor}")
        if other:
            arguments = [other, str(Path(__file__)), *sys.argv[1:]]
            if WINDOWS:
                sys.exit(subprocess.run(arguments, check=False).returncode)
            os.execv(other, arguments)  # noqa: S606 - the same script under another Python
    found = ".".join(str(part) for part in sys.version_info[:2])
    raise NotReadyError(
        f"Kith runs on Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}; this is {found}. "
        "Install one of those and type the same again."
    )


def fingerprint() -> str:
    """Changes when what has to be installed changes: not when a lint rule does."""
    import tomllib

    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = (
        repr((asked["build-system"], asked["project"])),
        (ROOT / "constraints.txt").read_text(encoding="utf-8"),
        _read(VENV / "pyvenv.cfg"),
        str(ROOT),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def set_up() -> None:
    """Make `.venv` fit the checkout. Costs a tenth of a second when it already does."""
    if PYTHON.exists() and _read(STAMP) == fingerprint():
        return
    ready_for_qt()
    make_venv()
    say("installing the pinned packages (the first time: a few minutes, 500 MB of disk)")
    pip = [
        str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-input", "-e", ".[dev]", "-c", "constraints.txt",
    ]  # fmt: skip
    if subprocess.run(pip, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        raise NotReadyError(
            "the packages did not install (see above). With a network, type the same again; "
            "what is already there is kept."
        )
    stamp()
    say("installed")


def stamp() -> None:
    """Remember what is installed, so that the next start need not look."""
    STAMP.write_text(fingerprint(), encoding="utf-8")


def make_venv() -> None:
    """A `.venv` that runs; a broken one, or one of a Python we don't support, is made anew."""
    if PYTHON.exists() and _venv_runs():
        return
    import importlib.util

    if importlib.util.find_spec("ensurepip") is None:
        need_packages(["python3-venv"], "a Python environment")
    say("making .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        raise NotReadyError(f"{sys.executable} could not make {VENV.name} (see above)")


def _venv_runs() -> bool:
    ask = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        told = subprocess.run(
            [str(PYTHON), "-c", ask], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


# ------------------------------------------------------------------------------------- the work


def in_venv(arguments: list[str], **settings: str) -> int:
    """Run a module of the environment from the root of the checkout."""
    environment = {**os.environ, "PYTHONUTF8": "1", **settings}
    environment.pop("PYTHONHOME", None)
    command = [str(PYTHON), *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def setup(_rest: list[str]) -> int:
    say("everything is in place")
    return 0


def demo(rest: list[str]) -> int:
    ready_for_window()
    return in_venv(["-m", "ui.demo", *rest])


def run(rest: list[str]) -> int:
    ready_for_window()
    return in_venv(["-m", "diary.cli", *rest])


def bench(rest: list[str]) -> int:
    return in_venv(["-m", "tests.bench", *rest])


def test(rest: list[str]) -> int:
    ready_for_tests()
    spread = [] if {"-n", "-p", "--pdb"} & set(rest) else ["-n", "2", "--dist", "loadfile"]
    chosen = [] if "-m" in rest else ["-m", "not long and not bench"]
    return in_venv(["-m", "pytest", *spread, *chosen, *rest])


def check(_rest: list[str]) -> int:
    """Every rule that a machine can hold; prints each result and fails if one does."""
    failed = []
    for name, command in CHECKS:
        complaint = complaint_of(command)
        say(f"{name}: {'FAILED' if complaint else 'ok'}")
        if complaint:
            failed.append(name)
            print(complaint, flush=True)
    say(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


def complaint_of(command: list[str]) -> str:
    """What a checker has to say against the checkout; empty where it has nothing."""
    tool = PYTHON.with_name(command[0] + (".exe" if WINDOWS else ""))
    done = subprocess.run(
        [str(tool), *command[1:]],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}, check=False,
    )  # fmt: skip
    told = (done.stdout + done.stderr).strip()
    if command == ["vulture"] and done.returncode == 3:
        return "\n".join(line for line in told.splitlines() if not NOT_DEAD.search(line))
    return (told or f"{command[0]} stopped with {done.returncode}") if done.returncode else ""


def fuzz(rest: list[str]) -> int:
    """Every property test, with many more examples than a commit waits for."""
    ready_for_tests()
    return in_venv(
        ["-m", "pytest", "-m", "hypothesis", "-n", "2", *rest], HYPOTHESIS_PROFILE="long"
    )


def kill_long(rest: list[str]) -> int:
    ready_for_tests()
    return in_venv(["-m", "pytest", "-m", "long", *rest])


def clean(_rest: list[str]) -> int:
    """Take away what was made here, `.venv` included; never a diary: those lie elsewhere."""
    made = [".venv", "out", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache",
            ".hypothesis", ".import_linter_cache", ".benchmarks"]  # fmt: skip
    for name in made:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("diary", "ui", "packaging", "tests"):
        for cache in list((ROOT / folder).rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
    return 0


WORK: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "setup": (setup, "make .venv and install what is pinned"),
    "demo": (demo, "open Kith on an invented diary"),
    "run": (run, "open Kith"),
    "test": (test, "the tests (more arguments go to pytest)"),
    "check": (check, "ruff, mypy, import-linter, vulture, deptry"),
    "bench": (bench, "the table of figures"),
    "kill-long": (kill_long, "200 kills in the middle of writing"),
    "fuzz": (fuzz, "every property test, at length"),
    "clean": (clean, "take away .venv and everything that was made"),
}


def main() -> int:
    listing = "\n".join(f"  {name:<10} {what}" for name, (_run, what) in WORK.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=listing, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", choices=WORK, metavar="work")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on")
    asked = parser.parse_args()
    rest = asked.rest[1:] if asked.rest[:1] == ["--"] else asked.rest
    try:
        if asked.work != "clean":
            use_a_fitting_python()
            set_up()
        return WORK[asked.work][0](rest)
    except NotReadyError as why:
        print(f"kith: {why}", file=sys.stderr, flush=True)
        return NOT_READY


if __name__ == "__main__":
    sys.exit(main())
