"""A platform's district is an option as a firm's is, and all its problems are told at once."""

from tests.world.application import World


async def test_a_platforms_district_is_stored_in_one_form(world: World) -> None:
    manager = await world.staff("platform", platform_id=await world.platform_id())
    shown = (await manager.get("/platform")).ok()
    names = ("name", "summary", "district", "categories", "contact")
    body = {name: shown[name] for name in names}
    changed = (await manager.put("/platform", body | {"district": "上海浦东"})).ok()
    assert changed["district"] == "浦东新区"

    wrong = body | {"district": "蒲东新区", "categories": ["nowhere"]}
    answer = await manager.put("/platform", wrong)
    assert answer.reasons() == {
        ("district", "not_an_option"),
        ("categories[0]", "not_an_option"),
    }

    labels = {one["code"]: one["label"] for one in (await manager.get("/categories")).ok()["items"]}
    by_name = body | {"categories": [labels[code] for code in body["categories"]]}
    assert (await manager.put("/platform", by_name)).ok()["categories"] == body["categories"]
