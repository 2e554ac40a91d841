"""An approval enters the list, and a platform appears because its accreditation was decided."""

from datetime import date, timedelta

import pytest

from models.rules.recognition import add_years
from server.clock import SHANGHAI
from server.features.recognitions.carry_over import carry_over
from tests.features.recognitions.path import (
    CATEGORIES,
    CITY,
    entry_of,
    grant,
    inbox,
    publish_round,
    seek,
    titled,
)
from tests.world.application import MovableClock, World


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every test here moves it."""


async def browsed(world: World, edition: str) -> dict[str, list[str]]:
    """Name → categories of the platforms that an edition shows."""
    world.ports.rendered.forget()
    page = (await world.anyone.get(f"/programmes/{edition}/platforms")).ok()
    return {item["name"]: item["categories"] for item in page["items"]}


async def test_nobody_is_listed_or_browsed_before_the_decision(world: World) -> None:
    held = await publish_round(world, "enter-1")
    owner = await world.sme()
    application = await seek(owner, held)
    assert await browsed(world, held.code) == {}
    await grant(world, held, application)
    assert await browsed(world, held.code) == {application["enterprise"]["name"]: CATEGORIES}


async def test_the_entry_says_what_was_decided_and_until_when(world: World) -> None:
    held = await publish_round(world, "enter-2")
    owner, application, entry = await titled(world, held)
    today = world.clock.now().astimezone(SHANGHAI).date()
    assert (entry["valid_from"], entry["state"]) == (today.isoformat(), "valid")
    assert entry["review_due_on"] == add_years(today, 3).isoformat()
    assert entry["summary_due_on"] == date(today.year + 1, 1, 31).isoformat()
    assert (entry["categories"], entry["track"]) == (CATEGORIES, "accreditation")
    assert entry["title"] == "重庆市中小企业信息化公共服务平台"
    assert entry["withdrawn"] is None
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    assert (shown["status"], shown["award_fen"]) == ("approved", 0)
    told = {item["event"]: item["body"] for item in await inbox(owner)}
    assert "找平台" in told["recognition.entered"]
    assert "application.approved" not in told, "no word of money where there is none"


async def test_the_holder_can_be_opened_with_its_categories(world: World) -> None:
    held = await publish_round(world, "enter-3")
    _, application, entry = await titled(world, held)
    platform = (await world.anyone.get(f"/platforms/{entry['platform_id']}")).ok()
    assert platform["name"] == application["enterprise"]["name"]
    assert platform["categories"] == CATEGORIES
    (firm,) = await world.fetch(
        "SELECT enterprise_id FROM platforms WHERE id = $1::uuid", entry["platform_id"]
    )
    assert str(firm["enterprise_id"]) == application["enterprise"]["id"]


async def test_of_two_firms_of_one_name_both_become_platforms(world: World) -> None:
    held = await publish_round(world, "enter-4")
    names = []
    for _ in range(2):
        owner = await world.sme()
        firm = await owner.enterprise(name="重庆同名科技有限公司", district="渝中区")
        application = await seek(owner, held, enterprise_id=firm["id"])
        await grant(world, held, application)
        names.append(application["enterprise"]["name"])
    rows = await world.fetch(
        "SELECT o.name FROM organisations o JOIN platforms p ON p.organisation_id = o.id"
        " WHERE p.name = '重庆同名科技有限公司'"
    )
    assert len({row["name"] for row in rows}) == 2


async def test_a_standing_title_is_browsed_in_the_next_edition(world: World) -> None:
    held = await publish_round(world, "enter-5")
    _, application, _ = await titled(world, held)
    following = await publish_round(world, "enter-6")
    name = application["enterprise"]["name"]
    assert name not in await browsed(world, following.code)
    async with world.as_owner():
        await carry_over([following.code], clock=world.ports.clock)
    assert name in await browsed(world, following.code)
    async with world.as_owner():
        assert await carry_over([following.code], clock=world.ports.clock) == 0


async def test_an_edition_that_is_over_takes_nobody_in(world: World) -> None:
    over = await publish_round(world, "enter-8")
    held = await publish_round(world, "enter-9")
    _, application, _ = await titled(world, held)
    await world.fetch(
        "UPDATE editions SET closes_at = $2 WHERE code = $1",
        over.code,
        world.clock.now() - timedelta(minutes=1),
    )
    async with world.as_owner():
        assert await carry_over([over.code], clock=world.ports.clock) == 0
    assert application["enterprise"]["name"] not in await browsed(world, over.code)


async def test_the_list_is_searched_and_narrowed(world: World) -> None:
    held = await publish_round(world, "enter-7")
    _, application, entry = await titled(world, held)
    queries = {
        "category": ("market", "talent"),
        "district": ("渝中区", "万州区"),
        "state": ("valid", "withdrawn"),
    }
    for name, (fits, fails) in queries.items():
        for value, expected in ((fits, [entry["id"]]), (fails, [])):
            query = {"edition": held.code, name: value}
            items = (await world.anyone.get(f"/lists/{CITY}", params=query)).ok()["items"]
            assert [item["id"] for item in items] == expected, query
    (await world.anyone.get("/lists/nothing-of-that-name")).refused(404, "not_found")
    assert application["enterprise"]["name"] == (await entry_of(world, held, application))["name"]
