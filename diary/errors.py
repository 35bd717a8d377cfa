"""What can go wrong, sorted by whose it is to mend. No case text, name or key ever goes in here.

Refused: the person can fix it. Unavailable: the world can. Damaged: stop and show recovery.
Cancelled: they asked us to stop. Anything else that is raised is our bug. The words people read
live in `diary/words.py`; here are only codes and hints made of safe parts
(field names, file names that we chose ourselves, numbers).
"""

from __future__ import annotations

from collections.abc import Mapping


class DiaryError(Exception):
    """Base of every error that we mean. `code` is stable; `hint` never carries case text."""

    code = "diary"

    def __init__(self, hint: str = "") -> None:
        self.hint = hint
        super().__init__(f"{self.code}: {hint}" if hint else self.code)


class Refused(DiaryError):
    """The person can fix it."""

    code = "refused"


class Unavailable(DiaryError):
    """The world can fix it."""

    code = "unavailable"


class Damaged(DiaryError):
    """Stop, and show how to recover."""

    code = "damaged"


class Cancelled(DiaryError):
    """The person asked us to stop; nothing is left half done."""

    code = "cancelled"


class InvalidEntry(Refused):
    """Some fields can't be taken as they are: field name to plain reason."""

    code = "invalid_entry"

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(", ".join(sorted(self.fields)))


class WrongPassphrase(Refused):
    code = "wrong_passphrase"


class WeakPassphrase(Refused):
    code = "weak_passphrase"


class WrongRecoveryCode(Refused):
    code = "wrong_recovery_code"


class NotAllowed(Refused):
    code = "not_allowed"


class Gone(Refused):
    """The thing asked for is not here (any more)."""

    code = "gone"


class UnknownKind(Refused):
    code = "unknown_kind"


class WrittenSince(Refused):
    """Undo is refused: someone has written since."""

    code = "written_since"


class FolderNotEmpty(Refused):
    code = "folder_not_empty"


class NotAVault(Refused):
    code = "not_a_vault"


class AlreadyThere(Refused):
    """Something of that name lies there already, and nothing is written over."""

    code = "already_there"


class DiaryNotEmpty(Refused):
    """Bringing a copy in needs a diary in which nothing has been written."""

    code = "diary_not_empty"


class NotAnExport(Refused):
    """This is not a copy that Kith took out."""

    code = "not_an_export"


class SyncedFolder(Refused):
    """A vault may not lie in a folder that another program carries about."""

    code = "synced_folder"


class BadQuery(Refused):
    code = "bad_query"


class Locked(Refused):
    """The diary is locked; unlock it first."""

    code = "locked"


class DiskFull(Unavailable):
    code = "disk_full"


class ReadOnly(Unavailable):
    code = "read_only"


class FileInUse(Unavailable):
    """Another window or program holds the vault."""

    code = "file_in_use"


class CannotReach(Unavailable):
    """A file or folder can't be read or written just now."""

    code = "cannot_reach"


class VaultDamaged(Damaged):
    code = "vault_damaged"


class SealBroken(Damaged):
    """Sealed bytes do not open: changed, cut short, or sealed for another place."""

    code = "seal_broken"


class BackupDamaged(Damaged):
    code = "backup_damaged"


class ExportDamaged(Damaged):
    """A copy taken out does not hold what it says it does."""

    code = "export_damaged"


class HistoryBroken(Damaged):
    """A chain or a signature does not hold."""

    code = "history_broken"


class MadeByNewerVersion(Damaged):
    code = "made_by_newer_version"
