"""Keeps platforms and plans in mind for a person; a plan that is changed stays kept."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from models.rules.reasons import Text
from models.tables.ids import new_id
from models.tables.market import Favourite
from server.clock import Clock
from server.errors import AppError, NotFound
from server.features.enterprises.membership import require_living
from server.features.market.newest_plan import list_newest_plans
from server.features.platforms.show import get_platform
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.favourites import add_favourite, drop_favourites, lock_favourites

_MOST: Final = 100


class TooManyFavourites(AppError):
    """A person keeps at most 100 platforms and plans in mind."""

    status, code = 409, "too_many_favourites"
    title = Text(
        f"收藏的平台和方案最多 {_MOST} 个，请先取消不再需要的收藏",
        f"At most {_MOST} platforms and plans are kept; let some go first",
    )


async def keep_platform(platform_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """Again changes nothing. Raises NotFound, Unauthenticated, TooManyFavourites."""
    await get_platform(platform_id)
    async with transaction() as tx:
        kept = await lock_favourites(tx, user_id)
        await require_living(tx, user_id)
        if all(one.platform_id != platform_id for one in kept):
            _refuse_more(kept)
            at = clock.now()
            await add_favourite(
                tx,
                Favourite(id=new_id(), user_id=user_id, platform_id=platform_id, created_at=at),
            )


async def keep_plan(plan_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """Again, or in another version, changes nothing.

    Raises NotFound, Unauthenticated, TooManyFavourites.
    """
    newest = await _newest_of(plan_id)
    async with transaction() as tx:
        kept = await lock_favourites(tx, user_id)
        await require_living(tx, user_id)
        if await _same_plan(tx, kept, newest):
            return
        _refuse_more(kept)
        at = clock.now()
        await add_favourite(
            tx, Favourite(id=new_id(), user_id=user_id, plan_id=newest, created_at=at)
        )


async def let_platform_go(platform_id: UUID, *, user_id: UUID) -> None:
    """What is not kept is let be. Raises NotFound."""
    await get_platform(platform_id)
    async with transaction() as tx:
        kept = await lock_favourites(tx, user_id)
        ids = [one.id for one in kept if one.platform_id == platform_id]
        await drop_favourites(tx, user_id, ids)


async def let_plan_go(plan_id: UUID, *, user_id: UUID) -> None:
    """In whichever version it is named; what is not kept is let be. Raises NotFound."""
    newest = await _newest_of(plan_id)
    async with transaction() as tx:
        kept = await lock_favourites(tx, user_id)
        await drop_favourites(tx, user_id, await _same_plan(tx, kept, newest))


def _refuse_more(kept: Sequence[Favourite]) -> None:
    if len(kept) >= _MOST:
        raise TooManyFavourites()


async def _newest_of(plan_id: UUID) -> UUID:
    found = (await list_newest_plans([plan_id])).get(plan_id)
    if found is None:
        raise NotFound()
    return found.id


async def _same_plan(tx: Tx, kept: Sequence[Favourite], newest: UUID) -> list[UUID]:
    """Which of them are kept for a version of that plan."""
    plans = {one.plan_id: one.id for one in kept if one.plan_id is not None}
    found = await list_newest_plans(list(plans), tx=tx)
    return [plans[asked] for asked, plan in found.items() if plan.id == newest]
