"""Shanghai's year 2019: twenty-seven platforms are accredited, sell, claim, and one is withdrawn.

The edition of 2019 as it ships, on days of that autumn. Names and shares are made up; so is every
budget: 10 000 000 yuan for mode one, 5 000 000 for mode two, 40/20/40 and 10 per cent.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.journeys.desk import Desk, be, seen, told
from tests.journeys.panel import Panel, pass_all, several, work_list
from tests.journeys.platform_firms import (
    CATEGORIES,
    DISTRICTS,
    Applicant,
    applicants,
    by_place,
    totals_of,
)
from tests.journeys.platform_year import (
    CITY,
    Year,
    a_client_is_subsidised,
    claim_with_a_list,
    one_is_withdrawn,
)
from tests.world.application import MovableClock, World
from tests.world.cities import city_definition, publish_definition

LISTED = 27
REASON = "综合评审前 27 家列入年度名单"
TITLE = "产业电商“双推”平台企业、生产性服务创新平台推荐服务商"


@pytest.fixture
async def year(world: World, clock: MovableClock) -> Year:
    be(world, date(2019, 8, 26))
    shipped = city_definition(CITY, "2019")
    definition = replace(shipped, edition=replace(shipped.edition, code=f"{CITY}-2019-journey"))
    await publish_definition(world, definition)
    track = definition.find_track("platform")
    assert track is not None
    desk = Desk(world, definition)
    return Year(desk, Panel(desk, track))


@pytest.mark.timeout(300)
async def test_a_year_of_platforms(year: Year) -> None:
    year.firms = await applicants(year.desk)
    assert {(it.entry["status"], it.entry["stage"]) for it in year.firms} == {
        ("in_review", "preliminary")
    }
    assert (await year.browsed(), await year.listed()) == ({}, {})
    await districts_recommend(year)
    await experts_score_blind(year)
    await line_at_twenty_seven(year)
    await notice_over_mid_autumn(year)
    await twenty_seven_on_the_list(year)
    await a_client_is_subsidised(year)
    await claim_with_a_list(year)
    await one_is_withdrawn(year)


async def districts_recommend(held: Year) -> None:
    """Each district sees its own firms only; one firm completes its report first."""
    be(held.world, date(2019, 9, 2))
    clerks = {name: await held.desk.staff("district", district=name) for name in DISTRICTS}
    waiting = {
        name: await work_list(it, held.desk.code, "preliminary") for name, it in clerks.items()
    }
    for name in DISTRICTS:
        assert set(waiting[name]) == {it.entry["id"] for it in held.firms if it.district == name}
    pudong, minhang = (clerks[name] for name in DISTRICTS[:2])
    third = held.firms[3]
    review = f"/reviews/{waiting['浦东新区'][third.entry['id']]['id']}"
    (await minhang.get(review)).refused(404, "not_found")
    items = [{"item": "application_report", "reason": "缺服务案例"}]
    body = {"verdict": "return", "comment": "请补充", "items": items}
    (await pudong.post(f"{review}/decide", body)).ok()
    owner = await third.back(held.world)
    assert "请补充" in (await told(owner, "application.returned"))[0]
    (asked,) = (await seen(owner, third.entry))["corrections"]
    assert asked == {**items[0], "due_on": "2019-09-09"}
    (await owner.upload(third.entry["id"], "application_report")).ok(201)
    (await owner.post(f"/applications/{third.entry['id']}/submit")).ok()
    passed = [await pass_all(it, held.desk.code, "preliminary") for it in clerks.values()]
    assert sum(map(len, passed)) == len(held.firms)


async def experts_score_blind(held: Year) -> None:
    """Nobody sees another's points before the closing, which needs a reason inside the window."""
    be(held.world, date(2019, 9, 5))
    experts = [await held.world.new_staff("expert", edition_code=held.desk.code) for _ in range(3)]
    for at, expert in enumerate(experts):
        totals = {it.entry["id"]: totals_of(it)[at] for it in held.firms}
        assert set(await work_list(expert, held.desk.code, "score")) == set(totals)
        await held.panel.give_all(expert, totals)
    first = held.firms[0]
    lines = await work_list(experts[1], held.desk.code, "score")
    review = f"/reviews/{lines[first.entry['id']]['id']}"
    own = (await experts[1].get(review)).ok()
    assert own["own_score"]["total"] == totals_of(first)[1]
    assert own["own_score"]["scores"] == held.panel.sheet(totals_of(first)[1])
    (await experts[1].get(held.panel.path)).refused(403, "forbidden")
    view = await held.panel.shown()
    assert (view["state"], view["ranking"]) == ("open", None)
    assert {it["scored"] for it in view["applications"]} == {3}
    assert not any(word in str(view["applications"]) for word in ("points", "total", "average"))
    early = (await held.panel.close()).refused(409, "not_all_in")
    assert [it["code"] for it in early["errors"]] == ["window_open"]
    (await held.panel.close(reason="申报已集中完成，提前评审")).ok()
    late = {"scores": held.panel.sheet(100)}
    (await experts[1].post(f"{review}/score", late)).refused(409, "scoring_closed")


async def line_at_twenty_seven(held: Year) -> None:
    """The two below it are told score, rank, line and reason, and may appeal."""
    be(held.world, date(2019, 9, 11))
    ranked = by_place(held.firms)
    view = (await held.panel.line(LISTED, REASON)).ok()
    assert [it["enterprise"]["name"] for it in view["ranking"]] == [it.name for it in ranked]
    assert [it["rank"] for it in view["ranking"]] == list(range(1, 30))
    assert [it["passed"] for it in view["ranking"]] == [True] * LISTED + [False] * 2
    assert [it["average"] for it in view["ranking"]][:2] == ["98.00", "96.00"]
    for rank, average, loser in zip((28, 29), ("44.00", "42.00"), ranked[LISTED:], strict=True):
        person = await loser.back(held.world)
        words = f"得分 {average}，排名第 {rank}，入选线为前 27 名。说明：{REASON}"
        assert words in (await told(person, "application.rejected"))[0]
        assert (await seen(person, loser.entry))["status"] == "rejected"
        decision = (await person.get(f"/applications/{loser.entry['id']}/decision")).ok()
        assert (decision["scoring"]["rank"], decision["scoring"]["passed"]) == (rank, False)
    held.firms = ranked[:LISTED]


async def notice_over_mid_autumn(held: Year) -> None:
    """From Thursday 12 September; the day of the beginning does not count.

    13 September 2019 is Mid-Autumn, 14 and 15 the weekend, nobody works them off elsewhere: the
    five working days are Monday 16 to Friday 20 September.
    """
    be(held.world, date(2019, 9, 12))
    notice = await held.desk.publish("platform")
    assert (notice["starts_on"], notice["ends_on"]) == ("2019-09-12", "2019-09-20")
    assert (notice["working_days"], notice["provisional"]) == (5, False)
    public = (await held.world.anyone.get(f"/programmes/{held.desk.code}/notices")).ok()
    (shown,) = public["items"]
    assert {it["name"] for it in shown["entries"]} == {it.name for it in held.firms}
    assert {it["title"] for it in shown["entries"]} == {TITLE}
    assert "91310115MA" not in str(shown), "no code of a firm, no score, no person"
    person = await held.firms[5].back(held.world)
    assert "公示至 2019年9月20日 24:00" in (await told(person, "notice.published"))[0]
    be(held.world, date(2019, 9, 20), 23, 59)
    (await held.desk.close(notice)).refused(409, "notice_running")
    be(held.world, date(2019, 9, 21), 0, 1)
    closed = (await held.desk.close(notice)).ok()
    assert {it["state"] for it in closed["entries"]} == {"passed"}
    assert await held.listed() == {}, "a notice is no decision yet"


async def twenty_seven_on_the_list(held: Year) -> None:
    """The market holds exactly the list, with what each firm declared."""
    be(held.world, date(2019, 9, 23))
    authority = await held.desk.staff("authority")
    decided = await pass_all(authority, held.desk.code, "approve")
    assert decided == {it.entry["id"] for it in held.firms}
    held.entries, declared = await held.listed(), {it.name: it.categories for it in held.firms}
    assert {name: it["categories"] for name, it in held.entries.items()} == declared
    assert {(it["title"], it["span"], it["valid_from"]) for it in held.entries.values()} == {
        (TITLE, "year", "2019-09-23")
    }
    assert {name: it["categories"] for name, it in (await held.browsed()).items()} == declared
    for code in CATEGORIES:
        assert set(await held.browsed(category=code)) == {
            name for name, categories in declared.items() if code in categories
        }
    await several(_sees_its_title(held, it) for it in held.firms)


async def _sees_its_title(held: Year, one: Applicant) -> None:
    person = await one.back(held.world)
    one.platform_id = held.entries[one.name]["platform_id"]
    assert "自 2019年9月23日 起列入公开名单" in (await told(person, "recognition.entered"))[0]
    assert (await seen(person, one.entry))["status"] == "approved"
    if one.by_owner:
        return  # the first of them has staff later, when it sells
    (chosen,) = (await person.get("/platform/participations")).ok()["items"]
    assert (chosen["listed"], chosen["modes"]) == (True, one.modes)
