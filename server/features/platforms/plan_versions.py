"""Shared by adding, changing and withdrawing a plan: versions are added and ended, never rewritten."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from models.tables.platforms import Plan, Platform
from server.clock import Clock
from server.edge.web.bodies import Body
from server.edge.web.field_types import about
from server.edge.wechat.content import CheckScene
from server.errors import NotFound
from server.features.content.hold import hold
from server.features.content.judge import JudgedTexts, judge_texts
from server.features.platforms.fields import Months, PlanFee, PlanText, PlanTitle
from server.features.platforms.pricing import find_pricing
from server.features.platforms.schemas import PlanView
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.plans import add_plan_version


class PlanTerms(Body, frozen=True):
    """What a plan offers: the whole fee of its first period, in fen, and how long that is."""

    title: Annotated[PlanTitle, about("方案名称", "title of the plan", "订单管理标准版")]
    description: PlanText
    fee_fen: Annotated[
        PlanFee, about("首期服务费总额，分", "whole fee of the first period, in fen", 1200000)
    ]
    period_months: Months


async def judge_plan(terms: PlanTerms, *, by: UUID, ports: Ports) -> JudgedTexts:
    """The texts of a plan that others do not read yet; outside any transaction."""
    texts = {"title": terms.title, "description": terms.description}
    return await judge_texts(texts, writer_id=by, scene=CheckScene.PROFILE, ports=ports)


async def make_version(
    tx: Tx,
    platform: Platform,
    terms: PlanTerms,
    *,
    now: datetime,
    supersedes: UUID | None = None,
    held: bool = False,
) -> Plan:
    """On offer at once, unless its texts are held."""
    plan = Plan(
        platform_id=platform.id,
        title=terms.title,
        description=terms.description,
        fee_fen=terms.fee_fen,
        period_months=terms.period_months,
        supersedes_id=supersedes,
        created_at=now,
        withdrawn_at=now if held else None,
    )
    await add_plan_version(tx, plan)
    return plan


async def hold_plan(tx: Tx, plan: Plan, judged: JudgedTexts, *, by: UUID, now: datetime) -> None:
    """Where it is doubtful; it goes on offer once somebody has let it through (`features/held`)."""
    await hold(
        tx,
        judged,
        kind="plan",
        subject_id=plan.id,
        platform_id=plan.platform_id,
        writer_id=by,
        at=now,
    )


async def get_offered(tx: Tx, platform: Platform, plan_id: UUID) -> Plan:
    """A plan on offer by this platform. Raises NotFound, also for another platform's."""
    plan = await Plan.get_or_none(
        id=plan_id, platform_id=platform.id, withdrawn_at__isnull=True, using_db=tx.connection
    )
    if plan is None:
        raise NotFound()
    return plan


async def get_plan(platform_id: UUID, plan_id: UUID, *, clock: Clock) -> PlanView:
    """A version of the platform's own, whether still on offer or not. Raises NotFound."""
    with postgres_errors():
        plan = await Plan.get_or_none(id=plan_id, platform_id=platform_id)
    if plan is None:
        raise NotFound()
    return (await find_pricing(platform_id, None, now=clock.now())).show(plan)


async def write_plan_audit(
    tx: Tx, plan: Plan, event: str, *, actor_id: UUID, now: datetime
) -> None:
    """The audit line; the caller holds the platform's row."""
    detail = {"plan": str(plan.id), "fee_fen": plan.fee_fen}
    if plan.supersedes_id is not None:
        detail["supersedes"] = str(plan.supersedes_id)
    line = AuditEntry("platform", plan.platform_id, now, actor_id, Role.PLATFORM, event, detail)
    await write_audit(tx, line)
