"""What pages say: the API's own figures and words, text as text, and refusals in the frame."""

import asyncio
import json
import re
from urllib.parse import quote

from tests.features.letters.pages import token_of
from tests.features.pages.ground import Ground
from tests.features.pages.reading import BROWSER, page, read
from tests.world.application import World

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_EVIL = "</script><img src=x onerror=alert(1)>\"'"


async def test_the_money_is_that_of_the_api_and_its_tag_moves_with_it(ground: Ground) -> None:
    world, path = ground.world, f"/programmes/{ground.edition}/quota"
    first = await page(world, path)
    assert "noise" not in (await page(world, f"{path}?q=noise")).raw.decode()
    pool = (await world.anyone.get(path)).ok()["pools"][0]
    whole, fen = divmod(pool["remaining_fen"], 100)
    assert f"{whole:,}.{fen:02d}" in read(first).words
    owner = await world.sme()
    await owner.submitted(ground.edition)
    async with asyncio.timeout(20):
        while True:
            later = await page(world, path, **{"if-none-match": first.headers["etag"]})
            if later.status == 200:
                break
            await asyncio.sleep(0.02)
    assert later.headers["etag"] != first.headers["etag"]


async def test_an_estimate_reads_what_people_type(ground: Ground) -> None:
    path = f"/programmes/{ground.edition}/tracks/copay/estimate?go=1"
    day = ground.world.ports.clock.today().isoformat()
    facts = {
        **{name: "是" for name in ("is_sme", "newly_signed", "registered_for_use")},
        **{"registered_city": "上海", "signed_at": day, "paid_at": day, "fee_fen": "1万元"},
    }
    given = "".join(f"&{name}={quote(value)}" for name, value in facts.items())
    answer = await page(ground.world, path + given)
    words = read(answer).words
    assert answer.status == 200
    assert "¥4,000" in words
    assert "须为中小企业" in words
    assert 'value="1万元"' in answer.raw.decode()


async def test_an_estimate_says_beside_the_field_what_is_wrong(ground: Ground) -> None:
    path = f"/programmes/{ground.edition}/tracks/copay/estimate?go=1"
    answer = await page(ground.world, f"{path}&fee_fen={quote('很多')}&signed_at=2026-13-45&x=1")
    raw, words = answer.raw.decode(), read(answer).words
    assert answer.status == 422
    assert "有 2 处需要修改" in words
    assert 'aria-describedby="fee_fen-h fee_fen-e"' in raw
    assert raw.count("很多") >= 3
    assert "还缺" in read(await page(ground.world, f"{path}&is_sme=true")).words


async def test_what_people_typed_is_no_markup(ground: Ground) -> None:
    """Each place that others fill: a platform, its plan, a notice, what was searched for."""
    world = ground.world
    await world.fetch("UPDATE platforms SET summary = $1 WHERE id = $2", _EVIL, ground.platform)
    await world.fetch("UPDATE notices SET title = $1 WHERE id = $2", _EVIL, ground.notice)
    await world.fetch(
        "UPDATE notice_entries SET name = $1 WHERE notice_id = $2", _EVIL, ground.notice
    )
    world.ports.rendered.forget()
    shown = [
        *(f"/platforms/{ground.platform}", f"/programmes/{ground.edition}/platforms"),
        *("/notices", f"/notices/{ground.notice}", f"/search?q={quote(_EVIL)}"),
        f"/verify?code={quote(_EVIL)}",
        f"/programmes/{ground.edition}/tracks/copay/estimate?go=1&fee_fen={quote(_EVIL)}",
        f"/programmes/{ground.edition}/plans?q={quote(_EVIL)}&cursor=&price_to=1",
    ]
    for path in shown:
        raw = (await page(world, path)).raw.decode()
        assert "<img src=x" not in raw, path
        assert "onerror=alert(1)>" not in raw, path
        for data in _DATA.findall(raw):
            json.loads(data)
    found = await page(world, f"/notices/{ground.notice}")
    assert "&lt;/script&gt;&lt;img src=x" in found.raw.decode()


async def test_a_letter_is_checked_by_what_its_code_says(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    token = token_of(await owner.get(f"/applications/{application['id']}/receipt/pdf"))
    pasted = quote(f"扫码结果：\nhttps://example.gov.cn/api/v1/verify/{token[:40]}\n{token[40:]}")
    sent = await world.anyone.get(
        f"//verify?code={pasted}&lang=en", headers=BROWSER, allow_redirects=False
    )
    assert (sent.status, sent.headers["location"]) == (303, f"/verify/{token}?lang=en")
    answer = await page(world, f"/verify/{token}")
    assert "真实，现行有效" in read(answer).words
    assert answer.headers["cache-control"] == "no-store"
    assert application["number"] in read(answer).words
    by_number = read(await page(world, f"/verify?code={application['number']}")).words
    assert "没有认出核验码" in by_number
    unknown = await page(world, "/verify/aaaaaaaa.bbbbbbbb.cccccccc")
    assert (unknown.status, "未能核验" in read(unknown).words) == (404, True)


async def test_refusals_are_pages_for_browsers_and_problems_for_programs(ground: Ground) -> None:
    world = ground.world
    lost = await page(world, "/nowhere")
    assert (lost.status, "没有找到这个网页" in read(lost).words) == (404, True)
    assert lost.headers["cache-control"] == "no-store"
    for path in ("/programmes/none", "/notices/none", "/plans/x", "/lists/none", "/m/none.js"):
        answer = await page(world, path)
        assert answer.status == 404
        read(answer)
    wrong = await page(world, f"/programmes/{ground.edition}/plans?price_to=abc")
    assert (wrong.status, "查询条件需要修改" in read(wrong).words) == (422, True)
    none = await page(world, f"/programmes/{ground.edition}/compare")
    assert (none.status, "2 至 4 个" in read(none).words) == (422, True)
    posted = await world.anyone.call("POST", "//notices", headers=BROWSER)
    assert (posted.status, posted.headers["allow"]) == (405, "GET, HEAD")
    read(posted)
    (await world.anyone.get("//nowhere")).refused(404, "not_found")
    (await world.anyone.get("/nowhere", headers=BROWSER)).refused(404, "not_found")


async def test_every_notice_in_one_list(ground: Ground) -> None:
    query = {"edition": ground.edition, "limit": "1"}
    (found,) = (await ground.world.anyone.get("/notices", params=query)).ok()["items"]
    assert (found["id"], found["entries_total"], found["state"]) == (ground.notice, 1, "open")
    closed = await ground.world.anyone.get("/notices", params={**query, "state": "closed"})
    assert closed.ok()["items"] == []
    unknown = await ground.world.anyone.get("/notices", params={"edition": "none"})
    assert unknown.refused(422, "invalid")["errors"][0]["field"] == "edition"
