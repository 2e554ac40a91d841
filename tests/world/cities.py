"""The shipped programmes as tests publish them: their demonstration under a code of its own."""

import itertools
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from models.programme.file import ProgrammeFile, compile_edition
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from server.features.programmes.publish import publish_editions
from server.features.quota.rebuild import rebuild
from tests.world.application import World
from tests.world.shipped import CONFIG

_NUMBERS = itertools.count(1)


def city_definition(
    programme: str, edition: str = "demo", *, on: date | None = None
) -> EditionDefinition:
    """A shipped edition, compiled for that day (today without one)."""
    folder = CONFIG / "programmes" / programme
    policy, yearly = (
        ProgrammeFile(f"{programme}/{name}.toml", (folder / f"{name}.toml").read_text("utf-8"))
        for name in ("policy", edition)
    )
    return compile_edition(policy, yearly, on or datetime.now(SHANGHAI).date())


async def publish_city(world: World, programme: str, **edition: Any) -> str:
    """Its demonstration under a new code, with changes to the edition such as `year`; the code."""
    definition = city_definition(programme, on=world.clock.now().astimezone(SHANGHAI).date())
    code = f"{programme}-t{next(_NUMBERS)}"
    changed = replace(definition, edition=replace(definition.edition, code=code, **edition))
    return await publish_definition(world, changed)


async def publish_definition(world: World, definition: EditionDefinition) -> str:
    """Publish it as the owner, its pools ranked as the worker would; the edition's code."""
    async with world.as_owner():
        await publish_editions([definition], clock=world.ports.clock)
    code = definition.edition.code
    await world.fetch("UPDATE editions SET told_at = now() WHERE code = $1", code)
    for row in await world.fetch("SELECT id FROM pools WHERE edition_id = $1", code):
        await rebuild(world.settings.postgres_dsn, row["id"], at_least=1, quota=world.ports.quota)
    world.ports.rendered.forget()
    return code
