"""The amount that the deciding body sets, where the notice gives a range or no formula."""

from typing import Any

from server.features.reviews.case import Case
from server.features.reviews.refusals import Exhausted
from server.features.verdicts.outcome import Outcome
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import hold_live_claim, touch_claim
from storage.postgres.money.lock import decide_lock, hold_pool, name_actor


async def enter_award(tx: Tx, case: Case, award_fen: int, outcome: Outcome) -> None:
    """Set the award, and lock it again under the pool's budget. Raises Exhausted."""
    application = case.application
    application.award_fen = award_fen
    await application.save(using_db=tx.connection, update_fields=["award_fen"])
    await tx.raw.execute(
        "UPDATE award_lines SET amount_fen = $2 WHERE application_id = $1 AND funder = 'government'",
        application.id,
        award_fen,
    )
    outcome.detail["award_fen"] = award_fen
    pool_id = await tx.raw.fetchval(
        "SELECT pool_id FROM claims WHERE application_id = $1 AND live", application.id
    )
    if pool_id is None:
        return
    await name_actor(tx, case.by.user_id)
    await hold_pool(tx, pool_id)
    held: Any = await hold_live_claim(tx, application.id)
    changes = {"amount_fen": award_fen, "locked_at": None, "granted_fen": None}
    row = await touch_claim(tx, held["id"], changes, at=case.now)
    outcome.touched(row, held["epoch"])
    if held["locked_at"] is None:
        return
    decision = await decide_lock(tx, held["id"], at=case.now, actor_id=case.by.user_id)
    if decision.granted_fen != award_fen:
        raise Exhausted()
    outcome.touched(decision.claim, decision.epoch)
