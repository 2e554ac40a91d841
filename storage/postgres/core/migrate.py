"""Makes the database's roles and brings its schema up to date; run as the owner only."""

import asyncio

import asyncpg
from tortoise import connections
from tortoise.context import TortoiseContext
from tortoise.migrations.api.migrate import migrate as run_migrations
from tortoise.migrations.autodetector import MigrationAutodetector

from storage.postgres.core.connect import APP, raw_connection, tortoise_config

ROLES = ("shuangtui_app", "shuangtui_worker")


class RolesMissing(Exception):
    """The owner may not create roles and they do not exist; the message holds the SQL to run."""


async def ensure_roles(owner_dsn: str, passwords: dict[str, str] | None = None) -> None:
    """Make the roles that the server and the worker connect as, if they are not there yet.

    `passwords` (role -> password) sets LOGIN passwords; without it the operator sets them.
    """
    connection = await raw_connection(owner_dsn)
    try:
        for role in ROLES:
            await _ensure_role(connection, role, (passwords or {}).get(role))
    except asyncpg.InsufficientPrivilegeError as error:
        statements = " ".join(f"CREATE ROLE {role} LOGIN;" for role in ROLES)
        raise RolesMissing(f"ask a database administrator to run: {statements}") from error
    finally:
        await connection.close()


async def _ensure_role(connection: asyncpg.Connection, role: str, password: str | None) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
        try:
            await connection.execute(f"CREATE ROLE {role} LOGIN")
        except asyncpg.UniqueViolationError:  # another start made it in between
            return
    if password is not None:
        literal = await connection.fetchval("SELECT quote_literal($1)", password)
        await connection.execute(f"ALTER ROLE {role} LOGIN PASSWORD {literal}")


async def migrate(owner_dsn: str) -> list[str]:
    """Apply what is missing, one process at a time; the names of the applied migrations."""
    guard = await raw_connection(owner_dsn)
    applied: list[str] = []

    def note(event: str, app: str, name: str) -> None:
        if event == "apply_done":
            applied.append(name)

    async def run() -> None:
        try:
            await run_migrations(config=tortoise_config(owner_dsn, pool_size=2), progress=note)
        finally:
            await connections.close_all()

    try:
        await guard.execute("SELECT pg_advisory_lock(hashtext('shuangtui migrate'))")
        # In a task of its own: Tortoise leaves its context to whoever initialised it.
        await asyncio.create_task(run())
    finally:
        await guard.close()
    return applied


async def unwritten_changes() -> list[str]:
    """Names of migrations that the tables would need but that nobody has written (CI refuses any)."""
    config = tortoise_config("postgresql://nobody@localhost/none")
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        if context.apps is None:
            raise RuntimeError("Tortoise did not load the tables")
        writers = await MigrationAutodetector(context.apps, {APP: config["apps"][APP]}).changes()
    return [writer.name for writer in writers]
