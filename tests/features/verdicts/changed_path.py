"""An edition whose path says otherwise at one of its steps."""

from dataclasses import replace
from typing import Any

from server.features.programmes.publish import publish_editions
from tests.world.application import World, demo_definition


async def with_step(world: World, kind: str, **changes: Any) -> str:
    """An edition whose step of this kind is changed so; its code."""
    code = await world.publish()
    definition = demo_definition()
    tracks = tuple(
        replace(
            track,
            stages=tuple(
                replace(step, **changes) if step.kind == kind else step for step in track.stages
            ),
        )
        for track in definition.tracks
    )
    changed = replace(definition, edition=replace(definition.edition, code=code), tracks=tracks)
    async with world.as_owner():
        await publish_editions([changed], clock=world.ports.clock)
    return code
