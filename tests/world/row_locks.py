"""Rows that a test holds, and transactions that wait for them."""

import asyncio
from uuid import UUID

import asyncpg

from tests.world.application import World


async def until_blocked_by(world: World, connection: asyncpg.Connection) -> None:
    """Until some transaction waits for what this connection holds."""
    pid = connection.get_server_pid()
    async with asyncio.timeout(30):
        while not await world.fetch(  # noqa: ASYNC110  # the database tells nobody
            "SELECT 1 FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", pid
        ):
            await asyncio.sleep(0.01)


async def hold(connection: asyncpg.Connection, table: str, row: UUID) -> None:
    await connection.execute(f"SELECT 1 FROM {table} WHERE id = $1 FOR NO KEY UPDATE", row)
