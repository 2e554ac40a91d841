"""Puts a new plan on offer."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.contents import HeldContent
from models.tables.platforms import Plan
from server.errors import AppError
from server.features.platforms.access import lock_platform
from server.features.platforms.plan_versions import (
    PlanTerms,
    hold_plan,
    judge_plan,
    make_version,
    write_plan_audit,
)
from server.features.platforms.reindex import reindex
from server.ports import Ports
from storage.postgres.core.transaction import transaction

_MOST_PLANS = 50


class TooManyPlans(AppError):
    """A platform offers at most 50 plans at a time."""

    status, code = 409, "too_many_plans"
    title = Text(
        f"在售方案最多 {_MOST_PLANS} 个，请先下架不用的方案",
        f"At most {_MOST_PLANS} plans are on offer at a time; withdraw one first",
    )


async def add_plan(platform_id: UUID, terms: PlanTerms, *, actor_id: UUID, ports: Ports) -> UUID:
    """The new plan's id, not on offer while its texts are held. Raises TooManyPlans."""
    now, judged = ports.clock.now(), await judge_plan(terms, by=actor_id, ports=ports)
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        offered = Plan.filter(platform_id=platform_id, withdrawn_at__isnull=True)
        waiting = HeldContent.filter(platform_id=platform_id, kind="plan", state="waiting")
        there = await offered.using_db(tx.connection).count()
        if there + await waiting.using_db(tx.connection).count() >= _MOST_PLANS:
            raise TooManyPlans()
        plan = await make_version(tx, platform, terms, now=now, held=judged.why is not None)
        await hold_plan(tx, plan, judged, by=actor_id, now=now)
        await reindex(tx, platform)
        await write_plan_audit(tx, plan, "plan.added", actor_id=actor_id, now=now)
        tx.created(plan.id)
    return plan.id
