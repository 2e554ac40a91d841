"""Asks which run of which node serves a pool, and whether the pool's keys agree with each other."""

from dataclasses import dataclass
from uuid import UUID

from storage.redis.quota import QuotaRedis
from storage.redis.scripts import load_script, run


@dataclass(frozen=True, slots=True)
class Inspection:
    """`run_id` changes with every start of a server and with every failover to another.

    `whole` is False where one of the pool's keys was lost or changed by another hand.
    """

    run_id: str
    whole: bool


async def inspect_pool(quota: QuotaRedis, pool_id: UUID) -> Inspection:
    """Of the node that holds the pool's keys, of one moment; raises StoreUnavailable."""
    answer = await run(quota.client, load_script("inspect"), quota.keys.pool(pool_id), ())
    run_id, whole = answer
    return Inspection(run_id.decode(), bool(whole))
