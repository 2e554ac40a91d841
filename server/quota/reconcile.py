"""Ranks what a process committed but never ranked: it died, or Redis gave no answer."""

from collections.abc import Collection
from uuid import UUID

from server.clock import Clock
from server.quota.ranking import ApplyPort, RankedMarks
from storage.postgres.claims import STALE_AFTER, list_unranked


async def reconcile(
    *, quota: ApplyPort, marks: RankedMarks, clock: Clock, pools: Collection[UUID] | None = None
) -> int:
    """Apply every claim whose version no ranking has confirmed; how many were applied.

    `pools`: in these only, None: in all.
    Raises StoreUnavailable when either store gives no answer; the next round goes on.
    """
    applied = 0
    for pool_id, claim in await list_unranked(clock.now() - STALE_AFTER):
        if pools is not None and pool_id not in pools:
            continue
        standing = await quota.apply(pool_id, claim)
        if standing.version >= claim.version:
            marks.note(claim.claim_id, standing.version)
            applied += 1
    await marks.flush()
    return applied
