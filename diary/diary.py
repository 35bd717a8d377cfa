"""The one door. A `Diary` is an open vault: write with `do`, read with `ask`, hear of changes
through `on_change`. It puts the rooms together and holds no casework of its own. Safe to call from
any thread; the screens call it from their one diary thread."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import diary.records  # noqa: F401 makes every record kind known
from diary.clock import Clock, SystemClock
from diary.errors import Damaged, Gone, Locked, Unavailable
from diary.ids import MemberId, TeamId, new_id
from diary.records.bulk import Fresh, write_all
from diary.records.reads import Reads
from diary.records.registry import Known
from diary.records.work import Done, Touched, Undo, Work, now_ms
from diary.standing import Standing
from diary.store import drafts as local
from diary.store.drafts import Draft
from diary.store.engine import get_meta, set_meta
from diary.store.journal import HeadSignature, Received
from diary.store.store import Findings, Newest, Slices, Store, newest_change
from diary.team.authority import PAPER
from diary.team.devices import add_device, remove_device, request_device
from diary.team.founding import found
from diary.team.identity import DeviceSecrets, paper_device
from diary.vault import attachments, generations, nonce, recovery
from diary.vault.head import HeadMark, HeadUnreadable, read_head, write_head
from diary.vault.keyslots import KdfParams
from diary.vault.steps import Progress, Stop
from diary.vault.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")
Heard = Callable[[Touched], None]


def _mark_says(mark: HeadMark | HeadUnreadable | None, newest: Newest | None) -> str:
    """What the mark beside the database tells of it, as a notice; "" where nothing is amiss. A mark
    that lags behind is not: it is written after the commit and never waited for."""
    if isinstance(mark, HeadUnreadable):
        return "head_unreadable:0"
    if mark is None:
        return "" if newest is None else "head_missing:0"
    lost = mark.seq - (0 if newest is None else newest[0])
    if lost > 0:
        return f"newest_lost:{lost}"
    differs = lost == 0 and newest is not None and newest[1] != mark.heads
    return "newest_differs:0" if differs else ""


class Diary:
    """An open diary. `notices` are codes of what was found on opening, each with a number
    ("newest_lost:2", "restored_copy:0", …); screens and command line turn them into words."""

    def __init__(self, vault: Vault, store: Store, standing: Standing, clock: Clock) -> None:
        self.vault = vault
        self.clock = clock
        self.store = store
        self.standing = standing
        self.notices: list[str] = [f"{code}:0" for code in vault.notices]
        self._heard: list[Heard] = []
        self._open = True
        store.take_pen(standing, self._committed, standing.rolled_back)

    def __repr__(self) -> str:
        return f"<Diary {self.vault.vault_id[:8]} {'open' if self._open else 'locked'}>"

    # -- opening ----------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        name: str,
        role: str = "mentor",
        *,
        clock: Clock | None = None,
        kdf: KdfParams | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> tuple[Diary, str]:
        """A new diary, which is a team of one, and its recovery code (kept nowhere). Raises what
        `Vault.create` raises, and InvalidEntry for the name or the role; then nothing stays."""
        clock = clock or SystemClock()
        vault, code = Vault.create(
            folder, passphrase, kdf=kdf, progress=progress, cancelled=cancelled
        )
        try:
            founding = found(name, role, recovery.secret(code), clock)
            store = Store(vault.database, vault.keys.database, Known(), create=True)
            with store.engine.write() as cursor:
                store.projection.create(cursor)
                set_meta(cursor, "projection", store.projection.version())
                standing = Standing.founded(cursor, founding, clock)
            made = cls(vault, store, standing, clock)
            made._mark_opened()
        except BaseException:
            vault.take_back()
            raise
        return made, code

    @classmethod
    def create_device(
        cls,
        folder: Path,
        passphrase: str,
        team: TeamId,
        member: MemberId,
        admit: Callable[[bytes], Sequence[bytes]],
        *,
        clock: Clock | None = None,
        kdf: KdfParams | None = None,
    ) -> tuple[Diary, str]:
        """Another device of a member: a vault of its own that asks to be let in. `admit` hands a
        request to a device that is in (its `admit_device`) and gives all the statements there are
        then. Raises what `create` raises, and what the admitting device raises."""
        clock = clock or SystemClock()
        vault, code = Vault.create(folder, passphrase, kdf=kdf)
        try:
            keys = DeviceSecrets.generate()
            paper = paper_device(recovery.secret(code))
            admit(request_device(keys, team, member))
            statements = admit(request_device(paper, team, member, PAPER))
            store = Store(vault.database, vault.keys.database, Known(), create=True)
            with store.engine.write() as cursor:
                store.projection.create(cursor)
                set_meta(cursor, "projection", store.projection.version())
                standing = Standing.joined(cursor, keys, member, statements, clock)
            made = cls(vault, store, standing, clock)
            made._mark_opened()
        except BaseException:
            vault.take_back()
            raise
        return made, code

    def admit_device(self, request: bytes) -> tuple[bytes, ...]:
        """Let another device in that asks with `request`; gives all statements there are now.
        Raises HistoryBroken, NotAllowed."""
        self._require_open()
        with self.store.writing() as cursor:
            said = add_device(self.standing.directory, self.standing.writer, request)
            self.standing.adopt(cursor, said.statements)
        return self.statements

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Self:
        """Unlock a diary. Raises what `Vault.open` and `enter` raise."""
        vault = Vault.open(folder, passphrase, progress=progress, cancelled=cancelled)
        return cls.enter(vault, clock=clock, progress=progress, cancelled=cancelled)

    @classmethod
    def enter(
        cls,
        vault: Vault,
        *,
        clock: Clock | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Self:
        """The diary in an unlocked vault, its tables made anew first where this version wants it.
        Raises VaultDamaged, MadeByNewerVersion, Cancelled; the vault is closed then."""
        clock = clock or SystemClock()
        store: Store | None = None
        try:
            store = Store(vault.database, vault.keys.database, Known())
            with store.engine.read() as cursor:
                standing = Standing.kept(cursor, clock)
            opened = cls(vault, store, standing, clock)
            opened._check_copy()
            if store.needs_rebuild():
                store.rebuild(standing.place, progress, cancelled)
            opened._mark_opened()
        except BaseException:
            if store is not None:
                store.close()
            vault.close()
            raise
        return opened

    def _check_copy(self) -> None:
        """A restored or damaged copy goes on under a new incarnation, before its first write. So
        does whatever does not fit to the letter: a new name costs nothing, a number used twice is
        a forked history."""
        here = nonce.recall(self.vault.vault_id, self.vault.folder)
        mark = read_head(self.vault)
        with self.store.engine.read() as cursor:
            kept = get_meta(cursor, "nonce")
            newest = newest_change(cursor)
        said = _mark_says(mark, newest)
        if said:
            self.notices.append(said)
        fits = mark == (None if newest is None else HeadMark(*newest))
        if here is None or here != kept or not fits:
            if kept is not None and here != kept and not said.startswith("newest_lost"):
                self.notices.append("restored_copy:0")
            with self.store.engine.write() as cursor:
                self.standing.begin_incarnation(cursor)
        self._committed(newest)

    def _mark_opened(self) -> None:
        fresh = secrets.token_bytes(16)
        with self.store.engine.write() as cursor:
            set_meta(cursor, "nonce", fresh)
        nonce.remember(self.vault.vault_id, fresh, self.vault.folder)

    def _committed(self, newest: Newest | None) -> None:
        self.standing.committed()
        if newest is None:
            return
        try:
            write_head(self.vault, *newest)
        except Unavailable:
            # What is saved is saved. A mark that lags behind is seen at the next opening, which
            # then goes on under a new name.
            return

    @property
    def is_open(self) -> bool:
        return self._open

    def close(self) -> None:
        """Lock: let go of the database and the keys. A second call does nothing."""
        if not self._open:
            return
        self._open = False
        try:
            # A fresh nonce at the end too, so that a copy made meanwhile is known for one.
            self._mark_opened()
        except (Unavailable, Damaged):
            # It locks all the same; the next opening goes on under a new name if it must.
            pass
        finally:
            try:
                self.store.close()
            finally:
                self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _require_open(self) -> None:
        if not self._open:
            raise Locked

    # -- writing ----------------------------------------------------------------------------

    def do(
        self, verb: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> Done[R]:
        """Carry out a verb in one transaction: all of it is in the log, signed and synced to disk,
        when this returns, or nothing is. Raises whatever the verb does, Locked."""
        self._require_open()
        with self.store.writing() as cursor:
            work = self._work(cursor)
            done = work.done(verb(work, *args, **kwargs))
        self._tell(done.touched)
        return done

    def undo(self, undo: Undo, why: str = "undone") -> Done[None]:
        """Take a unit of work back by compensating changes; what this gives undoes the undoing.
        Raises WrittenSince."""
        return self.do(lambda work: work.take_back(undo, why))

    def do_many(
        self,
        verbs: Sequence[Callable[[Work], Any]],
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> None:
        """Many verbs in short transactions, so that a save waits 50 ms at most. Each verb is done
        whole or not at all; Cancelled stops between slices."""
        self._require_open()
        touched = Touched(frozenset(), frozenset())

        def step(cursor: Any, verb: Callable[[Work], Any]) -> None:
            nonlocal touched
            work = self._work(cursor)
            touched |= work.done(verb(work)).touched

        try:
            Slices(self.store).run(verbs, step, progress, cancelled)
        finally:
            self._tell(touched)

    def bring(
        self,
        fresh: Iterable[Fresh],
        total: int,
        *,
        whole: bool = False,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> None:
        """Make many new records through the same door, fast; see `diary.records.bulk`. Raises
        InvalidEntry, Gone, Cancelled."""
        self._require_open()
        write_all(
            self.store,
            self.standing,
            self.clock,
            fresh,
            total=total,
            whole=whole,
            told=self._tell,
            progress=progress,
            cancelled=cancelled,
        )

    def _work(self, cursor: Any) -> Work:
        return Work(cursor, self.store.projection, self.standing, self.clock, self.store.journal)

    def on_change(self, heard: Heard) -> Callable[[], None]:
        """Call `heard` with what was touched after each write, on the writing thread. Gives the
        callable that ends it."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    def _tell(self, touched: Touched) -> None:
        if touched.kinds:
            for heard in tuple(self._heard):
                heard(touched)

    # -- reading ----------------------------------------------------------------------------

    def ask(
        self, question: Callable[Concatenate[Reads, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Read on the last committed state."""
        with self.reading() as reads:
            return question(reads, *args, **kwargs)

    @contextmanager
    def reading(self) -> Iterator[Reads]:
        self._require_open()
        with self.store.engine.read() as cursor:
            yield Reads(cursor, self.store.projection, self.standing, self.clock)

    # -- drafts and settings ----------------------------------------------------------------

    def save_draft(self, draft: Draft) -> None:
        """Keep what is typed, synced to disk; replaces the draft of that id."""
        self._require_open()
        with self.store.engine.write() as cursor:
            local.put_draft(cursor, draft)
        self._tell(Touched(frozenset({"draft"}), frozenset({draft.person or ""})))

    def drop_draft(self, draft: str) -> None:
        self._require_open()
        with self.store.engine.write() as cursor:
            local.drop_draft(cursor, draft)
        self._tell(Touched(frozenset({"draft"}), frozenset()))

    def drafts(self, person: str | None = None) -> list[Draft]:
        """Unfinished entries, newest first."""
        with self.reading() as reads:
            return local.drafts(reads.cursor, person)

    def draft(self, identifier: str) -> Draft | None:
        with self.reading() as reads:
            return local.draft(reads.cursor, identifier)

    def new_draft(self, kind: str, person: str | None, **more: Any) -> Draft:
        """A fresh draft, not yet kept."""
        at = now_ms(self.clock)
        data = more.pop("data", {})
        return Draft(new_id(), kind, person, data, opened_at=at, saved_at=at, **more)

    def setting(self, key: str, default: Any = None) -> Any:
        with self.reading() as reads:
            return local.get_setting(reads.cursor, key, default)

    def set_setting(self, key: str, value: Any) -> None:
        self._require_open()
        with self.store.engine.write() as cursor:
            local.put_setting(cursor, key, value)
        self._tell(Touched(frozenset({"setting"}), frozenset()))

    # -- keys and proof ---------------------------------------------------------------------

    def new_recovery_code(self, code: str | None = None) -> str:
        """A new recovery code; the one before opens nothing any more, its paper device is put out
        of the directory. Hand in one from `recovery.new_code()` to have it typed back first."""
        self._require_open()
        code = recovery.new_code() if code is None else recovery.parse(code)
        standing = self.standing
        paper = paper_device(recovery.secret(code))
        old = [
            d.id
            for d in standing.directory.devices.values()
            if d.member == standing.writer.member and d.kind == PAPER and not d.removed
        ]
        request = request_device(paper, standing.directory.team, standing.writer.member, PAPER)
        said = add_device(standing.directory, standing.writer, request)
        for device in old:
            said = said.then(
                remove_device(said.directory, standing.writer, device, reason="new recovery code")
            )
        with self.store.writing() as cursor:
            standing.adopt(cursor, said.statements)
        return self.vault.new_recovery_code(code)

    @property
    def statements(self) -> tuple[bytes, ...]:
        """The directory's statements, exact bytes, parents first."""
        return self.standing.directory.statements

    def take_in(
        self,
        statements: Sequence[bytes],
        pairs: Sequence[tuple[bytes, bytes | None]],
        signatures: Sequence[HeadSignature],
    ) -> Received:
        """Take in what another device wrote: directory statements, changes (header and payload
        bytes) and the head signatures that prove them. What does not hold is kept aside with the
        reason and blocks nothing else; what was held before is tried again."""
        self._require_open()
        standing = self.standing
        if any(raw not in set(standing.directory.statements) for raw in statements):
            with self.store.writing() as cursor:
                standing.adopt(cursor, statements)
        got = self.store.receive(pairs, signatures, standing, standing.place)
        people = {standing.place(stream).person or "" for _, _, stream in got.records}
        self._tell(Touched(frozenset(kind for kind, _, _ in got.records), frozenset(people)))
        return got

    def backup_due(self) -> bool:
        """Whether today has no automatic backup yet."""
        return generations.due_backup(self.vault.folder, self.clock.now())

    def back_up_generation(
        self, progress: Progress | None = None, cancelled: Stop | None = None
    ) -> None:
        """The automatic backup beside the vault: 7 daily and 4 weekly ones are kept."""
        self._require_open()
        generations.make_generation(
            self.vault, self.clock.now(), progress=progress, cancelled=cancelled
        )

    def verify(self, progress: Progress | None = None, cancelled: Stop | None = None) -> Findings:
        """Prove the history and compare the tables with it; says what is hurt and what is whole."""
        self._require_open()
        found = self.store.verify(self.standing, self.standing.place, progress, cancelled)
        found.faults += self._hurt_files(cancelled)
        return found

    def _hurt_files(self, cancelled: Stop | None) -> list[str]:
        hurt = []
        for view in self.ask(lambda reads: reads.all("attachment")):
            try:
                attachments.verify(
                    self.vault,
                    view.get("file_id") or "",
                    bytes.fromhex(view.get("file_key") or ""),
                    cancelled=cancelled,
                )
            except (Damaged, Gone, ValueError):
                hurt.append(f"attachment {view.id[:8]}: its file is missing or damaged")
        return hurt
