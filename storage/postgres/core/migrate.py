"""Makes the database's roles and brings its schema up to date; run as the owner only."""

from typing import Any

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor.asyncpg import AsyncpgSchemaEditor
from tortoise.transactions import in_transaction

from storage.postgres.core.connect import APP, raw_connection, tortoise_config
from storage.postgres.core.schema_steps import SchemaSteps

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
    """Apply what is missing, one process at a time; the names of the applied migrations.

    Each is applied and recorded in one transaction: cut off at any time, the next call goes on.
    """
    config = tortoise_config(owner_dsn, pool_size=2)
    guard = await raw_connection(owner_dsn)
    try:
        await guard.execute("SELECT pg_advisory_lock(hashtext('shuangtui migrate'))")
        async with TortoiseContext() as context:
            await context.init(config=config)
            return await _apply_missing(context.db(), config["apps"])
    finally:
        await guard.close()


async def _apply_missing(connection: BaseDBAsyncClient, apps: dict[str, Any]) -> list[str]:
    recorder = MigrationRecorder(connection)
    await recorder.ensure_schema(AsyncpgSchemaEditor(connection))
    loader = MigrationLoader(apps, recorder)
    await loader.build_graph()
    (last,) = loader.graph.leaf_nodes(APP)
    applied, steps = list[str](), SchemaSteps({}, APP)
    for key in loader.graph.forwards_plan(last):
        migration = loader.disk_migrations[key]
        if key in loader.applied_migrations:
            await migration.apply(steps, dry_run=True)
            continue
        async with in_transaction() as tx:
            await migration.apply(steps, schema_editor=AsyncpgSchemaEditor(tx))
            await MigrationRecorder(tx).record_applied(key.app_label, key.name)
        applied.append(key.name)
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
