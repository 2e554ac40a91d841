"""A holder asks for its re-review or hands in its yearly summary."""

from datetime import date, timedelta
from typing import Any

from server.clock import SHANGHAI
from tests.features.recognitions.path import (
    Round,
)
from tests.world.application import World
from tests.world.apply import applied
from tests.world.client import Person

RE_REVIEW, SUMMARY = "accreditation.re_review", "accreditation.summary"


def move_to(world: World, day: date) -> None:
    here = world.clock.now().astimezone(SHANGHAI)
    world.clock.ahead += timedelta(days=(day - here.date()).days)


async def asked(owner: Person, held: Round, application: dict[str, Any], track: str) -> Any:
    body = {
        "edition": held.code,
        "track": track,
        "enterprise_id": application["enterprise"]["id"],
    }
    return await owner.post("/applications", body)


async def handed_in(
    owner: Person, held: Round, application: dict[str, Any], track: str
) -> dict[str, Any]:
    firm = application["enterprise"]["id"]
    return await applied(owner, held.definition, track, enterprise_id=firm)
