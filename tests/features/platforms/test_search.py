"""Platforms found by Chinese text, category and district, in pages; and one shown with its prices."""

from typing import Any
from uuid import uuid4

import pytest

from models.programme.platform_file import PlatformEntry
from models.rules.lifecycle import LIVE, STATUSES
from tests.world.application import World
from tests.world.client import told
from tests.world.market import id_of, read
from tests.world.shipped import demo_platforms

ENTRIES = demo_platforms()
UNKNOWN = "01900000-0000-7000-8000-000000000000"


async def found(market: World, **query: str) -> list[dict[str, Any]]:
    """All items, page by page."""
    items: list[dict[str, Any]] = []
    path, cursor = f"/programmes/{market.edition}/platforms", ""
    while True:
        page = await read(market, path, **query, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        assert len(page["items"]) == int(query.get("limit", 20))
        cursor = page["next_cursor"]


async def names(market: World, **query: str) -> set[str]:
    return {item["name"] for item in await found(market, **query)}


def texts(entry: PlatformEntry) -> str:
    return "\n".join((entry.name, entry.summary, *(plan.title for plan in entry.plans)))


async def test_all_are_listed_once_whatever_the_page(market: World) -> None:
    everything = await found(market, limit="100")
    assert {item["name"] for item in everything} == {entry.name for entry in ENTRIES}
    for limit in ("1", "7", "30"):
        assert await found(market, limit=limit) == everything


async def test_an_item_shows_what_the_contract_says(market: World) -> None:
    entry = ENTRIES[1]
    [item] = [item for item in await found(market) if item["name"] == entry.name]
    assert item == {
        "id": str(await id_of(market, entry.name)),
        "name": entry.name,
        "categories": list(entry.categories),
        "summary": entry.summary,
        "plans_from_fen": min(plan.fee_fen for plan in entry.plans),
        "price_from_fen": min(plan.fee_fen for plan in entry.plans) * 4 // 10,
        "clients": 0,
        "district": entry.district,
        "rating_tenths": None,
        "ratings": 0,
        "logo": None,
    }


@pytest.mark.parametrize(
    "q", ["云织", "织采", "采购", "钢", "虚构平台", "跨区域订货商城", "询价 采购", "示例 五金"]
)
async def test_text_is_found_in_names_summaries_and_plan_titles(market: World, q: str) -> None:
    expected = {e.name for e in ENTRIES if all(word in texts(e) for word in q.split())}
    assert expected
    assert await names(market, q=q) == expected


@pytest.mark.parametrize("q", ["织云", "购采", "月球", "云织采贩"])
async def test_what_nobody_wrote_finds_nobody(market: World, q: str) -> None:
    assert await names(market, q=q) == set()


async def test_every_part_of_a_name_finds_it(market: World) -> None:
    name = ENTRIES[0].name
    for start in range(len(name)):
        for end in (start + 1, start + 2, len(name)):
            assert (
                name in await names(market, q=name[start:end], limit="100")
                or not name[start:end].strip()
            )


async def test_by_category_and_district_and_both(market: World) -> None:
    entry = ENTRIES[1]
    for query in (
        {"category": entry.categories[0]},
        {"district": entry.district},
        {"category": entry.categories[1], "district": entry.district, "q": entry.name[3:5]},
    ):
        expected = {
            other.name
            for other in ENTRIES
            if query.get("category", other.categories[0]) in other.categories
            and query.get("district", other.district) == other.district
            and query.get("q", "") in texts(other)
        }
        assert entry.name in expected
        assert await names(market, **query) == expected


async def test_only_who_takes_part_and_has_not_withdrawn(market: World) -> None:
    left = ENTRIES[2].name
    platform_id = await id_of(market, left)
    await market.fetch(
        "UPDATE participations SET withdrawn_at = now() WHERE platform_id = $1", platform_id
    )
    market.ports.rendered.forget()
    assert left not in await names(market)
    assert (await read(market, f"/platforms/{platform_id}"))["plans"][0]["government_fen"] == 0
    await market.fetch(
        "UPDATE participations SET withdrawn_at = NULL WHERE platform_id = $1", platform_id
    )
    market.ports.rendered.forget()
    assert left in await names(market)
    assert (await read(market, "/programmes/sh-shuangtui-2019/platforms"))["items"] == []


async def test_clients_are_the_live_and_paid_applications(market: World) -> None:
    name = ENTRIES[3].name
    platform_id = await id_of(market, name)
    for status in STATUSES:
        await market.fetch(
            "INSERT INTO applications (id, number, edition_id, track, rule_version_id, platform_id,"
            " district, status, signed_precision, paid_precision, facts, filed_by, version,"
            " created_by_id, created_at, updated_at) SELECT gen_random_uuid(), 'T' || $2::text, code,"
            " 'copay', current_version_id, $1, '黄浦区', $2::text, 'day', 'day', '{}', 'enterprise',"
            " 1, $3, now(), now() FROM editions WHERE code = $4",
            platform_id,
            status,
            uuid4(),
            market.edition,
        )
    market.ports.rendered.forget()
    [item] = [item for item in await found(market) if item["name"] == name]
    assert item["clients"] == len(LIVE)
    assert (await read(market, f"/platforms/{platform_id}"))["clients"] == len(LIVE)


async def test_prices_are_split_to_the_fen(market: World) -> None:
    entry = next(e for e in ENTRIES if "copay" in e.modes and len(e.plans) > 1)
    shown = await read(market, f"/platforms/{await id_of(market, entry.name)}")
    assert shown["edition"] == market.edition
    assert shown["district"] == entry.district
    assert [plan["title"] for plan in shown["plans"]] == [
        plan.title for plan in sorted(entry.plans, key=lambda plan: plan.fee_fen)
    ]
    for plan in shown["plans"]:
        fee = plan["fee_fen"]
        assert plan["government_fen"] == min(fee * 4000 // 10_000, 2_000_000)
        assert plan["platform_fen"] == fee * 2000 // 10_000
        assert plan["government_fen"] + plan["platform_fen"] + plan["enterprise_fen"] == fee


async def test_prices_of_another_edition_on_request(market: World) -> None:
    path = f"/platforms/{await id_of(market, ENTRIES[0].name)}"
    shown = await read(market, path, edition="sh-shuangtui-2019")
    assert shown["edition"] == "sh-shuangtui-2019"
    assert {plan["enterprise_fen"] - plan["fee_fen"] for plan in shown["plans"]} == {0}
    assert (await told(market.anyone, "GET", f"{path}?edition=nothing"))[0] == 404


async def test_categories_with_their_clauses(market: World) -> None:
    items = (await read(market, "/categories"))["items"]
    assert len(items) == 8
    assert items[0] == {
        "code": "market",
        "label": "行业市场开拓",
        "text": "为中小企业开拓市场提供信息化服务的行业信息化公共服务平台",
        "cite": "第六条(一)",
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/programmes/nothing/platforms", 404),
        ("/programmes/nothing/platforms?limit=0", 404),
        ("/programmes/sh-shuangtui-2019/platforms?limit=101", 422),
        ("/programmes/sh-shuangtui-2019/platforms?cursor=WzFd", 422),
        ("/programmes/sh-shuangtui-2019/platforms?q=" + "a" * 101, 422),
        ("/programmes/sh-shuangtui-2019/platforms?category=DROP%20TABLE", 422),
        ("/programmes/sh-shuangtui-2019/platforms?q='%20%26%20!", 200),
        ("/programmes/sh-shuangtui-2019/platforms?q=%ff", 422),
        ("/programmes/sh-shuangtui-2019/platforms?q=%00", 200),
        ("/platforms/none", 404),
        (f"/platforms/{UNKNOWN}", 404),
        (f"/platforms/{UNKNOWN}?colour=red", 404),
    ],
)
async def test_refusals(market: World, path: str, status: int) -> None:
    found, problem = await told(market.anyone, "GET", path)
    assert found == status, problem


async def test_a_filter_is_an_option_however_it_is_written(market: World) -> None:
    entry = ENTRIES[1]
    by_value = await names(market, district=entry.district)
    assert by_value == await names(market, district=f"上海市{entry.district}")
    assert by_value == await names(market, district=entry.district.removesuffix("区"))
    (label,) = [
        item["label"]
        for item in (await read(market, "/categories"))["items"]
        if item["code"] == entry.categories[0]
    ]
    assert await names(market, category=entry.categories[0]) == await names(market, category=label)


async def test_a_filter_that_is_no_option_is_refused(market: World) -> None:
    answer = await market.anyone.get(
        f"/programmes/{market.edition}/platforms",
        params={"district": "蒲东新区", "category": "unknown"},
    )
    refused = answer.refused(422, "invalid")
    assert answer.reasons() == {("category", "not_an_option"), ("district", "not_an_option")}
    assert any("上海市浦东新区" in reason["message"] for reason in refused["errors"])
