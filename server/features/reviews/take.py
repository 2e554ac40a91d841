"""Takes a review, so that nobody else works on it, or gives it back."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.reviews.case import (
    IDLE,
    Case,
    hold_case,
    holder,
    require_decided_here,
    require_free,
    require_open,
)
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.reviews import write_holder

# Those whom a colleague has taken are in good hands, those of another role or district are not this
# person's to take; passing over any other is out of order. Driven by the open reviews before this
# one: however many claims are locked already, or not endorsed yet, they are not looked at. The first
# few in order: else the planner, which cannot know that there are few, reads the table.
_EARLIER_FREE = """
SELECT r.application_id FROM reviews r
  JOIN claims own ON own.application_id = $1 AND own.live
  JOIN claims c ON c.application_id = r.application_id AND c.pool_id = own.pool_id AND c.live
   AND (c.later_at, c.earlier_at, c.sequence) < (own.later_at, own.earlier_at, own.sequence)
  JOIN applications a ON a.id = r.application_id
   AND ($7::text[] IS NULL OR a.district = ANY($7))
 WHERE r.state = 'open' AND r.role = $2 AND r.order_key < $3 AND r.stage = $4
   AND (r.taken_by_id IS NULL OR r.taken_by_id = $5 OR r.touched_at <= $6)
 ORDER BY r.order_key, r.id LIMIT 3
"""


class _Earlier(msgspec.Struct, frozen=True):
    application_id: UUID


async def take_review(review_id: UUID, *, by: Identity, clock: Clock) -> None:
    """Taken again by the same person it is held for another hour.

    Raises NotFound, ConflictOfInterest, DecidedElsewhere, AlreadyDecided, Taken.
    """
    async with transaction() as tx:
        case = await hold_case(tx, review_id, by=by, now=clock.now())
        require_decided_here(case)
        require_open(case)
        require_free(case)
        tx.created(review_id, status=200)
        await note_taken(tx, case)
        case.review.touched_at = case.now
        await write_holder(tx, case.review)


async def note_taken(tx: Tx, case: Case) -> None:
    """Put the person's name on a free review, and on record whether it is out of order.

    Nothing where it is held already. The caller saves the review's row.
    """
    review = case.review
    if holder(review, case.now) is not None:
        return
    review.taken_by_id, review.taken_at = case.by.user_id, case.now
    review.touched_at = case.now
    passed_over: list[str] = []
    if review.role != "platform":
        passed_over = await _passed_over(tx, case)
        review.out_of_order = bool(passed_over)
    detail: dict[str, object] = {
        "review": str(review.id),
        "stage": review.stage,
        "out_of_order": review.out_of_order,
    }
    if passed_over:
        detail["passed_over"] = passed_over
    await write_audit(tx, _line(case, "review.taken", detail))


async def release_review(review_id: UUID, *, by: Identity, clock: Clock) -> None:
    """Give it back; not held by this person: nothing happens.

    Raises NotFound, ConflictOfInterest, AlreadyDecided, Taken.
    """
    async with transaction() as tx:
        case = await hold_case(tx, review_id, by=by, now=clock.now())
        require_open(case)
        require_free(case)
        tx.created(review_id, status=200)
        if case.review.taken_by_id != by.user_id:
            return
        case.review.taken_by_id = case.review.taken_at = case.review.touched_at = None
        await write_holder(tx, case.review)
        detail = {"review": str(review_id), "stage": case.review.stage}
        await write_audit(tx, _line(case, "review.released", detail))


async def _passed_over(tx: Tx, case: Case) -> list[str]:
    """Ids of the first applications, at most three, that stood before it and were free."""
    earlier = await list_rows(
        _Earlier,
        _EARLIER_FREE,
        case.application.id,
        case.review.role,
        case.review.order_key,
        case.stage,
        case.by.user_id,
        case.now - IDLE,
        _districts(case),
        tx=tx,
    )
    return [str(review.application_id) for review in earlier]


def _districts(case: Case) -> list[str] | None:
    """Those that the person's grants for this line are limited to; None if one is not."""
    edition, programme = case.application.edition_id, case.definition.policy.code
    held = [
        grant.district
        for grant in case.by.grants_for(case.review.role)
        if grant.edition_code in (None, edition) and grant.programme_code in (None, programme)
    ]
    districts = [district for district in held if district is not None]
    return districts if len(districts) == len(held) else None


def _line(case: Case, event: str, detail: Mapping[str, object]) -> AuditEntry:
    return AuditEntry(
        "application",
        case.application.id,
        case.now,
        case.by.user_id,
        case.review.role,
        event,
        dict(detail),
    )
