"""Steps towards a locked award, and the sums of its pool."""

from datetime import UTC, datetime, timedelta
from typing import Any

from server.features.quota.lock_next import lock_next_in_turn
from server.features.verdicts.after_lock import open_after_lock
from tests.world.applicant import AWARD, FEE
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import (
    AUDIT_PASS,
    decide,
    endorse,
)


async def endorsed_paid(world: World, owner: Person, edition: str, days: int) -> dict[str, Any]:
    """Signed and paid so many days ago; its award is 400 000 fen."""
    at = (datetime.now(UTC) - timedelta(days=days)).replace(microsecond=0).isoformat()
    application = await owner.submitted(
        edition, fee_fen=FEE, paid_fen=FEE, signed_at=at, paid_at=at
    )
    assert application["award_fen"] == AWARD
    (await endorse(world, application)).ok()
    return application


async def audit(world: World, application: dict[str, Any], **body: Any) -> dict[str, Any]:
    auditor = await world.staff("auditor")
    review = (await decide(auditor, application, "audit", {**AUDIT_PASS, **body})).ok()
    return dict(review["application"])


async def next_in_turn(world: World, edition: str) -> int:
    """What the worker does with the job of that name."""
    (pool,) = await world.fetch(
        "SELECT id FROM pools WHERE edition_id = $1 AND code = 'copay'", edition
    )
    return await lock_next_in_turn(
        pool["id"],
        open_next=open_after_lock,
        clock=world.ports.clock,
        ranker=world.ports.ranker,
    )


async def pool(world: World, edition: str) -> dict[str, Any]:
    (row,) = await world.fetch(
        """
        SELECT p.locked_fen, p.budget_fen,
               (SELECT coalesce(sum(granted_fen), 0) FROM claims c
                 WHERE c.pool_id = p.id AND c.locked_at IS NOT NULL)::bigint AS claims_fen,
               (SELECT coalesce(sum(amount_fen), 0) FROM pool_ledger l
                 WHERE l.pool_id = p.id AND l.kind IN ('lock', 'release'))::bigint AS ledger_fen
          FROM pools p WHERE p.edition_id = $1 AND p.code = 'copay'
        """,
        edition,
    )
    assert row["locked_fen"] == row["claims_fen"] == row["ledger_fen"] <= row["budget_fen"]
    return dict(row)
