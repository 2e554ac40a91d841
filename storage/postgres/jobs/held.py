"""Jobs that failed for good and wait for an operator, and the queue's figures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction

_HELD = """
SELECT q.id, q.entrypoint, encode(q.payload, 'hex')::uuid AS subject_id,
       q.created AS created_at, q.updated AS held_at, coalesce(last.error, '') AS error
  FROM pgqueuer q
  LEFT JOIN LATERAL (
        SELECT concat_ws(': ', nullif(l.traceback->>'exception_type', ''),
                         nullif(l.traceback->>'exception_message', '')) AS error
          FROM pgqueuer_log l WHERE l.job_id = q.id AND l.status = 'failed'
         ORDER BY l.created DESC LIMIT 1) last ON true
 WHERE q.status = 'failed' ORDER BY q.id LIMIT $1
"""
_FIGURES = """
SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
       count(*) FILTER (WHERE status = 'picked') AS picked,
       count(*) FILTER (WHERE status = 'failed') AS held,
       coalesce(extract(epoch FROM now() - min(execute_after)
                FILTER (WHERE status = 'queued' AND execute_after < now())), 0)::float AS late_s,
       EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
                  AND l.objsubid = 1 AND (l.classid::bigint << 32) | l.objid::bigint = $1) AS led
  FROM pgqueuer
"""


class HeldJob(msgspec.Struct, frozen=True):
    """A job that is not tried again by itself; `subject_id` is what it is about."""

    id: int
    entrypoint: str
    subject_id: UUID | None
    created_at: datetime
    held_at: datetime
    error: str


class JobFigures(msgspec.Struct, frozen=True):
    """Jobs by state; `late_s` is how long the oldest one that could run has been waiting.

    `led`: some worker holds the leader's lock.
    """

    queued: int
    picked: int
    held: int
    late_s: float
    led: bool


async def list_held_jobs(most: int = 100) -> list[HeldJob]:
    """Oldest first. Raises StoreUnavailable."""
    return await list_rows(HeldJob, _HELD, most, tx=None)


async def retry_held_jobs(ids: Sequence[int] | None = None) -> int:
    """Queue held jobs again, all of them without `ids`; how many. Raises StoreUnavailable."""
    async with transaction() as tx:
        rows = await tx.raw.fetch(
            # A twin under the same key may wait already; handlers bear being run twice.
            """
            UPDATE pgqueuer SET headers = NULL, dedupe_key = NULL
             WHERE status = 'failed' AND ($1::bigint[] IS NULL OR id = ANY($1)) RETURNING id
            """,
            None if ids is None else list(ids),
        )
        found = [row["id"] for row in rows]
        await Queries(AsyncpgDriver(tx.raw)).requeue_jobs(found)
    return len(found)


async def job_figures(leader_lock: int) -> JobFigures:
    """One pass over the queue, which holds only what is not done. Raises StoreUnavailable."""
    (figures,) = await list_rows(JobFigures, _FIGURES, leader_lock, tx=None)
    return figures
