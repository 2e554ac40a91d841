"""Saves an expert's points; they may change until the round is closed, and nobody else sees them."""

from uuid import UUID

from models.rules.scoring import check_points
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.identity.declarations import refuse_unopened
from server.features.reviews.declare import hold_scored
from server.features.scoring.schemas import Sheet
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.scores import save_score


async def score_review(review_id: UUID, given: Sheet, *, by: Identity, clock: Clock) -> None:
    """The record says that somebody scored, never how.

    Raises NotFound, NotScored, ConflictOfInterest, DeclarationNeeded, ScoringClosed,
    AlreadyDecided, Invalid (field by field).
    """
    async with transaction() as tx:
        case = await hold_scored(tx, review_id, by=by, clock=clock)
        await refuse_unopened(by, case.application.id, needed=True, tx=tx)
        problems = check_points(case.track.criteria, given.scores)
        if problems:
            raise Invalid(errors=problems)
        tx.created(review_id, status=200)
        await save_score(
            tx, review_id, by.user_id, given.scores, comment=given.comment, at=case.now
        )
        line = AuditEntry(
            "application",
            case.application.id,
            case.now,
            by.user_id,
            case.review.role,
            "review.scored",
            {"review": str(review_id)},
        )
        await write_audit(tx, line)
