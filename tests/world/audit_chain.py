"""Checks the audit chain from its canonical text (docs/adr/0004), without the database's function."""

import hashlib
from collections.abc import Sequence

import asyncpg

GENESIS = bytes(32)


def chain_break(rows: Sequence[asyncpg.Record]) -> int | None:
    """The first `seq` at which one subject's lines, in order, do not follow; None if all do."""
    previous = GENESIS
    for expected, row in enumerate(rows, start=1):
        micros = int(row["at"].timestamp()) * 1_000_000 + row["at"].microsecond
        text = "\n".join(
            (
                row["subject_kind"],
                str(row["subject_id"]),
                str(row["seq"]),
                str(micros),
                str(row["actor_id"] or ""),
                row["actor_role"],
                row["event"],
                row["detail"],
            )
        )
        digest = hashlib.sha256(previous + text.encode()).digest()
        if row["seq"] != expected or row["prev_hash"] != previous or row["hash"] != digest:
            return expected
        previous = digest
    return None
