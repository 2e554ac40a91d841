"""One command's connections: opened for it, closed after it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry

from server.cli.place import Place
from server.compose import build_ports, close_ports
from server.ports import Ports
from storage.postgres.core.connect import close_postgres, open_postgres


@asynccontextmanager
async def session(place: Place, *, owner: bool = False) -> AsyncIterator[Ports]:
    """Ports on the place's servers; `owner` for what only the database's owner may do.

    Raises NotRunning where no owner's DSN is known.
    """
    dsn = place.owner() if owner else place.worker_dsn
    ports = build_ports(place.settings, CollectorRegistry())
    await open_postgres(dsn, pool_size=2)
    try:
        yield ports
    finally:
        await close_ports(ports)
        await close_postgres()
