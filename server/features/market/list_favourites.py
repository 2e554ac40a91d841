"""Lists what a person keeps in mind, the latest first, with what it costs now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.stars import average_tenths
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.features.market.light import lightened
from server.features.market.newest_plan import NewestPlan, list_newest_plans
from server.features.market.schemas import FavouriteItem
from server.features.platforms.picture_address import picture_address
from server.features.platforms.pricing import Pricing, find_pricing
from storage.postgres.core.rows import list_rows
from storage.postgres.pictures import LOGO
from storage.postgres.ratings import RATED

_KEPT: Final = f"""
SELECT f.id, p.id AS platform_id, f.plan_id, f.created_at, p.name,
       (SELECT min(plan.fee_fen) FROM plans plan
         WHERE plan.platform_id = p.id AND plan.withdrawn_at IS NULL) AS plans_from_fen,
       rated.ratings, rated.stars, {LOGO} AS logo_id
  FROM favourites f LEFT JOIN plans v ON v.id = f.plan_id
  JOIN platforms p ON p.id = coalesce(f.platform_id, v.platform_id)
  JOIN {RATED} ON true
 WHERE f.user_id = $1 AND ($2::uuid IS NULL OR f.id < $2) ORDER BY f.id DESC LIMIT $3
"""

_TOTAL: Final = "SELECT count(*) AS total FROM favourites WHERE user_id = $1"


class _Total(msgspec.Struct, frozen=True):
    total: int


class _Kept(msgspec.Struct, frozen=True):
    """What stands behind `created_at` is of the platform, also of a plan's."""

    id: UUID
    platform_id: UUID
    plan_id: UUID | None
    created_at: datetime
    name: str
    plans_from_fen: int | None
    ratings: int
    stars: int
    logo_id: UUID | None


async def list_favourites(query: Query, *, user_id: UUID, clock: Clock) -> Counted[FavouriteItem]:
    """Raises Invalid for a cursor that is none."""
    after = decode_cursor(query.cursor, tuple[UUID])
    last = None if after is None else after[0]
    rows = await list_rows(_Kept, _KEPT, user_id, last, query.limit + 1, tx=None)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    plans = await list_newest_plans([row.plan_id for row in shown if row.plan_id is not None])
    prices = await _prices_of({row.platform_id for row in shown}, now=clock.now())
    (total,) = await list_rows(_Total, _TOTAL, user_id, tx=None)
    items = [_item(row, plans, prices) for row in shown]
    return Counted(items, cursor, total=total.total)


async def _prices_of(ids: Iterable[UUID], *, now: datetime) -> Mapping[UUID, Pricing]:
    return {one: await find_pricing(one, None, now=now) for one in ids}


def _item(
    row: _Kept, plans: Mapping[UUID, NewestPlan], prices: Mapping[UUID, Pricing]
) -> FavouriteItem:
    if row.plan_id is not None:
        return _plan_item(row, plans[row.plan_id], prices)
    price = prices[row.platform_id]
    item = FavouriteItem(
        kind="platform",
        id=row.platform_id,
        title=row.name,
        platform_id=row.platform_id,
        platform_name=row.name,
        edition=price.edition,
        fee_fen=row.plans_from_fen,
        enterprise_fen=price.own_part(row.plans_from_fen),
        changed=False,
        offered=price.edition is not None,
        kept_at=row.created_at,
        rating_tenths=average_tenths(row.stars, row.ratings),
        ratings=row.ratings,
        logo=picture_address(row.logo_id),
    )
    return lightened(item, "title", "platform_name")


def _plan_item(row: _Kept, plan: NewestPlan, prices: Mapping[UUID, Pricing]) -> FavouriteItem:
    price = prices[row.platform_id]
    item = FavouriteItem(
        kind="plan",
        id=plan.id,
        title=plan.title,
        platform_id=row.platform_id,
        platform_name=row.name,
        edition=price.edition,
        fee_fen=plan.fee_fen,
        enterprise_fen=price.own_part(plan.fee_fen),
        changed=plan.id != row.plan_id,
        offered=plan.offered and price.edition is not None,
        kept_at=row.created_at,
        rating_tenths=average_tenths(row.stars, row.ratings),
        ratings=row.ratings,
        logo=picture_address(row.logo_id),
    )
    return lightened(item, "title", "platform_name")
