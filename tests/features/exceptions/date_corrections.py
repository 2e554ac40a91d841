"""Dates corrected by the authority or the firm, and what claim, receipt and inbox say then."""

from typing import Any
from uuid import UUID

from server.edge.receipts import PublicKey, verify
from tests.world.applicant import Applicant
from tests.world.application import World
from tests.world.client import Answer, Person

WHY = "银行回单显示实际付款时间不同"


async def correct(
    world: World, application_id: str, *, by: Person | None = None, **given: Any
) -> Answer:
    authority = by or await world.staff("authority")
    path = f"/applications/{application_id}/correct-dates"
    return await authority.post(path, {"reason": WHY, **given})


async def receipt_of(world: World, application: dict[str, Any]) -> dict[str, Any]:
    """What the receipt that is shown says, checked with the published keys."""
    keys = (await world.anyone.get("/receipt-keys")).ok()["keys"]
    return verify(application["receipt"], [PublicKey(key["kid"], key["x"]) for key in keys])


async def claim_of(world: World, application_id: str) -> dict[str, Any]:
    (row,) = await world.fetch(
        "SELECT extract(epoch FROM later_at)::bigint AS later, locked_at, version, sequence,"
        " extract(epoch FROM earlier_at)::bigint AS earlier, granted_fen, pool_id"
        " FROM claims WHERE application_id = $1 AND live",
        UUID(application_id),
    )
    return dict(row)


async def told_of(owner: Person) -> list[dict[str, Any]]:
    inbox = (await owner.get("/notifications")).ok()["items"]
    return [item for item in inbox if item["event"] == "application.corrected"]


async def own_correction(applicant: Applicant, **changes: Any) -> None:
    now = await applicant.now()
    names = ("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen", "facts")
    body = {name: now[name] for name in names} | changes
    path = f"/applications/{applicant.id}"
    headers = {"If-Match": str(now["version"])}
    (await applicant.owner.put(f"{path}/particulars", body, headers=headers)).ok()
    (await applicant.owner.post(f"{path}/submit")).ok()
