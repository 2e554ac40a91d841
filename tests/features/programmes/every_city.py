"""All shipped programmes side by side in one market, under codes of their own."""

from dataclasses import replace

from models.rules.terms.programme import EditionDefinition
from server.clock import Clock
from server.features.programmes.publish import Published, publish_editions
from tests.programmes.case_files import definition_of, programmes
from tests.world.application import World


def as_of_the_cases(programme: str) -> EditionDefinition:
    """The demonstration that the cases are about, beside the one of today."""
    definition = definition_of(programme)
    return replace(definition, edition=replace(definition.edition, code=f"{programme}-cases"))


async def publish_all(market: World) -> list[Published]:
    async with market.as_owner():
        definitions = [as_of_the_cases(programme) for programme in programmes()]
        return await publish_editions(definitions, clock=Clock())
