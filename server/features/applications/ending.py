"""Ending an application's claim: the money is freed, its slots and open reviews with it."""

from datetime import datetime
from uuid import UUID

from models.rules.line.ranking import RankedClaim
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import hold_live_claim, ranked_claim, touch_claim
from storage.postgres.money.lock import hold_pool, name_actor


async def end_claim(
    tx: Tx, application_id: UUID, *, at: datetime, actor_id: UUID | None
) -> tuple[UUID, RankedClaim] | None:
    """Free the claim, release the slots, void open reviews; (pool, claim) to be ranked.

    The caller holds the application's row, sets its status, and enqueues `next_in_turn` after it.
    """
    await tx.raw.execute(
        "UPDATE entitlements SET released_at = $2 WHERE application_id = $1 AND released_at IS NULL",
        application_id,
        at,
    )
    await tx.raw.execute(
        "UPDATE reviews SET state = 'void' WHERE application_id = $1 AND state = 'open'",
        application_id,
    )
    await tx.raw.execute(
        "UPDATE corrections SET resolved_at = $2 WHERE application_id = $1 AND resolved_at IS NULL",
        application_id,
        at,
    )
    pool_id = await tx.raw.fetchval(
        "SELECT pool_id FROM claims WHERE application_id = $1 AND live", application_id
    )
    if pool_id is None:
        return None
    await name_actor(tx, actor_id)
    await hold_pool(tx, pool_id)
    held = await hold_live_claim(tx, application_id)
    if held is None:
        return None
    changes = {"live": False, "locked_at": None, "granted_fen": None}
    row = await touch_claim(tx, held["id"], changes, at=at)
    return pool_id, ranked_claim(row, held["epoch"])
