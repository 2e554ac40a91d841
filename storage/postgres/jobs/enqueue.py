"""Jobs that join the business transaction: enqueued on its own connection, lost or kept with it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from storage.postgres.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker shall do once this transaction is committed; ids only, never content.

    A second job with the same `dedupe_key` is dropped while the first still waits or runs. A higher
    `priority` goes first, however long the others have waited: above zero is for what is rare and
    short, below for what is long and in no hurry.
    """

    entrypoint: str
    subject_id: UUID
    dedupe_key: str | None = None
    after: timedelta = timedelta(0)
    priority: int = 0


def job_part(entrypoint: str, payload: str) -> str:
    """Parts of a WITH that enqueue one job inside a statement: no round trip of their own.

    `entrypoint` and `payload` are SQL expressions. Leaves the very rows that `enqueue` leaves.
    """
    return f"""
queued AS (
    INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
    VALUES (0, {entrypoint}, {payload}, now(), 'null', 'queued') RETURNING id
), queued_log AS (
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
    SELECT id, 'queued', {entrypoint}, 0 FROM queued
)"""


async def enqueue(tx: Tx, *jobs: Job) -> None:
    """Put jobs into the queue inside `tx`; one round trip however many."""
    if jobs:
        await enqueue_on(tx.raw, *jobs)


async def enqueue_on(connection: asyncpg.Connection, *jobs: Job) -> None:
    """The same on a bare connection; "skip", because a duplicate key must not end the transaction."""
    await Queries(AsyncpgDriver(connection)).enqueue(
        [job.entrypoint for job in jobs],
        [job.subject_id.bytes for job in jobs],
        [job.priority for job in jobs],
        [job.after for job in jobs],
        [job.dedupe_key for job in jobs],
        on_conflict="skip",
    )
