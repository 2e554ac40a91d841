"""The one way to open a transaction: outermost only, with the idempotency record inside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import asyncpg
from tortoise import connections
from tortoise.backends.base.client import BaseDBAsyncClient

from storage.postgres.core.idempotency import begin_once, current_once, record_once
from storage.postgres.core.lost import LOST as LOST
from storage.postgres.core.lost import postgres_errors as postgres_errors

_open: ContextVar[bool] = ContextVar("transaction_open", default=False)


class Tx:
    """An open transaction: `connection` for Tortoise, `raw` for asyncpg."""

    def __init__(self, connection: BaseDBAsyncClient) -> None:
        self.connection = connection
        self.raw: asyncpg.Connection = connection._connection
        self.status = 200
        self.resource_id: UUID | None = None

    def created(self, resource_id: UUID, status: int = 201) -> None:
        """Name what a repeat of this request is to be answered with."""
        self.resource_id, self.status = resource_id, status


@asynccontextmanager
async def _begun(context: Any) -> AsyncIterator[BaseDBAsyncClient]:
    """Tortoise's own context, which keeps the connection for ever if it is cancelled at BEGIN."""
    try:
        connection = await context.__aenter__()
    except BaseException:
        if hasattr(context, "token"):  # it had a connection already
            context.client._finalized = True
            await context.__aexit__(None, None, None)
        raise
    try:
        yield connection
    except BaseException as error:
        await context.__aexit__(type(error), error, error.__traceback__)
        raise
    else:
        await context.__aexit__(None, None, None)


@asynccontextmanager
async def transaction() -> AsyncIterator[Tx]:
    """Open the use case's only transaction; commits at the end, rolls back on any error.

    Raises RuntimeError when one is open already, StoreUnavailable when PostgreSQL does not answer,
    OnceInProgress or OnceRecorded when the request under this Idempotency-Key runs or has run.
    """
    if _open.get():
        raise RuntimeError("a use case opens exactly one transaction; this one is the second")
    token = _open.set(True)
    try:
        with postgres_errors():
            async with _begun(connections.get("default")._in_transaction()) as connection:
                tx = Tx(connection)
                once = current_once.get()
                if once is not None:
                    await begin_once(tx.raw, once)
                yield tx
                if once is not None:
                    await record_once(tx.raw, once, status=tx.status, resource_id=tx.resource_id)
    finally:
        _open.reset(token)
