"""Who decides or inspects editions finds any of their applications, wherever it stands."""

from tests.world.application import World
from tests.world.review_steps import decide, endorse


async def test_found_wherever_it_stands(world: World) -> None:
    edition = await world.publish()
    application = await (await world.sme()).submitted(edition)
    (await endorse(world, application)).ok()
    refused = {"verdict": "reject", "comment": "凭证不清"}
    (await decide(await world.staff("auditor"), application, "audit", refused)).ok()
    by_number = {"q": application["number"]}
    for person in (await world.staff("authority"), await world.staff("inspector")):
        (line,) = (await person.get("/office/applications", params=by_number)).ok()["items"]
        assert (line["id"], line["status"]) == (application["id"], "rejected")
        assert line["enterprise"]["id"] == application["enterprise"]["id"]
        narrowed = {"edition": edition, "status": "paid"}
        assert (await person.get("/office/applications", params=narrowed)).ok()["items"] == []
    other = await world.new_staff("authority", edition_code=await world.publish())
    assert (await other.get("/office/applications", params=by_number)).ok()["items"] == []


async def test_page_by_page_the_newest_first(world: World) -> None:
    edition = await world.publish()
    first, second = [await (await world.sme()).submitted(edition) for _ in range(2)]
    authority, seen, cursor = await world.staff("authority"), [], None
    for _ in range(2):
        query = {"edition": edition, "limit": "1", **({"cursor": cursor} if cursor else {})}
        page = (await authority.get("/office/applications", params=query)).ok()
        seen += [line["id"] for line in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([second["id"], first["id"]], None)
