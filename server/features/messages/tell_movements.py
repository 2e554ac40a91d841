"""Tells people that their claim moved in the line: debounced, so that only what lasts is told."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.messages.events.movement_words import movement_words
from server.features.messages.events.of_applications import MOVED
from server.features.messages.tell import tell_members
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.claims import note_told

_BATCH: Final = 100
_DUE: Final = """
SELECT c.id, c.application_id, c.state, c.told_state, c.recorded_epoch, c.recorded_revision,
       (SELECT p.order_by FROM pools p WHERE p.id = c.pool_id) AS order_by,
       EXISTS (SELECT 1 FROM reviews r
                WHERE r.application_id = c.application_id
                  AND r.verdict = 'pass' AND r.invalidated_at IS NULL
                  AND (r.decided_at = c.locked_at
                       OR r.stage = 'approve' AND r.decided_at > c.locked_at)) AS passed_since
  FROM claims c
 WHERE c.live AND c.state IN ('funded', 'waiting', 'locked')
   AND c.told_state IS DISTINCT FROM c.state AND c.state_since_at <= $1
 ORDER BY c.state_since_at, c.id LIMIT $2 FOR NO KEY UPDATE OF c SKIP LOCKED
"""


class _Movement(msgspec.Struct, frozen=True):
    """A claim whose state is not the one that its people were told last.

    `passed_since`: the pass that locked it, or an approval since, told of the money itself.
    """

    id: UUID
    application_id: UUID
    state: str
    told_state: str | None
    recorded_epoch: int
    recorded_revision: int
    order_by: str
    passed_since: bool


async def tell_movements(*, debounce: timedelta, clock: Clock) -> int:
    """Tell every claim's state that has lasted for `debounce` and differs from what was told last.

    Being within the budget from the start is what a submission expects: that is noted, not told.
    Neither is a line told to whom the decision, the payment or the end has told more since.
    How many were handled. Raises StoreUnavailable.
    """
    handled = 0
    while True:
        now = clock.now()
        async with transaction() as tx:
            movements = await list_rows(_Movement, _DUE, now - debounce, _BATCH, tx=tx)
            jobs = [job for movement in movements for job in await _tell(tx, movement, now)]
            await note_told(tx, [movement.id for movement in movements])
            await enqueue(tx, *jobs)
        handled += len(movements)
        if len(movements) < _BATCH:
            return handled


async def _tell(tx: Tx, movement: _Movement, now: datetime) -> list[Job]:
    if movement.passed_since or (movement.state == "funded" and movement.told_state is None):
        return []
    by_payment = movement.order_by == "payment"
    change = f"{movement.recorded_epoch}-{movement.recorded_revision}"
    return await tell_members(
        tx,
        movement.application_id,
        MOVED,
        key=f"moved:{movement.id}:{change}",
        at=now,
        facts={
            "queue_state": movement.state,
            **movement_words(movement.state, movement.told_state, by_payment=by_payment),
        },
    )
