"""Publishing a notice: what is gathered, what is shown, and until when."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.rules.reasons import Text
from models.rules.terms.recognition import RecognitionTerms
from models.rules.workdays import add_workdays
from tests.features.notices.ground import (
    LIBRARY,
    WORKDAYS,
    edition_with_notice,
    joins,
    multiplied,
    published,
    waiting,
)
from tests.world.application import World
from tests.world.review_steps import PASS, review_of


async def browse(world: World, edition: str, **query: str) -> list[dict[str, Any]]:
    answer = await world.anyone.get(f"/programmes/{edition}/notices", params=query)
    return list(answer.ok()["items"])


async def test_everybody_sees_clause_claimed_facts_and_amount(world: World) -> None:
    edition = await edition_with_notice(world)
    _, first = await waiting(world, edition)
    _, second = await waiting(world, edition)
    notice = await published(world, edition)
    (seen,) = await browse(world, edition)
    assert seen == notice == (await world.anyone.get(f"/notices/{notice['id']}")).ok()
    assert seen["working_days"] == WORKDAYS
    assert (seen["state"], seen["entries_total"]) == ("open", 2)
    assert "公示" in seen["title"]
    today = date.fromisoformat(seen["starts_on"])
    due = add_workdays(LIBRARY, today, WORKDAYS)
    assert (seen["ends_on"], seen["provisional"]) == (due.on.isoformat(), due.provisional)
    names = [entry["name"] for entry in seen["entries"]]
    assert names == [first["enterprise"]["name"], second["enterprise"]["name"]]
    entry = seen["entries"][0]
    assert (entry["number"], entry["district"], entry["state"]) == (1, "浦东新区", "standing")
    assert entry["clause"]
    assert entry["award_fen"] == first["award_fen"] > 0
    facts = {fact["name"]: fact for fact in entry["facts"]}
    assert facts["is_sme"]["value"] == "是"
    assert facts["registered_city"]["value"] == "上海市"
    assert facts["registered_city"]["cite"] == "四(二)1"
    assert all(fact["label"] and fact["cite"] for fact in facts.values())
    what, until, how, who, _ = seen["text"]
    assert "拟支持的 2 家名单" in what
    assert "《上海市经信委关于" in what
    assert f"{today.year}年{today.month}月{today.day}日至" in until
    assert f"共 {WORKDAYS} 个工作日" in until
    assert "异议" in how
    assert who == "上海市经济和信息化委员会"
    assert [contact["url"] for contact in seen["contacts"]] == ["http://www.ssme.gov.cn"]


async def test_it_is_shown_in_english_too(world: World) -> None:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    notice = await published(world, edition)
    answer = await world.anyone.get(f"/notices/{notice['id']}", headers={"accept-language": "en"})
    facts = {fact["name"]: fact["value"] for fact in answer.ok()["entries"][0]["facts"]}
    assert facts["is_sme"] == "yes"


async def test_nothing_personal_and_nothing_of_the_file_is_shown(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    (await owner.post("/session/phone", {"code": "sandbox-phone-13700001234"})).ok()
    await published(world, edition)
    text = (await world.anyone.get(f"/programmes/{edition}/notices")).raw.decode()
    (firm,) = (await owner.get("/enterprises")).ok()["items"]
    hidden = [
        *(application["id"], application["number"], application["contract_no"]),
        *(owner.user["id"], firm["uscc"], firm["id"], "13700001234", "137****1234"),
    ]
    assert [value for value in hidden if value in text] == []


async def test_what_was_shown_stays_as_it_was(world: World) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await published(world, edition)
    await world.fetch(
        "UPDATE enterprises SET name = '改名', district = '金山区' WHERE id::text = $1",
        application["enterprise"]["id"],
    )
    world.ports.rendered.forget()
    again = (await world.anyone.get(f"/notices/{notice['id']}")).ok()
    assert again == notice


async def test_a_recognition_shows_its_title(world: World) -> None:
    terms = RecognitionTerms(Text("示范单位", "Demonstration unit"), "standing")
    title = Text("“双推”平台认定", "Accreditation")
    edition = await edition_with_notice(world, recognition=terms, title=title)
    await waiting(world, edition)
    notice = await published(world, edition)
    assert notice["entries"][0]["title"] == "示范单位"
    assert notice["title"].endswith("“‘双推’平台认定”拟认定名单的公示")


async def test_only_what_waits_and_each_once(world: World) -> None:
    edition = await edition_with_notice(world)
    authority = await world.staff("authority")
    body = {"edition": edition, "track": "copay"}
    (await authority.post("/notices", body)).refused(409, "nothing_to_publish")
    _, first = await waiting(world, edition)
    _, second = await waiting(world, edition)
    owner = await world.sme()
    elsewhere = await owner.submitted(edition)
    named = {**body, "application_ids": [second["id"]], "title": "第一批"}
    notice = (await authority.post("/notices", named)).ok(201)
    assert (notice["title"], notice["entries_total"]) == ("第一批", 1)
    wrong = {**body, "application_ids": [first["id"], second["id"], elsewhere["id"]]}
    answer = await authority.post("/notices", wrong)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("application_ids[1]", "not_at_publicity"),
        ("application_ids[2]", "not_at_publicity"),
    }
    rest = await published(world, edition)
    assert [entry["name"] for entry in rest["entries"]] == [first["enterprise"]["name"]]
    (await authority.post("/notices", body)).refused(409, "nothing_to_publish")
    newest = [item["id"] for item in await browse(world, edition)]
    assert newest == [rest["id"], notice["id"]]


async def test_the_days_are_the_rules_not_the_callers(world: World) -> None:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    authority = await world.staff("authority")
    body = {"edition": edition, "track": "copay"}
    answer = await authority.post("/notices", {**body, "working_days": 1})
    assert answer.reasons() == {("working_days", "unknown_field")}
    today = world.clock.now().date()
    for day, code in ((today - timedelta(days=2), "in_the_past"), (date(2099, 12, 31), "too_late")):
        answer = await authority.post("/notices", {**body, "starts_on": day.isoformat()})
        assert answer.reasons() == {("starts_on", code)}
    answer = await authority.post("/notices", {**body, "track": "nowhere"})
    assert answer.reasons() == {("track", "unknown")}
    later = (today + timedelta(days=9)).isoformat()
    assert (await published(world, edition, starts_on=later))["starts_on"] == later


async def test_the_firm_is_told_and_sees_it_on_its_timeline(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    notice = await published(world, edition)
    inbox = (await owner.get("/notifications")).ok()["items"]
    (told,) = [item for item in inbox if item["event"] == "notice.published"]
    assert application["number"] in told["body"]
    assert f"{WORKDAYS} 个工作日" in told["body"]
    assert ("24:00" in told["body"]) is not notice["provisional"]
    seen = (await owner.get(f"/applications/{application['id']}")).ok()
    assert seen["timeline"][-1]["event"] == "publicity.published"


async def test_who_may_publish(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    body = {"edition": edition, "track": "copay"}
    for person in (owner, await world.staff("district"), await world.staff("inspector")):
        (await person.post("/notices", body)).refused(403, "forbidden")
    outside = await world.staff("authority", edition_code=world.edition)
    (await outside.post("/notices", body)).refused(404, "not_found")
    one_district = await world.staff("authority", district="浦东新区")
    (await one_district.post("/notices", body)).refused(404, "not_found")
    concerned = await world.new_staff("authority")
    await joins(world, concerned, application)
    (await concerned.post("/notices", body)).refused(403, "conflict_of_interest")
    await published(world, edition)


async def test_a_repeated_request_publishes_once(world: World) -> None:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    key = {"headers": {"Idempotency-Key": f"publish-{edition}"}}
    authority = await world.staff("authority")
    body = {"edition": edition, "track": "copay"}
    first = (await authority.post("/notices", body, **key)).ok(201)
    assert (await authority.post("/notices", body, **key)).ok(201) == first


async def test_a_long_notice_is_read_in_pages(world: World) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    await multiplied(world, application, 204)
    notice = await published(world, edition)
    assert (len(notice["entries"]), notice["entries_total"]) == (200, 205)
    numbers: list[int] = []
    query = {"limit": "100"}
    while True:
        path = f"/notices/{notice['id']}/entries"
        page = (await world.anyone.get(path, params=query)).ok()
        numbers += [entry["number"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert numbers == list(range(1, 206))


@pytest.mark.parametrize("path", ["/notices/{}", "/notices/{}/entries", "/programmes/x/notices"])
async def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    nothing = "01890000-0000-7000-8000-000000000000"
    (await world.anyone.get(path.format(nothing))).refused(404, "not_found")


async def test_it_is_cached_like_every_public_read(world: World) -> None:
    edition = await edition_with_notice(world)
    path = f"/programmes/{edition}/notices"
    empty = await world.anyone.get(path)
    assert empty.ok()["items"] == []
    tag = {"if-none-match": empty.headers["etag"]}
    assert (await world.anyone.get(path, headers=tag)).status == 304
    await waiting(world, edition)
    await published(world, edition)
    assert len((await world.anyone.get(path, headers=tag)).ok()["items"]) == 1
    assert await browse(world, edition, state="closed") == []
    assert len(await browse(world, edition, state="open")) == 1


async def test_the_work_list_names_the_notice_and_nobody_decides_there(world: World) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    authority = await world.staff("authority")
    review = await review_of(authority, application, "publicity")
    assert review["notice_id"] is None
    notice = await published(world, edition)
    review = await review_of(authority, application, "publicity")
    assert review["notice_id"] == notice["id"]
    path = f"/reviews/{review['id']}"
    assert (await authority.get(path)).ok()["notice_id"] == notice["id"]
    (await authority.post(f"{path}/take")).refused(409, "decided_elsewhere")
    (await authority.post(f"{path}/decide", PASS)).refused(409, "decided_elsewhere")
    bulk = {"ids": [review["id"]], "verdict": "pass"}
    (result,) = (await authority.post("/reviews/decide", bulk)).ok()["results"]
    assert result["code"] == "decided_elsewhere"


async def test_it_is_seen_before_it_is_published(world: World) -> None:
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    _, second = await waiting(world, edition)
    authority = await world.staff("authority", edition_code=edition)
    body = {"edition": edition, "track": "copay", "application_ids": [second["id"]]}
    seen = (await authority.post("/notices/preview", body)).ok()
    assert [entry["name"] for entry in seen["entries"]] == [second["enterprise"]["name"]]
    assert "拟支持的 1 家名单" in seen["text"][0]
    assert seen.pop("application_ids") == [second["id"]]
    assert await browse(world, edition) == []
    made = (await authority.post("/notices", body)).ok(201)
    for one in (seen, made):
        del one["id"], one["entries"][0]["id"]
    assert seen == made
    (await authority.post("/notices/preview", body)).refused(422, "invalid")
    stranger = await world.staff("authority", edition_code=await world.publish())
    (await stranger.post("/notices/preview", body)).refused(404, "not_found")
