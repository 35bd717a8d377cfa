"""Every error and notice in plain words: what is wrong, what of it is safe, what to do next. The
screens and the command line both speak from here; neither makes up words of its own. Only codes
and hints come in (names that we chose, numbers), so that no case text can come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diary.errors import DiaryError, InvalidEntry

_SAFE = "Everything that was saved is still there."
_NOTHING_WRITTEN = "Nothing was saved and nothing was changed."
_BACKUPS = (
    "Stop writing in this diary and bring back a backup into a new folder. Keep this folder as it "
    "is: more may be saved from it."
)


@dataclass(frozen=True, slots=True)
class Words:
    """A heading, what it means, and the next step. Each is whole sentences but for the heading."""

    title: str
    says: str
    next_step: str


_ERRORS: Mapping[str, Words] = {
    "diary": Words("This did not work", _SAFE, "Try again."),
    "refused": Words("This can't be done", _NOTHING_WRITTEN, "Check what was asked for."),
    "unavailable": Words("This can't be done just now", _SAFE, "Try again in a moment."),
    "damaged": Words("Something here is damaged", "Part of it can't be read.", _BACKUPS),
    "cancelled": Words(
        "Stopped",
        "It was stopped before it was finished. Nothing is left half done.",
        "Start it again whenever you like.",
    ),
    "invalid_entry": Words(
        "Not saved yet",
        "Some of what was given can't be taken as it is.",
        "Put these right and save again:",
    ),
    "wrong_passphrase": Words(
        "That is not the passphrase",
        "The diary stays locked, and nothing is lost.",
        "Try again. If it is forgotten, the recovery code opens the diary too.",
    ),
    "weak_passphrase": Words(
        "This passphrase is too easy to guess",
        "It would not keep the diary safe.",
        "Take four or five words that have nothing to do with each other.",
    ),
    "wrong_recovery_code": Words(
        "That is not the recovery code",
        "The diary stays locked, and nothing is lost.",
        "Compare it with the sheet, group by group.",
    ),
    "not_allowed": Words("This is not yours to do", _NOTHING_WRITTEN, "Ask whoever may."),
    "gone": Words(
        "This is not in the diary",
        "There is nothing here under that name or number.",
        "Look it up in the list and try again.",
    ),
    "unknown_kind": Words(
        "There is no such kind of entry",
        _NOTHING_WRITTEN,
        "Look at the list of kinds and take one of those.",
    ),
    "written_since": Words(
        "This can't be undone any more",
        "Somebody has written here since, and that stays.",
        "Open the entry and change it by hand.",
    ),
    "folder_not_empty": Words(
        "That folder is not empty",
        "A diary needs a folder of its own. Nothing in it was touched.",
        "Choose a new folder or an empty one.",
    ),
    "not_a_vault": Words(
        "There is no diary here",
        "Nothing here looks like a diary or a backup of one.",
        "Check the place, or make a new diary.",
    ),
    "already_there": Words(
        "Something is there already",
        "A file or folder of that name exists and was not touched.",
        "Choose another name.",
    ),
    "diary_not_empty": Words(
        "This diary is not empty",
        "A copy can only be brought into a diary in which nothing has been written. Nothing was "
        "changed.",
        "Make a new diary and bring the copy in there.",
    ),
    "not_an_export": Words(
        "This is not a copy from Kith",
        "It is not what Kith's export makes. Nothing was changed.",
        "Choose the folder or the .zip file that the export made.",
    ),
    "synced_folder": Words(
        "A diary can't lie in this folder",
        "Another program carries this folder about and would damage the diary.",
        "Choose a folder that stays on this computer.",
    ),
    "bad_query": Words(
        "This search can't be read",
        "Part of it is not a word or a filter that search knows.",
        "Try plain words, or a filter such as kind:contact or before:2026-09.",
    ),
    "locked": Words("The diary is locked", _SAFE, "Unlock it and try again."),
    "disk_full": Words(
        "The disk is full",
        _SAFE + " What you were just doing was not saved.",
        "Make some room on the disk and try again.",
    ),
    "read_only": Words(
        "This place can't be written to",
        _SAFE + " What you were just doing was not saved.",
        "Choose another place, or ask for the right to write here.",
    ),
    "file_in_use": Words(
        "The diary is open in another window",
        "Only one window can have it open. " + _SAFE,
        "Close the other window and try again.",
    ),
    "cannot_reach": Words(
        "A file or folder can't be reached",
        "It can't be read or written just now.",
        "Check that it is there and that the disk is plugged in, then try again.",
    ),
    "vault_damaged": Words("The diary is damaged", "Part of its files can't be read.", _BACKUPS),
    "seal_broken": Words(
        "A file can't be opened",
        "It was changed or cut short since it was sealed. The rest of the diary is not touched by "
        "this.",
        "Bring back a backup into a new folder and look for the file there.",
    ),
    "backup_damaged": Words(
        "This backup is damaged",
        "The diary itself is not touched by this.",
        "Try another backup, or make a new one while the diary is whole.",
    ),
    "export_damaged": Words(
        "This copy is damaged",
        "Some of it is not what was taken out. Nothing was brought in.",
        "Take the copy out again, or use another one.",
    ),
    "history_broken": Words(
        "The history does not hold", "Something in it is not what was signed.", _BACKUPS
    ),
    "made_by_newer_version": Words(
        "This was made by a newer Kith",
        "This version can't read it. Nothing is lost.",
        "Install the newer version and open it there.",
    ),
}

_MORE: Mapping[str, Mapping[str, str]] = {
    "weak_passphrase": {
        "short": "It is shorter than ten characters.",
        "repeated": "It says the same thing again and again.",
        "sequence": "It runs along the alphabet or the keyboard.",
        "common": "It is one of those that are tried first.",
    },
    "not_allowed": {
        "retracted": "This entry was taken back. Bring it back before you change it.",
        "words": "These words belong to whoever wrote them. Add your own account beside them.",
        "recovery": "A new passphrase without the old one needs the recovery code.",
        "use create_person": "A young person is added as a young person.",
    },
    "gone": {
        "person": "There is no young person of that name or number.",
        "attachment": "The file is not on this device.",
        "version": "The version that this was written on is not here.",
        "question": "There is no open question here any more.",
    },
    "cannot_reach": {
        "memory": "There is not enough free memory to unlock the diary.",
        "inside the vault": "A backup can't lie inside the diary that it is made from.",
        "source": "The file that was chosen can't be read.",
        "source changed": "The file that was chosen changed while it was read.",
    },
    "vault_damaged": {
        "diary.db missing": "Its database is not there.",
        "header_missing": "The file that holds its key is not there.",
        "header_changed": "The file that holds its key was changed by something else.",
        "kdf_lowered": "Something has weakened the lock. Nothing was opened.",
        "identity": "It does not know any more which device this is.",
    },
}


def words_for(error: DiaryError) -> Words:
    """What to tell the person about an error."""
    known = _ERRORS[error.code]
    if isinstance(error, InvalidEntry):
        told = [f"{field}: {reason}" for field, reason in sorted(error.fields.items())]
        return Words(known.title, known.says, " ".join((known.next_step, "; ".join(told))))
    more = _MORE.get(error.code, {}).get(error.hint) or _named(error)
    return Words(known.title, more, known.next_step) if more else known


def _named(error: DiaryError) -> str:
    """Sentences for hints that carry a number or a name of ours."""
    hint = error.hint
    if not hint:
        return ""
    if error.code == "wrong_recovery_code":
        kind, _, rest = hint.partition(" ")
        if kind == "length":
            return f"It has {rest} characters and not 35. Dashes and spaces don't count."
        if kind == "groups":
            return f"Look again at group {rest}: something there is mistyped."
    if error.code == "synced_folder":
        return f"{hint} carries this folder about and would damage the diary."
    if error.code == "backup_damaged":
        return f"The diary itself is not touched by this. In the backup: {hint}."
    if error.code in {"bad_query", "export_damaged", "not_an_export"}:
        return f"{_ERRORS[error.code].says} ({hint})"
    return ""


_NOTICES: Mapping[str, Words] = {
    "newest_lost": Words(
        "The newest entries are missing",
        "{n} saved here last can't be found: the file was damaged. All that was saved before is "
        "whole.",
        "Look at what you wrote last, and bring back a backup into a new folder if it is there.",
    ),
    "newest_differs": Words(
        "The newest entry is not the one saved last",
        "The file was changed outside Kith, or an older copy was put in its place.",
        "Check the diary (kith verify) and compare what you wrote last with a backup.",
    ),
    "restored_copy": Words(
        "This is a copy of the diary",
        "It was brought back from a backup or moved here. It goes on from where the copy was made.",
        "Nothing to do. If the first diary is still in use, write in one of them only.",
    ),
    "head_unreadable": Words(
        "A small check file was damaged",
        "It only helps to notice lost entries. It was written anew, and no entry is touched.",
        "Check the diary (kith verify) when you have a minute.",
    ),
    "head_missing": Words(
        "A small check file was missing",
        "It only helps to notice lost entries. It was written anew, and no entry is touched.",
        "Check the diary (kith verify) when you have a minute.",
    ),
    "header_current_damaged": Words(
        "A key file was damaged and is mended",
        "One of its two copies could not be read. It was written anew from the other.",
        "Nothing to do. If it happens again, the disk may be failing: make a backup.",
    ),
    "header_stale": Words(
        "A change of passphrase was cut short",
        "It is finished now: the newer passphrase counts.",
        "Nothing to do.",
    ),
    "headers_differ": Words(
        "Two copies of the key file differed",
        "The one that your passphrase opens was kept and the other was written anew.",
        "Nothing to do. If you did not change your passphrase lately, tell whoever helps you with "
        "this computer.",
    ),
}
_SAME_AS = {
    "header_spare_damaged": "header_current_damaged",
    "header_current_missing": "header_current_damaged",
    "header_spare_missing": "header_current_damaged",
}


def words_for_notice(notice: str) -> Words:
    """What to tell about a code from `Diary.notices` ("newest_lost:2")."""
    code, _, number = notice.partition(":")
    known = _NOTICES.get(_SAME_AS.get(code, code))
    if known is None:
        return Words("Something was noticed on opening", f"({code})", "Check the diary.")
    many = "One change" if number == "1" else f"{number} changes"
    return Words(known.title, known.says.replace("{n}", many), known.next_step)
