"""Runs one job: counts its starts, retries after outages, holds what failed for an operator."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job

from server.edge.jobs.try_later import TryLater
from server.errors import Unavailable
from storage.errors import StoreUnavailable
from storage.postgres.jobs.starts import count_start, forget_starts

_LOG = logging.getLogger(__name__)
MOST_STARTS: Final = 3
_LONGEST_WAIT: Final = timedelta(seconds=60)

Handler = Callable[[UUID], Awaitable[object]]
"""What a job does with its subject's id; running it twice does no harm."""


class StartedTooOften(Exception):
    """Begun several times and never ended: whatever it does, it takes its process with it."""


@dataclass
class CountedExecutor(DatabaseRetryEntrypointExecutor):
    """Holds a job after `MOST_STARTS` starts without an end, or when it fails at its sixth try."""

    async def execute(self, job: Job, context: Context) -> None:
        try:
            starts = await count_start(job.id)
        except StoreUnavailable as error:
            raise RetryRequested(_wait(job.attempts), str(error)) from error
        if starts > MOST_STARTS:
            raise StartedTooOften(f"{job.entrypoint} was begun {MOST_STARTS} times without an end")
        try:
            await super().execute(job, context)
        except Exception:
            # One start too many is counted if the database is gone; the next end forgets it.
            with suppress(StoreUnavailable):
                await forget_starts(job.id)
            raise


def patient(handler: Handler) -> Callable[[Job], Awaitable[None]]:
    """The handler as the queue calls it; an outage of others never uses up the job's attempts."""

    async def run(job: Job) -> None:
        if job.payload is None:
            raise ValueError("a job without a subject")
        try:
            await handler(UUID(bytes=job.payload))
        except TryLater as later:
            raise RetryRequested(later.after, str(later)) from later
        except (StoreUnavailable, Unavailable) as error:
            _LOG.warning("%s waits: %s", job.entrypoint, error)
            raise RetryRequested(_wait(job.attempts), type(error).__name__) from error

    return run


def _wait(attempts: int) -> timedelta:
    """1 s, 2 s, 4 s, … 60 s."""
    return min(timedelta(seconds=2 ** min(attempts, 6)), _LONGEST_WAIT)
