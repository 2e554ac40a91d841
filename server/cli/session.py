"""One command's connections: opened for it, closed after it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.cli.place import Place
from server.stores import Stores, build_stores
from storage.postgres.core.connect import close_postgres, open_postgres


@asynccontextmanager
async def session(place: Place, *, owner: bool = False) -> AsyncIterator[Stores]:
    """The place's stores; `owner` for what only the database's owner may do.

    Raises NotRunning where no owner's DSN is known.
    """
    dsn = place.owner() if owner else place.worker_dsn
    stores = build_stores(place.settings)
    await open_postgres(dsn, pool_size=2)
    try:
        yield stores
    finally:
        await stores.redis.aclose()
        await close_postgres()
