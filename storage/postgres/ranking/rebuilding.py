"""Says to other processes that a pool is being rebuilt, and asks whether one of them still is.

It keeps two workers from doing the same work twice and nothing more: what keeps two rebuilders from
harming each other is the epoch, which also overtakes one that sleeps.
"""

from typing import Final
from uuid import UUID

import asyncpg
from tortoise import connections

from storage.postgres.core.transaction import postgres_errors

_CLASS: Final = 0x5354_5242
""""STRB": the first number of these advisory locks; the second is the pool's id, hashed."""
PATIENCE_SECONDS: Final = 30
"""A rebuilder whose connection has been silent for longer is taken for one that sleeps."""

_ALIVE: Final = f"""
SELECT 1 FROM pg_locks l
  JOIN pg_database d ON d.oid = l.database
  JOIN pg_stat_activity a ON a.pid = l.pid
 WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
   AND l.objsubid = 2 AND l.classid = {_CLASS}
   AND l.objid::bigint = hashtext($1::uuid::text)::bigint & 4294967295
   AND (a.state = 'active' OR a.state_change > clock_timestamp() - $2 * interval '1 second')
"""


async def announce_rebuild(connection: asyncpg.Connection, pool_id: UUID) -> None:
    """Until `connection`, the caller's own, is closed; beside another rebuilder it says nothing."""
    await connection.execute(
        "SELECT pg_try_advisory_lock($1, hashtext($2::uuid::text))", _CLASS, pool_id
    )


async def is_being_rebuilt(pool_id: UUID, patience_seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether a rebuilder of the pool lives and gets on. Raises StoreUnavailable."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(
            _ALIVE, [pool_id, patience_seconds]
        )
    return bool(rows)
