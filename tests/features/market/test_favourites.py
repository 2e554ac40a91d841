"""What a person keeps in mind: platforms and plans, each once, nobody else's, and as they are now."""

import asyncio
from typing import Any

import pytest

from server.features.market import favourites
from tests.world.application import World
from tests.world.client import Client
from tests.world.market import acting_for, id_of
from tests.world.shipped import demo_platforms

ENTRIES = demo_platforms()


async def kept(who: Client) -> list[dict[str, Any]]:
    return list((await who.get("/favourites")).ok()["items"])


async def test_a_platform_and_a_plan_are_kept_once_and_let_go(market: World) -> None:
    who, other = await market.sme(), await market.sme()
    platform_id = await id_of(market, ENTRIES[0].name)
    plan = (await market.anyone.get(f"/platforms/{platform_id}")).ok()["plans"][0]
    for path in (f"/favourites/platforms/{platform_id}", f"/favourites/plans/{plan['id']}"):
        for _ in range(2):
            (await who.call("PUT", path)).ok(204)
    second, first = await kept(who)
    assert (first["kind"], first["title"]) == ("platform", ENTRIES[0].name)
    assert (first["edition"], first["enterprise_fen"]) == (market.edition, plan["enterprise_fen"])
    assert (second["kind"], second["id"], second["changed"]) == ("plan", plan["id"], False)
    listed = (await market.anyone.get(f"/programmes/{market.edition}/platforms")).ok()["items"]
    shown = next(one for one in listed if one["id"] == str(platform_id))
    for item in (first, second):
        assert {name: item[name] for name in ("rating_tenths", "ratings", "logo")} == {
            name: shown[name] for name in ("rating_tenths", "ratings", "logo")
        }
    assert await kept(other) == []
    page = (await who.get("/favourites", params={"limit": "1"})).ok()
    rest = (await who.get("/favourites", params={"limit": "1", "cursor": page["next_cursor"]})).ok()
    assert [*page["items"], *rest["items"]] == [second, first]
    assert (page["total"], rest["total"]) == (2, 2)
    (await who.delete(f"/favourites/platforms/{platform_id}")).ok(204)
    (await other.delete(f"/favourites/plans/{plan['id']}")).ok(204)
    assert await kept(who) == [second]


async def test_a_plan_that_is_changed_stays_kept_under_its_new_id(market: World) -> None:
    who, owner = await market.sme(), await acting_for(market, ENTRIES[1].name)
    before = (await owner.get("/platform")).ok()["plans"][0]
    (await who.call("PUT", f"/favourites/plans/{before['id']}")).ok(204)
    terms = {"title": "新版", "description": "一年", "fee_fen": 1000, "period_months": 12}
    now = (await owner.put(f"/platform/plans/{before['id']}", terms)).ok()
    (await who.call("PUT", f"/favourites/plans/{now['id']}")).ok(204)
    (item,) = await kept(who)
    assert (item["id"], item["title"], item["changed"]) == (now["id"], "新版", True)
    page = (await market.anyone.get(f"/plans/{before['id']}")).ok()
    assert (page["asked"], page["plan"]["id"], page["changed"]) == (before["id"], now["id"], True)
    assert (page["edition"], page["takes_part"], page["offered"]) == (market.edition, True, True)
    assert page["plan"]["enterprise_fen"] == item["enterprise_fen"]
    closed = await market.anyone.get(f"/plans/{now['id']}", params={"edition": "sh-shuangtui-2019"})
    assert closed.ok()["takes_part"] is False
    assert (item["offered"], item["fee_fen"]) == (True, 1000)
    (await owner.delete(f"/platform/plans/{now['id']}")).ok(204)
    assert [one["offered"] for one in await kept(who)] == [False]
    market.ports.rendered.forget()
    assert (await market.anyone.get(f"/plans/{before['id']}")).ok()["offered"] is False
    (await who.delete(f"/favourites/plans/{now['id']}")).ok(204)
    assert await kept(who) == []


async def test_what_is_not_there_and_too_many(
    market: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await market.sme()
    unknown = "01900000-0000-7000-8000-000000000000"
    (await who.call("PUT", f"/favourites/platforms/{unknown}")).refused(404, "not_found")
    (await who.call("PUT", f"/favourites/plans/{unknown}")).refused(404, "not_found")
    (await market.anyone.get(f"/plans/{unknown}")).refused(404, "not_found")
    monkeypatch.setattr(favourites, "_MOST", 1)
    ids = [await id_of(market, entry.name) for entry in ENTRIES[2:4]]
    (await who.call("PUT", f"/favourites/platforms/{ids[0]}")).ok(204)
    (await who.call("PUT", f"/favourites/platforms/{ids[1]}")).refused(409, "too_many_favourites")
    (await who.call("PUT", f"/favourites/platforms/{ids[0]}")).ok(204)


async def test_how_everybody_reaches_a_platform(market: World) -> None:
    owner = await acting_for(market, ENTRIES[4].name)
    own = (await owner.get("/platform")).ok()
    fields = ("name", "summary", "district", "categories", "contact")
    profile = {name: own[name] for name in fields}
    reached = {
        "phone": "021-12345678 转 8",
        "website": "https://example.com/a",
        "address": "上海市静安区示例路 1 号",
    }
    (await owner.put("/platform", profile | reached)).ok()
    shown = (await market.anyone.get(f"/platforms/{own['id']}")).ok()
    assert {name: shown[name] for name in reached} == reached
    assert "contact" not in shown
    wrong = {"phone": "打我电话", "website": "javascript:alert(1)"}
    answer = await owner.put("/platform", profile | wrong)
    answer.refused(422, "invalid")
    assert {field for field, _ in answer.reasons()} == {"phone", "website"}


async def test_at_once_from_two_phones_it_is_kept_once(market: World) -> None:
    who = await market.sme()
    path = f"/favourites/platforms/{await id_of(market, ENTRIES[5].name)}"
    answers = await asyncio.gather(*(who.call("PUT", path) for _ in range(6)))
    assert {answer.status for answer in answers} == {204}
    assert len(await kept(who)) == 1
