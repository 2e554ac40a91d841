"""Locks the money of an application that passed: what it is granted is its own from then on."""

from models.rules.lifecycle import passing_stage
from server.features.reviews.case import Case
from server.features.reviews.refusals import Exhausted
from server.features.verdicts.outcome import Outcome
from storage.postgres.core.transaction import Tx
from storage.postgres.money.approval_claims import add_approval_claim
from storage.postgres.money.lock import decide_lock, next_in_turn


async def lock_money(tx: Tx, case: Case, outcome: Outcome) -> None:
    """At the passing stage of a first-come track, else with the approval; nothing at other stages.

    A first-come claim that is not in turn waits; an approval is refused. Raises Exhausted.
    """
    if case.track.selection == "first_come":
        if case.stage == passing_stage(case.track.stages):
            await _lock_in_turn(tx, case, outcome)
    elif case.stage == "approve" and case.track.pool is not None:
        await _lock_approved(tx, case, case.track.pool, outcome)


async def _lock_in_turn(tx: Tx, case: Case, outcome: Outcome) -> None:
    # Its row is locked by `decide_lock`, after the pool's.
    claim_id = outcome.line and outcome.line.find_claim(case.application.id)
    claim_id = claim_id or await tx.raw.fetchval(
        "SELECT id FROM claims WHERE application_id = $1 AND live", case.application.id
    )
    if claim_id is None:
        return
    decision = await decide_lock(
        tx, claim_id, at=case.now, actor_id=case.by.user_id, line=outcome.line
    )
    outcome.touched(decision.claim, decision.epoch)
    granted_fen = decision.granted_fen
    outcome.detail |= {"locked": granted_fen is not None, "granted_fen": granted_fen}
    if granted_fen is not None and granted_fen < decision.claim.amount_fen:
        outcome.jobs.append(next_in_turn(decision.claim.pool_id))


async def _lock_approved(tx: Tx, case: Case, pool: str, outcome: Outcome) -> None:
    """A claim keyed by the moment of approval, locked at once. Raises Exhausted."""
    application = case.application
    claim_id = await add_approval_claim(
        tx,
        application.id,
        application.award_fen or 0,
        edition=application.edition_id,
        pool=pool,
        at=case.now,
    )
    decision = await decide_lock(
        tx, claim_id, at=case.now, actor_id=case.by.user_id, line=outcome.line
    )
    if decision.granted_fen is None:
        raise Exhausted()
    outcome.touched(decision.claim, decision.epoch)
    outcome.detail |= {"locked": True, "granted_fen": decision.granted_fen}
