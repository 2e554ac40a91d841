"""The demonstration told against the running application, with a worker beside it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import pytest_asyncio
from tortoise.context import TortoiseContext

from server.compose import close_ports, open_ports
from server.features.programmes.open import open_edition
from server.worker import work
from standalone.accounts import DemoAccount
from standalone.story import StoryBroken, StoryHindered, tell_story
from standalone.story.caller import Caller, HttpAnswer
from standalone.story.expecting import expect
from standalone.story.figures import read_figures
from standalone.story.scene import Scene
from standalone.story.telling import Telling, yuan
from storage.postgres.core.connect import tortoise_config
from tests.world.accounts import PASSWORD, account
from tests.world.application import STAFF_PASSWORD, World, spare_ports
from tests.world.cities import publish_city
from tests.world.client import API, Person
from tests.world.installation import until


@asynccontextmanager
async def at_work(world: World) -> AsyncIterator[None]:
    """A worker on the same servers, in this process, with the story's own jobs alone."""
    await world.fetch("DELETE FROM pgqueuer")
    ports, stop = spare_ports(world), asyncio.Event()
    dsn = world.settings.postgres_dsn.replace("shuangtui_app", "shuangtui_worker")

    async def run() -> None:
        async with TortoiseContext() as context:
            await context.init(config=tortoise_config(dsn, pool_size=6))
            await open_ports(ports)
            await work(ports, dsn, stop=stop)

    working = asyncio.create_task(run())
    try:
        await until(lambda: ranked(world), "the pools of every programme are ranked")
        yield
    finally:
        stop.set()
        await asyncio.wait_for(working, 30)
        await close_ports(ports)


async def ranked(world: World) -> bool:
    """Whether the worker, which ranks a new pool in its own time, has ranked all that are open."""
    editions = (await world.anyone.get("/programmes")).ok()["items"]
    answers = [await world.anyone.get(f"/programmes/{one['code']}/quota") for one in editions]
    return not any(pool["stale"] for answer in answers for pool in answer.ok()["pools"])


async def second_of(world: World, authority: Person) -> Person:
    """The colleague, named as the demonstration names them."""
    username = f"{authority.name}-2"
    key = ("authority", username)
    if key not in world.known:
        world.known[key] = await account(world, username, "authority")
    return world.known[key]


async def accounts_of(world: World) -> list[DemoAccount]:
    """Staff as the demonstration has them, another city's authority after its own."""
    platform = await world.staff("platform", platform_id=await world.platform_id())
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    city = await publish_city(world, "cq-info-platform")
    second = await second_of(world, authority)
    elsewhere = await world.new_staff("authority", edition_code=city)
    return [
        DemoAccount(person.name, PASSWORD if person is second else STAFF_PASSWORD, role, role)
        for role, person in (
            ("platform", platform),
            ("auditor", auditor),
            ("authority", authority),
            ("authority", second),
            ("authority", elsewhere),
        )
    ]


async def test_the_story_holds_and_can_be_told_again(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts = await accounts_of(world)
    async with at_work(world):
        for _ in range(2):
            await tell_story(world.url, world.sandbox.control_url, accounts)
            told = capsys.readouterr().out
            assert "走通了" in told.splitlines()[-1]
            assert len(re.findall(r"^  ✓", told, re.M)) > 40


async def test_the_story_stops_at_the_first_thing_that_is_wrong(world: World) -> None:
    """Without an auditor's account, and where nobody answers."""
    accounts = [one for one in await accounts_of(world) if one.role != "authority"]
    with pytest.raises(StoryBroken, match="authority"):
        await tell_story(world.url, world.sandbox.control_url, accounts)
    with pytest.raises(StoryBroken, match="没有应答"):
        await tell_story("http://127.0.0.1:1", world.sandbox.control_url, accounts)


@pytest_asyncio.fixture(loop_scope="session")
async def mended_after(world: World) -> AsyncIterator[None]:
    """Whatever a test does to its pool, edition and accounts: others use them as well."""
    path = f"/programmes/{world.edition}"
    (pool,) = (await world.anyone.get(f"{path}/quota")).ok()["pools"]
    # Editions that other tests opened would let the story go on there.
    elsewhere = await world.fetch(
        "UPDATE participations SET withdrawn_at = now()"
        " WHERE withdrawn_at IS NULL AND edition_id <> $1 RETURNING id",
        world.edition,
    )
    yield
    await world.fetch(
        "UPDATE participations SET withdrawn_at = NULL WHERE id = ANY($1)",
        [row["id"] for row in elsewhere],
    )
    async with world.as_owner():
        await open_edition(world.edition, clock=world.ports.clock)
    await world.fetch("UPDATE users SET disabled_at = NULL")
    given = {"budget_fen": pool["budget_fen"], "places": pool["places"], "reason": "试完"}
    authority = await world.staff("authority")
    (await authority.put(f"{path}/pools/copay", given)).ok()


@pytest.mark.usefixtures("mended_after")
async def test_what_stands_in_its_way_is_said_with_the_way_out(world: World) -> None:
    accounts, authority = await accounts_of(world), await world.staff("authority")
    path = f"/programmes/{world.edition}"
    (pool,) = (await world.anyone.get(f"{path}/quota")).ok()["pools"]

    async def is_hindered(*words: str) -> None:
        with pytest.raises(StoryHindered) as hindered:
            await tell_story(world.url, world.sandbox.control_url, accounts)
        said = str(hindered.value)
        assert not [word for word in words if word not in said], said

    async with at_work(world):
        for budget_fen, places, words in (
            (pool["locked_fen"] + pool["funded_fen"] + 100, None, ("剩余 ¥1.00", "¥7,840.00")),
            (pool["budget_fen"], pool["locked"] + pool["funded"] + 1, ("名额", "2 家企业")),
            (None, 500, ("只限户数",)),
        ):
            change = {"budget_fen": budget_fen, "places": places, "reason": "试"}
            (await authority.put(f"{path}/pools/copay", change)).ok()
            await is_hindered(*words, authority.name, "PUT", "--data")
        (await authority.post(f"{path}/close", {"reason": "试"})).ok()
        await is_hindered("已经截止", f"programme open {world.edition}")
    await is_hindered("后台任务", "没有在运行")
    await world.fetch(
        "UPDATE users SET disabled_at = now() WHERE username = $1", accounts[1].username
    )
    await is_hindered(accounts[1].username, "登录不了", "停用")


async def test_a_pool_that_does_not_add_up_is_noticed(world: World) -> None:
    """The negative control of the figures: money that vanished from the row is seen."""
    edition = await world.publish()
    async with aiohttp.ClientSession() as http:
        scene = Scene(
            Telling(), Caller(http, world.url + API), Caller(http, ""), Caller(http, ""), {}
        )
        scene.edition = {"code": edition}
        figures = await read_figures(scene)
        assert figures.moved(funded_fen=1) != figures
        with pytest.raises(StoryBroken, match="应为"):
            expect("额度没有变化", figures.moved(funded_fen=1), await read_figures(scene))


def test_an_answer_that_is_not_the_expected_one_breaks_the_story() -> None:
    json = {"content-type": "application/problem+json"}
    refused = HttpAnswer("POST /x", 409, b'{"code": "incomplete"}', json)
    assert refused.refused(409, "incomplete") == {"code": "incomplete"}
    for wrong in (
        lambda: refused.ok(),
        lambda: refused.refused(409, "ineligible"),
        lambda: refused.refused(422, "incomplete"),
        lambda: HttpAnswer("GET /x", 200, b"{}", json).refused(404, "not_found"),
    ):
        with pytest.raises(StoryBroken, match="/x"):
            wrong()


def test_amounts_are_written_in_yuan() -> None:
    assert [yuan(fen) for fen in (0, 5, 392_000, 500_000_000, -150)] == [
        "¥0.00",
        "¥0.05",
        "¥3,920.00",
        "¥5,000,000.00",
        "-¥1.50",
    ]
