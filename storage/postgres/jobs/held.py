"""Jobs that failed for good and wait for an operator, and the queue's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from tortoise import connections

from storage.postgres.core.transaction import postgres_errors, transaction

_HELD = """
SELECT q.id, q.entrypoint, encode(q.payload, 'hex') AS subject, q.created, q.updated, q.attempts,
       (SELECT l.traceback->>'exception_type' FROM pgqueuer_log l
         WHERE l.job_id = q.id AND l.status = 'failed' ORDER BY l.created DESC LIMIT 1) AS error,
       (SELECT l.traceback->>'exception_message' FROM pgqueuer_log l
         WHERE l.job_id = q.id AND l.status = 'failed' ORDER BY l.created DESC LIMIT 1) AS message
  FROM pgqueuer q
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


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job that is not tried again by itself; `subject_id` is what it is about."""

    id: int
    entrypoint: str
    subject_id: UUID | None
    created_at: datetime
    held_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class JobFigures:
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
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_HELD, [most])
    return [
        HeldJob(
            id=row["id"],
            entrypoint=row["entrypoint"],
            subject_id=UUID(row["subject"]) if row["subject"] else None,
            created_at=row["created"],
            held_at=row["updated"],
            error=": ".join(part for part in (row["error"], row["message"]) if part),
        )
        for row in rows
    ]


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
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_FIGURES, [leader_lock])
    return JobFigures(**rows[0])
