"""Opens and closes this process's connections to PostgreSQL."""

from typing import Any

import asyncpg
from tortoise import Tortoise, connections
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from models.tables import MODULES
from storage.postgres.core.dsn import read_dsn

APP = "models"


class KeptConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """A pooled connection that is not reset when it goes back.

    asyncpg sends a RESET round trip at each release; nothing here leaves state on a pooled
    connection (settings are transaction-local, session locks use connections of their own).
    """

    def get_reset_query(self) -> str:
        return ""


class KeptClient(AsyncpgDBClient):
    connection_class = KeptConnection


def credentials(dsn: str, *, pool_size: int = 10) -> dict[str, Any]:
    """What asyncpg takes, from a DSN (`storage/postgres/core/dsn.py`). Raises AddressRefused."""
    read = read_dsn(dsn)
    return {
        "host": read.host,
        "port": read.port,
        "user": read.user,
        "password": read.password,
        "database": read.database,
        "ssl": read.tls(),
        "minsize": 1,
        "maxsize": pool_size,
        "timeout": read.connect_timeout,
        "command_timeout": 20,
        "server_settings": {"application_name": read.application_name, "timezone": "UTC"},
    }


def tortoise_config(dsn: str, *, pool_size: int = 10) -> dict[str, Any]:
    """The configuration for `Tortoise.init` and for the migrations."""
    return {
        "connections": {
            "default": {
                "engine": "storage.postgres.core.connect",
                "credentials": credentials(dsn, pool_size=pool_size),
            }
        },
        "apps": {
            APP: {
                "models": list(MODULES),
                "default_connection": "default",
                "migrations": "models.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


client_class = KeptClient


async def open_postgres(dsn: str, *, pool_size: int = 10) -> None:
    """Make Tortoise ready in this process; connections open at first use."""
    # Sanic runs listeners and handlers in other contexts than the one that opens.
    await Tortoise.init(
        config=tortoise_config(dsn, pool_size=pool_size), _enable_global_fallback=True
    )


async def close_postgres() -> None:
    await connections.close_all()


async def raw_connection(dsn: str) -> asyncpg.Connection:
    """A connection of one's own, for session locks and long reads; the caller closes it."""
    parts = credentials(dsn)
    return await asyncpg.connect(
        host=parts["host"],
        port=parts["port"],
        user=parts["user"],
        password=parts["password"],
        database=parts["database"],
        ssl=parts["ssl"],
        timeout=parts["timeout"],
        server_settings=parts["server_settings"],
    )


async def ping() -> None:
    """Returns if the database answers."""
    await connections.get("default").execute_query("SELECT 1")
