"""Chongqing from the application to the title, over the National Day holiday, and three years on.

The notice begins on Wednesday 30 September 2026, the last working day before the holiday, which
does not count. 1 to 7 October are days off; Saturday 10 October is worked in exchange (调休).
So the seven working days are Thursday 8, Friday 9, Saturday 10, Monday 12, Tuesday 13,
Wednesday 14 and Thursday 15 October: it stands until the end of 15 October.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.features.recognitions.carry_over import carry_over
from tests.features.notices.ground import citizen
from tests.journeys.desk import Desk, be, seen, told
from tests.world.application import MovableClock, World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person

CITY, TITLE = "cq-info-platform", "accreditation"
RE_REVIEW = "accreditation.re_review"
LAST_WORKDAY, END = date(2026, 9, 30), date(2026, 10, 15)
SMALL = {"employees": 10, "total_assets_fen": 50_000_000, "smes_served_per_year": 30}
ANNOUNCEMENT = "经复核不合格，撤销“重庆市中小企业信息化公共服务平台”称号，现予公告。"

Seeker = tuple[Person, dict[str, Any], dict[str, Any]]
"""An owner, the firm, its application."""


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every journey sets it."""


async def open_round(world: World, day: date, name: str, before: Desk | None = None) -> Desk:
    """That year's edition under a code of its own; who holds a title is browsed in it at once."""
    be(world, day)
    definition = city_definition(CITY, on=day)
    edition = replace(definition.edition, code=f"{CITY}-{name}-{day.year}")
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    async with world.as_owner():
        await carry_over([made.edition.code], clock=world.ports.clock)
    world.ports.rendered.forget()
    return Desk(world, made, before.present if before else {})


async def firm_in(world: World, district: str) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    return owner, await owner.enterprise(district=district, registered_city="重庆市")


async def seeker(desk: Desk, district: str, categories: list[str], **facts: Any) -> Seeker:
    owner, firm = await firm_in(desk.world, district)
    made = await desk.apply(owner, firm, TITLE, categories=categories, **facts)
    assert (made["stage"], made["award_fen"]) == ("preliminary", 0)
    return owner, firm, made


async def test_the_two_wings_pass_where_the_main_city_is_refused(world: World) -> None:
    desk = await open_round(world, date(2026, 9, 21), "wings")
    _, _, passed = await seeker(desk, "万州区", ["market"], **SMALL)
    assert passed["status"] == "in_review"
    for district, employees in (("渝中区", 10), ("渝中区", 19), ("万州区", 9)):
        owner, firm = await firm_in(world, district)
        small = SMALL if district == "万州区" else {}
        facts = {**small, "employees": employees, "categories": ["market"]}
        draft = (await desk.start(owner, firm, TITLE, **facts)).ok(201)
        await owner.hand_over_papers(draft)
        answer = await owner.post(f"/applications/{draft['id']}/submit")
        (why,) = answer.refused(409, "ineligible")["errors"]
        assert (why["field"], why["cite"]) == ("employees", "第五条(三)")
        assert ("20" if district == "渝中区" else "10") in why["message"]
        assert str(employees) in why["message"]
    await _estimates_say_the_same(desk)


async def _estimates_say_the_same(desk: Desk) -> None:
    path = f"/programmes/{desk.code}/tracks/{TITLE}/estimate"
    for region, met in ((None, False), ("两翼", True)):
        body: dict[str, Any] = {"facts": {"employees": 10}}
        if region is not None:
            body["region_class"] = region
        found = (await desk.world.anyone.post(path, body)).ok()
        (line,) = [one for one in found["conditions"] if one["id"] == "employees"]
        assert (line["met"], line["cite"]) == (met, "第五条(三)")


async def test_a_title_over_the_holiday_and_its_re_review(world: World) -> None:
    desk = await open_round(world, date(2026, 9, 21), "title")
    kept = await seeker(desk, "渝中区", ["market", "technology"])
    lost = await seeker(desk, "万州区", ["finance"], **SMALL)
    overturned = await seeker(desk, "渝中区", ["talent"])
    await _through_district_and_bureau(desk, [kept, lost, overturned])
    notice = await _published(desk, [kept, lost, overturned])
    await _objections(desk, notice, kept, overturned)
    await _closes_after_its_last_day(desk, notice)
    await _titles(desk, [kept, lost], overturned)
    await _three_years_later(desk, kept, lost)


async def _through_district_and_bureau(desk: Desk, seekers: list[Seeker]) -> None:
    kept, lost, overturned = (application["number"] for _, _, application in seekers)
    yuzhong, wanzhou = {"district": "渝中区"}, {"district": "万州区"}
    assert await desk.waiting("preliminary", "district", **yuzhong) == {kept, overturned}
    assert await desk.waiting("preliminary", "district", **wanzhou) == {lost}
    assert await desk.waiting("audit", "authority") == set()
    for _, _, application in seekers:
        (await desk.decide(application, "preliminary", "district")).ok()
    assert await desk.waiting("audit", "authority") == {kept, lost, overturned}
    be(desk.world, LAST_WORKDAY)
    for owner, _, application in seekers:
        (await desk.decide(application, "audit", "authority")).ok()
        owner = await desk.back(owner)
        assert (await seen(owner, application))["stage"] == "publicity"
    assert (await desk.world.anyone.get(f"/lists/{CITY}?edition={desk.code}")).ok()["items"] == []


async def _published(desk: Desk, seekers: list[Seeker]) -> dict[str, Any]:
    notice = await desk.publish(TITLE)
    assert (notice["starts_on"], notice["ends_on"]) == ("2026-09-30", "2026-10-15")
    assert (notice["working_days"], notice["provisional"]) == (7, False)
    public = (await desk.world.anyone.get(f"/programmes/{desk.code}/notices")).ok()
    (shown,) = public["items"]
    names = [entry["name"] for entry in shown["entries"]]
    assert names == [firm["name"] for _, firm, _ in seekers]
    assert {entry["title"] for entry in shown["entries"]} == {"重庆市中小企业信息化公共服务平台"}
    for owner, _, _ in seekers:
        (text,) = await told(await desk.back(owner), "notice.published")
        assert "7 个工作日" in text
        assert "10月15日" in text
    (await desk.close(notice)).refused(409, "notice_running")
    return notice


async def _objections(desk: Desk, notice: dict[str, Any], kept: Seeker, overturned: Seeker) -> None:
    """On the Saturday that is worked, two objections; on Monday one is dismissed, one upheld."""
    world, path = desk.world, f"/notices/{notice['id']}/objections"
    be(world, date(2026, 10, 10))
    entries = {entry["name"]: entry["id"] for entry in notice["entries"]}
    false = {"reason": "该平台人员不足20人", "entry": entries[kept[1]["name"]]}
    true = {"reason": "该平台已停业", "entry": entries[overturned[1]["name"]]}
    (await world.anyone.post(path, false)).refused(401, "unauthenticated")
    (await (await world.sme()).post(path, false)).refused(403, "phone_needed")
    person = await citizen(world)
    raised = [(await person.post(path, body)).ok(201) for body in (false, true)]

    be(world, date(2026, 10, 12))
    authority = await desk.staff("authority")
    items = (await authority.get(path, params={"state": "open"})).ok()["items"]
    assert [item["reason"] for item in items] == [false["reason"], true["reason"]]
    assert all("****" in item["raised_by"] for item in items)
    answers = (("dismissed", "经核实，社保名册42人"), ("upheld", "经核实，该平台已停止运营"))
    for one, (verdict, answer) in zip(raised, answers, strict=True):
        body = {"verdict": verdict, "answer": answer}
        (await authority.post(f"/objections/{one['id']}/answer", body)).ok()
    person = await desk.back(person)
    mine = (await person.get("/objections")).ok()["items"]
    assert {item["answer"] for item in mine} == {answer for _, answer in answers}
    assert answers[0][1] in (await told(person, "objection.dismissed"))[0]
    assert answers[1][1] in (await told(person, "objection.upheld"))[0]
    owner = await desk.back(overturned[0])
    assert (await seen(owner, overturned[2]))["status"] == "rejected"
    assert answers[1][1] in (await told(owner, "application.rejected"))[0]


async def _closes_after_its_last_day(desk: Desk, notice: dict[str, Any]) -> None:
    """Until midnight of 15 October people may object; not before each is answered does it close."""
    world, path = desk.world, f"/notices/{notice['id']}"
    be(world, END, 23, 50)
    (await desk.close(notice)).refused(409, "notice_running")
    person = await citizen(world)
    late = (await person.post(f"{path}/objections", {"reason": "名单应附评审意见"})).ok(201)
    be(world, date(2026, 10, 16), 0, 1)
    (await person.post(f"{path}/objections", {"reason": "晚了"})).refused(409, "notice_closed")
    (await desk.close(notice)).refused(409, "objections_open")
    authority = await desk.staff("authority")
    body = {"verdict": "dismissed", "answer": "办法未要求公布评审意见"}
    (await authority.post(f"/objections/{late['id']}/answer", body)).ok()
    (await desk.close(notice)).ok()
    shown = (await world.anyone.get(path)).ok()
    assert shown["state"] == "closed"
    assert [entry["state"] for entry in shown["entries"]] == ["passed", "passed", "overturned"]


async def _titles(desk: Desk, seekers: list[Seeker], overturned: Seeker) -> None:
    be(desk.world, date(2026, 10, 16))
    numbers = {application["number"] for _, _, application in seekers}
    assert await desk.waiting("approve", "authority") == numbers
    for owner, _, application in seekers:
        (await desk.approve(application)).ok()
        owner = await desk.back(owner)
        (text,) = await told(owner, "recognition.entered")
        assert "重庆市中小企业信息化公共服务平台" in text
    listed = await on_list(desk)
    assert set(listed) == {firm["name"] for _, firm, _ in seekers}
    assert overturned[1]["name"] not in listed
    for entry in listed.values():
        assert (entry["state"], entry["span"]) == ("valid", "standing")
        assert (entry["valid_from"], entry["review_due_on"]) == ("2026-10-16", "2029-10-16")
    # Standing titles of other rounds are browsed here, too.
    own = {firm["name"] for _, firm, _ in [*seekers, overturned]}
    found = {name: kinds for name, kinds in (await browsed(desk)).items() if name in own}
    assert found == {
        seekers[0][1]["name"]: ["market", "technology"],
        seekers[1][1]["name"]: ["finance"],
    }
    assert own & set(await browsed(desk, category="finance")) == {seekers[1][1]["name"]}


async def on_list(desk: Desk) -> dict[str, dict[str, Any]]:
    """The public list of that round, by name."""
    desk.world.ports.rendered.forget()
    page = (await desk.world.anyone.get(f"/lists/{CITY}", params={"edition": desk.code})).ok()
    return {entry["name"]: entry for entry in page["items"]}


async def browsed(desk: Desk, **query: str) -> dict[str, list[str]]:
    """Who can be browsed in the edition, with categories."""
    desk.world.ports.rendered.forget()
    asked = {"limit": "100", **query}
    page = (await desk.world.anyone.get(f"/programmes/{desk.code}/platforms", params=asked)).ok()
    return {item["name"]: item["categories"] for item in page["items"]}


async def _three_years_later(before: Desk, kept: Seeker, lost: Seeker) -> None:
    """The round of 2029, which districts forward by the end of February."""
    world = before.world
    between = await open_round(world, date(2028, 1, 10), "title", before)
    owner = await between.back(kept[0])
    (await between.start(owner, kept[1], RE_REVIEW)).refused(409, "not_due")
    desk = await open_round(world, date(2029, 1, 10), "title", before)
    names = {kept[1]["name"], lost[1]["name"]}
    assert names <= set(await browsed(desk)), "a standing title goes on in the new round"
    papers = {}
    for one_owner, firm, _ in (kept, lost):
        owner = await desk.back(one_owner)
        papers[firm["name"]] = await desk.apply(owner, firm, RE_REVIEW)
        assert len(papers[firm["name"]]["evidence"]) == 3
    be(world, date(2029, 2, 27))
    assert await desk.waiting("approve", "authority") == set()
    for one in papers.values():
        (await desk.decide(one, "preliminary", "district")).ok()
    be(world, date(2029, 4, 2))
    (await desk.approve(papers[kept[1]["name"]])).ok()
    refusal = {"verdict": "reject", "comment": ANNOUNCEMENT}
    (await desk.approve(papers[lost[1]["name"]], **refusal)).ok()
    await _confirmed_and_withdrawn(desk, kept, lost)


async def _confirmed_and_withdrawn(desk: Desk, kept: Seeker, lost: Seeker) -> None:
    desk.world.ports.rendered.forget()
    page = (await desk.world.anyone.get(f"/lists/{CITY}", params={"q": kept[1]["name"]})).ok()
    (entry,) = page["items"]
    assert (entry["state"], entry["reviewed_on"]) == ("valid", "2029-04-02")
    assert entry["review_due_on"] == "2032-10-16"
    page = (await desk.world.anyone.get(f"/lists/{CITY}", params={"q": lost[1]["name"]})).ok()
    (entry,) = page["items"]
    assert (entry["state"], entry["review_due_on"]) == ("withdrawn", None)
    assert entry["withdrawn"]["on"] == "2029-04-02"
    assert entry["withdrawn"]["announcement"] == ANNOUNCEMENT
    shown = set(await browsed(desk))
    assert (kept[1]["name"] in shown, lost[1]["name"] in shown) == (True, False)
    assert await told(await desk.back(kept[0]), "recognition.confirmed")
    (text,) = await told(await desk.back(lost[0]), "recognition.withdrawn")
    assert ANNOUNCEMENT in text
