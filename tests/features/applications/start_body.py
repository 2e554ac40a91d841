"""What starts a draft."""

from typing import Any

from tests.world.application import World
from tests.world.client import Person


async def body_of(world: World, owner: Person, **changes: Any) -> dict[str, Any]:
    """What starts a draft for a firm of that owner."""
    enterprise = await owner.enterprise()
    plan = await owner.some_plan(world.edition)
    start = {"edition": world.edition, "track": "copay", "enterprise_id": enterprise["id"]}
    return {**start, **plan, **changes}
