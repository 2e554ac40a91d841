"""Where a ranking was found to differ: counted by pool and kind; and the demand to build it anew.

Whoever sees that Redis and the rows cannot both be right says so here; the leading worker rebuilds.
`pools.ranked_run_id` NULL is the demand: nobody has built this ranking, or somebody disproved it.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from tortoise import connections

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

DifferenceKind = Literal[
    "missing",  # the pool's keys are not there
    "unfinished",  # a load that nobody goes on with
    "epoch",  # a generation of another epoch than the database's
    "older_copy",  # fewer changes than the recorder has written down
    "run_id",  # another server, or another start of it, than the one it was built in
    "limits",  # limits that the database has never had
    "torn",  # the pool's keys do not agree with each other
    "newer",  # versions of claims, or claims, that the database does not know
    "lost",  # an older version of a claim than the ranking once confirmed
    "contents",  # a claim that is not what the row of that version says
    "sums",  # count and sums differ in a pool where nothing moves
    "unranked",  # claims that only the reconciler brought to the ranking
    "gap",  # changes that are missing from the pool's stream
]

_COUNT = """
INSERT INTO ranking_differences (id, pool_id, kind, times, last_at)
VALUES (gen_random_uuid(), $1, $2, $3, clock_timestamp())
ON CONFLICT (pool_id, kind) DO UPDATE
   SET times = ranking_differences.times + excluded.times, last_at = excluded.last_at
"""
_DEMAND = """
WITH demanded AS (
    UPDATE pools SET ranked_run_id = NULL
     WHERE id = $1 AND epoch = $2 AND ranked_run_id IS NOT NULL RETURNING id
), counted AS (
    INSERT INTO ranking_differences (id, pool_id, kind, times, last_at)
    SELECT gen_random_uuid(), id, $3, 1, clock_timestamp() FROM demanded
    ON CONFLICT (pool_id, kind) DO UPDATE
       SET times = ranking_differences.times + 1, last_at = excluded.last_at
)
SELECT id FROM demanded
"""
_LIST = """
SELECT p.edition_id AS edition, p.code AS pool, d.kind, d.times, d.last_at
  FROM ranking_differences d JOIN pools p ON p.id = d.pool_id
 WHERE p.edition_id = $1 OR $1::text IS NULL ORDER BY p.edition_id, p.code, d.kind
"""


class CountedDifference(msgspec.Struct, frozen=True):
    """How often a pool's ranking was seen to differ in one way, and when last."""

    edition: str
    pool: str
    kind: DifferenceKind
    times: int
    last_at: datetime


async def count_difference(pool_id: UUID, kind: DifferenceKind, times: int = 1) -> None:
    """Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_COUNT, [pool_id, kind, times])


async def demand_rebuild(pool_id: UUID, epoch: int, kind: DifferenceKind) -> bool:
    """Have the generation of that epoch built anew, and count why; False if that is under way.

    A later epoch, or a demand that stands, changes nothing: what was seen is past, or known.
    """
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_DEMAND, [pool_id, epoch, kind])
    return bool(rows)


async def list_differences(edition: str | None = None) -> list[CountedDifference]:
    """Of one edition's pools, or of all; by edition, pool and kind. Raises StoreUnavailable."""
    return await list_rows(CountedDifference, _LIST, edition, tx=None)
