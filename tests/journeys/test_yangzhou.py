"""Yangzhou's merit selection of 2018 as its notice of May 2019 ran it: forty firms, thirteen titles.

The window of the shipped edition is 14 and 15 May 2019, so the clock goes back there. Five counties
forward their firms, three experts and a substitute score them, and the authority draws the line
through a tie. The notice asks for no public notice and knows no money.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from tests.journeys.desk import Desk, be, seen, told
from tests.journeys.panel import Panel, pass_all, ranks, several, work_list
from tests.world.application import MovableClock, World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person
from tests.world.review_steps import decide, review_of

CITY, TRACK = "yangzhou-internet-plus", "demonstration"
COUNTIES = ("广陵区", "邗江区", "江都区", "宝应县", "高邮市")
TITLES = {
    "demonstration": "扬州市“互联网+小微企业”示范企业",
    "pilot": "扬州市“互联网+小微企业”试点企业",
}
FIRMS, SENT_BACK, TURNED_DOWN, IN_CONFLICT = 40, 37, 39, 5
CHOSEN = 13
REASON = "按可复制性和效益择优，本年度认定 13 家"


@dataclass
class Selection:
    """The forty firms by their number; `sums` are the points that three experts gave in all."""

    desk: Desk
    panel: Panel
    owners: list[Person] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.desk.world

    async def owner(self, number: int) -> Person:
        """Logged in again: days have passed since the last time."""
        return await self.world.sme(self.owners[number].name)


def title_of(number: int) -> str:
    return "demonstration" if number % 2 == 0 else "pilot"


def totals_of(number: int) -> tuple[int, int, int]:
    """What the three experts give: firms 1 and 2 tie at the top, 11, 12 and 13 where the line is."""
    tied = {1: (96, 96, 96), 2: (95, 96, 97), 11: (86, 87, 87), 12: (87, 86, 87), 13: (90, 80, 90)}
    return tied.get(number, (98 - number, 98 - number, 97 - number))


@pytest.fixture
async def selection(world: World, clock: MovableClock) -> Selection:
    """The edition of 2018 published on its first day, under a code of its own."""
    be(world, date(2019, 5, 14))
    shipped = city_definition(CITY, "2018")
    edition = replace(shipped.edition, code=f"{CITY}-2018-journey")
    definition = replace(shipped, edition=edition)
    await publish_definition(world, definition)
    track = definition.find_track(TRACK)
    assert track is not None
    desk = Desk(world, definition)
    return Selection(desk, Panel(desk, track))


@pytest.mark.timeout(300)
async def test_forty_firms_apply_and_thirteen_are_recognised(selection: Selection) -> None:
    await hand_in(selection)
    await counties_forward(selection)
    await experts_score(selection)
    await ranking_with_ties(selection)
    await line_through_a_tie(selection)
    await titles_on_the_list(selection)
    await others_know_why(selection)


async def hand_in(held: Selection) -> None:
    """All within the two days; who comes a day late is told so."""
    held.owners = await several(held.world.sme() for _ in range(FIRMS))
    held.entries = await several(_apply(held, number) for number in range(FIRMS))
    assert {(it["status"], it["stage"]) for it in held.entries} == {("in_review", "preliminary")}
    assert {it["award_fen"] for it in held.entries} == {0}
    assert {it["queue"]["state"] for it in held.entries} == {"none"}
    be(held.world, date(2019, 5, 16), 0, 1)
    late = await held.world.sme()
    firm = await late.enterprise(registered_city="扬州市", district=COUNTIES[0])
    body = {"edition": held.desk.code, "track": TRACK, "enterprise_id": firm["id"]}
    (await late.post("/applications", body)).refused(409, "window_closed")


async def _apply(held: Selection, number: int) -> dict[str, Any]:
    owner, county = held.owners[number], COUNTIES[number % 5]
    name = f"扬州示例互联小微{number:02d}有限公司"
    firm = await owner.enterprise(name=name, registered_city="扬州市", district=county)
    return await held.desk.apply(owner, firm, TRACK, title=title_of(number))


async def counties_forward(held: Selection) -> None:
    """Each county sees its own eight; one is sent back after the deadline, one turned down."""
    be(held.world, date(2019, 5, 20))
    code = held.desk.code
    gaoyou = await held.desk.staff("district", district="高邮市")
    reason = "发票合计 42 万元，未超过 50 万元"
    turned_down = {"verdict": "reject", "comment": reason}
    (await decide(gaoyou, held.entries[TURNED_DOWN], "preliminary", turned_down)).ok()
    jiangdu = await held.desk.staff("district", district="江都区")
    items = [{"item": "audit_report", "reason": "缺 2017 年度"}]
    back = {"verdict": "return", "comment": "请补齐", "items": items}
    (await decide(jiangdu, held.entries[SENT_BACK], "preliminary", back)).ok()
    owner = await held.owner(SENT_BACK)
    assert (
        "第三方机构出具的企业近两年财务审计报告" in (await told(owner, "application.returned"))[0]
    )
    (asked,) = (await seen(owner, held.entries[SENT_BACK]))["corrections"]
    assert asked == {**items[0], "due_on": "2019-05-27"}, "five working days, the window is over"
    (await owner.upload(held.entries[SENT_BACK]["id"], "audit_report")).ok(201)
    (await owner.post(f"/applications/{held.entries[SENT_BACK]['id']}/submit")).ok()
    for at, county in enumerate(COUNTIES):
        clerk = await held.desk.staff("district", district=county)
        own = {it["id"] for number, it in enumerate(held.entries) if number % 5 == at}
        own -= {held.entries[TURNED_DOWN]["id"]}
        assert await pass_all(clerk, code, "preliminary") == own
        assert await work_list(clerk, code, "preliminary") == {}
    refused = await held.owner(TURNED_DOWN)
    assert reason in (await told(refused, "application.rejected"))[0]
    assert (await seen(refused, held.entries[TURNED_DOWN]))["status"] == "rejected"


async def experts_score(held: Selection) -> None:
    """The third expert has advised firm 5: a substitute scores it, and nobody sees points yet."""
    be(held.world, date(2019, 6, 3))
    panel, conflicted = held.panel, held.entries[IN_CONFLICT]["id"]
    experts = [await held.world.new_staff("expert", edition_code=held.desk.code) for _ in range(4)]
    scored = {it["id"]: totals_of(at) for at, it in enumerate(held.entries) if at != TURNED_DOWN}
    held.sums = {key: sum(totals) for key, totals in scored.items()}
    for place, expert in enumerate(experts[:2]):
        assert set(await work_list(expert, held.desk.code, "score")) == set(scored)
        await panel.give_all(expert, {key: totals[place] for key, totals in scored.items()})
    await _declare_conflict(held, experts[2])
    await panel.give_all(
        experts[2], {key: totals[2] for key, totals in scored.items() if key != conflicted}
    )
    view = await panel.shown()
    assert (view["state"], view["minimum_experts"], view["ranking"]) == ("open", 3, None)
    standing = {it["application_id"]: it for it in view["applications"]}
    assert {it["scored"] for key, it in standing.items() if key != conflicted} == {3}
    (in_conflict,) = standing[conflicted]["in_conflict"]
    assert (in_conflict["name"], in_conflict["reason"]) == (experts[2].name, "曾任该公司技术顾问")
    assert not any(word in str(view["applications"]) for word in ("points", "total", "average"))
    missing = (await panel.close()).refused(409, "scores_missing")
    assert [it["field"] for it in missing["errors"]] == [held.entries[IN_CONFLICT]["number"]]
    await panel.give_all(experts[3], {conflicted: totals_of(IN_CONFLICT)[2]})


async def _declare_conflict(held: Selection, expert: Person) -> None:
    """The file stays shut to that expert, and the firm never learns who it was."""
    entry = held.entries[IN_CONFLICT]
    line = await review_of(expert, entry, "score")
    path = f"/reviews/{line['id']}"
    (await expert.get(path)).refused(403, "declaration_needed")
    body = {"conflict": True, "reason": "曾任该公司技术顾问"}
    (await expert.post(f"{path}/declare", body)).ok()
    (await expert.get(path)).refused(403, "conflict_of_interest")
    sheet = {"scores": held.panel.sheet(50)}
    (await expert.post(f"{path}/score", sheet)).refused(403, "conflict_of_interest")
    assert "顾问" not in str(await seen(await held.owner(IN_CONFLICT), entry))


async def ranking_with_ties(held: Selection) -> None:
    """All are in and the window is over, so the round closes without a reason."""
    view = (await held.panel.close()).ok()
    shown = {it["application_id"]: it for it in view["ranking"]}
    assert {key: it["points_sum"] for key, it in shown.items()} == held.sums
    assert {key: it["rank"] for key, it in shown.items()} == ranks(held.sums)
    assert {it["experts"] for it in shown.values()} == {3}
    listed = [it["rank"] for it in view["ranking"]]
    assert listed[:5] == [1, 2, 2, 4, 5]
    assert listed[11:15] == [12, 12, 12, 15]
    tied = [shown[held.entries[number]["id"]] for number in (11, 12, 13)]
    assert {it["average"] for it in tied} == {"86.67"}
    assert [it["expert"] for it in tied[0]["totals"]] == ["专家1", "专家2", "专家3"]
    assert "expert-" not in str(view["ranking"]), "a sheet bears no expert's name"
    owner = await held.owner(0)
    decision = (await owner.get(f"/applications/{held.entries[0]['id']}/decision")).ok()
    assert decision["scoring"] is None, "no rank before the line"


async def line_through_a_tie(held: Selection) -> None:
    """Thirteen cut the tie of rank 12: the authority names two of the three, with its reason."""
    tied = [held.entries[number]["id"] for number in (11, 12, 13)]
    refused = await held.panel.line(CHOSEN, REASON)
    refused.refused(422, "tie_cut")
    assert refused.reasons() == {(f"among_tied.{key}", "tied") for key in tied}
    assert "并列第 12 名" in refused.body["errors"][0]["message"]
    view = (await held.panel.line(CHOSEN, REASON, tied[0], tied[2])).ok()
    assert (view["state"], view["chosen"], view["line_reason"]) == ("lined", CHOSEN, REASON)
    passed = {it["application_id"] for it in view["ranking"] if it["passed"]}
    assert passed == {held.entries[number]["id"] for number in (*range(12), 13)}
    (await held.panel.line(CHOSEN, REASON)).refused(409, "line_drawn")


async def titles_on_the_list(held: Selection) -> None:
    """Approved in one act; the list says who is 示范 and who is 试点, and there is no market."""
    be(held.world, date(2019, 6, 20))
    code = held.desk.code
    query = {"edition": code, "limit": "100"}
    before = (await held.world.anyone.get(f"/lists/{CITY}", params=query)).ok()
    assert before["items"] == []
    authority = await held.desk.staff("authority")
    winners = (*range(12), 13)
    ids = {held.entries[number]["id"] for number in winners}
    assert await pass_all(authority, code, "approve") == ids
    held.world.ports.rendered.forget()
    listed = (await held.world.anyone.get(f"/lists/{CITY}", params=query)).ok()["items"]
    assert {it["name"]: it["title"] for it in listed} == {
        held.entries[number]["enterprise"]["name"]: TITLES[title_of(number)] for number in winners
    }
    assert {(it["span"], it["state"], it["valid_from"], it["platform_id"]) for it in listed} == {
        ("year", "valid", "2019-06-20", None)
    }
    market = (await held.world.anyone.get(f"/programmes/{code}/platforms")).ok()
    assert market["items"] == []
    assert await held.desk.pools() == {}
    owner = await held.owner(13)
    (text,) = await told(owner, "recognition.entered")
    assert "扬州市‘互联网+小微企业’试点企业" in text
    assert "自 2019年6月20日 起列入公开名单" in text
    assert "找平台" not in text, "a title of a firm makes no platform"
    done = await seen(owner, held.entries[13])
    assert (done["status"], done["award_fen"]) == ("approved", 0)


async def others_know_why(held: Selection) -> None:
    """Score, rank, line and reason in the inbox of each; who shared rank 12 reads that too."""
    places = ranks(held.sums)
    for number in (12, 14, 25, 38):
        owner, entry = await held.owner(number), held.entries[number]
        average, rank = _average(held.sums[entry["id"]]), places[entry["id"]]
        words = f"得分 {average}，排名第 {rank}，入选线为前 {CHOSEN} 名"
        words += "，同分并列中未入选" if number == 12 else ""
        (text,) = await told(owner, "application.rejected")
        assert f"{words}。说明：{REASON}" in text
        assert (await seen(owner, entry))["status"] == "rejected"
        decision = (await owner.get(f"/applications/{entry['id']}/decision")).ok()
        scoring = decision["scoring"]
        assert (scoring["rank"], scoring["ranked"], scoring["average"]) == (rank, 39, average)
        assert (scoring["chosen"], scoring["passed"]) == (CHOSEN, False)
    statuses = await several(_status(held, number) for number in range(FIRMS))
    assert (statuses.count("approved"), statuses.count("rejected")) == (CHOSEN, FIRMS - CHOSEN)
    heard = await held.owner(12)
    appeal = {"reason": "同分企业中我司效益更高，请复核"}
    (await heard.post(f"/applications/{held.entries[12]['id']}/appeal", appeal)).ok(201)


async def _status(held: Selection, number: int) -> str:
    owner = await held.owner(number)
    return str((await seen(owner, held.entries[number]))["status"])


def _average(points: int) -> str:
    """Of three experts, two places, half up."""
    hundredths = (points * 200 + 3) // 6
    return f"{hundredths // 100}.{hundredths % 100:02d}"
