"""The commands about the diary as a whole: making it, proving it, backing it up, its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diary.cli import printing
from diary.cli.exits import DAMAGED
from diary.cli.opening import (
    PASSPHRASE,
    JsonOption,
    PassphraseOption,
    VaultOption,
    ask_secret,
    folder,
    new_passphrase,
    opened,
    secret_from,
    somebody_is_there,
)
from diary.cli.opening import passphrase as known_passphrase
from diary.cli.work import working
from diary.diary import Diary
from diary.errors import AlreadyThere, CannotReach, InvalidEntry
from diary.vault import place, recovery
from diary.vault.backup import BackupReport, make_backup
from diary.vault.disk import write_whole
from diary.vault.restore import restore as restore_backup
from diary.vault.vault import Vault

NEW_PASSPHRASE = "KITH_NEW_PASSPHRASE"  # noqa: S105 the variable's name, not a secret
_TRIES = 3

RecoveryFile = Annotated[
    Path | None,
    typer.Option(
        "--recovery-file",
        metavar="FILE",
        help="Write the recovery code into this new file instead of showing it.",
    ),
]


def new(
    name: Annotated[str | None, typer.Option("--name", help="Your name, for the history.")] = None,
    role: Annotated[
        str, typer.Option("--role", help="mentor, key_worker, supervisor or administrator.")
    ] = "mentor",
    recovery_file: RecoveryFile = None,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a new diary, locked with your passphrase; the recovery code is shown once."""
    where = folder(vault)
    _require_new(recovery_file)
    if name is None:
        name = typer.prompt("Your name", err=True) if somebody_is_there() else "Me"
    phrase = new_passphrase(passphrase_file, PASSPHRASE)
    with working("Making the diary") as steps:
        diary, code = Diary.create(
            where, phrase, name, role, progress=steps.progress, cancelled=steps.cancelled
        )
    with diary:
        if not _hand_over(code, recovery_file):
            printing.aside("Make a new one when you have pen and paper: kith recovery-code")
    printing.say("Your diary is ready.")
    if place.disk_encrypted(where) is False:
        printing.aside(
            "This computer's disk is not encrypted. The diary itself is; the rest of what you keep "
            "here is not."
        )


def _require_new(file: Path | None) -> None:
    if file is not None and file.exists():
        raise AlreadyThere("recovery file")


def _hand_over(code: str, file: Path | None) -> bool:
    """Show the code once, or write it down, and have a part of it typed back. False where three
    tries were wrong: then it is not written down."""
    if file is not None:
        if not file.parent.is_dir():
            raise CannotReach("recovery file")
        write_whole(file, (code + "\n").encode("ascii"))
        printing.aside("The recovery code is in the file. Print it and delete the file.")
        return True
    printing.say(
        "Your recovery code opens the diary if the passphrase is forgotten. It is kept nowhere:",
        "",
        f"    {code}",
        "",
    )
    return not somebody_is_there() or _typed_back(code)


def _typed_back(code: str) -> bool:
    number, answer = recovery.ask_back(code)
    for _ in range(_TRIES):
        typed = typer.prompt(f"Write it down, then type group {number} of it", err=True)
        if recovery.answers(typed, answer):
            printing.say("That is right.")
            return True
        printing.aside("That is not what it says. Look at the group again.")
    return False


def verify(
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Prove the whole history, and compare everything shown with it. Exit 4 where it is hurt."""
    with opened(vault, passphrase_file) as book:
        with working("Checking") as steps:
            found = book.verify(steps.progress, steps.cancelled)
        notices = list(book.notices)
    if json_out:
        printing.json_out(
            {
                "chains": found.chains,
                "changes": found.changes,
                "records": found.records,
                "faults": found.faults,
                "notices": notices,
                "clean": not found.faults,
            }
        )
    else:
        printing.say(
            f"Looked at {found.changes} changes in {found.chains} chains, {found.records} records."
        )
        printing.say(*(f"Hurt: {fault}" for fault in found.faults))
        printing.say("Something is hurt." if found.faults else "All of it is whole.")
    if found.faults:
        raise typer.Exit(DAMAGED)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to: a file that is not there yet.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of an older backup there.")
    ] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
    json_out: JsonOption = False,
) -> None:
    """Back the whole diary up into one file, and read it back before it counts."""
    if file.exists() and not replace:
        raise AlreadyThere("backup")
    with opened(vault, passphrase_file) as book, working("Backing up") as steps:
        made = make_backup(
            book.vault,
            file,
            now=book.clock.now(),
            progress=steps.progress,
            cancelled=steps.cancelled,
        )
    _tell_backup(made, json_out, "Backed up and read back: {} files, all whole.")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    new_folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")],
    leave_out_damaged: Annotated[
        bool, typer.Option("--leave-out-damaged", help="Do without attachments that are damaged.")
    ] = False,
    json_out: JsonOption = False,
) -> None:
    """Bring a backup back into a new folder. It opens with the passphrase of that time."""
    with working("Bringing back") as steps:
        made = restore_backup(
            file,
            new_folder,
            leave_out_hurt=leave_out_damaged,
            progress=steps.progress,
            cancelled=steps.cancelled,
        )
    _tell_backup(made, json_out, "Brought back: {} files. It opens with the passphrase of then.")


def _tell_backup(made: BackupReport, as_json: bool, told: str) -> None:
    if as_json:
        printing.json_out({"made": made.made, "whole": list(made.whole), "hurt": list(made.hurt)})
        return
    printing.say(told.format(len(made.whole)))
    printing.say(*(f"Left out, damaged: {name}" for name in made.hurt))


def passphrase(
    new_file: Annotated[
        Path | None,
        typer.Option(
            "--new-passphrase-file",
            metavar="FILE",
            help=f"Read the new one from this file (else {NEW_PASSPHRASE}, else you are asked).",
        ),
    ] = None,
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            "--recovery-file", metavar="FILE", help="The recovery code, in place of the old one."
        ),
    ] = None,
    recovery_code: Annotated[
        bool, typer.Option("--forgotten", help="Ask for the recovery code, not for the old one.")
    ] = False,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Set a new passphrase. The old one opens nothing any more but backups made before."""
    where = folder(vault)
    if recovery_file is not None or recovery_code:
        code = secret_from(recovery_file, "KITH_RECOVERY_CODE")
        code = ask_secret("Recovery code: ", "recovery code") if code is None else code
        with Vault.open_with_recovery(where, code) as held:
            held.set_passphrase_after_recovery(new_passphrase(new_file, NEW_PASSPHRASE))
    else:
        old = known_passphrase(passphrase_file)
        with Vault.open(where, old) as held:
            held.change_passphrase(old, new_passphrase(new_file, NEW_PASSPHRASE))
    printing.say("From now on only the new passphrase opens this diary.")


def recovery_code(
    recovery_file: RecoveryFile = None,
    vault: VaultOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a new recovery code. The one before opens nothing any more."""
    _require_new(recovery_file)
    with opened(vault, passphrase_file) as book:
        code = recovery.new_code()
        if not _hand_over(code, recovery_file):
            raise InvalidEntry({"recovery code": "not typed back; the one before still counts"})
        book.new_recovery_code(code)
    printing.say("From now on only this recovery code counts.")
