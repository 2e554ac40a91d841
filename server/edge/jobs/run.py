"""Runs the queue's jobs on a connection of its own, again and again until told to stop."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager

from server.edge.jobs.executor import CountedExecutor, Handler, patient
from server.edge.jobs.pausing import paused
from storage.postgres.core.connect import raw_connection

_LOG = logging.getLogger(__name__)
POLL: Final = timedelta(seconds=0.5)
_BATCH: Final = 10
_AT_ONCE: Final = 20
_RESTART_SECONDS: Final = (0.2, 1.0, 2.0, 5.0)
_NO_LIMITS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pace:
    """A job whose worker gave no sign for `heartbeat` is begun by another; at a stop what runs
    has `drain_seconds` to come to its end."""

    heartbeat: timedelta = timedelta(seconds=10)
    drain_seconds: float = 7.0


async def run_jobs(
    dsn: str,
    handlers: Mapping[str, Handler],
    *,
    stop: asyncio.Event,
    pace: Pace | None = None,
    at_once: Mapping[str, int] = _NO_LIMITS,
) -> None:
    """Work until `stop` is set; what has not ended by then is begun again by another worker.

    `at_once`: how many of a job run at the same time, of those that have a limit of their own.

    A lost connection or a deaf listener ends one round; the next begins after a short pause.
    """
    failures = 0
    while not stop.is_set():
        try:
            await _round(dsn, handlers, at_once, stop, pace or Pace())
            failures = 0
        # A worker that gives up does no work at all: whatever ended the round is logged, and the
        # next one begins. Jobs that were under way are picked up again by their heartbeat.
        except Exception as error:  # noqa: BLE001
            _LOG.warning("the job queue was interrupted: %s", type(error).__name__, exc_info=error)
            pause = _RESTART_SECONDS[min(failures, len(_RESTART_SECONDS) - 1)]
            failures += 1
            await paused(stop, pause)


async def _round(
    dsn: str,
    handlers: Mapping[str, Handler],
    at_once: Mapping[str, int],
    stop: asyncio.Event,
    pace: Pace,
) -> None:
    connection = await raw_connection(dsn)
    queue = _queue(connection, handlers, at_once)
    running = asyncio.create_task(
        queue.run(
            dequeue_timeout=POLL,
            batch_size=_BATCH,
            max_concurrent_tasks=_AT_ONCE,
            shutdown_on_listener_failure=True,
            heartbeat_timeout=pace.heartbeat,
        )
    )
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        queue.shutdown.set()
        await asyncio.wait({running}, timeout=pace.drain_seconds)
        if running.done():
            await running
    finally:
        stopping.cancel()
        await _end(running, connection)


def _queue(
    connection: asyncpg.Connection, handlers: Mapping[str, Handler], at_once: Mapping[str, int]
) -> QueueManager:
    queue = QueueManager(Queries(AsyncpgDriver(connection)))
    for name, handler in handlers.items():
        queue.entrypoint(
            name,
            accepts_context=False,
            on_failure="hold",
            concurrency_limit=at_once.get(name, 0),
            executor_factory=lambda parameters: CountedExecutor(parameters=parameters),
        )(patient(handler))
    return queue


async def _end(running: asyncio.Task[None], connection: asyncpg.Connection) -> None:
    """Cut the connection before the tasks: pgqueuer deletes a job whose task is cancelled."""
    connection.terminate()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
