"""Others who come first: in the line, or with an application for the same firm."""

from typing import Any

from tests.world.application import World
from tests.world.client import Person
from tests.world.handing_in_again import paid


async def overtake(world: World, edition: str, code: str) -> None:
    """The firm of this code holds what somebody else holds, as if its platform had filed it."""
    await (await world.sme()).submitted(edition)
    await world.fetch(
        "INSERT INTO entitlements (id, uscc, exclusion, slot, application_id, taken_at)"
        " SELECT gen_random_uuid(), $2, e.exclusion, 1, e.application_id, now()"
        "   FROM entitlements e JOIN applications a ON a.id = e.application_id"
        "  WHERE a.edition_id = $1",
        edition,
        code,
    )


async def one_more(world: World, edition: str) -> tuple[Person, dict[str, Any]]:
    """Somebody with a draft that is ready, paid five days ago."""
    owner = await world.sme()
    return owner, await owner.ready(edition, **paid(5))
