"""Declares for an expert whether there is a conflict of interest, before the file opens."""

from uuid import UUID

from models.tables.ids import new_id
from models.tables.scores import ConflictDeclaration
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.declarations import find_declaration
from server.features.reviews.case import Case, hold_case, require_open
from server.features.reviews.refusals import NotScored, ScoringClosed
from server.features.reviews.schemas import Declaration
from storage.postgres.conflict_declarations import save_declaration
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction

_PLACED = "SELECT EXISTS (SELECT 1 FROM scored_places WHERE review_id = $1)"


async def declare_conflict(
    review_id: UUID, given: Declaration, *, by: Identity, clock: Clock
) -> None:
    """A conflict is never taken back; one that shows later takes the expert's score out.

    Raises NotFound, NotScored, ConflictOfInterest (also to take one back), ScoringClosed,
    AlreadyDecided.
    """
    async with transaction() as tx:
        case = await hold_scored(tx, review_id, by=by, clock=clock)
        tx.created(review_id, status=200)
        known = await find_declaration(case.application.id, by.user_id, tx=tx)
        if known is not None and known.conflict == given.conflict:
            return
        if known is not None and known.conflict:
            raise ConflictOfInterest()
        await _write(tx, case, given, known)


async def hold_scored(tx: Tx, review_id: UUID, *, by: Identity, clock: Clock) -> Case:
    """A review whose round is still open, its application's row locked.

    Raises NotFound, ConflictOfInterest, NotScored, ScoringClosed, AlreadyDecided.
    """
    case = await hold_case(tx, review_id, by=by, now=clock.now())
    if case.stage != "score":
        raise NotScored()
    if await tx.raw.fetchval(_PLACED, review_id):
        raise ScoringClosed()
    require_open(case)
    return case


async def _write(tx: Tx, case: Case, given: Declaration, known: ConflictDeclaration | None) -> None:
    row = known or ConflictDeclaration(
        id=new_id(), application_id=case.application.id, user_id=case.by.user_id
    )
    row.conflict, row.declared_at = given.conflict, case.now
    row.reason = given.reason  # type: ignore[assignment]  # a nullable column
    await save_declaration(tx, row)
    # Its words stay with the declaration: the firm reads the comments of audit lines.
    line = AuditEntry(
        "application",
        case.application.id,
        case.now,
        case.by.user_id,
        case.review.role,
        "review.declared",
        {"review": str(case.review.id), "conflict": given.conflict},
    )
    await write_audit(tx, line)
