"""A database that can be put back to an earlier moment, as a restored backup would."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from standalone.embedded.postgres import PostgresAddress


@dataclass
class Database:
    """The database `name`, its copies beside it, and a connection as its owner."""

    postgres: PostgresAddress
    name: str
    _copies: set[str] = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _connection: asyncpg.Connection | None = None

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """Rows, read as the owner."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self.postgres.dsn(self.name))
        return list(await self._connection.fetch(sql, *values))

    async def copy(self) -> str:
        """A backup of this moment; its name. Every connection to the database is cut."""
        copy = f"{self.name}_copy{next(self._numbers)}"
        async with _Admin(self) as admin:
            await admin.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{self.name}"')
        self._copies.add(copy)
        return copy

    async def restore(self, copy: str) -> None:
        """The database is what the copy is; the copy stays. Every connection is cut."""
        async with _Admin(self) as admin:
            await admin.execute(f'DROP DATABASE "{self.name}"')
            await admin.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{copy}"')

    async def drop(self, copy: str) -> None:
        admin = await asyncpg.connect(self.postgres.dsn())
        await admin.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        await admin.close()
        self._copies.discard(copy)

    async def close(self) -> None:
        """Leave it; the connection comes back by itself when something is asked."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def end(self) -> None:
        await self.close()
        for copy in tuple(self._copies):
            await self.drop(copy)


class _Admin:
    """A connection beside the database, which lets nobody in meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __aenter__(self) -> asyncpg.Connection:
        name = self._database.name
        await self._database.close()
        self._admin = await asyncpg.connect(self._database.postgres.dsn())
        await self._admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        while await self._admin.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1", name
        ):
            pass  # each round asks anew; the server ends them within milliseconds
        return self._admin

    async def __aexit__(self, *_: object) -> None:
        name = self._database.name
        await self._admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await self._admin.close()
