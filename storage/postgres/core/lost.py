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
    asyncpg.IdleInTransactionSessionTimeoutError,
    # Classes 53 and 58: the machine has no room or lost a file, as a backend finds that outlived
    # its killed postmaster. Class 40: the server rolled back (a deadlock), which may be tried again.
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.TransactionRollbackError,
)


class postgres_errors:
    """Turn the many ways of a lost server into one `StoreUnavailable`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, LOST):
            raise StoreUnavailable("postgres", type(error).__name__) from error
