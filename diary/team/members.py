"""People in the team: admitting, roles, removal. A role of administrator lets somebody manage
people; it opens no young person's stream. Devices are in `devices`, streams in `access`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from diary.errors import InvalidEntry
from diary.ids import MemberId, new_id
from diary.team.access import bring_keys_up_to_date
from diary.team.authoring import Author, Said, renewed_directory_key
from diary.team.directory import ROLES, Directory
from diary.team.statements import HeadEntry

ADMINISTRATOR = "administrator"


class Admitted(NamedTuple):
    """The new member's id, which their devices name when they ask to be let in."""

    member: MemberId
    said: Said


def admit_member(
    directory: Directory,
    author: Author,
    name: str,
    role: str,
    *,
    again: MemberId | None = None,
    stands: Iterable[bytes] = (),
    heads: Iterable[HeadEntry] = (),
) -> Admitted:
    """Take somebody in; `again` takes in somebody who was removed. `stands` names statements and
    `heads` changes that came too late and shall count after all. Raises InvalidEntry or
    NotAllowed."""
    check_person(name, role)
    member = again or MemberId(new_id())
    raw, after = author.say(
        directory,
        "admit",
        {"name": name.strip(), "role": role},
        subject=member,
        manages=role == ADMINISTRATOR,
        stands=list(stands),
        heads=list(heads),
    )
    return Admitted(member, Said((raw,), after))


def set_role(
    directory: Directory, author: Author, member: MemberId, role: str, *, reason: str = ""
) -> Said:
    """Give a member another role. Only an administrator (or the founder) may."""
    check_person("-", role)
    raw, after = author.say(
        directory,
        "role",
        {"role": role, "reason": reason},
        subject=member,
        manages=role == ADMINISTRATOR,
    )
    return Said((raw,), after)


def remove_member(
    directory: Directory,
    author: Author,
    member: MemberId,
    *,
    reason: str,
    heads: Iterable[HeadEntry] = (),
) -> Said:
    """Put a member and all their devices out. `heads` are the newest changes of theirs that we
    accept, per stream. The reason is sealed for those who remain. Members may leave by
    themselves; the keys are then renewed by whoever hears of it first."""
    told = {"reason": reason}
    if member == author.member:
        raw, after = author.say(
            directory, "member_removed", told, subject=member, heads=list(heads)
        )
        return Said((raw,), after)
    gone = {each.id for each in directory.devices.values() if each.member == member}
    epoch, wraps = renewed_directory_key(directory, author, gone)
    raw, after = author.say(
        directory,
        "member_removed",
        told,
        under=epoch,
        subject=member,
        heads=list(heads),
        epochs=[epoch.entry],
        wraps=wraps,
    )
    return Said((raw,), after).then(bring_keys_up_to_date(after, author))


def check_person(name: str, role: str) -> None:
    """Raises InvalidEntry for an empty name or a role that there is not."""
    fields = {}
    if not name.strip():
        fields["name"] = "say what they are called"
    if role not in ROLES:
        fields["role"] = "choose one of the roles"
    if fields:
        raise InvalidEntry(fields)
