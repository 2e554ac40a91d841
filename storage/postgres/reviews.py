"""Writes of reviews and of the corrections that they ask for. The caller holds the application's row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from models.tables.reviews import Correction, Review
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

_OPEN: Final = """
INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order,
                     order_key, due_on)
SELECT $1, $2, $3::text, $4, 1 + coalesce(max(r.round), 0), 'open',
       coalesce($5::timestamptz, now()), false,
       review_key($2, coalesce($5::timestamptz, now())), $6::date
  FROM reviews r WHERE r.application_id = $2 AND r.stage = $3::text
HAVING NOT coalesce(bool_or(r.state = 'open'), false)
"""
_RELEASE: Final = """
WITH held AS (
    SELECT a.id FROM applications a
     WHERE a.id IN (SELECT r.application_id FROM reviews r
                     WHERE r.taken_by_id = $1 AND r.state = 'open'
                       AND ($2::text[] IS NULL OR r.role = ANY($2)))
     ORDER BY a.id FOR NO KEY UPDATE OF a)
UPDATE reviews r SET taken_by_id = NULL, taken_at = NULL, touched_at = NULL
  FROM held WHERE r.application_id = held.id AND r.taken_by_id = $1 AND r.state = 'open'
   AND ($2::text[] IS NULL OR r.role = ANY($2))
RETURNING r.id, r.application_id, r.stage
"""


class ReleasedReview(msgspec.Struct, frozen=True):
    """One that somebody had taken and was taken from them."""

    id: UUID
    application_id: UUID
    stage: str


async def release_taken(tx: Tx, user_id: UUID, roles: Sequence[str] | None) -> list[ReleasedReview]:
    """Free what the person has taken in these roles (None: any); locks the applications by id."""
    wanted = None if roles is None else list(roles)
    return await list_rows(ReleasedReview, _RELEASE, user_id, wanted, tx=tx)


async def add_review(
    tx: Tx,
    application_id: UUID,
    stage: str,
    role: str,
    *,
    at: datetime | None,
    due_on: date | None = None,
) -> None:
    """The next round of the stage; nothing if one is open. `at` None is the transaction's time."""
    await tx.raw.execute(_OPEN, new_id(), application_id, stage, role, at, due_on)


async def write_verdict(tx: Tx, review: Review, values: Mapping[str, Any]) -> None:
    """Close the review with what it was decided on, by column; whoever took it is written too."""
    review.update_from_dict({"state": "done", **values})
    await review.save(using_db=tx.connection)


async def write_holder(tx: Tx, review: Review) -> None:
    """Who is at work on it since when, and whether it was taken out of order."""
    fields = ["taken_by_id", "taken_at", "touched_at", "out_of_order"]
    await review.save(using_db=tx.connection, update_fields=fields)


async def touch_review(review_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """This person still works on it; nothing if it is not open or not theirs any more.

    Its own statement, no row is held.
    """
    await Review.filter(id=review_id, state="open", taken_by_id=user_id).update(touched_at=at)


async def void_reviews(
    tx: Tx, application_id: UUID, stages: Sequence[str], *, at: datetime
) -> None:
    """Reviews of these stages count no more; what they found stays on record."""
    found = Review.filter(application_id=application_id, stage__in=stages).using_db(tx.connection)
    await found.filter(state="open").update(state="void", invalidated_at=at)
    await found.filter(state="done", invalidated_at=None).update(invalidated_at=at)


async def add_correction(tx: Tx, correction: Correction) -> None:
    """One thing that the firm is asked to correct."""
    await correction.save(using_db=tx.connection, force_create=True)


async def write_answer(tx: Tx, correction: Correction, answer: str | None) -> None:
    """The firm's word on it, which goes back with what is handed in again."""
    correction.answer = answer
    await correction.save(using_db=tx.connection, update_fields=["answer"])


async def fix_due_day(correction: Correction, due_on: date) -> None:
    """A provisional day becomes certain; nothing if it was resolved or fixed meanwhile.

    Its own statement, no row is held.
    """
    provisional = Correction.filter(id=correction.id, resolved_at=None, due_on=None)
    await provisional.update(due_on=due_on)
