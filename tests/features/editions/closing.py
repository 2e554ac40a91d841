"""Steps of closing an edition that several tests take."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from server.features.editions.end_unfunded import end_unfunded
from server.features.messages.tell_not_funded import tell_not_funded
from tests.world.applicant import Applicant
from tests.world.application import World

WHY = "本年度预算执行完毕"
TITLE = "本年度额度已用完"


async def close(world: World, edition: str) -> dict[str, Any]:
    """By its authority."""
    authority = await world.staff("authority", edition_code=edition)
    return dict((await authority.post(f"/programmes/{edition}/close", {"reason": WHY})).ok())


async def settle(world: World, *, in_flight: timedelta = timedelta(0)) -> int:
    """What the worker does within seconds; how many ended."""
    ports = world.ports
    return await end_unfunded(clock=ports.clock, ranker=ports.ranker, in_flight=in_flight)


async def edition_row(world: World, edition: str) -> Any:
    (row,) = await world.fetch("SELECT * FROM editions WHERE code = $1", edition)
    return row


async def told(world: World, applicant: Applicant) -> list[dict[str, Any]]:
    """What its people read of it, once the job has run that settling left."""
    await tell_not_funded(UUID(applicant.id), clock=world.ports.clock)
    items = (await applicant.owner.get("/notifications")).ok()["items"]
    return [item for item in items if item["title"] == TITLE]


async def shift_end(world: World, edition: str, by: timedelta) -> None:
    await world.fetch("UPDATE editions SET closes_at = now() + $2 WHERE code = $1", edition, by)


async def pay_accounts(world: World, *applicants: Applicant) -> None:
    """Nothing is open any more for these: what the platform's account would bring about."""
    for one in applicants:
        await world.fetch("UPDATE applications SET status = 'payable' WHERE id = $1", one.id)
