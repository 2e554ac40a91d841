"""Finds the platforms that take part in an edition: by Chinese text, category, district, price."""

from collections.abc import Sequence

from models.programme.platform_file import Category
from server.edge.web.replies import Counted
from server.features.market.light import lightened
from server.features.market.ordering import MarketQuery, Weighed, page_weighed
from server.features.market.stalls import Prices, Stall, list_stalls
from server.features.platforms.filters import read_filters
from server.features.platforms.schemas import PlatformItem
from server.features.programmes.published import PublishedEdition


async def search_platforms(
    edition: PublishedEdition, query: MarketQuery, categories: Sequence[Category]
) -> Counted[PlatformItem]:
    """One page. Raises Invalid for a cursor that is none, and a filter that is no option."""
    filters = await read_filters(query, categories)
    stalls = await list_stalls(edition.code, q=query.q, filters=filters)
    prices = Prices(edition.definition)
    weighed = [
        Weighed(stall, stall.id, _price(stall, prices), stall)
        for stall in stalls
        if query.takes(_price(stall, prices), stall)
    ]
    return page_weighed(weighed, query, lambda stall: _item(stall, prices))


def _price(stall: Stall, prices: Prices) -> int | None:
    """The firm's own part of its cheapest plan."""
    fee = stall.plans_from_fen
    return None if fee is None else prices.split(stall, fee).enterprise_fen


def _item(stall: Stall, prices: Prices) -> PlatformItem:
    item = PlatformItem(
        id=stall.id,
        name=stall.name,
        categories=stall.categories,
        summary=stall.summary,
        district=stall.district,
        plans_from_fen=stall.plans_from_fen,
        price_from_fen=_price(stall, prices),
        clients=stall.clients,
        rating_tenths=stall.rating_tenths,
        ratings=stall.ratings,
        logo=stall.logo,
    )
    return lightened(item, "name", "summary")
