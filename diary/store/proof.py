"""The proof: every chain of the log walked from its first change to its last signed head. It reads
only; what is wrong is named by chain and number, never by its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diary.errors import DiaryError, HistoryBroken
from diary.store.change import parse
from diary.store.journal import NO_HASH, Judge, signatures_of

Checker = Callable[[int, int], None]


@dataclass(slots=True)
class ChainReport:
    """What `verify` found in the chains: how many hold, and what is wrong where."""

    chains: int = 0
    changes: int = 0
    faults: list[str] = field(default_factory=list)


def verify_chains(cursor: Any, judge: Judge, step: Checker | None = None) -> ChainReport:
    """Walk every chain: hashes, commitments, gapless numbers, links, and the signature over each
    chain's last head. Faults name the chain and the number, never the words."""
    out = ChainReport()
    total = cursor.execute("SELECT count(*) FROM change").fetchone()[0]
    keys = cursor.execute("SELECT DISTINCT stream, inc FROM change ORDER BY 1, 2").fetchall()
    for stream, inc in keys:
        out.chains += 1
        _verify_chain(cursor, (stream, inc), judge, out)
        if step is not None:
            step(out.changes, total)
    _verify_tips(cursor, out)
    return out


def _verify_chain(cursor: Any, key: tuple[str, str], judge: Judge, out: ChainReport) -> None:
    where = f"{key[0][:8]}/{key[1][-10:]}"
    seen: dict[int, set[bytes]] = {0: {NO_HASH}}
    last = 0
    rows = cursor.execute(
        "SELECT seq, hash, header, payload FROM change WHERE stream=? AND inc=? ORDER BY seq", key
    )
    for seq, digest, header, payload in rows:
        out.changes += 1
        try:
            change = parse(header, payload)
            if (change.hash, change.head.seq) != (digest, seq):
                raise HistoryBroken("name")
            if (change.head.stream, change.head.incarnation) != key:
                raise HistoryBroken("chain")
            judge.may_write(change.head)
        except DiaryError:
            out.faults.append(f"{where}: change {seq} is not what was signed")
        else:
            if change.head.prev not in seen.get(seq - 1, set()):
                out.faults.append(f"{where}: a gap before change {seq}")
        seen.setdefault(seq, set()).add(digest)
        last = max(last, seq)
    _verify_last(cursor, key, where, last, seen, judge, out)


def _verify_last(
    cursor: Any,
    key: tuple[str, str],
    where: str,
    last: int,
    seen: Mapping[int, set[bytes]],
    judge: Judge,
    out: ChainReport,
) -> None:
    proved = False
    for proof in signatures_of(cursor, *key, 0):
        try:
            judge.verify_head(
                proof.stream, proof.incarnation, proof.seq, proof.hash, proof.signature
            )
        except DiaryError:
            out.faults.append(f"{where}: the signature at change {proof.seq} is false")
            continue
        if proof.hash not in seen.get(proof.seq, set()):
            out.faults.append(f"{where}: signed change {proof.seq} is missing")
        proved = proved or proof.seq == last
    if not proved:
        out.faults.append(f"{where}: the last changes are not signed")


def _verify_tips(cursor: Any, out: ChainReport) -> None:
    rows = cursor.execute(
        "SELECT t.stream, t.inc, t.seq FROM tip t LEFT JOIN change c"
        " ON c.stream=t.stream AND c.inc=t.inc AND c.seq=t.seq AND c.hash=t.hash"
        " WHERE c.n IS NULL"
    ).fetchall()
    out.faults += [f"{s[:8]}/{i[-10:]}: the newest change {q} is missing" for s, i, q in rows]
