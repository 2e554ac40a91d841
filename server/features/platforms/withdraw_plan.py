"""Withdraws a plan from offer; applications that pinned it keep it."""

from uuid import UUID

from server.clock import Clock
from server.features.platforms.access import lock_platform
from server.features.platforms.plan_versions import get_offered, write_plan_audit
from server.features.platforms.reindex import reindex
from storage.postgres.core.transaction import transaction
from storage.postgres.held_contents import replace_held_versions
from storage.postgres.plans import end_plan_version


async def withdraw_plan(platform_id: UUID, plan_id: UUID, *, actor_id: UUID, clock: Clock) -> None:
    """Raises NotFound if the plan is not on offer by this platform."""
    now = clock.now()
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        plan = await get_offered(tx, platform, plan_id)
        await end_plan_version(tx, plan, at=now)
        await replace_held_versions(tx, plan.id, at=now)
        await reindex(tx, platform)
        await write_plan_audit(tx, plan, "plan.withdrawn", actor_id=actor_id, now=now)
