"""What waits for a notice, and the notices of all editions, as their authority has them before it."""

from tests.features.notices.ground import edition_with_notice, published, waiting
from tests.world.application import World


async def test_from_waiting_to_running(world: World) -> None:
    edition = await edition_with_notice(world)
    _, first = await waiting(world, edition)
    _, second = await waiting(world, edition)
    authority = await world.staff("authority")
    items = (await authority.get("/office/notices/waiting")).ok()["items"]
    (group,) = [one for one in items if one["edition"] == edition]
    assert group["applications"] == 2
    assert group["amount_fen"] == first["award_fen"] + second["award_fen"]

    notice = await published(world, edition)
    items = (await authority.get("/office/notices/waiting")).ok()["items"]
    assert edition not in {one["edition"] for one in items}
    query = {"edition": edition}
    (item,) = (await authority.get("/office/notices", params=query)).ok()["items"]
    assert (item["id"], item["state"], item["entries"]) == (notice["id"], "running", 2)
    assert (item["objections"], item["objections_open"]) == (0, 0)
    assert item == (await authority.get(f"/office/notices/{notice['id']}")).ok()
    for state, count in (("running", 1), ("due", 0), ("closed", 0)):
        found = await authority.get("/office/notices", params=query | {"state": state})
        assert len(found.ok()["items"]) == count

    asked = query | {"objections": "open"}
    assert (await authority.get("/office/notices", params=asked)).ok()["items"] == []
    raised = await world.sme()
    (await raised.put("/session/contact-phone", {"phone": "13812345678"})).ok()
    body = {"reason": "该企业不在本市"}
    (await raised.post(f"/notices/{notice['id']}/objections", body)).ok(201)
    seen = (await authority.get(f"/office/notices/{notice['id']}")).ok()
    assert (seen["objections"], seen["objections_open"]) == (1, 1)
    (item,) = (await authority.get("/office/notices", params=asked)).ok()["items"]
    assert item == seen
