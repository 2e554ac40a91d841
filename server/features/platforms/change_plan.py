"""Changes a plan by putting a new version in its place, under a new id."""

from uuid import UUID

from models.tables.platforms import Plan
from server.clock import Clock
from server.features.platforms.access import lock_platform
from server.features.platforms.plan_versions import (
    PlanTerms,
    get_offered,
    make_version,
    write_plan_audit,
)
from server.features.platforms.reindex import reindex
from storage.postgres.core.transaction import transaction
from storage.postgres.plans import end_plan_version


async def change_plan(
    platform_id: UUID, plan_id: UUID, terms: PlanTerms, *, actor_id: UUID, clock: Clock
) -> UUID:
    """The new version's id; terms that change nothing keep the old one. Raises NotFound."""
    now = clock.now()
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        before = await get_offered(tx, platform, plan_id)
        if _terms_of(before) == terms:
            return before.id
        await end_plan_version(tx, before, at=now)
        plan = await make_version(tx, platform, terms, now=now, supersedes=before.id)
        await reindex(tx, platform)
        await write_plan_audit(tx, plan, "plan.changed", actor_id=actor_id, now=now)
    return plan.id


def _terms_of(plan: Plan) -> PlanTerms:
    return PlanTerms(
        title=plan.title,
        description=plan.description,
        fee_fen=plan.fee_fen,
        period_months=plan.period_months,
    )
