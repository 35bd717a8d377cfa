"""Where things lie: bundled resources, the default vault, per-machine state. All access to files
outside a vault goes through here, so that the frozen build and the tests can move them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def resource(*parts: str) -> Path:
    """A bundled file under `resources/`. Raises FileNotFoundError where it is missing."""
    path = _ROOT.joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(path.name)
    return path


def data_home() -> Path:
    """The folder for vaults and per-machine state: `KITH_HOME`, else the system's own place."""
    if home := os.environ.get("KITH_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "Kith"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Kith"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "kith"


def default_vault() -> Path:
    """Where a first vault is made when nobody says otherwise."""
    return data_home() / "diary"


def chosen_vault() -> Path:
    """The vault that was opened last on this machine, where it lies elsewhere than by default."""
    try:
        folder = Path(_chosen().read_text(encoding="utf-8"))
    except OSError:
        return default_vault()
    return folder if folder.is_dir() else default_vault()


def choose_vault(folder: Path) -> None:
    """Remember which vault to open next time; keeps quiet where that can't be written."""
    with suppress(OSError):
        if folder == default_vault():
            _chosen().unlink(missing_ok=True)
        else:
            machine_state().mkdir(parents=True, exist_ok=True)
            _chosen().write_text(str(folder), encoding="utf-8")


def _chosen() -> Path:
    return machine_state() / "chosen"


def practise_vault() -> Path:
    """The practice vault: clearly fictional, in a folder of its own."""
    return data_home() / "practise"


def machine_state() -> Path:
    """Per-machine state outside every vault (open nonces, so that a restored copy is noticed)."""
    return data_home() / "machine"
