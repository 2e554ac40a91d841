"""A platform keeps its own profile, payee and plans, and nobody else's."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from models.tables.platforms import Payee
from server.features.platforms.payee_account import open_account
from storage.errors import Undecipherable
from tests.world.application import World
from tests.world.client import Client, told
from tests.world.market import acting_for, id_of, read
from tests.world.shipped import demo_platforms

TERMS = {"title": "云上排产", "description": "首年", "fee_fen": 1_000_003, "period_months": 12}
ACCOUNT = "6222021234567890123"

ENTRIES = demo_platforms()


async def profile(market: World, who: Client) -> dict[str, Any]:
    status, own = await told(who, "GET", "/platform")
    assert status == 200
    return dict(own)


def editable(own: dict[str, Any], **changes: Any) -> dict[str, Any]:
    fields = ("name", "summary", "district", "categories", "contact", "phone")
    return {name: own[name] for name in fields} | changes


async def found(market: World, q: str) -> list[str]:
    page = await read(market, f"/programmes/{market.edition}/platforms", q=q)
    return [item["name"] for item in page["items"]]


async def events(market: World, platform_id: str) -> list[str]:
    rows = await market.fetch(
        "SELECT event FROM audit WHERE subject_id = $1::text::uuid ORDER BY seq", platform_id
    )
    return [row["event"] for row in rows]


async def test_a_profile_shows_the_account_masked(market: World) -> None:
    entry = ENTRIES[0]
    own = await profile(market, await acting_for(market, entry.name))
    assert own["payee"] == {
        "name": entry.payee.name,
        "bank": entry.payee.bank,
        "account": "************0000",
        "verified": True,
        "state": "verified",
        "refusal": None,
        "proposed": None,
    }
    assert own["participations"] == [
        {"edition": market.edition, "track": mode} for mode in sorted(entry.modes)
    ]
    assert len(own["plans"]) == len(entry.plans)


async def test_a_changed_profile_is_found_at_once(market: World) -> None:
    who = await acting_for(market, ENTRIES[5].name)
    own = await profile(market, who)
    assert await found(market, "量子算盘") == []
    body = editable(own, summary="全新的量子算盘服务", categories=["technology", "technology"])
    status, changed = await told(who, "PUT", "/platform", body)
    assert (status, changed["categories"]) == (200, ["technology"])
    assert changed["version"] == own["version"] + 1
    assert await found(market, "量子算盘") == [own["name"]]
    again = await told(who, "PUT", "/platform", editable(changed))
    assert again[1]["version"] == changed["version"]
    assert await events(market, own["id"]) == ["platform.changed"]


async def test_a_change_upon_an_older_version_is_told_what_is_there_now(market: World) -> None:
    who = await acting_for(market, ENTRIES[5].name)
    read = await who.get("/platform")
    upon = {"If-Match": read.headers["etag"]}
    first, second = (editable(read.ok(), phone=phone) for phone in ("02150000001", "02150000002"))
    saved = await who.put("/platform", first, headers=upon)
    assert saved.headers["etag"] == f'"{saved.ok()["version"]}"' != read.headers["etag"]
    refused = await who.put("/platform", second, headers=upon)
    said = refused.refused(412, "version_conflict")
    assert (said["current"]["phone"], refused.headers["etag"]) == (
        "02150000001",
        saved.headers["etag"],
    )
    assert (await profile(market, who))["phone"] == "02150000001"
    # The same again, after an answer that was lost, is no conflict.
    (await who.put("/platform", first, headers=upon)).ok()
    (await who.put("/platform", second, headers={"If-Match": saved.headers["etag"]})).ok()


async def test_a_new_payee_is_encrypted_masked_and_not_verified(market: World) -> None:
    who = await acting_for(market, ENTRIES[6].name)
    own = await profile(market, who)
    payee = {"bank": "示例银行", "account": "6222 0212 3456 7890 123"}
    body = editable(own, payee=payee)
    status, changed = await told(who, "PUT", "/platform", body)
    shown = {"name": own["name"], "bank": "示例银行", "account": "***************0123"}
    assert (status, {name: changed["payee"][name] for name in shown}) == (200, shown)
    assert (changed["payee"]["verified"], changed["payee"]["state"]) == (False, "unverified")
    rows = await market.fetch(
        "SELECT y.* FROM payees y JOIN platforms p USING (organisation_id) WHERE p.name = $1"
        " ORDER BY y.created_at",
        own["name"],
    )
    assert [row["replaced_at"] is None for row in rows] == [False, True]
    assert ACCOUNT.encode() not in rows[1]["account_cipher"]
    async with market.as_app():
        stored = await Payee.get(id=rows[1]["id"])
        assert open_account(market.ports.keyring, stored) == ACCOUNT
        stored.organisation_id = uuid4()
        with pytest.raises(Undecipherable):
            open_account(market.ports.keyring, stored)
    assert await events(market, own["id"]) == ["payee.changed"]


async def test_a_masked_account_sent_back_means_the_one_that_was_shown(market: World) -> None:
    who = await acting_for(market, ENTRIES[7].name)
    own = await profile(market, who)
    payee = {name: own["payee"][name] for name in ("name", "bank", "account")}
    status, same = await told(who, "PUT", "/platform", editable(own, payee=payee))
    assert (status, same["payee"]["verified"]) == (200, True)
    moved = editable(own, payee={**payee, "bank": "示例银行浦东支行"})
    status, changed = await told(who, "PUT", "/platform", moved)
    assert changed["payee"]["verified"] is False
    async with market.as_app():
        stored = await Payee.get(bank="示例银行浦东支行")
        assert open_account(market.ports.keyring, stored) == ENTRIES[7].payee.account
    other = editable(own, payee={**payee, "account": "************1111"})
    status, problem = await told(who, "PUT", "/platform", other)
    assert (status, problem["errors"][0]["field"]) == (422, "payee.account")


async def test_a_changed_plan_is_a_new_version(market: World) -> None:
    name = ENTRIES[8].name
    who = await acting_for(market, name)
    status, plan = await told(who, "POST", "/platform/plans", TERMS)
    assert status == 201
    assert plan["government_fen"] + plan["platform_fen"] + plan["enterprise_fen"] == 1_000_003
    assert name in await found(market, "云上排产")
    path = f"/platform/plans/{plan['id']}"
    status, same = await told(who, "PUT", path, TERMS)
    assert (status, same["id"]) == (200, plan["id"])
    terms = {**TERMS, "title": "云下排产", "fee_fen": 7}
    status, changed = await told(who, "PUT", path, terms)
    assert (status, changed["fee_fen"]) == (200, 7)
    assert changed["id"] != plan["id"]
    assert await found(market, "云上排产") == []
    shown = await read(market, f"/platforms/{await id_of(market, name)}")
    assert [p["id"] for p in shown["plans"] if "排产" in p["title"]] == [changed["id"]]
    rows = await market.fetch(
        "SELECT fee_fen, supersedes_id FROM plans WHERE title LIKE '云_排产' ORDER BY created_at"
    )
    assert [row["fee_fen"] for row in rows] == [1_000_003, 7]
    assert str(rows[1]["supersedes_id"]) == plan["id"]
    assert (await told(who, "PUT", path, terms))[0] == 404


async def test_a_withdrawn_plan_is_not_found_any_more(market: World) -> None:
    who = await acting_for(market, ENTRIES[9].name)
    body = {**TERMS, "title": "临时方案甲"}
    plan = (await told(who, "POST", "/platform/plans", body))[1]
    path = f"/platform/plans/{plan['id']}"
    assert await found(market, "临时方案甲") == [ENTRIES[9].name]
    assert await told(who, "DELETE", path) == (204, None)
    assert await found(market, "临时方案甲") == []
    assert (await told(who, "DELETE", path))[0] == 404


async def test_an_added_plan_is_repeated_once_under_its_key(market: World) -> None:
    who = await acting_for(market, ENTRIES[10].name)
    keyed = {"idempotency-key": "plan-1"}
    answers = [await who.post("/platform/plans", TERMS, headers=keyed) for _ in range(2)]
    assert answers[0].ok(201) == answers[1].ok(201)
    other = await who.post("/platform/plans", {**TERMS, "fee_fen": 1}, headers=keyed)
    other.refused(409, "idempotency_conflict")


async def test_at_most_fifty_plans_also_when_many_come_at_once(market: World) -> None:
    entry = ENTRIES[11]
    who = await acting_for(market, entry.name)
    answers = await asyncio.gather(
        *(told(who, "POST", "/platform/plans", TERMS) for _ in range(52))
    )
    refused = [problem["code"] for status, problem in answers if status != 201]
    assert refused == ["too_many_plans"] * (2 + len(entry.plans))


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/platform/plans/{plan}"), ("DELETE", "/platform/plans/{plan}")],
)
async def test_anothers_plan_is_not_found(market: World, method: str, path: str) -> None:
    other = await read(market, f"/platforms/{await id_of(market, ENTRIES[13].name)}")
    who = await acting_for(market, ENTRIES[12].name)
    path = path.format(plan=other["plans"][0]["id"])
    assert (await told(who, method, path, TERMS))[0] == 404
    if method == "PUT":
        assert (await told(who, method, path, {"wrong": 1}))[0] == 404
    after = await read(market, f"/platforms/{other['id']}")
    assert after["plans"] == other["plans"]


async def test_who_may_not(market: World) -> None:
    nobody = await told(market.anyone, "GET", "/platform")
    assert (nobody[0], nobody[1]["code"]) == (401, "unauthenticated")
    sme = await told(await acting_for(market), "GET", "/platform")
    assert (sme[0], sme[1]["code"]) == (403, "forbidden")
    both = await acting_for(market, ENTRIES[14].name, ENTRIES[15].name)
    several = await told(both, "GET", "/platform")
    assert (several[0], several[1]["code"]) == (409, "platform_not_unique")


async def test_every_wrong_field_is_named_at_once(market: World) -> None:
    who = await acting_for(market, ENTRIES[16].name)
    wrong = {
        "name": " ",
        "summary": "",
        "district": "区" * 41,
        "categories": [],
        "payee": {"name": "甲", "bank": "乙", "account": "abc"},
        "version": 3,
    }
    status, problem = await told(who, "PUT", "/platform", wrong)
    assert status == 422
    assert {error["field"] for error in problem["errors"]} == {
        *("name", "summary", "district", "categories", "payee.account", "version")
    }
    own = await profile(market, who)
    body = editable(own, categories=["market", "moon"])
    status, problem = await told(who, "PUT", "/platform", body)
    assert [error["field"] for error in problem["errors"]] == ["categories[1]"]
    short = editable(own, payee={"name": "甲", "bank": "乙", "account": "1 - - 2"})
    status, problem = await told(who, "PUT", "/platform", short)
    assert [error["field"] for error in problem["errors"]] == ["payee.account"]
    plan = {"title": "", "description": "x", "fee_fen": 0, "period_months": 121}
    status, problem = await told(who, "POST", "/platform/plans", plan)
    assert len(problem["errors"]) == 3
