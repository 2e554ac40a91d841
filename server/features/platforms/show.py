"""Shows one platform with its plans and the price that remains to pay."""

from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE
from models.rules.stars import average_tenths
from models.tables.platforms import Plan, Platform
from server.clock import Clock
from server.edge.web.bodies import Body
from server.edge.web.field_types import EditionCode, about
from server.errors import NotFound
from server.features.platforms.picture_address import picture_address
from server.features.platforms.pricing import find_pricing
from server.features.platforms.schemas import PlatformView
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.pictures import LOGO, PICTURES
from storage.postgres.ratings import RATED

_FIGURES = f"""
    SELECT (SELECT count(*) FROM applications a
             WHERE a.platform_id = p.id AND a.status = ANY($2)
               AND ($3::text IS NULL OR a.edition_id = $3)
               AND (a.enterprise_id = p.enterprise_id) IS NOT TRUE) AS clients,
           rated.ratings, rated.stars, {LOGO} AS logo_id, {PICTURES} AS picture_ids
      FROM platforms p JOIN {RATED} ON true WHERE p.id = $1
"""


class _Figures(msgspec.Struct, frozen=True):
    """Clients in the edition, ratings in all, and the sum of their stars."""

    clients: int = 0
    ratings: int = 0
    stars: int = 0
    logo_id: UUID | None = None
    picture_ids: list[UUID] = []


class ShowQuery(Body, frozen=True):
    """`edition`: whose split to show; without it the newest open one."""

    edition: Annotated[
        EditionCode | None,
        about(
            "按此届显示分担；不填为最新开放的一届",
            "whose split to show; without it the newest open one",
        ),
    ] = None


async def get_platform(platform_id: UUID) -> Platform:
    """Raises NotFound."""
    with postgres_errors():
        platform = await Platform.get_or_none(id=platform_id)
    if platform is None:
        raise NotFound()
    return platform


async def show_platform(platform: Platform, query: ShowQuery, *, clock: Clock) -> PlatformView:
    """The platform as everybody sees it. Raises NotFound for the edition."""
    with postgres_errors():
        plans = await list_offered_plans(platform.id)
    pricing = await find_pricing(platform.id, query.edition, now=clock.now())
    shown = [pricing.show(plan) for plan in plans]
    figures = await _figures(platform.id, pricing.edition)
    return PlatformView(
        id=platform.id,
        name=platform.name,
        categories=list(platform.categories),
        summary=platform.summary,
        plans_from_fen=shown[0].fee_fen if shown else None,
        price_from_fen=shown[0].enterprise_fen if shown else None,
        clients=figures.clients,
        rating_tenths=average_tenths(figures.stars, figures.ratings),
        ratings=figures.ratings,
        logo=picture_address(figures.logo_id),
        pictures=[f"{picture_address(one)}" for one in figures.picture_ids],
        district=platform.district,
        phone=platform.phone,
        website=platform.website,
        address=platform.address,
        edition=pricing.edition,
        plans=shown,
    )


async def list_offered_plans(platform_id: UUID) -> list[Plan]:
    """The plans on offer, the cheapest first."""
    offered = Plan.filter(platform_id=platform_id, withdrawn_at__isnull=True)
    return await offered.order_by("fee_fen", "id")


async def _figures(platform_id: UUID, edition: str | None) -> _Figures:
    found = await find_row(_Figures, _FIGURES, platform_id, sorted(LIVE), edition, tx=None)
    return found or _Figures()
