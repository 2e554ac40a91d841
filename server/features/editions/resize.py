"""Changes a pool's budget or places during the edition, with a recorded reason."""

import logging
from uuid import UUID

import msgspec

from models.rules.line.ranking import PoolLimits
from models.rules.money import yuan
from models.rules.reasons import Reason, Text
from models.tables.pools import Pool
from server.clock import Clock
from server.errors import Invalid, NotFound
from server.features.editions.access import Actor, check_edition_access
from server.features.editions.schemas import NewLimits, PoolChange
from server.features.programmes.publish_pools import PoolLimitsBelowLocked
from server.features.quota.rebalance import rebalance
from storage.errors import StoreUnavailable
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.claims import LimitsRow
from storage.postgres.money.lock import next_in_turn
from storage.postgres.pools import resize
from storage.redis.quota import QuotaRedis

_LOG = logging.getLogger(__name__)
_MOST_STEPS = 400
"""Of a large move within the request; the worker carries on what is left."""
_NO_LIMIT = Text(
    "额度和名额都没有填写，请至少填写一个上限",
    "Money or places: at least one of them must have a limit",
)


async def resize_pool(
    edition: str, pool: str, given: PoolChange, *, by: Actor, clock: Clock, quota: QuotaRedis
) -> None:
    """Set the limits; the line moves with them, and whoever moved is told afterwards.

    The last writer wins; the record shows what was there before. The same limits again change
    nothing. Run it in a task that the application owns. Raises NotFound, Invalid,
    PoolLimitsBelowLocked.
    """
    async with transaction() as tx:
        row = await _hold_pool(tx, edition, pool, by)
        refuse_without_limit(given)
        if problems := problems_below_locked(row, given):
            raise PoolLimitsBelowLocked(errors=problems)
        if (row.budget_fen, row.places) == (given.budget_fen, given.places):
            return
        await _write(tx, row, given, by=by, clock=clock)
        # More money may bring the turn of those that passed while waiting.
        await enqueue(tx, next_in_turn(row.id))
    limits = msgspec.convert(row, LimitsRow, from_attributes=True).limits
    await _move_line(row.id, limits, quota)


async def _hold_pool(tx: Tx, edition: str, pool: str, by: Actor) -> Pool:
    await check_edition_access(edition, by, using=tx.connection)
    query = Pool.filter(edition_id=edition, code=pool).using_db(tx.connection)
    row = await query.select_for_update(no_key=True).first()
    if row is None:
        raise NotFound()
    return row


def refuse_without_limit(given: NewLimits) -> None:
    """Raises Invalid where neither is given."""
    if given.budget_fen is None and given.places is None:
        names = ("budget_fen", "places")
        raise Invalid(errors=[Reason(name, "no_limit", _NO_LIMIT) for name in names])


def problems_below_locked(row: Pool, given: NewLimits) -> list[Reason]:
    """Why a smaller pool is refused: what is locked already cannot be taken back."""
    problems = []
    if given.budget_fen is not None and given.budget_fen < row.locked_fen:
        locked = yuan(row.locked_fen)
        words = Text(
            f"额度填的是 {yuan(given.budget_fen)} 元，已锁定 {locked} 元，不能比它少",
            f"{locked} yuan are locked; the budget cannot be {yuan(given.budget_fen)}",
        )
        problems.append(Reason("budget_fen", "below_locked", words))
    if given.places is not None and given.places < row.locked_places:
        words = Text(
            f"名额填的是 {given.places} 个，已锁定 {row.locked_places} 个，不能比它少",
            f"Places that are locked: {row.locked_places}; there cannot be only {given.places}",
        )
        problems.append(Reason("places", "below_locked", words))
    return problems


async def _write(tx: Tx, row: Pool, given: PoolChange, *, by: Actor, clock: Clock) -> None:
    now = clock.now()
    before = {"budget_fen": row.budget_fen, "places": row.places}
    after = {"budget_fen": given.budget_fen, "places": given.places}
    await resize(
        tx, row, given.budget_fen, given.places, at=now, reason=given.reason, by=by.user_id
    )
    detail = {"edition": row.edition_id, "pool": row.code, "before": before, "after": after}
    await write_audit(
        tx,
        AuditEntry("pool", row.id, now, by.user_id, by.role, "pool.resized", detail, given.reason),
    )


async def _move_line(pool_id: UUID, limits: PoolLimits, quota: QuotaRedis) -> None:
    """What fails here the worker repairs: a ranking with older limits is told the new ones."""
    try:
        status = await quota.resize(pool_id, limits)
        await rebalance(pool_id, status, quota=quota, most_steps=_MOST_STEPS)
    except StoreUnavailable:
        _LOG.warning("the ranking of pool %s learns its new limits later", pool_id)
