"""Naming an account, confirming a payout, and what people read of either."""

from datetime import datetime
from typing import Any

from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.review_steps import approved

ACCOUNT = "6222021234567890123"
GIVEN = {"bank": "示例银行荣昌支行", "account": ACCOUNT}


async def name_account(owner: Person, enterprise_id: str, **changes: Any) -> Answer:
    return await owner.put(f"/enterprises/{enterprise_id}/payee", GIVEN | changes)


async def told(person: Person, event: str) -> list[str]:
    items = (await person.get("/notifications", params={"limit": "100"})).ok()["items"]
    return [item["body"] for item in items if item["event"] == event]


def today() -> str:
    return datetime.now(SHANGHAI).date().isoformat()


async def confirm(world: World, payout: dict[str, Any], **changes: Any) -> Answer:
    authority = await world.staff("authority")
    body = {"paid_on": today(), "voucher_no": "PZ-2026-001", **changes}
    return await authority.post(f"/payouts/{payout['id']}/confirm", body)


async def platforms_of(world: World, edition: str, most: int) -> list[str]:
    """Platforms with plans."""
    items = (await world.anyone.get(f"/programmes/{edition}/platforms")).ok()["items"]
    return [item["id"] for item in items if item["plans_from_fen"]][:most]


async def payable(
    world: World, owner: Person, edition: str, platform_id: str, fee_fen: int
) -> dict[str, Any]:
    application = await owner.submitted(
        edition,
        **(await owner.some_plan(edition, platform_id)),
        fee_fen=fee_fen,
        paid_fen=fee_fen,
    )
    await approved(world, application)
    return application
