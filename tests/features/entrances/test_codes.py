"""Mini-program codes: drawn once, kept, made later where WeChat is away; what a scene leads to."""

import asyncio
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
import pytest_asyncio

from models.rules.scenes import CodeScene, SceneKind, programme_key, read_scene
from models.tables.ids import new_id
from server.worker import handlers
from tests.world.application import World, spare_ports
from tests.world.client import Person
from tests.world.platforms import organisation_of_a_platform, profile

DRAW = "/wxa/getwxacodeunlimit"
PLAN = {"title": "云排产", "description": "一年期", "fee_fen": 1_000_000, "period_months": 12}


@pytest_asyncio.fixture(loop_scope="session")
async def staff(world: World) -> tuple[Person, str]:
    """Whoever acts for a platform of their own, and its id."""
    organisation_id = await organisation_of_a_platform(world)
    person = await world.new_staff("platform", organisation_id=organisation_id)
    made = (await person.put("/platform", profile())).ok()
    return person, made["id"]


async def leads_to(world: World, scene: object) -> dict[str, Any]:
    return dict((await world.anyone.get(f"/scenes/{quote(str(scene), safe='')}")).ok())


async def programmes(world: World) -> list[dict[str, Any]]:
    """All that are published, the newest first: other tests have theirs as well."""
    items: list[dict[str, Any]] = []
    asked = {"limit": "100"}
    while True:
        page = (await world.anyone.get("/programmes", params=asked)).ok()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        asked["cursor"] = page["next_cursor"]


async def drawn(world: World) -> int:
    return await world.sandbox.calls(DRAW)


async def test_two_at_once_have_one_drawn_and_kept(world: World, staff: tuple[Person, str]) -> None:
    path = f"/platforms/{staff[1]}/code"
    await world.sandbox.fault(DRAW, delay_s=0.3)
    before = await drawn(world)
    answers = await asyncio.gather(*(world.anyone.get(path) for _ in range(8)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.raw for answer in answers}) == 1
    assert answers[0].raw[:3] == b"\xff\xd8\xff"
    assert answers[0].headers["content-type"] == "image/jpeg"
    assert "max-age" in answers[0].headers["cache-control"]
    name = (await world.anyone.get(f"/platforms/{staff[1]}")).ok()["name"]
    assert quote(f"小程序码-{name}.jpg") in answers[0].headers["content-disposition"]
    assert await drawn(world) == before + 1
    tag = {"if-none-match": answers[0].headers["etag"]}
    assert (await world.anyone.get(path, headers=tag)).status == 304
    other = spare_ports(world)
    kept = await other.pictures.picture_of(CodeScene(SceneKind.PLATFORM, UUID(staff[1])))
    assert kept == answers[0].raw
    assert await drawn(world) == before + 1


async def test_a_code_that_wechat_did_not_draw_is_made_later(
    world: World, staff: tuple[Person, str]
) -> None:
    path = f"/platforms/{staff[1]}/code"
    await world.sandbox.fault(DRAW, status=503, times=None)
    try:
        refused = (await world.anyone.get(path)).refused(503, "wechat_unavailable")
        assert refused["title"]
        (await world.anyone.get(path)).refused(503, "wechat_unavailable")
    finally:
        await world.sandbox.mend()
    jobs = await world.fetch(
        "DELETE FROM pgqueuer WHERE entrypoint = 'code.platform' RETURNING payload"
    )
    assert [str(UUID(bytes=row["payload"])) for row in jobs] == [staff[1]]
    before = await drawn(world)
    await handlers(world.ports)["code.platform"](UUID(bytes=jobs[0]["payload"]))
    await handlers(world.ports)["code.platform"](UUID(bytes=jobs[0]["payload"]))
    assert (await world.anyone.get(path)).status == 200
    assert await drawn(world) == before + 1


async def test_a_platforms_code_leads_to_it(world: World, staff: tuple[Person, str]) -> None:
    shown = (await world.anyone.get(f"/platforms/{staff[1]}")).ok()
    scene = CodeScene(SceneKind.PLATFORM, UUID(staff[1]))
    assert await leads_to(world, scene) == {
        "kind": "platform",
        "id": staff[1],
        "title": shown["name"],
        "page": "pages/platform/detail",
        "query": f"id={staff[1]}",
        "platform_id": None,
    }
    # As the page receives it before it is decoded.
    assert (await leads_to(world, quote(str(scene), safe="")))["id"] == staff[1]


async def test_a_plans_code_follows_the_plan(world: World, staff: tuple[Person, str]) -> None:
    person, platform_id = staff
    first = (await person.post("/platform/plans", PLAN)).ok(201)
    path = f"/platforms/{platform_id}/plans/{first['id']}/code"
    assert (await world.anyone.get(path)).status == 200
    changed = (await person.put(f"/platform/plans/{first['id']}", PLAN | {"fee_fen": 900_000})).ok()
    scene = CodeScene(SceneKind.PLAN, UUID(first["id"]))
    found = await leads_to(world, scene)
    assert (found["kind"], found["id"]) == ("plan", changed["id"])
    assert (found["title"], found["platform_id"]) == (PLAN["title"], platform_id)
    (await person.delete(f"/platform/plans/{changed['id']}")).ok(204)
    found = await leads_to(world, scene)
    assert (found["kind"], found["id"]) == ("platform", platform_id)
    (await world.anyone.get(path)).refused(404, "not_found")
    elsewhere = await world.platform_id()
    (await world.anyone.get(f"/platforms/{elsewhere}/plans/{first['id']}/code")).refused(
        404, "not_found"
    )


async def test_a_programmes_code_leads_to_the_year_of_today(world: World) -> None:
    picture = await world.anyone.get(f"/programmes/{world.edition}/code")
    assert picture.status == 200
    assert picture.headers["cross-origin-resource-policy"] == "cross-origin"
    shown = (await world.anyone.get(f"/programmes/{world.edition}")).ok()
    found = await leads_to(world, CodeScene(SceneKind.PROGRAMME, programme_key(shown["programme"])))
    years = [one for one in await programmes(world) if one["programme"] == shown["programme"]]
    # Its money may be gone: other tests hand in there as well.
    wanted = next(one for one in years if one["status"] in {"open", "exhausted"})
    assert (found["kind"], found["id"], found["title"]) == (
        "programme",
        wanted["code"],
        wanted["title"],
    )


async def test_an_invitations_code_says_nothing_but_its_page(world: World) -> None:
    application_id = new_id()
    found = await leads_to(world, application_id.hex)
    assert (found["kind"], found["id"]) == ("application", str(application_id))
    assert (found["title"], found["page"]) == (None, "pages/application/detail")


@pytest.mark.parametrize(
    "scene",
    ["x", "p=", "p=short", f"q={'A' * 22}", f"p={'A' * 23}", "p=编号", f"p={'A' * 21}B", "p=%zz"],
)
async def test_what_we_never_wrote_leads_nowhere(world: World, scene: str) -> None:
    (await world.anyone.get(f"/scenes/{quote(scene, safe='')}")).refused(404, "not_found")


@pytest.mark.parametrize("kind", list(SceneKind))
def test_every_scene_reads_as_it_was_written(kind: SceneKind) -> None:
    for _ in range(50):
        scene = CodeScene(kind, new_id())
        assert read_scene(str(scene)) == scene
        assert len(str(scene)) <= 32
