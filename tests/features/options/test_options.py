"""`GET /options`: everything that may be chosen, and the words for codes."""

from models.rules.lifecycle import STATUSES
from server.roles import STAFF_ROLES
from tests.world.application import World
from tests.world.client import uscc


async def test_it_gives_values_that_bodies_take_and_words_for_codes(world: World) -> None:
    seen = (await world.anyone.get("/options")).ok()
    districts = {one["value"]: one for one in seen["districts"]}
    assert districts["浦东新区"] == {
        "code": "310115",
        "value": "浦东新区",
        "label": "上海市浦东新区",
        "city": "上海市",
    }
    assert len(districts) == len(seen["districts"]) > 2800
    assert {"上海市", "丽水市", "苏州市"} <= {one["value"] for one in seen["cities"]}
    assert "制造业" in {one["value"] for one in seen["sectors"]}
    assert "market" in {one["value"] for one in seen["categories"]}
    labels = seen["labels"]
    assert set(labels["status"]) == set(STATUSES)
    assert labels["status"]["in_review"] == "审核中"
    assert labels["event"]["audit.returned"] == "第三方审核退回补正"
    assert labels["kind"]
    assert {*STAFF_ROLES, "enterprise", "system", "operator", "public"} == set(labels["role"])
    assert labels["stage"]
    assert labels["queue_state"]
    owner = await world.sme()
    for value in ("浦东新区", "徐州市鼓楼区", "东莞市"):
        assert (await owner.enterprise(district=value))["district"] == value


async def test_it_is_tagged_speaks_both_languages_and_narrows(world: World) -> None:
    first = await world.anyone.get("/options")
    tag = first.headers["etag"]
    again = await world.anyone.get("/options", headers={"if-none-match": tag})
    assert again.status == 304
    english = await world.anyone.get("/options", headers={"accept-language": "en"})
    assert english.ok()["labels"]["status"]["paid"] == "paid"
    near = (await world.anyone.get("/options", params={"city": "上海"})).ok()
    assert {one["city"] for one in near["districts"]} == {"上海市"}
    proposed = (await world.anyone.get("/options", params={"uscc": uscc()})).ok()["proposed"]
    assert proposed == {"district": "浦东新区", "registered_city": "上海市"}
    wrong = await world.anyone.get("/options", params={"city": "火星"})
    assert wrong.reasons() == {("city", "not_an_option")}


async def test_a_phone_takes_one_part_and_it_is_light(world: World) -> None:
    whole = (await world.anyone.get("/options")).ok()
    answer = await world.anyone.get("/options", params={"only": "labels"})
    light = answer.ok()
    assert len(answer.raw) <= 20_000
    assert light["labels"] == whole["labels"] | {"error": {}}
    assert light["districts"] == light["cities"] == light["sectors"] == light["categories"] == []
    params = {"only": "districts", "city": "丽水市"}
    near = (await world.anyone.get("/options", params=params)).ok()
    assert {one["city"] for one in near["districts"]} == {"丽水市"}
    assert not any(near["labels"].values())
    for part in ("cities", "sectors", "categories", "region_classes"):
        one = (await world.anyone.get("/options", params={"only": part})).ok()
        assert one[part] == whole[part]
    (await world.anyone.get("/options", params={"only": "all"})).refused(422, "invalid")
