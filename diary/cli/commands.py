"""All commands, by name. What each does stands in the file of its group."""

from __future__ import annotations

import typer

from diary.cli import on_copies, on_files, on_past, on_plenty, on_records, on_vault
from diary.cli.exits import Calm
from diary.cli.opening import Chosen, PassphraseOption, VaultOption

app = typer.Typer(
    name="kith",
    cls=Calm,
    add_completion=False,
    no_args_is_help=True,
    # Its tracebacks show local values, and those are case text.
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def kith(vault: VaultOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Kith, a diary for those who stand by young people. Without a command it opens its window.

    Exit codes: 0 done, 2 refused, 3 not possible just now, 4 damaged, 1 a mistake in Kith.
    """
    Chosen.vault, Chosen.passphrase_file = vault, passphrase_file


app.command("new")(on_vault.new)
app.command("add")(on_records.add)
app.command("edit")(on_records.edit)
app.command("show")(on_records.show)
app.command("list")(on_records.list_records)
app.command("retract")(on_records.retract)
app.command("restore-entry")(on_records.restore_entry)
app.command("people")(on_records.people)
app.command("kinds")(on_records.kinds)
app.command("verify")(on_vault.verify)
app.command("backup")(on_vault.backup)
app.command("restore")(on_vault.restore)
app.command("passphrase")(on_vault.passphrase)
app.command("recovery-code")(on_vault.recovery_code)
app.command("history")(on_past.history_of)
# So that -word reaches the search.
app.command("search", context_settings={"ignore_unknown_options": True})(on_past.search)
app.command("due")(on_past.due)
app.command("attach")(on_files.attach)
app.command("attachment")(on_files.attachment)
app.command("detach")(on_files.detach)
app.command("misfiled")(on_files.misfiled)
app.command("export")(on_copies.export_all)
app.command("import")(on_copies.import_all)
app.command("seed")(on_plenty.seed)
app.command("bench")(on_plenty.bench)
