"""Walks every registered route with what is no id and no method of its own; tests/matrix has who may."""

from typing import Any
from uuid import uuid4

from server.edge.web.sites import CONSOLE
from tests.architecture.admission import _READ_ONLY, ADMITTED, FEWER, problem
from tests.world.application import World
from tests.world.bodies import fitting
from tests.world.client import Answer, Client
from tests.world.doors import Door
from tests.world.neighbours import ROLES, Neighbours
from tests.world.rows import nothing_changes

# These store nothing new of a person or a firm.
FREE_OF_CONSENT = {
    "POST /api/v1/applications/<application_id>/withdraw",
    "POST /api/v1/notifications/<notification_id>/read",
    "POST /api/v1/notifications/read-all",
    "POST /api/v1/session/consent",
    "POST /api/v1/session/otp",
    "POST /api/v1/session/otp/confirm",
    "POST /api/v1/session/password",
    "POST /api/v1/session/password-again",
}
GARBAGE = ("x", "0", "null", "%00", "%ff", "..%2f..", "%e4%b8%ad", "1' OR '1'='1", "a" * 3000)


def admitted(door: Door) -> set[str]:
    roles = FEWER.get(door.name, ADMITTED[door.info.audience])
    return roles if door.method == "GET" or len(roles) == len(ROLES) else roles - _READ_ONLY


async def knock(client: Client, door: Door, ids: dict[str, str]) -> Answer:
    """Call it with a body that fits its description."""
    options: dict[str, Any] = {"headers": {"if-match": '"1"'}}
    request = door.info.description.request
    if door.method in ("POST", "PUT") and not door.info.description.files:
        options["json"] = fitting(request) if request is not None else {}
    return await client.call(door.method, "/" + door.path(ids), **options)


async def test_a_newcomer_stores_nothing_before_agreeing_to_the_privacy_text(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    """Whatever route an SME may use; the exemptions store nothing new, and are named here."""
    newcomer, asked, free = await world.newcomer("reads-no-text"), 0, set()
    async with nothing_changes(world):
        for door in doors:
            login = door.info.login and door.method in ("POST", "PUT")
            if login and "enterprise" in admitted(door):
                if not door.info.consent:
                    free.add(door.name)
                    continue
                answer = await knock(newcomer, door, neighbours.here.ids)
                assert problem(answer) == (403, "consent_required"), door.name
                asked += 1
    assert asked > 12
    assert free == FREE_OF_CONSENT


async def test_what_is_no_id_is_not_found(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    async with nothing_changes(world):
        for door in doors:
            if door.info.pattern == f"{CONSOLE.at}/<name:path>":
                continue  # every name is the address of a page
            people = neighbours.here.people
            person = people[sorted(admitted(door))[0]] if door.info.login else world.anyone
            for name in door.parameters:
                for garbage in (*GARBAGE, str(uuid4()) if name in door.ids else "nowhere"):
                    ids = {**neighbours.here.ids, name: garbage}
                    status, code = problem(await knock(person, door, ids))
                    expected = {
                        (404, "not_found"),
                        (400, "bad_request"),
                        (405, "method_not_allowed"),
                    }
                    assert (status, code) in expected, (door.name, garbage[:20], status, code)


async def test_other_methods_are_refused_as_problems(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    taken = {(door.method, door.info.pattern) for door in doors}
    async with nothing_changes(world):
        for door in doors:
            path = "/" + door.path(neighbours.here.ids)
            for method in ("PATCH", "OPTIONS", "TRACE", "DELETE", "PUT"):
                if (method, door.info.pattern) in taken:
                    continue
                answer = await world.anyone.call(method, path)
                assert answer.status in (401, 403, 404, 405), (method, door.name)
                problem(answer)


async def test_head_answers_like_get_without_a_body(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    for door in doors:
        if door.method == "GET" and not door.info.login and "push" not in door.info.pattern:
            path = "/" + door.path(neighbours.here.ids)
            got, head = await world.anyone.get(path), await world.anyone.call("HEAD", path)
            assert (head.status, head.raw) == (got.status, b""), door.name
