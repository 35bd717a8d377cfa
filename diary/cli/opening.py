"""Where the vault is and how it is unlocked, for every command. A passphrase comes from a file, the
environment or a prompt, never from an argument, and is never shown."""

from __future__ import annotations

import getpass
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from diary import paths
from diary.cli.work import working
from diary.clock import Clock
from diary.diary import Diary
from diary.errors import CannotReach, InvalidEntry
from diary.words import words_for_notice

PASSPHRASE = "KITH_PASSPHRASE"  # noqa: S105 the variable's name, not a secret

VaultOption = Annotated[
    Path | None,
    typer.Option("--vault", metavar="FOLDER", help="The diary's folder.", show_default=False),
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"Read the passphrase from this file (else {PASSPHRASE}, else you are asked).",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Chosen:
    """What was said before the command's name (`kith --vault FOLDER list …`)."""

    vault: Path | None = None
    passphrase_file: Path | None = None


def folder(vault: Path | None) -> Path:
    """The diary's folder: as named, `KITH_VAULT`, or the usual place."""
    named = os.environ.get("KITH_VAULT")
    return vault or Chosen.vault or (Path(named) if named else paths.default_vault())


@contextmanager
def opened(
    vault: Path | None, passphrase_file: Path | None, clock: Clock | None = None
) -> Iterator[Diary]:
    """The diary, unlocked, for as long as the block runs; notices go to stderr."""
    where, phrase = folder(vault), passphrase(passphrase_file)
    with working("Unlocking") as steps:
        diary = Diary.open(
            where, phrase, clock=clock, progress=steps.progress, cancelled=steps.cancelled
        )
    with diary:
        for notice in diary.notices:
            words = words_for_notice(notice)
            print(f"{words.title}. {words.says} {words.next_step}", file=sys.stderr)
        yield diary


def passphrase(file: Path | None) -> str:
    """The passphrase that unlocks."""
    found = secret_from(file or Chosen.passphrase_file, PASSPHRASE)
    return ask_secret("Passphrase: ", "passphrase") if found is None else found


def new_passphrase(file: Path | None, variable: str) -> str:
    """A passphrase to be set; asked for twice where it is typed."""
    found = secret_from(file, variable)
    if found is not None:
        return found
    typed = ask_secret("New passphrase: ", "passphrase")
    if ask_secret("The same again: ", "passphrase") != typed:
        raise InvalidEntry({"passphrase": "the two are not the same"})
    return typed


def secret_from(file: Path | None, variable: str) -> str | None:
    """What a file or the environment holds; None where neither was given."""
    if file is None:
        return os.environ.get(variable)
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise CannotReach("passphrase file") from None


def ask_secret(prompt: str, field: str) -> str:
    """Typed on the terminal, unseen. Raises InvalidEntry where there is nobody to ask."""
    with warnings.catch_warnings():
        # Without a terminal getpass would warn and read what is typed in the open.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError, OSError):
            raise InvalidEntry(
                {field: f"there is no terminal to ask on; give a file, or set {PASSPHRASE}"}
            ) from None


def somebody_is_there() -> bool:
    """Whether a person sits at a terminal, so that asking makes sense."""
    return sys.stdin.isatty() and sys.stderr.isatty()
