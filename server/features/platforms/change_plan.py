"""Changes a plan by putting a new version in its place, under a new id."""

from uuid import UUID

from models.tables.platforms import Plan
from server.features.content.judge import JudgedTexts
from server.features.platforms.access import lock_platform
from server.features.platforms.plan_versions import (
    PlanTerms,
    get_offered,
    hold_plan,
    judge_plan,
    make_version,
    write_plan_audit,
)
from server.features.platforms.reindex import reindex
from server.ports import Ports
from storage.postgres.core.transaction import postgres_errors, transaction
from storage.postgres.held_contents import replace_held_versions
from storage.postgres.plans import end_plan_version


async def change_plan(
    platform_id: UUID, plan_id: UUID, terms: PlanTerms, *, actor_id: UUID, ports: Ports
) -> UUID:
    """The new version's id; terms that change nothing keep the old one. Raises NotFound.

    While its texts are held the old one stays on offer. A new price of words that show is not held.
    """
    now, judged = ports.clock.now(), await _judge(plan_id, terms, by=actor_id, ports=ports)
    async with transaction() as tx:
        platform = await lock_platform(tx, platform_id)
        before = await get_offered(tx, platform, plan_id)
        if _terms_of(before) == terms:
            return before.id
        await replace_held_versions(tx, before.id, at=now)
        held = judged.why is not None
        if not held:
            await end_plan_version(tx, before, at=now)
        plan = await make_version(tx, platform, terms, now=now, supersedes=before.id, held=held)
        await hold_plan(tx, plan, judged, by=actor_id, now=now)
        await reindex(tx, platform)
        await write_plan_audit(tx, plan, "plan.changed", actor_id=actor_id, now=now)
    return plan.id


async def _judge(plan_id: UUID, terms: PlanTerms, *, by: UUID, ports: Ports) -> JudgedTexts:
    with postgres_errors():
        shown = await Plan.get_or_none(id=plan_id, withdrawn_at__isnull=True)
    if shown is not None and (shown.title, shown.description) == (terms.title, terms.description):
        return JudgedTexts({})
    return await judge_plan(terms, by=by, ports=ports)


def _terms_of(plan: Plan) -> PlanTerms:
    return PlanTerms(
        title=plan.title,
        description=plan.description,
        fee_fen=plan.fee_fen,
        period_months=plan.period_months,
    )
