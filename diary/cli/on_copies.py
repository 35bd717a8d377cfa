"""The commands that take a copy out of the diary and bring one in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from diary.casework.importing import bring_in
from diary.cli import printing
from diary.cli.opening import (
    JsonOption,
    PassphraseOption,
    VaultOption,
    opened,
    somebody_is_there,
)
from diary.cli.work import working
from diary.errors import Cancelled
from diary.reports.export import WARNING, export


def export_all(
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER_OR_FILE", help="A new folder, or a new .zip file.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Take a copy of everything out, readable by anybody. Each young person's diary says so."""
    printing.aside(WARNING)
    if somebody_is_there() and not yes and not typer.confirm("Take it out?", err=True):
        raise Cancelled
    with opened(vault, passphrase_file) as book, working("Taking out") as steps:
        taken = export(book, target, progress=steps.progress, cancelled=steps.cancelled)
    if json_out:
        printing.json_out(asdict(taken))
        return
    printing.say(
        f"Taken out: {taken.people} young people, {taken.records} records in {taken.versions} "
        f"versions, {taken.files} files."
    )
    if taken.missing:
        printing.say(f"Not in it: {taken.missing} files that are not here or are damaged.")


def import_all(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The copy: its folder or .zip.")],
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Bring a copy into this diary, which must be empty. All of it comes in, or nothing."""
    with opened(vault, passphrase_file) as book, working("Bringing in") as steps:
        brought = bring_in(book, source, progress=steps.progress, cancelled=steps.cancelled)
    if json_out:
        printing.json_out(asdict(brought))
        return
    printing.say(
        f"Brought in: {brought.people} young people, {brought.records} records in "
        f"{brought.versions} versions, {brought.files} files."
    )
    if brought.missing:
        printing.say(f"The copy did not have {brought.missing} files.")
