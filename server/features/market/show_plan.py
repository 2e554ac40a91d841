"""Shows one plan by any of its ids: in its newest version, with what the firm itself pays."""

from uuid import UUID

from server.clock import Clock
from server.errors import NotFound
from server.features.market.newest_plan import list_newest_plans
from server.features.market.schemas import PlanPage
from server.features.platforms.pricing import find_pricing


async def show_plan(plan_id: UUID, edition: str | None, *, clock: Clock) -> PlanPage:
    """In that edition, or the newest open one that its platform takes part in.

    Raises NotFound for a plan that never was on offer, and for an edition that is not published.
    """
    plan = (await list_newest_plans([plan_id])).get(plan_id)
    if plan is None:
        raise NotFound()
    pricing = await find_pricing(plan.platform_id, edition, now=clock.now())
    return PlanPage(
        asked=plan_id,
        changed=plan.id != plan_id,
        offered=plan.offered,
        platform_id=plan.platform_id,
        platform_name=plan.platform_name,
        takes_part=pricing.takes_part,
        plan=pricing.show(plan),
        edition=pricing.edition,
    )
