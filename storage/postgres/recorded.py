"""What the recorder writes: states of claims, a pool's figures, and its position in the stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import connections

from storage.postgres.claims import HOLD_CLAIMS
from storage.postgres.transaction import postgres_errors, transaction
from storage.redis.movements import Revision

_WRITE_STATES = f"""
WITH held AS ({HOLD_CLAIMS})
UPDATE claims c
   SET state = m.state, recorded_epoch = $3, recorded_revision = $4,
       state_since_at = CASE WHEN c.state = m.state THEN c.state_since_at ELSE $5 END
  FROM held JOIN unnest($1::uuid[], $2::text[]) AS m(id, state) USING (id)
 WHERE c.id = held.id AND (c.recorded_epoch, c.recorded_revision) <= ($3, $4)
"""

_POOLS = """
SELECT p.id, p.recorded_epoch, p.recorded_revision, p.recorded_figures::text AS recorded_figures
  FROM pools p JOIN editions e ON e.code = p.edition_id
 WHERE e.closed_at IS NULL OR p.locked_places > 0 OR EXISTS (
           SELECT 1 FROM claims c WHERE c.pool_id = p.id AND c.live AND c.locked_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class RecordedState:
    """A claim's state as the ranking has it."""

    claim_id: UUID
    state: str


async def list_recorded_pools() -> list[dict[str, Any]]:
    """Every pool with live claims or of an open edition, and how far its stream was read."""
    with postgres_errors():
        found: list[dict[str, Any]] = await connections.get("default").execute_query_dict(_POOLS)
    return found


async def record_states(
    pool_id: UUID,
    states: Sequence[RecordedState],
    position: Revision,
    *,
    at: datetime,
    moves: bool = True,
) -> None:
    """Write states, never over a newer one; with `moves` the pool's position in the same step."""
    async with transaction() as tx:
        if moves:
            # The pool before its claims, as every decision does: the other way round they deadlock.
            await tx.raw.execute(
                "UPDATE pools SET recorded_epoch = $2, recorded_revision = $3 WHERE id = $1",
                pool_id,
                position.epoch,
                position.number,
            )
        await tx.raw.execute(
            _WRITE_STATES,
            [state.claim_id for state in states],
            [state.state for state in states],
            position.epoch,
            position.number,
            at,
        )


async def record_figures(pool_id: UUID, figures: str, *, at: datetime) -> None:
    """Keep the figures (JSON) for the time when the ranking does not answer."""
    with postgres_errors():
        await connections.get("default").execute_query(
            "UPDATE pools SET recorded_figures = $2::jsonb, recorded_at = $3 WHERE id = $1",
            [pool_id, figures, at],
        )
