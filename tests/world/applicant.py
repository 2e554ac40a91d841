"""A firm with an application in the line: where it stands, and the figures of its pool."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.world.application import World
from tests.world.client import Person

AWARD = 400_000
"""Of a fee of 10 000 yuan, at 40 %."""


FEE = 1_000_000


@dataclass
class Applicant:
    """A person with a submitted application."""

    owner: Person
    id: str

    async def now(self) -> dict[str, Any]:
        return dict((await self.owner.get(f"/applications/{self.id}")).ok())

    async def place(self) -> tuple[str, int | None, int | None]:
        queue = (await self.now())["queue"]
        return queue["state"], queue["position"], queue["waiting_position"]


async def apply(world: World, edition: str, paid_days_ago: int, fee: int = FEE) -> Applicant:
    """Submit for a contract of that fee, signed 30 days ago and paid then."""
    now = datetime.now(UTC).replace(microsecond=0)
    owner = await world.sme()
    submitted = await owner.submitted(
        edition,
        fee_fen=fee,
        paid_fen=fee,
        signed_at=(now - timedelta(days=30)).isoformat(),
        paid_at=(now - timedelta(days=paid_days_ago)).isoformat(),
    )
    return Applicant(owner, submitted["id"])


async def figures(world: World, edition: str) -> dict[str, Any]:
    (pool,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert pool["budget_fen"] == pool["locked_fen"] + pool["funded_fen"] + pool["remaining_fen"]
    assert not pool["stale"]
    return dict(pool)
