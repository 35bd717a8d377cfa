"""`python -m ui.demo [--headless]`: decides which of the two it is. Pictures go to `out/demo/`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

OUT = Path("out") / "demo"


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 when all went well."""
    parser = argparse.ArgumentParser(prog="python -m ui.demo", description=__doc__)
    parser.add_argument(
        "--headless", action="store_true", help="do the main job without a screen, take pictures"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures go")
    asked = parser.parse_args(arguments)
    if asked.headless or not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui.demo.walk import walk

        return walk(asked.out)
    return show()


def has_display() -> bool:
    """Whether a window could be seen here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show() -> int:
    """Open the program on the practice diary, unlocked."""
    from diary import paths
    from diary.demo import PASSPHRASE
    from ui.app import Program, make_application

    print("Everyone in this diary is invented.")
    print(f"Passphrase: {PASSPHRASE}")
    application = make_application(sys.argv[:1])
    program = Program(paths.practise_vault())
    program.watch_for_crashes()
    program.practise()
    status = application.exec()
    program.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
