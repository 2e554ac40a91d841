"""What PostgreSQL fails with for reasons that pass becomes one error; what is our fault does not."""

import asyncio

import asyncpg
import pytest

from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import postgres_errors
from tests.world.databases import SpareDatabase


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionResetError(),
        TimeoutError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.DiskFullError(),
        asyncpg.UndefinedFileError(),
        asyncpg.DeadlockDetectedError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_what_passes_is_told_as_unavailable(failure: Exception) -> None:
    with pytest.raises(StoreUnavailable), postgres_errors():
        raise failure


@pytest.mark.parametrize(
    "failure", [asyncpg.UndefinedTableError(), asyncpg.UniqueViolationError(), ValueError()]
)
def test_a_fault_of_ours_is_not_hidden(failure: Exception) -> None:
    with pytest.raises(type(failure)), postgres_errors():
        raise failure


async def test_of_two_that_deadlock_one_is_told_to_try_again(spare_database: SpareDatabase) -> None:
    first, second = [await asyncpg.connect(spare_database.owner) for _ in range(2)]
    try:
        for connection, key in ((first, 1), (second, 2)):
            await connection.execute("SET deadlock_timeout = '50ms'; BEGIN")
            await connection.execute("SELECT pg_advisory_xact_lock($1)", key)

        async def lock(connection: asyncpg.Connection, key: int) -> None:
            with postgres_errors():
                await connection.execute("SELECT pg_advisory_xact_lock($1)", key)

        waiting = asyncio.create_task(lock(first, 2))
        outcomes = await asyncio.gather(lock(second, 1), return_exceptions=True)
        await second.execute("ROLLBACK")
        outcomes += await asyncio.gather(waiting, return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == [
            "NoneType",
            "StoreUnavailable",
        ]
    finally:
        await first.close()
        await second.close()
