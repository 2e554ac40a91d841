"""`migrate`: brings the schema up to date, for an installation on servers of one's own."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.say import say
from storage.postgres.core.migrate import ensure_roles, migrate


def run_migrate(options: Namespace) -> None:
    """Make the roles if they are missing, then apply what is missing."""
    asyncio.run(_migrate(find_place(options.data).owner()))


async def _migrate(owner_dsn: str) -> None:
    await ensure_roles(owner_dsn)
    applied = await migrate(owner_dsn)
    say("已执行的数据库变更", "Migrations applied", ", ".join(applied) or "0")
