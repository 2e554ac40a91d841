"""A firm that has used its slot, and the waiver that grants it another."""

from typing import Any

from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.handing_in_again import paid

REASON = "平台原因导致首单未能履约，经研究同意再申请一次"


async def grant_waiver(
    world: World, edition: str, uscc: str, *, by: Person | None = None, **changes: Any
) -> Answer:
    authority = by or await world.staff("authority")
    body = {"uscc": uscc, "track": "copay", "reason": REASON, **changes}
    return await authority.post(f"/programmes/{edition}/waivers", body)


async def applied_once(world: World) -> tuple[str, Person, dict[str, Any], dict[str, Any]]:
    """An edition, an owner, the firm, its first application, submitted."""
    edition, owner = await world.publish(), await world.sme()
    firm = await owner.enterprise()
    first = await owner.submitted(edition, enterprise_id=firm["id"], **paid(9))
    return edition, owner, firm, first
