"""Walks every registered route: who is refused, in which order, and that a refusal changes nothing."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.architecture.admission import _READ_ONLY, ADMITTED, FEWER, problem
from tests.world.application import World
from tests.world.bodies import fitting
from tests.world.client import Answer, Client
from tests.world.doors import Door
from tests.world.neighbours import ROLES, Neighbours, Side
from tests.world.rows import nothing_changes

# What lies behind is public, whoever comes: nobody is a stranger there.
FOR_EVERYBODY = {"POST /api/v1/notices/<notice_id>/objections"}
# These store nothing new of a person or a firm.
FREE_OF_CONSENT = {
    "POST /api/v1/applications/<application_id>/withdraw",
    "POST /api/v1/notifications/<notification_id>/read",
    "POST /api/v1/session/consent",
    "POST /api/v1/session/otp",
    "POST /api/v1/session/otp/confirm",
    "POST /api/v1/session/password",
}
GARBAGE = ("x", "0", "null", "%00", "%ff", "..%2f..", "%e4%b8%ad", "1' OR '1'='1", "a" * 3000)


def admitted(door: Door) -> set[str]:
    roles = FEWER.get(door.name, ADMITTED[door.info.audience])
    return roles if door.method == "GET" or len(roles) == len(ROLES) else roles - _READ_ONLY


async def knock(client: Client, door: Door, ids: dict[str, str], *, fits: bool = True) -> Answer:
    """Call it with a body that fits its description, or with one that lacks everything."""
    options: dict[str, Any] = {"headers": {"if-match": '"1"'}}
    request = door.info.description.request
    if door.method in ("POST", "PUT") and not door.info.description.files:
        options["json"] = fitting(request) if fits and request is not None else {}
    return await client.call(door.method, "/" + door.path(ids), **options)


async def test_without_a_token_only_public_routes_open(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    async with nothing_changes(world):
        for door in doors:
            if door.info.login:
                answer = await knock(world.anyone, door, neighbours.here.ids)
                assert problem(answer) == (401, "unauthenticated"), door.name
    assert sum(door.info.login for door in doors) > 30


async def test_a_false_token_is_no_token(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    stranger = Client(world.url, world.http, {"authorization": "Bearer " + "A" * 43})
    for door in doors:
        if door.info.login:
            answer = await knock(stranger, door, neighbours.here.ids)
            assert problem(answer) == (401, "unauthenticated"), door.name


async def test_every_role_is_refused_where_its_audience_ends(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    refused = 0
    async with nothing_changes(world):
        for door in doors:
            for role in set(ROLES) - admitted(door):
                answer = await knock(neighbours.here.people[role], door, neighbours.here.ids)
                assert problem(answer) == (403, "forbidden"), (door.name, role)
                refused += 1
    assert refused > 200


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


def _strangers(doors: list[Door], there: Side) -> Iterator[tuple[Door, str, Client]]:
    for door in doors:
        if door.info.login and door.ids and door.name not in FOR_EVERYBODY:
            for role in sorted(admitted(door)):
                yield door, role, there.people[role]


def _others(door: Door, here: Side, there: Side) -> Iterator[dict[str, str]]:
    """Somebody else's ids in every place, and each one alone among one's own."""
    missing = set(door.parameters) - set(here.ids)
    assert not missing, f"{door.name}: make a {missing} in tests/world/neighbours.py"
    yield here.ids
    if len(door.ids) > 1:
        for name in door.ids:
            yield {**there.ids, name: here.ids[name]}


async def test_ids_of_somebody_else_are_not_found(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    wrong = []
    async with nothing_changes(world):
        for door, role, stranger in _strangers(doors, neighbours.there):
            for ids in _others(door, neighbours.here, neighbours.there):
                for fits in (True, False):
                    found = problem(await knock(stranger, door, ids, fits=fits))
                    if found != (404, "not_found"):
                        wrong.append((door.name, role, "fits" if fits else "{}", found))
    assert not wrong, "\n".join(map(str, wrong))


async def test_ones_own_ids_are_found(neighbours: Neighbours, doors: list[Door]) -> None:
    """Otherwise the test above would pass with any ids at all."""
    found = 0
    for door, role, person in _strangers(doors, neighbours.here):
        if door.method == "GET" and role not in ("expert", "district"):
            answer = await knock(person, door, neighbours.here.ids)
            assert answer.status in (200, 304, 404), (door.name, role, answer.body)
            found += answer.status == 200
    assert found >= 6


async def test_what_is_no_id_is_not_found(
    world: World, neighbours: Neighbours, doors: list[Door]
) -> None:
    async with nothing_changes(world):
        for door in doors:
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
