"""The commands about files beside entries, and about entries in the wrong diary."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from diary.casework.attaching import attach as attach_file
from diary.casework.attaching import key_of
from diary.casework.finding import person_named, record_named
from diary.casework.misfiled import misfiled as move
from diary.cli import printing
from diary.cli.on_records import Identifier, tell_record
from diary.cli.opening import JsonOption, PassphraseOption, VaultOption, opened
from diary.cli.work import working
from diary.errors import AlreadyThere, Gone
from diary.ids import RecordId
from diary.records.reads import Reads
from diary.records.view import View
from diary.records.work import Work
from diary.vault import attachments
from diary.vault.disk import create_private, os_errors, write_all
from diary.vault.steps import Meter

_WARNING = "The file is now outside the diary and anybody who can open this folder can read it."


def attach(
    identifier: Identifier,
    file: Annotated[Path, typer.Argument(help="The file; it stays where it is.")],
    caption: Annotated[str, typer.Option("--caption", help="What it shows.")] = "",
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Seal a file into the diary, beside an entry."""
    with opened(vault, passphrase_file) as book:
        entry = book.ask(record_named, identifier)
        with working("Sealing") as steps:
            done = attach_file(
                book,
                entry,
                file,
                caption=caption,
                progress=steps.progress,
                cancelled=steps.cancelled,
            )
        tell_record(book, done.result, json_out, "Sealed and saved as {}.")
    printing.aside("The file itself still lies where it was. Delete it there if it should not.")


def attachment(
    identifier: Identifier,
    output: Annotated[Path, typer.Option("-o", "--output", help='A new file; "-" for stdout.')],
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take one attached file out of the diary, readable by anybody."""
    if str(output) != "-" and output.exists():
        raise AlreadyThere("file")
    with opened(vault, passphrase_file) as book, working("Opening") as steps:
        view = book.ask(_attachment, identifier)
        with attachments.open_sealed(book.vault, *key_of(view)) as reader:
            # All of it is proved before any of it is handed out.
            reader.check_every_chunk(steps.progress, steps.cancelled)
            _write_out(reader, output, Meter(reader.size, steps.progress, steps.cancelled))
    if str(output) != "-":
        printing.aside(_WARNING)


def _attachment(reads: Reads, said: str) -> View:
    view = reads.view(record_named(reads, said))
    if view.kind != "attachment":
        raise Gone("attachment")
    return view


def _write_out(reader: attachments.SealedReader, output: Path, meter: Meter) -> None:
    if str(output) == "-":
        while piece := reader.read(attachments.CHUNK):
            sys.stdout.buffer.write(piece)
        return
    with os_errors("file"):
        fd = create_private(output)
        try:
            while piece := reader.read(attachments.CHUNK):
                write_all(fd, piece)
                meter.advance(len(piece))
        except BaseException:
            output.unlink(missing_ok=True)
            raise
        finally:
            os.close(fd)


def detach(
    identifier: Identifier,
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays in the history.")],
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Take an attachment out of sight. The sealed file stays, as history does."""

    def verb(work: Work) -> RecordId:
        record = _attachment(work, identifier).id
        work.retract(record, reason)
        return record

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, "Taken back: {}. Its history stays.")


def misfiled(
    identifier: Identifier,
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="Whose diary it belongs in.")
    ],
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the history.")],
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Move an entry that was written into the wrong diary. The wrong one is taken back."""

    def verb(work: Work) -> RecordId:
        return move(work, record_named(work, identifier), person_named(work, person), why)

    with opened(vault, passphrase_file) as book:
        tell_record(book, book.do(verb).result, json_out, "It is now {}.")
