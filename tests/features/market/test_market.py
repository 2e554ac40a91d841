"""Platforms and plans sorted, filtered and counted by what the firm itself pays; plans compared."""

import json
from typing import Any
from uuid import uuid4

import pytest

from server.features.market.light import MOST_BYTES
from tests.world.application import World
from tests.world.client import told
from tests.world.market import acting_for, id_of, read
from tests.world.shipped import demo_platforms

ENTRIES = demo_platforms()


async def pages(market: World, path: str, **query: str) -> list[dict[str, Any]]:
    """All items, page by page; each page tells the same total."""
    items: list[dict[str, Any]] = []
    cursor = {}
    while True:
        page = await read(market, f"/programmes/{market.edition}{path}", **query, **cursor)
        items += page["items"]
        if page["next_cursor"] is None:
            assert page["total"] == len(items)
            return items
        cursor = {"cursor": page["next_cursor"]}


def own_part(entry: Any, fee: int) -> int:
    """What the firm pays, by the demonstration's split; a platform of mode two gives no share."""
    if "copay" not in entry.modes:
        return fee
    return int(fee - min(fee * 4000 // 10_000, 2_000_000) - fee * 2000 // 10_000)


PLANS = {plan.title: own_part(entry, plan.fee_fen) for entry in ENTRIES for plan in entry.plans}


@pytest.mark.parametrize("limit", ["7", "100"])
async def test_platforms_by_what_the_firm_pays(market: World, limit: str) -> None:
    items = await pages(market, "/platforms", sort="price", limit=limit)
    cheapest = [min(own_part(e, plan.fee_fen) for plan in e.plans) for e in ENTRIES]
    assert [item["price_from_fen"] for item in items] == sorted(cheapest)


async def test_plans_by_what_the_firm_pays(market: World) -> None:
    items = await pages(market, "/plans", sort="price", limit="30")
    assert [item["enterprise_fen"] for item in items] == sorted(PLANS.values())
    assert {item["title"]: item["enterprise_fen"] for item in items} == PLANS
    for item in items:
        parts = ("government_fen", "platform_fen", "enterprise_fen")
        assert sum(item[part] for part in parts) == item["fee_fen"]


async def test_plans_within_a_price_of_one_platform_and_by_words(market: World) -> None:
    some = sorted(PLANS.values())[10:20]
    found = await pages(
        market, "/plans", price_from_fen=str(some[0]), price_to_fen=str(some[-1]), limit="100"
    )
    assert sorted(item["enterprise_fen"] for item in found) == some
    entry = ENTRIES[1]
    own = await pages(market, "/plans", platform_id=str(await id_of(market, entry.name)))
    assert {item["title"] for item in own} == {plan.title for plan in entry.plans}
    named = await pages(market, "/plans", q="订货商城", limit="100")
    assert {item["title"] for item in named} == {title for title in PLANS if "订货商城" in title}


async def test_what_costs_more_than_asked_is_left_out(market: World) -> None:
    dear = max(min(own_part(e, plan.fee_fen) for plan in e.plans) for e in ENTRIES)
    items = await pages(market, "/platforms", price_to_fen=str(dear - 1), limit="100")
    assert 0 < len(items) < len(ENTRIES)
    assert await pages(market, "/platforms", clients_from="1") == []


async def test_an_item_stays_light_however_long_its_texts(market: World) -> None:
    who = await acting_for(market, ENTRIES[5].name)
    own = (await who.get("/platform")).ok()
    fields = ("district", "categories", "contact")
    long = {"name": "“" * 120, "summary": "𠮷\n" * 249, **{name: own[name] for name in fields}}
    (await who.put("/platform", long)).ok()
    terms = {"title": "云" * 120, "description": "一", "fee_fen": 1, "period_months": 1}
    (await who.post("/platform/plans", terms)).ok(201)
    for path in ("/platforms", "/plans"):
        for item in await pages(market, path, limit="100"):
            size = len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode())
            assert size <= MOST_BYTES, item
    (item,) = await pages(market, "/platforms", q="𠮷")
    assert item["name"].startswith("““")
    assert item["summary"].endswith("…")


async def test_plans_side_by_side(market: World) -> None:
    items = await pages(market, "/plans", sort="price", limit="100")
    cheap, dear = items[0]["id"], items[-1]["id"]
    path = f"/programmes/{market.edition}/plans/compare"
    found = await read(market, path, plans=f"{dear}, {cheap}")
    assert [plan["asked"] for plan in found["plans"]] == [dear, cheap]
    rows = {row["code"]: row for row in found["rows"]}
    assert rows["enterprise_fen"]["best"] == [False, True]
    assert rows["government_fen"]["best"] == [False, False]
    assert rows["clients"] == {
        "code": "clients",
        "label": "本年度客户",
        "values": ["0 家", "0 家"],
        "same": True,
        "best": [False, False],
    }
    assert {len(row["values"]) for row in found["rows"]} == {2}


async def test_a_plan_that_was_changed_is_compared_as_it_is_now(market: World) -> None:
    who = await acting_for(market, ENTRIES[6].name)
    before, other = (await who.get("/platform")).ok()["plans"][:2]
    terms = {"title": "改过的方案", "description": "一", "fee_fen": 500, "period_months": 6}
    middle = (await who.put(f"/platform/plans/{before['id']}", terms)).ok()
    now = (await who.put(f"/platform/plans/{middle['id']}", terms | {"fee_fen": 600})).ok()
    (await who.delete(f"/platform/plans/{other['id']}")).ok(204)
    path = f"/programmes/{market.edition}/plans/compare"
    first, second = (await read(market, path, plans=f"{before['id']},{other['id']}"))["plans"]
    assert (first["plan"]["id"], first["changed"], first["offered"]) == (now["id"], True, True)
    assert (second["changed"], second["offered"], second["takes_part"]) == (False, False, True)


@pytest.mark.parametrize(
    ("plans", "status"),
    [("1,2", 422), (1, 422), (5, 422), (2, 404), (0, 422)],
)
async def test_what_cannot_be_compared(market: World, plans: str | int, status: int) -> None:
    named = plans if isinstance(plans, str) else ",".join(str(uuid4()) for _ in range(plans))
    path = f"/programmes/{market.edition}/plans/compare" + (f"?plans={named}" if named else "")
    assert (await told(market.anyone, "GET", path))[0] == status


@pytest.mark.parametrize("path", ["platforms?sort=cheap", "plans?platform_id=1", "plans?sort=x"])
async def test_what_is_no_option_is_refused(market: World, path: str) -> None:
    assert (await told(market.anyone, "GET", f"/programmes/{market.edition}/{path}"))[0] == 422
