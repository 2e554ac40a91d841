"""Shows one platform with its plans and the price that remains to pay."""

from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE
from models.tables.platforms import Plan, Platform
from server.clock import Clock
from server.edge.web.bodies import Body
from server.edge.web.field_types import EditionCode, about
from server.errors import NotFound
from server.features.platforms.pricing import find_pricing
from server.features.platforms.schemas import PlatformView
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors

_CLIENTS = """
    SELECT count(*) AS clients FROM applications a JOIN platforms p ON p.id = a.platform_id
     WHERE p.id = $1 AND a.status = ANY($2) AND ($3::text IS NULL OR a.edition_id = $3)
       AND (a.enterprise_id = p.enterprise_id) IS NOT TRUE
"""


class _Clients(msgspec.Struct, frozen=True):
    clients: int


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
    return PlatformView(
        id=platform.id,
        name=platform.name,
        categories=list(platform.categories),
        summary=platform.summary,
        plans_from_fen=shown[0].fee_fen if shown else None,
        price_from_fen=shown[0].enterprise_fen if shown else None,
        clients=await _clients(platform.id, pricing.edition),
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


async def _clients(platform_id: UUID, edition: str | None) -> int:
    found = await find_row(_Clients, _CLIENTS, platform_id, sorted(LIVE), edition, tx=None)
    return found.clients if found else 0
