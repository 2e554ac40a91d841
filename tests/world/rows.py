"""What the database holds, as a fingerprint per table: to see that a refusal changed nothing."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from tests.world.application import World

_TABLES = """
SELECT tablename FROM pg_tables
 WHERE schemaname = 'public' AND tablename NOT LIKE '%migrations%' ORDER BY 1
"""
Fingerprint = dict[str, tuple[int, int]]


async def fingerprint(world: World, leave_out: Collection[str] = ()) -> Fingerprint:
    """Rows and youngest writing transaction of each table; any write to a table shows."""
    tables = [row["tablename"] for row in await world.fetch(_TABLES)]
    parts = [
        f"SELECT '{table}' AS name, count(*) AS rows,"  # the catalogue's own names
        f' coalesce(max(xmin::text::bigint), 0) AS youngest FROM "{table}"'
        for table in tables
        if table not in leave_out
    ]
    rows = await world.fetch(" UNION ALL ".join(parts))
    return {row["name"]: (row["rows"], row["youngest"]) for row in rows}


@asynccontextmanager
async def nothing_changes(world: World, leave_out: Collection[str] = ()) -> AsyncIterator[None]:
    """Fails if any row was written inside the block."""
    # The server notes ranked versions a moment after a submission; that is not what is looked for.
    await world.ports.ranker.marks.flush()
    before = await fingerprint(world, leave_out)
    yield
    after = await fingerprint(world, leave_out)
    changed = {name for name in before if before[name] != after[name]}
    assert not changed, f"written to: {', '.join(sorted(changed))}"
