"""Creates the pools of a published edition, and resizes them where the file itself changed."""

import logging
from datetime import datetime
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, PoolRule
from models.tables.pools import Claim, Pool
from server.errors import AppError
from storage.postgres.core.transaction import Tx
from storage.postgres.pools import add_pool, resize, set_pool_rules

_LOG = logging.getLogger(__name__)


class PoolLimitsBelowLocked(AppError):
    """Money or places that are locked already cannot be taken back by a smaller pool."""

    status, code = 409, "below_locked"
    title = Text(
        "额度或名额低于已经锁定的部分，请改为不低于已锁定的数", "Below what is locked already"
    )


class PoolFixed(AppError):
    """A published pool cannot be dropped, nor its order changed once it has claims."""

    status, code = 409, "pool_fixed"
    title = Text(
        "已公布的资金池不能取消，已有人排队的不能改变排序；请恢复原来的写法后再发布",
        "A published pool stays, and one with a line keeps its order",
    )


async def publish_pools(
    tx: Tx,
    definition: EditionDefinition,
    before: EditionDefinition | None,
    now: datetime,
) -> tuple[UUID, ...]:
    """Make new pools and apply what changed in the file since `before`; ids of resized ones.

    What the authority set meanwhile stays (`limits_after`). Raises PoolLimitsBelowLocked, PoolFixed.
    """
    edition = definition.edition.code
    published = Pool.filter(edition_id=edition).using_db(tx.connection)
    rows = await published.order_by("id").select_for_update()
    _refuse_dropped(definition, rows)
    known = {row.code: row for row in rows}
    resized: list[UUID] = []
    for rule in definition.pools:
        row = known.get(rule.code)
        if row is None:
            await add_pool(tx, _pool(edition, rule), at=now)
            continue
        old = None if before is None else before.find_pool(rule.code)
        if old is None or _limits(old) != _limits(rule):
            await _resize(tx, row, rule, old, now)
            resized.append(row.id)
    return tuple(resized)


def limits_after(row: Pool, rule: PoolRule, old: PoolRule | None) -> tuple[int | None, int | None]:
    """Budget and places once `rule` replaces `old`: each stays as it is unless the file's own changed.

    A pool that the file limits is never left without any limit by this.
    """
    if old is None:
        return rule.budget_fen, rule.places
    budget_fen = row.budget_fen if old.budget_fen == rule.budget_fen else rule.budget_fen
    places = row.places if old.places == rule.places else rule.places
    if budget_fen is None and places is None:
        return rule.budget_fen, rule.places
    return budget_fen, places


def _limits(rule: PoolRule) -> tuple[object, ...]:
    return (rule.budget_fen, rule.places, rule.order, rule.last_award, rule.last_award_min_fen)


def _refuse_dropped(definition: EditionDefinition, rows: list[Pool]) -> None:
    dropped = [row for row in rows if definition.find_pool(row.code) is None]
    if dropped:
        raise PoolFixed(
            errors=[_about(row, "pool_published", "已经公布", "is published") for row in dropped]
        )


def _pool(edition: str, rule: PoolRule) -> Pool:
    return Pool(
        edition_id=edition,
        code=rule.code,
        budget_fen=rule.budget_fen,
        places=rule.places,
        order=rule.order,
        last_award=rule.last_award,
        last_award_min_fen=rule.last_award_min_fen,
    )


async def _resize(tx: Tx, row: Pool, rule: PoolRule, old: PoolRule | None, now: datetime) -> None:
    if (
        row.order != rule.order
        and await Claim.filter(pool_id=row.id).using_db(tx.connection).exists()
    ):
        raise PoolFixed(errors=[_about(row, "pool_in_use", "已有申请排队", "has claims")])
    budget_fen, places = limits_after(row, rule, old)
    if (budget_fen, places) != (row.budget_fen, row.places):
        _warn_of_override(row, rule, old)
    _refuse_below_locked(row, budget_fen, places)
    await set_pool_rules(tx, row, rule.order, rule.last_award, rule.last_award_min_fen)
    await resize(tx, row, budget_fen, places, at=now)


def _warn_of_override(row: Pool, rule: PoolRule, old: PoolRule | None) -> None:
    """A change of the file wins; the limits that the authority had set are in the ledger."""
    if old is not None and (row.budget_fen, row.places) != (old.budget_fen, old.places):
        _LOG.warning(
            "pool %s/%s: the file's new limits (%s fen, %s places) replace those that the authority"
            " had set (%s fen, %s places)",
            row.edition_id,
            row.code,
            rule.budget_fen,
            rule.places,
            row.budget_fen,
            row.places,
        )


def _refuse_below_locked(row: Pool, budget_fen: int | None, places: int | None) -> None:
    too_little = budget_fen is not None and budget_fen < row.locked_fen
    too_few = places is not None and places < row.locked_places
    if too_little or too_few:
        raise PoolLimitsBelowLocked(
            errors=[
                _about(
                    row,
                    "below_locked",
                    f"已锁定 {row.locked_fen} 分、{row.locked_places} 个名额",
                    f"{row.locked_fen} fen and {row.locked_places} places are locked",
                )
            ]
        )


def _about(row: Pool, code: str, zh: str, en: str) -> Reason:
    place = f"{row.edition_id}/{row.code}"
    return Reason(row.code, code, Text(f"资金池 {place}：{zh}", f"Pool {place} {en}"))
