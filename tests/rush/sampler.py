"""Looks at the money again and again while others work on it, and keeps whatever is wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from storage.errors import StoreUnavailable
from storage.postgres.core.connect import raw_connection
from storage.redis.quota import QuotaRedis

DATABASE_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that died in the middle of an answer
)
"""What a PostgreSQL that was killed, or that comes back, is noticed by."""
EVERY_S = 0.05
_SUM_EVERY = 10
# The sum itself as well as the counter: without its trigger the counter would see nothing.
_HELD = """
SELECT p.budget_fen, p.locked_fen,
       CASE WHEN $2 THEN (SELECT coalesce(sum(c.granted_fen), 0)::bigint FROM claims c
                           WHERE c.pool_id = p.id AND c.locked_at IS NOT NULL) END AS held_fen
  FROM pools p WHERE p.id = $1
"""


@dataclass
class Sampler:
    """`oversold` and `differing` hold a line for each wrong instant of `in_…`, the instants seen."""

    dsn: str
    quota: QuotaRedis
    pool_id: UUID
    in_database: int = 0
    in_ranking: int = 0
    most_locked_fen: int = 0
    oversold: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    _connection: asyncpg.Connection | None = None

    async def run(self) -> None:
        """Until cancelled; a store that is away is looked at when it is back."""
        number = 0
        while True:
            try:
                await self._look_at_database(whole=number % _SUM_EVERY == 0)
            except DATABASE_AWAY:
                self._connection = None
            with suppress(StoreUnavailable):
                await self._look_at_ranking()
            number += 1
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Once, now, at everything."""
        await self._look_at_database(whole=True)
        await self._look_at_ranking()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _look_at_database(self, *, whole: bool) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await raw_connection(self.dsn)
        row: Any = await self._connection.fetchrow(_HELD, self.pool_id, whole)
        self.in_database += 1
        held_fen = row["locked_fen"] if row["held_fen"] is None else row["held_fen"]
        self.most_locked_fen = max(self.most_locked_fen, held_fen)
        if held_fen > row["budget_fen"]:
            self.oversold.append(f"database: {held_fen} locked of {row['budget_fen']} fen")
        if held_fen != row["locked_fen"]:
            self.differing.append(f"{held_fen} locked, the counter says {row['locked_fen']} fen")

    async def _look_at_ranking(self) -> None:
        report = await self.quota.report(self.pool_id)
        figures = report.figures
        if report.status != "ready" or figures is None or figures.budget_fen is None:
            return
        self.in_ranking += 1
        taken_fen = figures.locked_fen + figures.funded_fen
        if taken_fen > figures.budget_fen:
            self.oversold.append(
                f"ranking: {taken_fen} locked and funded of {figures.budget_fen} fen"
            )


@asynccontextmanager
async def sampling(dsn: str, quota: QuotaRedis, pool_id: UUID) -> AsyncIterator[Sampler]:
    """A sampler at work in the block, which looks once more at its end."""
    sampler = Sampler(dsn, quota, pool_id)
    work = asyncio.create_task(sampler.run())
    try:
        yield sampler
        await stopped(work)
        await sampler.look()
    finally:
        await stopped(work)
        await sampler.close()


async def stopped(work: "asyncio.Task[None]") -> None:
    """Cancelled and over; what it failed with is raised."""
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
