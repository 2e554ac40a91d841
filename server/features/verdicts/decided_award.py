"""The amount that the deciding body sets, where the notice gives a range or no formula."""

from server.features.reviews.case import Case
from server.features.reviews.refusals import Exhausted
from server.features.verdicts.outcome import Outcome
from storage.postgres.applications import write_values
from storage.postgres.core.transaction import Tx
from storage.postgres.money.award_lines import write_award
from storage.postgres.money.claims import touch_claim
from storage.postgres.money.lock import decide_lock, hold_claim


async def enter_award(tx: Tx, case: Case, award_fen: int, outcome: Outcome) -> None:
    """Set the award, and lock it again under the pool's budget. Raises Exhausted."""
    application = case.application
    application.award_fen = award_fen
    await write_values(tx, application, ["award_fen"])
    await write_award(tx, application.id, award_fen)
    outcome.detail["award_fen"] = award_fen
    held = await hold_claim(tx, application.id, actor_id=case.by.user_id)
    if held is None:
        return
    pool, claim = held
    changes = {"amount_fen": award_fen, "locked_at": None, "granted_fen": None}
    outcome.touched(await touch_claim(tx, claim.id, changes, at=case.now), pool.epoch)
    if claim.locked_at is None:
        return
    decision = await decide_lock(tx, claim.id, at=case.now, actor_id=case.by.user_id)
    if decision.granted_fen != award_fen:
        raise Exhausted()
    outcome.touched(decision.claim, decision.epoch)
