"""Leader election: periodic work is done by the worker that holds an advisory lock in PostgreSQL."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import asyncpg

from server.edge.jobs.pausing import paused
from server.errors import Unavailable
from storage.errors import StoreUnavailable
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.transaction import LOST

_LOG = logging.getLogger(__name__)
LEADER_LOCK: Final = 0x5354_4C45_4144
"""The advisory lock's number, "STLEAD"; nothing else takes it."""
_ASK_SECONDS: Final = 1.0
_ANSWER_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Loop:
    """`act` every so many seconds, counted from the end of the last time."""

    name: str
    seconds: float
    act: Callable[[], Awaitable[object]]


async def lead(dsn: str, loops: Sequence[Loop], *, stop: asyncio.Event) -> None:
    """Wait for the lead, keep it as long as the connection lasts, until `stop` is set."""
    while not stop.is_set():
        try:
            connection = await raw_connection(dsn)
        except LOST as error:
            _LOG.warning("the lead waits for the database: %s", type(error).__name__)
            await paused(stop, _ASK_SECONDS)
            continue
        try:
            await _hold(connection, loops, stop)
        except LOST as error:
            _LOG.warning("the lead was lost: %s", type(error).__name__)
        finally:
            # The lock ends with the connection.
            connection.terminate()


async def _hold(connection: asyncpg.Connection, loops: Sequence[Loop], stop: asyncio.Event) -> None:
    while not stop.is_set():
        if await _ask(connection, f"SELECT pg_try_advisory_lock({LEADER_LOCK})"):
            break
        await paused(stop, _ASK_SECONDS)
    if stop.is_set():
        return
    _LOG.info("this worker leads")
    tasks = [asyncio.create_task(repeat(loop, stop)) for loop in loops]
    try:
        while not stop.is_set():
            await paused(stop, _ASK_SECONDS)
            await _ask(connection, "SELECT true")
    finally:
        await _finish(tasks, grace=stop.is_set())


async def _ask(connection: asyncpg.Connection, sql: str) -> bool:
    found: bool = await connection.fetchval(sql, timeout=_ANSWER_SECONDS)
    return found


async def _finish(tasks: list[asyncio.Task[None]], *, grace: bool) -> None:
    """Loops end by themselves at a stop; after a lost lock they are cut, another worker leads."""
    if grace:
        await asyncio.wait(tasks, timeout=_ANSWER_SECONDS)
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)


async def repeat(loop: Loop, stop: asyncio.Event) -> None:
    """One loop: no failure ends it, every failure is logged."""
    while not stop.is_set():
        try:
            await loop.act()
        except (StoreUnavailable, Unavailable) as error:
            _LOG.warning("%s waits: %s", loop.name, error)
        # The next round may well succeed, and the other loops must go on.
        except Exception:  # noqa: BLE001
            _LOG.exception("%s failed", loop.name)
        await paused(stop, loop.seconds)
