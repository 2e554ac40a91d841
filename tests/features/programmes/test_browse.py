"""Programmes as everybody reads them: list, one edition whole, caching, languages, refusals."""

import pytest

from tests.world.application import World
from tests.world.client import told
from tests.world.market import EXHAUSTED, read
from tests.world.shipped import demo_platforms


async def test_the_list_shows_both_editions_the_newest_first(market: World) -> None:
    found = await read(market, "/programmes")
    assert [item["code"] for item in found["items"]] == [market.edition, "sh-shuangtui-2019"]
    assert found["next_cursor"] is None
    newest, oldest = found["items"]
    assert set(newest) == {
        *("code", "programme", "year", "title", "authority", "region", "city"),
        *("status", "opens_at", "closes_at", "platforms"),
    }
    assert (newest["programme"], newest["status"]) == ("sh-shuangtui", "open")
    assert (oldest["year"], oldest["status"]) == (2019, "closed")
    assert newest["authority"] == "上海市经济和信息化委员会"


async def test_the_list_in_pages_and_by_status(market: World) -> None:
    first = await read(market, "/programmes", limit="1")
    second = await read(market, "/programmes", limit="1", cursor=first["next_cursor"])
    assert [first["items"][0]["code"], second["items"][0]["code"]] == [
        market.edition,
        "sh-shuangtui-2019",
    ]
    assert second["next_cursor"] is None
    here, nowhere = first["items"][0]["platforms"], second["items"][0]["platforms"]
    assert (here, nowhere) == (len(demo_platforms()), 0)
    assert (await read(market, f"/programmes/{market.edition}"))["platforms"] == here
    closed = await read(market, "/programmes", status="closed")
    assert [item["code"] for item in closed["items"]] == ["sh-shuangtui-2019"]
    assert (await read(market, "/programmes", status="upcoming"))["items"] == []


async def test_exhausted_is_shown_while_somebody_waits(market: World) -> None:
    EXHAUSTED.update((market.edition, "sh-shuangtui-2019"))
    market.ports.rendered.forget()
    shown = await read(market, "/programmes")
    assert [item["status"] for item in shown["items"]] == ["exhausted", "closed"]
    assert (await read(market, f"/programmes/{market.edition}"))["status"] == "exhausted"
    EXHAUSTED.clear()
    market.ports.rendered.forget()
    assert (await read(market, "/programmes", status="exhausted"))["items"] == []


async def test_an_edition_is_shown_with_its_rules_and_clauses(market: World) -> None:
    shown = await read(market, f"/programmes/{market.edition}")
    assert shown["source"] == {
        "document": "上海市经信委关于实施2019年度产业电商“双推”工程的通知",
        "issued_on": "2019-06-10",
    }
    tracks = {track["code"]: track for track in shown["tracks"]}
    assert set(tracks) == {"platform", "copay", "expansion"}
    copay = tracks["copay"]
    assert (copay["selection"], copay["applicant"]) == ("first_come", "enterprise")
    assert [paper["kind"] for paper in copay["materials"]] == [
        *("commitment_letter", "business_licence", "service_contract", "payment_receipt")
    ]
    assert all(paper["required"] and paper["cite"] == "四(二)3" for paper in copay["materials"])
    assert [(stage["kind"], stage["role"]) for stage in copay["stages"]] == [
        ("endorse", "platform"),
        ("audit", "auditor"),
        ("approve", "authority"),
        ("payout", "authority"),
    ]
    assert all(condition["cite"] for condition in copay["conditions"])
    assert (copay["award"]["kind"], copay["award"]["assumed"]) == ("copay", True)
    assert tracks["platform"]["award"]["kind"] == "none"
    city = next(fact for fact in copay["facts"] if fact["name"] == "registered_city")
    assert city["type"] == "choice"
    assert "上海市" in [option["value"] for option in city["options"]]
    assert [pool["last_award"] for pool in shown["pools"]] == ["stop"]


async def test_english_on_request(market: World) -> None:
    path = f"/programmes/{market.edition}"
    answer = await market.anyone.get(path, headers={"accept-language": "en"})
    assert answer.headers["vary"].lower() == "accept-language, accept-encoding"
    assert (answer.ok()["region"], answer.ok()["city"]) == ("Shanghai", "上海市")
    assert (await read(market, f"/programmes/{market.edition}"))["region"] == "上海市"


async def test_who_has_it_already_gets_304(market: World) -> None:
    path = f"/programmes/{market.edition}"
    etag = (await market.anyone.get(path)).headers["etag"]
    again = await market.anyone.get(path, headers={"if-none-match": etag})
    assert (again.status, again.raw) == (304, b"")
    (await market.anyone.get(path, headers={"if-none-match": '"other"'})).ok()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/programmes/nothing-2026", 404, "not_found"),
        ("/programmes/%00", 404, "not_found"),
        ("/programmes?status=soon", 422, "invalid"),
        ("/programmes?limit=0", 422, "invalid"),
        ("/programmes?cursor=garbage", 422, "invalid"),
        ("/programmes?colour=red", 422, "invalid"),
    ],
)
async def test_refusals(market: World, path: str, status: int, code: str) -> None:
    found, problem = await told(market.anyone, "GET", path)
    assert (found, problem["code"]) == (status, code)


async def test_what_is_often_asked_and_whom_to_ask(market: World) -> None:
    found = await read(market, f"/programmes/{market.edition}/help")
    (contact,) = found["contacts"]
    assert (contact["url"], contact["phone"]) == ("http://www.ssme.gov.cn", None)
    assert (await read(market, f"/programmes/{market.edition}"))["contacts"] == [contact]
    asked = {one["id"]: one for one in found["questions"]}
    assert asked["order"]["cite"] == "四(二)2"
    assert "签约交费" in asked["order"]["answer"]
    english = await market.anyone.get(
        f"/programmes/{market.edition}/help", headers={"accept-language": "en"}
    )
    assert english.ok()["questions"][0]["question"] == "Which firms may apply?"
    assert (await told(market.anyone, "GET", "/programmes/nothing/help"))[0] == 404


async def test_the_notice_in_its_own_words(market: World) -> None:
    found = await read(market, f"/programmes/{market.edition}/source")
    assert found["issued_on"] == "2019-06-10"
    assert found["paragraphs"][0] == "有关单位："
    assert found["paragraphs"][-2:] == ["上海市经济和信息化委员会", "2019年6月10日"]
    assert any("政府贴一点、平台企业让一点、中小企业出一点" in one for one in found["paragraphs"])
