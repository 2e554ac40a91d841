"""The ranking log: states of claims as the ranking moved them, and the position in its stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise import connections

from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.ranking.pools import STILL_RANKED
from storage.redis.movements import Revision

_POOLS = f"""
SELECT p.id, p.epoch, p.ranked_run_id, p.recorded_epoch, p.recorded_revision,
       p.recorded_figures::text AS recorded_figures, p.recorded_at
  FROM pools p JOIN editions e ON e.code = p.edition_id WHERE {STILL_RANKED}
"""
_POSITION = "SELECT recorded_epoch AS epoch, recorded_revision AS number FROM pools WHERE id = $1"
_MOVE = """
UPDATE pools SET recorded_epoch = $2, recorded_revision = $3
 WHERE id = $1 AND (recorded_epoch, recorded_revision) <= ($2, $3)
"""
# Of a claim that moved several times every step is logged; its row keeps the last. Rows of another
# pool or of nobody, of which a ranking newer than the database may speak, are left out.
_WRITE_STATES = """
WITH given AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
           AS g(id, state, granted_fen, revision)
), held AS (
    SELECT c.id, c.state, c.recorded_epoch, c.recorded_revision,
           coalesce((SELECT l.granted_fen FROM claim_log l WHERE l.claim_id = c.id
                      ORDER BY l.id DESC LIMIT 1), 0) AS granted_fen
      FROM claims c WHERE c.id = ANY($2) AND c.pool_id = $1 ORDER BY c.id FOR NO KEY UPDATE
), news AS (
    SELECT g.id, g.state, g.granted_fen, g.revision,
           lag(g.state, 1, h.state) OVER steps AS state_before,
           lag(g.granted_fen, 1, h.granted_fen) OVER steps AS granted_before
      FROM given g JOIN held h USING (id)
     WHERE (h.recorded_epoch, h.recorded_revision) <= ($6, g.revision)
    WINDOW steps AS (PARTITION BY g.id ORDER BY g.revision)
), logged AS (
    INSERT INTO claim_log (claim_id, at, state, granted_fen, epoch, revision)
    SELECT id, $7, state, granted_fen, $6, revision FROM news
     WHERE state <> state_before OR granted_fen <> granted_before ORDER BY revision
), last AS (
    SELECT DISTINCT ON (id) id, state, revision FROM news ORDER BY id, revision DESC
)
UPDATE claims c
   SET state = last.state, recorded_epoch = $6, recorded_revision = last.revision,
       state_since_at = CASE WHEN c.state = last.state THEN c.state_since_at ELSE $7 END
  FROM last WHERE c.id = last.id
"""
_WRITE_ENDED = """
WITH ended AS (
    SELECT id FROM claims
     WHERE pool_id = $1 AND NOT live AND state <> 'none'
       AND (recorded_epoch, recorded_revision) < ($2, $3) ORDER BY id FOR NO KEY UPDATE
), logged AS (
    INSERT INTO claim_log (claim_id, at, state, granted_fen, epoch, revision)
    SELECT id, $4, 'none', 0, $2, $3 FROM ended
)
UPDATE claims c SET state = 'none', state_since_at = $4, recorded_epoch = $2, recorded_revision = $3
  FROM ended WHERE c.id = ended.id
"""


class Overtaken(Exception):
    """Another recorder has written more of this pool than this one has read."""

    def __init__(self, pool_id: UUID) -> None:
        super().__init__(f"pool {pool_id} is recorded by somebody else")


class RecordedPool(msgspec.Struct, frozen=True):
    """A pool that is still ranked, how far its stream was read, and its last figures (JSON)."""

    id: UUID
    epoch: int
    ranked_run_id: str | None
    recorded_epoch: int
    recorded_revision: int
    recorded_figures: str | None
    recorded_at: datetime | None

    @property
    def position(self) -> Revision:
        return Revision(self.recorded_epoch, self.recorded_revision)


@dataclass(frozen=True, slots=True)
class RecordedState:
    """A claim's state and money (fen) as the ranking had it at that revision of its epoch."""

    claim_id: UUID
    state: str
    granted_fen: int
    revision: int


async def list_recorded_pools() -> list[RecordedPool]:
    """Every pool that is still ranked. Raises StoreUnavailable."""
    return await list_rows(RecordedPool, _POOLS, tx=None)


async def find_position(pool_id: UUID) -> Revision | None:
    """How far the pool's stream has been written down; None for an unknown pool."""
    row = await find_row(_Position, _POSITION, pool_id, tx=None)
    return None if row is None else Revision(row.epoch, row.number)


class _Position(msgspec.Struct, frozen=True):
    epoch: int
    number: int


async def record_states(
    pool_id: UUID, states: Sequence[RecordedState], position: Revision, *, at: datetime
) -> None:
    """Write states, their log and the pool's position in one step, in the order of revisions.

    Raises Overtaken, with nothing written, where the position is further already.
    """
    async with transaction() as tx:
        # The pool before its claims, as every decision does: the other way round they deadlock.
        await _move(tx, pool_id, position)
        await _write(tx, pool_id, states, position.epoch, at)


async def record_some(
    pool_id: UUID, states: Sequence[RecordedState], epoch: int, *, at: datetime
) -> None:
    """A part of a whole pool: states and their log, never over a newer one; no position."""
    async with transaction() as tx:
        await _write(tx, pool_id, states, epoch, at)


async def record_whole(pool_id: UUID, position: Revision, *, at: datetime) -> None:
    """The end of a whole pool: its position, and `none` for ended claims that it did not hold.

    Raises Overtaken as `record_states` does.
    """
    async with transaction() as tx:
        await _move(tx, pool_id, position)
        await tx.raw.execute(_WRITE_ENDED, pool_id, position.epoch, position.number, at)


async def record_figures(pool_id: UUID, figures: str, *, at: datetime) -> None:
    """Keep the figures (JSON) for the time when the ranking does not answer."""
    with postgres_errors():
        await connections.get("default").execute_query(
            "UPDATE pools SET recorded_figures = $2::jsonb, recorded_at = $3 WHERE id = $1",
            [pool_id, figures, at],
        )


async def _move(tx: Tx, pool_id: UUID, position: Revision) -> None:
    if await tx.raw.execute(_MOVE, pool_id, position.epoch, position.number) == "UPDATE 0":
        raise Overtaken(pool_id)


async def _write(
    tx: Tx, pool_id: UUID, states: Sequence[RecordedState], epoch: int, at: datetime
) -> None:
    await tx.raw.execute(
        _WRITE_STATES,
        pool_id,
        [state.claim_id for state in states],
        [state.state for state in states],
        [state.granted_fen for state in states],
        [state.revision for state in states],
        epoch,
        at,
    )
