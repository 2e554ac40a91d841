"""Jobs that join the business transaction: enqueued on its own connection, lost or kept with it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from storage.postgres.transaction import Tx


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker shall do once this transaction is committed; ids only, never content.

    A second job with the same `dedupe_key` while the first still waits is dropped.
    """

    entrypoint: str
    subject_id: UUID
    dedupe_key: str | None = None
    after: timedelta = timedelta(0)


async def enqueue(tx: Tx, *jobs: Job) -> None:
    """Put jobs into the queue inside `tx`; one round trip however many."""
    if jobs:
        await enqueue_on(tx.raw, *jobs)


async def enqueue_on(connection: asyncpg.Connection, *jobs: Job) -> None:
    """The same on a bare connection; "skip", because a duplicate key must not end the transaction."""
    await Queries(AsyncpgDriver(connection)).enqueue(
        [job.entrypoint for job in jobs],
        [job.subject_id.bytes for job in jobs],
        [0 for _ in jobs],
        [job.after for job in jobs],
        [job.dedupe_key for job in jobs],
        on_conflict="skip",
    )
