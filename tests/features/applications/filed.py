"""An application as its platform files it: the firm's people did nothing but come later."""

from typing import Any
from uuid import UUID

from tests.world.application import World
from tests.world.client import Person


async def filed(world: World, owner: Person, edition: str) -> dict[str, Any]:
    """Of a firm that `owner` has only registered."""
    application = await owner.submitted(edition)
    await world.fetch(
        "UPDATE applications SET filed_by = 'platform' WHERE id = $1", UUID(application["id"])
    )
    return application


async def filed_and_verified(world: World, owner: Person, edition: str) -> dict[str, Any]:
    """Of a firm whose `owner` may see it."""
    application = await filed(world, owner, edition)
    await world.fetch(
        "UPDATE enterprises SET state = 'verified', verified_at = now() WHERE id = $1",
        UUID(application["enterprise"]["id"]),
    )
    return application
