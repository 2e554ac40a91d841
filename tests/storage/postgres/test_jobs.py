"""A job that a statement enqueues itself is the very job that the queue's own call enqueues."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio

from storage.postgres.core.connect import raw_connection
from storage.postgres.jobs.enqueue import Job, enqueue_on, job_part
from tests.world.databases import APP_PASSWORD
from tests.world.servers import Embedded

_WITH = f"WITH {job_part('$1', '$2')} SELECT count(*) FROM queued"
_MADE_BY_THE_CLOCK = {"id", "job_id", "created", "updated", "heartbeat", "execute_after"}


@pytest_asyncio.fixture(loop_scope="session")
async def connection(embedded: Embedded, app_database: str) -> AsyncIterator[asyncpg.Connection]:
    """The server's role, in a transaction that is rolled back."""
    dsn = embedded.postgres.dsn(app_database, user="shuangtui_app", password=APP_PASSWORD)
    opened = await raw_connection(dsn)
    transaction = opened.transaction()
    await transaction.start()
    yield opened
    await transaction.rollback()
    await opened.close()


async def rows_of(connection: asyncpg.Connection, subject: UUID) -> list[dict[str, Any]]:
    """The job and its line in the log, without what differs from job to job."""
    jobs = await connection.fetch("SELECT * FROM pgqueuer WHERE payload = $1", subject.bytes)
    ids = [job["id"] for job in jobs]
    lines = await connection.fetch("SELECT * FROM pgqueuer_log WHERE job_id = ANY($1)", ids)
    return [
        {name: value for name, value in row.items() if name not in _MADE_BY_THE_CLOCK}
        for row in (*jobs, *lines)
    ]


async def test_both_ways_leave_the_same_rows(connection: asyncpg.Connection) -> None:
    called, stated = uuid4(), uuid4()

    await enqueue_on(connection, Job("application.submitted", called))
    await connection.execute(_WITH, "application.submitted", stated.bytes)

    job, line = await rows_of(connection, stated)
    assert job.pop("payload") == stated.bytes
    other_job, other_line = await rows_of(connection, called)
    assert other_job.pop("payload") == called.bytes
    assert (job, line) == (other_job, other_line)


async def test_it_is_due_at_once(connection: asyncpg.Connection) -> None:
    subject = uuid4()
    await connection.execute(_WITH, "application.submitted", subject.bytes)

    due = await connection.fetchval(
        "SELECT execute_after <= now() FROM pgqueuer WHERE payload = $1", subject.bytes
    )

    assert due
