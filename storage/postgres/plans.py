"""Writes of plans: versions are added and ended, never rewritten."""

from datetime import datetime
from typing import Final

from models.tables.platforms import Plan
from storage.postgres.core.transaction import Tx

WAS_SHOWN: Final = """NOT EXISTS (SELECT FROM held_contents h
    WHERE h.kind = 'plan' AND h.subject_id = p.id AND h.state <> 'passed')"""
"""SQL: whether the version `p` was on offer at any time; one that is replaced before never was."""


async def add_plan_version(tx: Tx, plan: Plan) -> None:
    """On offer from now on. The caller holds the platform's row, here as below."""
    await plan.save(using_db=tx.connection, force_create=True)


async def end_plan_version(tx: Tx, plan: Plan, *, at: datetime) -> None:
    """No longer on offer; applications that pinned it keep it."""
    plan.withdrawn_at = at
    await plan.save(using_db=tx.connection, update_fields=["withdrawn_at"])


async def put_on_offer(tx: Tx, plan: Plan) -> None:
    """One that was held when it was handed in."""
    plan.withdrawn_at = None
    await plan.save(using_db=tx.connection, update_fields=["withdrawn_at"])
