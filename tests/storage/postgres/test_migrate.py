"""Bringing the schema up to date: cut off at any time, the next call goes on."""

import asyncpg
import pytest

from storage.postgres.core.migrate import ensure_roles, migrate
from tests.world.databases import owner_connection
from tests.world.servers import Embedded

_CUT = """
CREATE TABLE tortoise_migrations (
    id SERIAL PRIMARY KEY, app TEXT, name TEXT, applied_at TIMESTAMPTZ, UNIQUE (app, name)
);
CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
    RAISE EXCEPTION 'cut off';
END$$;
CREATE TRIGGER cut_off BEFORE INSERT ON tortoise_migrations
    FOR EACH ROW WHEN (NEW.name = '0003_line') EXECUTE FUNCTION cut_off();
"""


async def test_what_was_cut_off_before_it_was_recorded_is_applied_again(embedded: Embedded) -> None:
    name = f"{embedded.database}_cut"
    async with owner_connection(embedded.postgres_dsn) as admin:
        await admin.execute(f'CREATE DATABASE "{name}"')
        owner = embedded.postgres.dsn(name)
        await ensure_roles(owner)
        async with owner_connection(owner) as rows:
            await rows.execute(_CUT)
            with pytest.raises(asyncpg.RaiseError, match="cut off"):
                await migrate(owner)
            assert await rows.fetchval("SELECT count(*) FROM tortoise_migrations") == 2
            await rows.execute("DROP TRIGGER cut_off ON tortoise_migrations")
            assert (await migrate(owner))[0] == "0003_line"
            assert await migrate(owner) == []
        await admin.execute(f'DROP DATABASE "{name}"')
