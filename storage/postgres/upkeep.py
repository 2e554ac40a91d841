"""What periodic work did: one row for each kind of it, for `/metrics`."""

from datetime import datetime
from typing import Literal

import msgspec
from tortoise import connections

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

Work = Literal["retention", "lists", "orphans", "files", "previews"]

_NOTE = """
INSERT INTO upkeep AS u (work, ended_at, done, "left") VALUES ($1, $2, $3, $4)
    ON CONFLICT (work) DO UPDATE
   SET ended_at = excluded.ended_at, done = u.done + excluded.done, "left" = excluded."left"
"""
_LIST = 'SELECT work, ended_at, done, "left" FROM upkeep ORDER BY work'


class DoneWork(msgspec.Struct, frozen=True):
    """`done` since ever; `left`: what the last round could not do."""

    work: str
    ended_at: datetime
    done: int
    left: int


async def note_upkeep(work: Work, *, done: int, left: int, at: datetime) -> None:
    """A round has ended. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_NOTE, [work, at, done, left])


async def list_upkeep() -> list[DoneWork]:
    """Raises StoreUnavailable."""
    return await list_rows(DoneWork, _LIST, tx=None)
