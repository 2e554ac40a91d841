"""A firm's own award that waits for its account to be verified."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    published,
    submitted,
)
from tests.features.payouts.payout_steps import name_account
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.verified import current_account, verify_firm

AWARD_FEN = 7_000_000


@dataclass
class Waiting:
    """`account` is the one that was named first."""

    world: World
    edition: str
    owner: Person
    firm: dict[str, Any]
    application: dict[str, Any]
    account: UUID

    async def payout(self) -> Answer:
        authority = await self.world.staff("authority")
        return await authority.post("/payouts", {"edition": self.edition})

    async def state(self, payee_id: UUID | None = None) -> str:
        (row,) = await self.world.fetch(
            "SELECT state FROM payees WHERE id = $1", payee_id or self.account
        )
        return str(row["state"])

    async def change(self, account: str) -> UUID:
        (await name_account(self.owner, self.firm["id"], account=account)).ok()
        return await current_account(self.world, self.firm["id"])


async def waiting(world: World) -> Waiting:
    """A verified firm with a payable award, its account just named."""
    edition, owner = await published(world, RONGCHANG), await world.sme()
    firm = await firm_in(owner, RONGCHANG)
    (await name_account(owner, firm["id"])).ok()
    (await verify_firm(await world.staff("authority"), firm["id"])).ok()
    application = await submitted(owner, edition, "demo-base", firm)
    (await approve(world, application, award_fen=AWARD_FEN)).ok()
    account = await current_account(world, firm["id"])
    return Waiting(world, edition, owner, firm, application, account)
