"""What listed platforms do in a year: sell, claim for clients elsewhere, lose a title."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.journeys.desk import Desk, be, seen, told
from tests.journeys.panel import Panel
from tests.journeys.platform_firms import Applicant, new_clients, open_for_business
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.platforms import list_clients

CITY = "sh-shuangtui"
WHY = {"reason": "虚构服务协议骗取资助", "announcement": "经查实，取消其“双推”平台企业资格。"}
AUTUMN = {"signed_at": "2019-10-08T10:00:00+08:00", "paid_at": "2019-10-09T15:30:00+08:00"}
BUDGETS = {"copay": 1_000_000_000, "expansion": 500_000_000}


@dataclass
class Year:
    """The edition with everybody who applied; `entries` of the list by name, once there is one."""

    desk: Desk
    panel: Panel
    firms: list[Applicant] = field(default_factory=list)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.desk.world

    def firm(self, number: int) -> Applicant:
        return next(it for it in self.firms if it.number == number)

    async def browsed(self, **query: str) -> dict[str, dict[str, Any]]:
        """The platforms that an SME finds, by name."""
        path = f"/programmes/{self.desk.code}/platforms"
        self.world.ports.rendered.forget()
        page = (await self.world.anyone.get(path, params={"limit": "100", **query})).ok()
        return {item["name"]: item for item in page["items"]}

    async def listed(self, **query: str) -> dict[str, dict[str, Any]]:
        """The public list, by name."""
        self.world.ports.rendered.forget()
        asked = {"edition": self.desk.code, "limit": "100", **query}
        page = (await self.world.anyone.get(f"/lists/{CITY}", params=asked)).ok()
        return {item["name"]: item for item in page["items"]}

    async def money(self) -> dict[str, tuple[int, int]]:
        """(locked, funded) of each pool, in fen."""
        pools = await self.desk.pools()
        return {code: (pool["locked_fen"], pool["funded_fen"]) for code, pool in pools.items()}


async def a_client_is_subsidised(held: Year) -> None:
    """12 345.67 yuan: 40 per cent from the government, 20 from the platform, the rest its own."""
    be(held.world, date(2019, 10, 10))
    seller, owner = held.firm(4), await held.world.sme()
    staff = await seller.back(held.world)
    plan = await open_for_business(staff, seller, 1_234_567)
    parts = [plan[f"{who}_fen"] for who in ("government", "platform", "enterprise")]
    assert (parts, sum(parts)) == ([493_826, 246_913, 493_828], 1_234_567)
    assert (await held.browsed())[seller.name]["plans_from_fen"] == 1_234_567
    facts = {
        **{name: True for name in ("is_sme", "newly_signed", "registered_for_use")},
        **{"registered_city": "上海市", "fee_fen": 1_234_567, **AUTUMN},
    }
    path = f"/programmes/{held.desk.code}/tracks/copay/estimate"
    told_before = (await held.world.anyone.post(path, {"facts": facts})).ok()
    assert (told_before["eligible"], told_before["award_fen"]) == (True, 493_826)
    claim = await owner.submitted(held.desk.code, platform_id=seller.platform_id, **AUTUMN)
    assert (claim["stage"], claim["award_fen"]) == ("endorse", 493_826)
    assert (claim["queue"]["state"], claim["queue"]["position"]) == ("funded", 1)
    assert await held.money() == {"copay": (0, 493_826), "expansion": (0, 0)}
    assert (await held.browsed())[seller.name]["clients"] == 1
    await endorsed(held, staff, claim)
    await approved(held, claim)
    assert await held.money() == {"copay": (493_826, 0), "expansion": (0, 0)}
    payout = await held.desk.paid("PZ-2019-001")
    (line,) = payout["lines"]
    assert (line["payee"], line["platform_id"]) == (seller.name, seller.platform_id)
    assert (line["amount_fen"], payout["total_fen"], line["state"]) == (493_826, 493_826, "paid")
    assert (await seen(owner, claim))["status"] == "paid"
    (text,) = await told(owner, "application.paid")
    assert "¥4,938.26" in text
    assert seller.name in text
    assert await held.money() == {"copay": (493_826, 0), "expansion": (0, 0)}


async def claim_with_a_list(held: Year) -> None:
    """10 per cent of 38 333.34 yuan; a client that two platforms list counts for the first one."""
    be(held.world, date(2019, 10, 15))
    first, second = held.firm(2), held.firm(6)
    rows = (("苏州市", 1_000_001), ("成都市", 2_500_000), ("杭州市", 333_333))
    clients = new_clients(date(2019, 9, 2), *rows)
    staff = await first.back(held.world)
    await open_for_business(staff, first, 600_000)
    draft = await _listed(held, staff, clients)
    (
        await list_clients(staff, draft, *clients, *new_clients(date(2019, 9, 9), ("上海市", 1)))
    ).refused(422, "invalid")
    claim = (await staff.post(f"/applications/{draft['id']}/submit")).ok()
    assert (claim["stage"], claim["award_fen"]) == ("audit", 383_333)
    other = await second.back(held.world)
    own = new_clients(date(2019, 9, 3), ("宁波市", 777_777))
    later = await _listed(held, other, [own[0], clients[2]])
    taken = await other.post(f"/applications/{later['id']}/submit")
    taken.refused(409, "already_counted")
    assert taken.reasons() == {("clients[1].uscc", "already_counted")}
    (await list_clients(other, later, *own)).ok()
    again = (await other.post(f"/applications/{later['id']}/submit")).ok()
    assert (again["award_fen"], again["facts"]["new_client_count"]) == (77_777, 1)
    (await _mode_two(held, await held.firm(12).back(held.world))).refused(422, "invalid")
    await _examined(held, claim)
    assert await held.money() == {"copay": (493_826, 0), "expansion": (383_333, 0)}
    assert (await seen(staff, claim))["status"] == "payable"


async def _mode_two(held: Year, person: Person) -> Answer:
    """The first call of a claim; who takes part in mode one only is refused."""
    return await person.post("/applications", {"edition": held.desk.code, "track": "expansion"})


async def _listed(held: Year, person: Person, clients: list[dict[str, Any]]) -> dict[str, Any]:
    """A draft with its list and papers."""
    draft = dict((await _mode_two(held, person)).ok(201))
    (await list_clients(person, draft, *clients)).ok()
    await person.hand_over_papers(draft)
    return draft


async def _examined(held: Year, claim: dict[str, Any]) -> None:
    """The third-party body sees the sums, the Yangtze delta apart; then the authority approves."""
    auditor = await held.desk.staff("auditor")
    shown = (await auditor.get(f"/applications/{claim['id']}/clients")).ok()
    assert (shown["count"], shown["fees_fen"]) == (3, 3_833_334)
    assert (shown["flagged_label"], shown["flagged_count"]) == ("长三角区域", 2)
    assert shown["flagged_fees_fen"] == 1_333_334
    (await held.desk.decide(claim, "audit", "auditor")).ok()
    assert (await held.money())["expansion"] == (0, 0), "rolling: nothing is taken before"
    (await held.desk.approve(claim)).ok()


async def one_is_withdrawn(held: Year) -> None:
    """No new clients, and the running one is paid: together with the claim, one line for each."""
    be(held.world, date(2019, 10, 16))
    gone, claimant, code = held.firm(0), held.firm(2), held.desk.code
    staff = await held.world.new_staff("platform", platform_id=gone.platform_id)
    (chosen,) = (await staff.get("/platform/participations")).ok()["items"]
    assert (chosen["listed"], chosen["modes"]) == (True, gone.modes)
    await open_for_business(staff, gone, 2_000_001)
    running, waiting, fresh = [await held.world.sme() for _ in range(3)]
    here = {"platform_id": gone.platform_id, **AUTUMN}
    claim = await running.submitted(code, **here)
    await endorsed(held, staff, claim)
    draft = await waiting.ready(code, **here)
    assert await held.money() == {"copay": (493_826, 800_000), "expansion": (383_333, 0)}
    authority = await held.desk.staff("authority")
    entry = held.entries[gone.name]["id"]
    (await authority.post(f"/recognitions/{entry}/withdraw", WHY)).ok()
    await _seen_by_everybody(held, gone, draft, waiting=waiting, fresh=fresh)
    await approved(held, claim)
    assert await held.money() == {"copay": (1_293_826, 0), "expansion": (383_333, 0)}
    payout = await held.desk.paid("PZ-2019-002")
    assert {line["payee"]: line["amount_fen"] for line in payout["lines"]} == {
        gone.name: 800_000,
        claimant.name: 383_333,
    }
    assert payout["total_fen"] == 1_183_333
    assert (await seen(running, claim))["status"] == "paid"
    person = await claimant.back(held.world)
    assert "¥3,833.33" in (await told(person, "application.paid"))[0]
    pools = await held.desk.pools()
    assert {name: pool["remaining_fen"] for name, pool in pools.items()} == {
        "copay": BUDGETS["copay"] - 1_293_826,
        "expansion": BUDGETS["expansion"] - 383_333,
    }


async def _seen_by_everybody(
    held: Year, gone: Applicant, draft: dict[str, Any], *, waiting: Person, fresh: Person
) -> None:
    """The public on the list, SMEs in the market, its own people and the draft's in the inbox."""
    assert gone.name not in await held.browsed()
    assert len(await held.browsed()) == 26
    entry = (await held.listed())[gone.name]
    assert (entry["state"], entry["withdrawn"]["on"]) == ("withdrawn", "2019-10-16")
    assert {name: entry["withdrawn"][name] for name in WHY} == WHY
    assert len(await held.listed(state="valid")) == 26
    owner = await gone.back(held.world)
    assert WHY["reason"] in (await told(owner, "recognition.withdrawn"))[0]
    assert gone.name in (await told(waiting, "platform.left"))[0]
    refused = await waiting.post(f"/applications/{draft['id']}/submit")
    refused.refused(409, "ineligible")
    assert refused.reasons() == {("platform_id", "not_participating")}
    firm = await fresh.enterprise()
    plan = await fresh.some_plan(held.desk.code, gone.platform_id)
    start = {"edition": held.desk.code, "track": "copay", "enterprise_id": firm["id"], **plan}
    answer = await fresh.post("/applications", start)
    assert answer.reasons() == {("platform_id", "not_participating")}


async def endorsed(held: Year, staff: Person, claim: dict[str, Any]) -> None:
    """The platform hands its client's papers in; another platform does not even find them."""
    path = f"/platform/applications/{claim['id']}/endorse"
    body = {"verdict": "pass", "comment": "属实"}
    stranger = await held.firm(6).back(held.world)
    (await stranger.post(path, body)).refused(404, "not_found")
    (await staff.post(path, body)).ok()


async def approved(held: Year, claim: dict[str, Any]) -> None:
    """Examined by the third-party body, then approved: from now on it only waits for the money."""
    (await held.desk.decide(claim, "audit", "auditor")).ok()
    (await held.desk.approve(claim)).ok()
