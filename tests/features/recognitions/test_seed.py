"""The demonstration's platforms stand on the list from the first start."""

from server.features.recognitions.seed import list_seeded
from tests.world.application import World


async def test_the_list_and_the_market_agree(world: World) -> None:
    edition = await world.publish()
    async with world.as_owner():
        listed = await list_seeded(edition, clock=world.ports.clock)
        assert await list_seeded(edition, clock=world.ports.clock) == 0, "a second start"
    world.ports.rendered.forget()
    query = {"edition": edition, "limit": 100}
    found = (await world.anyone.get("/lists/sh-shuangtui", params=query)).ok()["items"]
    page = (await world.anyone.get(f"/programmes/{edition}/platforms", params={"limit": 100})).ok()
    assert len(found) == listed > 0
    assert {one["platform_id"] for one in found} == {one["id"] for one in page["items"]}
    assert {one["state"] for one in found} == {"valid"}
    for text in ("(虚构平台)", "【虚构 平台】", "示例•", "示例．"):
        world.ports.rendered.forget()
        answer = await world.anyone.get("/lists/sh-shuangtui", params={**query, "q": text})
        assert len(answer.ok()["items"]) == listed, text
