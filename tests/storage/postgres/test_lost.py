"""What PostgreSQL fails with for reasons that pass becomes one error; what is our fault does not."""

import asyncio

import asyncpg
import pytest

from server.edge.web.problems import as_refusal
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
            await connection.execute("ROLLBACK")

        outcomes = await asyncio.gather(lock(first, 2), lock(second, 1), return_exceptions=True)
        (failure,) = [outcome for outcome in outcomes if outcome is not None]
        refusal = as_refusal(failure)
        assert refusal is not None
        assert (type(failure), refusal.status) == (asyncpg.DeadlockDetectedError, 503)
    finally:
        await first.close()
        await second.close()
