"""The command line: `kith` alone opens the program, `kith WORD` does one thing and ends. It puts
arguments, passphrases and exit codes together; what a word does lies in the rooms below. One file
per group of commands; nothing here knows what a kind of record means."""

from __future__ import annotations

import sys

from diary.cli.program import open_program


def main() -> None:
    """The `kith` command. Exits 0 done, 1 our bug, 2 refused, 3 unavailable, 4 damaged, 130
    stopped."""
    if len(sys.argv) == 1:
        sys.exit(open_program())
    # Only now: the window must not wait for the command line's libraries.
    from diary.cli.commands import app

    app()
