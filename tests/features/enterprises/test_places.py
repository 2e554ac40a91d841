"""Where a firm is: an option however it is written, or a refusal that names the likely ones."""

import pytest

from tests.world.application import World
from tests.world.client import firm as firm_body

WAYS = (
    "浦东新区",
    "浦东新区 ",
    "浦东新区\u200b",
    "浦 东",
    "上海市浦东新区",
    "上海浦东",
    "上海市上海市浦东新区",
    "上海市/市辖区/浦东新区",
    "310115",
    "南汇区",
    "南汇",
)


@pytest.mark.parametrize("written", WAYS)
async def test_a_district_is_stored_in_one_form(world: World, written: str) -> None:
    owner = await world.sme()
    assert (await owner.enterprise(district=written))["district"] == "浦东新区"


@pytest.mark.parametrize(
    ("city", "district", "stored"),
    [
        ("上海", "浦东", "上海市"),
        ("江苏苏州", "吴江", "苏州市"),
        ("上海市浦东新区", "浦东新区", "上海市"),
        ("昆山市", "昆山", "苏州市"),
        ("阿坝州", "阿坝县", "阿坝藏族羌族自治州"),
        ("广西南宁", "青秀区", "南宁市"),
    ],
)
async def test_a_city_is_stored_in_one_form(
    world: World, city: str, district: str, stored: str
) -> None:
    owner = await world.sme()
    firm = await owner.enterprise(registered_city=city, district=district)
    assert firm["registered_city"] == stored


@pytest.mark.parametrize(
    ("sector", "stored"),
    [
        ("制造", "制造业"),
        ("软件业", "软件和信息技术服务业"),
        ("批发零售业", "批发和零售业"),
        ("C", "制造业"),
        ("manufacturing", "制造业"),
    ],
)
async def test_a_sector_is_stored_in_one_form(world: World, sector: str, stored: str) -> None:
    owner = await world.sme()
    assert (await owner.enterprise(sector=sector))["sector"] == stored


@pytest.mark.parametrize(
    ("changes", "code", "named"),
    [
        ({"district": "蒲东新区"}, "not_an_option", ("所在区", "蒲东新区", "上海市浦东新区")),
        ({"district": "上海市"}, "not_an_option", ("所在区", "写到区县", "上海市黄浦区")),
        ({"district": "火星基地"}, "not_an_option", ("所在区", "火星基地", "选项")),
        ({"registered_city": "浙江省"}, "not_an_option", ("登记注册地", "写到城市", "杭州市")),
        ({"registered_city": "苏洲市"}, "not_an_option", ("登记注册地", "苏州市")),
        ({"sector": "造火箭"}, "not_an_option", ("所属行业", "造火箭")),
    ],
)
async def test_what_is_no_option_is_refused_with_the_likely_ones(
    world: World, changes: dict[str, str], code: str, named: tuple[str, ...]
) -> None:
    owner = await world.sme()
    answer = await owner.post("/enterprises", firm_body(**changes))
    refused = answer.refused(422, "invalid")
    (field,) = changes
    assert answer.reasons() == {(field, code)}
    (reason,) = refused["errors"]
    assert [name for name in named if name not in reason["message"]] == []
    assert len(reason["message"]) < 90


async def test_a_name_of_several_cities_is_settled_by_the_firms_city(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise(district="鼓楼区", registered_city="徐州")
    assert (firm["district"], firm["registered_city"]) == ("徐州市鼓楼区", "徐州市")

    answer = await owner.post("/enterprises", firm_body(district="鼓楼区"))
    refused = answer.refused(422, "invalid")
    assert answer.reasons() == {("district", "ambiguous")}
    assert "江苏省南京市鼓楼区" in refused["errors"][0]["message"]


@pytest.mark.parametrize(
    ("city", "district", "named"),
    [
        ("上海市", "莲都区", "浙江省丽水市莲都区"),
        ("上海市", "宁波江北", "浙江省宁波市江北区"),
        ("丽水", "浦东", "上海市浦东新区"),
        ("重庆", "邗江", "江苏省扬州市邗江区"),
        ("扬州市", "310115", "上海市浦东新区"),
        ("北京", "上海徐汇", "上海市徐汇区"),
    ],
)
async def test_a_district_of_another_city_contradicts_the_firms(
    world: World, city: str, district: str, named: str
) -> None:
    owner = await world.sme()
    given = firm_body(registered_city=city, district=district)
    answer = await owner.post("/enterprises", given)
    refused = answer.refused(422, "invalid")
    assert answer.reasons() == {("district", "contradicts")}
    assert named in refused["errors"][0]["message"]
    assert "登记注册地" in refused["errors"][0]["message"]

    firm = await owner.enterprise()
    path, put = f"/enterprises/{firm['id']}", given | {"uscc": firm["uscc"], "name": firm["name"]}
    assert (await owner.put(path, put)).reasons() == {("district", "contradicts")}


async def test_all_three_are_told_at_once_and_a_change_is_checked_as_well(world: World) -> None:
    owner = await world.sme()
    wrong = {"district": "x", "registered_city": "y", "sector": "z"}
    answer = await owner.post("/enterprises", firm_body(**wrong))
    assert answer.reasons() == {(name, "not_an_option") for name in wrong}

    firm = await owner.enterprise()
    body = {
        name: firm[name]
        for name in firm
        if name not in ("id", "state", "code_basis", "verified_at", "version")
    }
    again = await owner.put(f"/enterprises/{firm['id']}", body | {"district": "徐汇"})
    assert again.ok()["district"] == "徐汇区"
    refused = await owner.put(f"/enterprises/{firm['id']}", body | wrong)
    assert refused.reasons() == {(name, "not_an_option") for name in wrong}


async def test_a_draft_follows_the_firm_and_what_is_handed_in_stays(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    firm = await owner.enterprise()
    body = {
        name: firm[name]
        for name in firm
        if name not in ("id", "state", "code_basis", "verified_at", "version")
    }
    made = await owner.ready(edition, enterprise_id=firm["id"])

    async def district() -> str:
        rows = await world.fetch(
            "SELECT district FROM applications WHERE id::text = $1", made["id"]
        )
        return str(rows[0]["district"])

    (await owner.put(f"/enterprises/{firm['id']}", body | {"district": "徐汇区"})).ok()
    assert await district() == "徐汇区"
    (await owner.post(f"/applications/{made['id']}/submit")).ok()
    (await owner.put(f"/enterprises/{firm['id']}", body | {"district": "静安区"})).ok()
    assert await district() == "徐汇区"
