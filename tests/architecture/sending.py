"""Bodies on their way to any route, from somebody who may use it and with ids of their own."""

from tests.architecture.admission import ADMITTED, FEWER
from tests.world.application import World
from tests.world.bodies import Broken
from tests.world.client import Answer, Client
from tests.world.doors import Door
from tests.world.neighbours import Side

# A list of thousands is more than other bodies may be; in bytes.
LARGER = {
    "PUT /api/v1/applications/<application_id>/clients": 2 * 1024 * 1024,
    "POST /api/v1/programme-files": 2 * 1024 * 1024,
    "POST /api/v1/programme-files/check": 2 * 1024 * 1024,
}


def visitor(door: Door, side: Side, nobody: Client) -> Client:
    """Somebody who may use the route, with ids of their own."""
    if not door.info.login:
        return nobody
    if door.info.audience == "any_login" and "objection_id" in door.ids:
        # Anybody may object; it is this one's objection.
        return side.people["enterprise"]
    roles = FEWER.get(door.name, ADMITTED[door.info.audience]) - {"inspector", "admin"}
    return side.people["auditor" if "auditor" in roles else sorted(roles)[0]]


def own_ids(door: Door, side: Side) -> dict[str, str]:
    """A draft where the applicant writes, so that nothing but the body is wrong."""
    if door.info.audience in ("enterprise", "applicant"):
        paper = side.draft["evidence"][0]["id"] if side.draft.get("evidence") else "x"
        return {**side.ids, "application_id": side.draft["id"], "evidence_id": paper}
    return side.ids


async def forget_rates(world: World) -> None:
    async for key in world.ports.redis.scan_iter("app:rate:*"):
        await world.ports.redis.delete(key)


def takes_json(door: Door) -> bool:
    description = door.info.description
    return description.request is not None and not description.files


async def send(world: World, side: Side, door: Door, broken: Broken) -> Answer:
    what, data, headers = broken
    if what == "too large":
        data += b" " * LARGER.get(door.name, 0)
    if door.info.limited:
        await forget_rates(world)
    path = "/" + door.path(own_ids(door, side))
    if door.info.description.headers or door.method == "PUT":
        headers = {**headers, "if-match": f'"{side.draft["version"]}"'}
    client = visitor(door, side, world.anyone)
    return await client.call(door.method, path, data=data, headers=headers)
