"""What the server's and the worker's roles may not do, whatever a program tells them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from storage.postgres.core.connect import raw_connection
from tests.world.application import World
from tests.world.databases import APP_PASSWORD
from tests.world.servers import Embedded

APPEND_ONLY = (
    "audit",
    "pool_ledger",
    "consent_ledger",
    "evidence_views",
    "attachment_views",
    "receipts",
    "receipt_keys",
    "rule_versions",
    "claim_log",
    "waivers",
    "recognition_reports",
    "invoices",
    "rule_sources",
)
NEVER_DELETED = (
    "claims",
    "applications",
    "payouts",
    "payout_lines",
    "payout_items",
    "pools",
    "editions",
    "programmes",
    "credit_records",
    "audit_comments",
    "ranking_differences",
    "conflict_declarations",
    "scores",
    "scorings",
    "scored_places",
    "notices",
    "notice_entries",
    "objections",
    "attachments",
    "recognitions",
    "payees",
    "batches",
    "batch_rows",
    "upkeep",
    "held_contents",
    "ratings",
    "file_proposals",
)
ROLES = ("shuangtui_app", "shuangtui_worker")


@pytest.fixture(params=ROLES)
async def limited(
    request: pytest.FixtureRequest, world: World, embedded: Embedded, app_database: str
) -> AsyncIterator[asyncpg.Connection]:
    """A connection as that role."""
    async with connected(
        embedded.postgres.dsn(app_database, user=request.param, password=APP_PASSWORD)
    ) as it:
        yield it


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await raw_connection(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def refused(connection: asyncpg.Connection, sql: str) -> bool:
    """Whether the database says no for want of a right; what is allowed is rolled back."""
    attempt = connection.transaction()
    await attempt.start()
    try:
        await connection.execute(sql)
    except asyncpg.InsufficientPrivilegeError:
        return True
    finally:
        await attempt.rollback()
    return False


async def columns(connection: asyncpg.Connection, table: str) -> str:
    """Some column of the table."""
    name: str = await connection.fetchval(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1", table
    )
    return name


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_what_was_written_there_stays(limited: asyncpg.Connection, table: str) -> None:
    column = await columns(limited, table)
    assert await refused(limited, f"UPDATE {table} SET {column} = {column}")
    assert await refused(limited, f"DELETE FROM {table}")
    assert await refused(limited, f"TRUNCATE {table}")
    assert not await refused(limited, f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("table", NEVER_DELETED)
async def test_rows_are_never_removed(limited: asyncpg.Connection, table: str) -> None:
    if table != "audit_comments":  # words may be erased on a person's demand
        assert await refused(limited, f"DELETE FROM {table}")
    assert await refused(limited, f"TRUNCATE {table} CASCADE")


async def test_the_counters_of_a_pool_move_only_through_the_guard(
    limited: asyncpg.Connection,
) -> None:
    assert await refused(limited, "UPDATE pools SET locked_fen = 0")
    assert await refused(limited, "UPDATE pools SET locked_places = 0")
    assert not await refused(limited, "UPDATE pools SET version = version")


async def test_a_new_pool_is_the_server_s_to_make_and_has_nothing_locked(
    limited: asyncpg.Connection, world: World
) -> None:
    """Two persons of the authority publish in the browser; the worker publishes nothing."""
    made = (
        "INSERT INTO pools (id, edition_id, code, budget_fen, order_by, last_award, locked_fen,"
        f" last_award_min_fen, locked_places, version, epoch, recorded_epoch, recorded_revision)"
        f" VALUES (gen_random_uuid(), '{world.edition}', 'another', 10, 'payment', 'stop', {{}},"
        " 0, 0, 1, 1, 0, 0)"
    )
    works = await limited.fetchval("SELECT current_user") == "shuangtui_worker"
    assert await refused(limited, made.format(0)) is works
    if not works:
        with pytest.raises(asyncpg.CheckViolationError, match="nothing locked"):
            await refused(limited, made.format(1))


async def test_the_roles_make_and_change_no_tables(limited: asyncpg.Connection) -> None:
    for sql in (
        "CREATE TABLE own (id int)",
        "DROP TABLE audit",
        "ALTER TABLE claims DISABLE TRIGGER claims_guard_pool",
        "DROP TRIGGER claims_guard_pool ON claims",
        "CREATE OR REPLACE FUNCTION guard_pool() RETURNS trigger LANGUAGE sql AS ''",
        "GRANT UPDATE ON audit TO PUBLIC",
        "SET session_replication_role = replica",
    ):
        assert (sql, await refused(limited, sql) or await _no_effect(limited, sql)) == (sql, True)


async def _no_effect(connection: asyncpg.Connection, sql: str) -> bool:
    """A GRANT without the right to give it is only warned about: nothing has come of it."""
    if not sql.startswith("GRANT"):
        return False
    await connection.execute(sql)
    return not await connection.fetchval("SELECT has_table_privilege('public', 'audit', 'UPDATE')")


async def test_the_owner_may_so_the_refusals_are_the_roles(world: World) -> None:
    """The negative control: as the owner the same statements pass."""
    async with connected(world.owner) as owner:
        assert not await refused(owner, "UPDATE audit SET seq = seq")
        assert not await refused(owner, "DELETE FROM evidence_views")
        assert not await refused(owner, "UPDATE pools SET locked_fen = locked_fen")


async def test_every_table_is_in_one_list_or_may_be_cleaned_up(
    limited: asyncpg.Connection,
) -> None:
    """A new table has DELETE by default; those that must not have it are written out above."""
    rows = await limited.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r' AND NOT has_table_privilege(oid, 'DELETE')"
    )
    lists = {*APPEND_ONLY, *NEVER_DELETED} - {"audit_comments"}
    ours = {row["relname"] for row in rows if not row["relname"].startswith("tortoise")}
    assert ours == lists
