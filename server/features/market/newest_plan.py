"""Finds the newest version of plans: a change of a plan is a new one, under a new id."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.plans import WAS_SHOWN

# What waits, was refused or was replaced meanwhile was never on offer: nobody else reads it.
_NEWEST: Final = f"""
WITH RECURSIVE versions AS (
    SELECT p.id AS asked, p.id, p.platform_id, 0 AS later FROM plans p
     WHERE p.id = ANY($1) AND {WAS_SHOWN}
    UNION ALL
    SELECT v.asked, p.id, p.platform_id, v.later + 1
      FROM plans p JOIN versions v ON p.supersedes_id = v.id AND p.platform_id = v.platform_id
     WHERE {WAS_SHOWN}
)
SELECT DISTINCT ON (v.asked) v.asked, p.id, p.platform_id, f.name AS platform_name, p.title,
       p.description, p.fee_fen, p.period_months, p.withdrawn_at IS NULL AS offered
  FROM versions v JOIN plans p ON p.id = v.id JOIN platforms f ON f.id = p.platform_id
 ORDER BY v.asked, v.later DESC
"""


class NewestPlan(msgspec.Struct, frozen=True):
    """The newest version of the plan `asked`; `offered` unless it was withdrawn."""

    asked: UUID
    id: UUID
    platform_id: UUID
    platform_name: str
    title: str
    description: str
    fee_fen: int
    period_months: int
    offered: bool


async def list_newest_plans(
    asked: Sequence[UUID], *, tx: Tx | None = None
) -> Mapping[UUID, NewestPlan]:
    """By the id that was asked for; without those that never were on offer."""
    found = await list_rows(NewestPlan, _NEWEST, list(asked), tx=tx)
    return {plan.asked: plan for plan in found}
