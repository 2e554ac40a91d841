"""Finds plans of an edition over all its platforms, by what the firm itself pays for them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.programme.platform_file import Category
from models.rules.bigrams import runs
from models.rules.money import FeeSplit
from server.edge.web.field_types import about
from server.edge.web.replies import Counted
from server.features.market.light import lightened
from server.features.market.ordering import MarketQuery, Weighed, page_weighed
from server.features.market.schemas import PlanItem
from server.features.market.stalls import Prices, Stall, list_stalls
from server.features.platforms.filters import read_filters
from server.features.programmes.published import PublishedEdition
from storage.postgres.core.rows import list_rows

_PLANS: Final = """
SELECT id, platform_id, title, fee_fen, period_months FROM plans
 WHERE platform_id = ANY($1) AND withdrawn_at IS NULL ORDER BY id
"""
_MOST_FOLDED: Final = 4096


class PlanQuery(MarketQuery, frozen=True):
    """The same filters; `platform_id`: of one platform only."""

    platform_id: Annotated[
        UUID | None, about("只看这个平台的方案", "plans of this platform only")
    ] = None


class _Plan(msgspec.Struct, frozen=True):
    id: UUID
    platform_id: UUID
    title: str
    fee_fen: int
    period_months: int


class _Offer(msgspec.Struct, frozen=True):
    plan: _Plan
    stall: Stall
    split: FeeSplit


async def search_plans(
    edition: PublishedEdition, query: PlanQuery, categories: Sequence[Category]
) -> Counted[PlanItem]:
    """One page. Raises Invalid for a cursor that is none, and a filter that is no option."""
    filters = await read_filters(query, categories)
    stalls = await list_stalls(
        edition.code, q=query.q, filters=filters, platform_id=query.platform_id
    )
    offers = _offers(await _plans_of(stalls), stalls, Prices(edition.definition))
    words = [run for _, run in runs(query.q or "")]
    weighed = [
        Weighed(offer, offer.plan.id, offer.split.enterprise_fen, offer.stall)
        for offer in offers
        if query.takes(offer.split.enterprise_fen, offer.stall) and _holds(offer, words)
    ]
    return page_weighed(weighed, query, _item)


async def _plans_of(stalls: Sequence[Stall]) -> list[_Plan]:
    return await list_rows(_Plan, _PLANS, [stall.id for stall in stalls], tx=None)


def _offers(plans: Iterable[_Plan], stalls: Iterable[Stall], prices: Prices) -> list[_Offer]:
    by_id = {stall.id: stall for stall in stalls}
    return [
        _Offer(plan, stall, prices.split(stall, plan.fee_fen))
        for plan in plans
        for stall in (by_id[plan.platform_id],)
    ]


def _holds(offer: _Offer, words: Sequence[str]) -> bool:
    """A platform is found by the titles of all its plans; a plan only by its own."""
    texts = (offer.plan.title, offer.stall.name, offer.stall.summary)
    return all(any(word in _folded(text) for text in texts) for word in words)


@lru_cache(maxsize=_MOST_FOLDED)
def _folded(text: str) -> str:
    return " ".join(run for _, run in runs(text))


def _item(offer: _Offer) -> PlanItem:
    plan, stall, split = offer.plan, offer.stall, offer.split
    item = PlanItem(
        id=plan.id,
        title=plan.title,
        platform_id=stall.id,
        platform_name=stall.name,
        district=stall.district,
        fee_fen=split.fee_fen,
        government_fen=split.government_fen,
        platform_fen=split.platform_fen,
        enterprise_fen=split.enterprise_fen,
        period_months=plan.period_months,
        clients=stall.clients,
        rating_tenths=stall.rating_tenths,
        ratings=stall.ratings,
        logo=stall.logo,
    )
    return lightened(item, "title", "platform_name")
