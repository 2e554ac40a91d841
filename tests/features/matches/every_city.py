"""The demonstrations of all cities as of today, in one world."""

from datetime import date

from models.programme.file import compile_edition
from models.rules.terms.programme import EditionDefinition
from server.features.programmes.publish import publish_editions
from tests.programmes.case_files import programmes
from tests.programmes.sources import shipped
from tests.world.application import World


def open_now(programme: str, today: date) -> EditionDefinition:
    return compile_edition(
        shipped(f"{programme}/policy.toml"), shipped(f"{programme}/demo.toml"), today
    )


async def publish_open(world: World) -> list[EditionDefinition]:
    """The definitions; those that are published already are left alone."""
    definitions = [open_now(one, world.ports.clock.today()) for one in programmes()]
    async with world.as_owner():
        await publish_editions(definitions, clock=world.ports.clock)
    return definitions
