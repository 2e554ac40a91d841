"""Maps the many errors of a lost PostgreSQL to one, `StoreUnavailable`."""

import asyncio

import asyncpg
from tortoise.exceptions import DBConnectionError

from storage.errors import StoreUnavailable

# What asyncpg and the kernel raise when the server is not there, is going away, or does not answer.
LOST = (
    OSError,
    TimeoutError,
    asyncio.TimeoutError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # A query on a connection whose server has just said that it crashed, before the socket closed.
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.DiskFullError,
    # Class 58: a file is gone, as a backend finds that outlived its killed postmaster.
    asyncpg.PostgresSystemError,
)
ROLLED_BACK = asyncpg.TransactionRollbackError
"""Class 40, such as a deadlock: nothing was done, and it may be tried again. The server is there, so
a worker's round goes on with the next, and a job that ends so counts as failed."""


class postgres_errors:
    """Turn the many ways of a lost server into one `StoreUnavailable`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, LOST):
            raise StoreUnavailable("postgres", type(error).__name__) from error
