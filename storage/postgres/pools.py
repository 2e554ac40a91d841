"""Writes of pools: made and resized, each change of budget or places with a line of the ledger."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.pools import Pool, PoolLedgerLine
from storage.postgres.core.transaction import Tx

_PUBLISHED: Final = "programme published"
# Only what changed: the counters belong to the trigger on claims, the rules to the owner.
_LIMITS: Final = ("budget_fen", "places", "version")
_RULES: Final = ("order", "last_award", "last_award_min_fen")


async def add_pool(tx: Tx, pool: Pool, *, at: datetime) -> None:
    """A pool of a published edition with its first budget."""
    await pool.save(using_db=tx.connection, force_create=True)
    line = _budget_line(pool, pool.budget_fen or 0, pool.places or 0, at=at)
    await line.save(using_db=tx.connection, force_create=True)


async def set_pool_rules(
    tx: Tx, pool: Pool, order: str, last_award: str, last_award_min_fen: int
) -> None:
    """How the money is handed out, as published. The caller holds the pool's row, here as below."""
    pool.order, pool.last_award, pool.last_award_min_fen = order, last_award, last_award_min_fen
    await pool.save(using_db=tx.connection, update_fields=_RULES)


async def resize(
    tx: Tx,
    pool: Pool,
    budget_fen: int | None,
    places: int | None,
    *,
    at: datetime,
    reason: str = _PUBLISHED,
    by: UUID | None = None,
) -> None:
    """Other limits, None: no limit of that kind. The caller has refused any below what is locked."""
    more_fen = (budget_fen or 0) - (pool.budget_fen or 0)
    more_places = (places or 0) - (pool.places or 0)
    # What the authority did is on record even where it moves no fen; a file's change only if it does.
    changed = (pool.budget_fen, pool.places) != (budget_fen, places)
    on_record = changed and (more_fen or more_places or by is not None)
    pool.budget_fen, pool.places = budget_fen, places
    pool.version += 1
    await pool.save(using_db=tx.connection, update_fields=_LIMITS)
    if on_record:
        line = _budget_line(pool, more_fen, more_places, at=at)
        line.reason, line.actor_id = reason, by
        await line.save(using_db=tx.connection, force_create=True)


def _budget_line(pool: Pool, more_fen: int, more_places: int, *, at: datetime) -> PoolLedgerLine:
    """By how much the budget and the places changed."""
    return PoolLedgerLine(
        pool_id=pool.id,
        at=at,
        kind="budget",
        amount_fen=more_fen,
        places=more_places,
        reason=_PUBLISHED,
    )
