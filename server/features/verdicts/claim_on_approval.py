"""Merit and rolling approvals: a claim keyed by the moment of approval, locked at once or refused."""

from models.tables.ids import new_id
from server.features.reviews.case import Case
from server.features.reviews.refusals import Exhausted
from server.features.verdicts.outcome import Outcome
from storage.postgres.core.transaction import Tx
from storage.postgres.money.lock import decide_lock

_MAKE = """
WITH claim AS (
    INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
                        version, ranked_version, recorded_epoch, recorded_revision, state,
                        touched_at, created_at)
    SELECT $1, $2, p.id, date_trunc('second', $3::timestamptz), date_trunc('second', $3), $4, 1,
           true, 1, 0, 0, 0, 'pending', $3, $3
      FROM pools p WHERE p.edition_id = $5 AND p.code = $6
    RETURNING id, pool_id
), award AS (
    INSERT INTO award_lines (id, application_id, funder, pool_id, amount_fen)
    SELECT $7, $2, 'government', pool_id, $4 FROM claim
        ON CONFLICT (application_id, funder, pool_id) DO UPDATE SET amount_fen = $4
)
SELECT id FROM claim
"""


async def claim_on_approval(tx: Tx, case: Case, outcome: Outcome) -> None:
    """Nothing happens on a track without a pool. Raises Exhausted."""
    application, track = case.application, case.track
    if track.pool is None:
        return
    claim_id = await tx.raw.fetchval(
        _MAKE,
        new_id(),
        application.id,
        case.now,
        application.award_fen or 0,
        application.edition_id,
        track.pool,
        new_id(),
    )
    decision = await decide_lock(
        tx, claim_id, at=case.now, actor_id=case.by.user_id, line=outcome.line
    )
    if decision.granted_fen is None:
        raise Exhausted()
    outcome.touched(decision.claim, decision.epoch)
    outcome.detail |= {"locked": True, "granted_fen": decision.granted_fen}
