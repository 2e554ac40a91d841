"""A platform invites a client to confirm: a link for a text message, a code to scan."""

from typing import Any

from tests.features.applications.filed import filed_and_verified
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import platform_of

PAGE = "pages/application/detail"


async def _filed(world: World) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    return owner, await filed_and_verified(world, owner, world.edition)


def _where(application: dict[str, Any]) -> str:
    return f"/platform/applications/{application['id']}/invitation"


async def test_a_link_with_its_words_and_a_code(world: World) -> None:
    _, application = await _filed(world)
    platform = await platform_of(world, application)
    made = (await platform.post(_where(application))).ok(201)
    assert made["link"].startswith("https://wxaurl.cn/")
    assert made["message"].endswith(made["link"])
    assert application["number"] in made["message"]
    code = await platform.get(f"{_where(application)}/code")
    assert (code.status, code.raw[:3]) == (200, b"\xff\xd8\xff")
    assert code.headers["content-type"] == "image/jpeg"


async def test_nothing_to_confirm_nobody_to_invite(world: World) -> None:
    owner, application = await _filed(world)
    platform = await platform_of(world, application)
    (await owner.post(f"/applications/{application['id']}/confirm")).ok()
    (await platform.post(_where(application))).refused(409, "nothing_to_confirm")
    (await platform.get(f"{_where(application)}/code")).refused(409, "nothing_to_confirm")


async def test_a_page_that_is_not_released_is_the_operators_matter(world: World) -> None:
    _, application = await _filed(world)
    platform = await platform_of(world, application)
    await world.sandbox.control("pages", pages=["pages/index"])
    try:
        (await platform.post(_where(application))).refused(503, "wechat_unavailable")
        (await platform.get(f"{_where(application)}/code")).refused(503, "wechat_unavailable")
        await world.sandbox.control("pages", pages=[PAGE])
        (await platform.post(_where(application))).ok(201)
    finally:
        await world.sandbox.control("pages", pages=None)
