"""Ranks what a process committed but never ranked: it died, or Redis gave no answer."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from server.clock import Clock
from server.quota.ranking import ApplyPort, RankedMarks
from storage.postgres.claims import STALE_AFTER, list_unranked
from storage.postgres.differences import count_difference


async def reconcile(
    *, quota: ApplyPort, marks: RankedMarks, clock: Clock, pools: Collection[UUID] | None = None
) -> int:
    """Apply every claim whose version no ranking has confirmed; how many were applied.

    `pools`: in these only, None: in all.
    Raises StoreUnavailable when either store gives no answer; the next round goes on.
    """
    applied: Counter[UUID] = Counter()
    for pool_id, claim in await list_unranked(clock.now() - STALE_AFTER):
        if pools is not None and pool_id not in pools:
            continue
        standing = await quota.apply(pool_id, claim)
        if standing.version >= claim.version:
            marks.note(pool_id, claim, standing.version)
            applied[pool_id] += 1
    await marks.flush()
    for pool_id, times in applied.items():
        await count_difference(pool_id, "unranked", times)
    return applied.total()
