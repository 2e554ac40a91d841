"""Databases with the schema in them: migrated once in a run, copied from then on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest_asyncio
from tortoise.context import TortoiseContext

from standalone.embedded.binaries import postgres_programs
from storage.postgres.core.connect import raw_connection, tortoise_config
from storage.postgres.core.migrate import ensure_roles, migrate
from tests.world.servers import Embedded, once

APP_PASSWORD = "app-of-the-tests"
PASSWORDS = {"shuangtui_app": APP_PASSWORD, "shuangtui_worker": APP_PASSWORD}
_TEMPLATE = "migrated"


async def make_database(embedded: Embedded, name: str) -> str:
    """A new database with the schema and no row; the owner's DSN. One of that name is dropped."""
    await _migrated(embedded)
    admin = await asyncpg.connect(embedded.postgres_dsn)
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
    finally:
        await admin.close()
    return embedded.postgres.dsn(name)


@dataclass(frozen=True)
class SpareDatabase:
    """DSNs: `owner` publishes and seeds, `app` has the rights of the server's role."""

    owner: str
    app: str


@pytest_asyncio.fixture(loop_scope="session")
async def spare_database(embedded: Embedded) -> SpareDatabase:
    """With the schema, without rows, the test's own."""
    name = f"{embedded.database}_spare"
    owner = await make_database(embedded, name)
    app = embedded.postgres.dsn(name, user="shuangtui_app", password=APP_PASSWORD)
    return SpareDatabase(owner, app)


@asynccontextmanager
async def postgres_as(dsn: str) -> AsyncIterator[None]:
    """Tortoise on this database inside the block only."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool_size=4))
        yield


@dataclass(frozen=True)
class KeptDatabases:
    """Tortoise on databases that outlive the tests which enter them, made ready once for each.

    That and the connections cost 30 ms of a processor, where a test enters a dozen times.
    """

    _ready: dict[str, TortoiseContext] = field(default_factory=dict)
    _bare: dict[str, asyncpg.Pool] = field(default_factory=dict)

    @asynccontextmanager
    async def entered(self, dsn: str) -> AsyncIterator[None]:
        if dsn not in self._ready:
            made = TortoiseContext()
            with made:
                await made.init(config=tortoise_config(dsn, pool_size=4))
            self._ready[dsn] = made
        # A copy has the same connections and its own way out: several tasks may be inside.
        with copy(self._ready[dsn]):
            yield

    async def fetch(self, dsn: str, sql: str, *values: Any) -> list[asyncpg.Record]:
        """Rows, without Tortoise."""
        if dsn not in self._bare:
            made = await asyncpg.create_pool(dsn, min_size=0, max_size=4)
            self._bare.setdefault(dsn, made)
        return list(await self._bare[dsn].fetch(sql, *values))

    async def close(self) -> None:
        for made in self._ready.values():
            await made.close_connections()
        for pool in self._bare.values():
            await pool.close()


@asynccontextmanager
async def owner_connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Bare, for rows that no use case writes and locks that nobody else sees."""
    connection = await raw_connection(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def copy_schema(embedded: Embedded, owner_dsn: str) -> None:
    """The schema into an empty database of another server; makes the roles there."""
    await _migrated(embedded)
    dump = embedded.root / "schema.sql"
    with once(embedded.root, "schema") as first:
        if first:
            source = embedded.postgres.dsn(_TEMPLATE)
            # The roles are the cluster's; their rights are in the dump.
            await _run("pg_dump", "--inserts", "--no-owner", "--file", str(dump), source)
    await ensure_roles(owner_dsn, PASSWORDS)
    await _run("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file", str(dump), owner_dsn)


async def _migrated(embedded: Embedded) -> None:
    with once(embedded.root, "migrated-template") as first:
        if not first:
            return
        owner = embedded.postgres.dsn(_TEMPLATE)
        admin = await raw_connection(embedded.postgres_dsn)
        await admin.execute(f"CREATE DATABASE {_TEMPLATE}")
        await admin.close()
        await ensure_roles(owner, PASSWORDS)
        await migrate(owner)


async def _run(program: str, *arguments: str) -> None:
    child = await asyncio.create_subprocess_exec(
        _program(program), *arguments, stdout=asyncio.subprocess.DEVNULL
    )
    assert await child.wait() == 0, program


def _program(name: str) -> Path:
    return postgres_programs(None, Path()).postgres.with_name(name)
