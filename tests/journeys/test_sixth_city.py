"""A city that nobody programmed: written from the page, it runs in a real `up` beside the five.

Its public notices stand for working days, which do not pass here: its titles are walked to the
end in test_sixth_city_titles.py.
"""

import asyncio
import os
import signal
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.clock import SHANGHAI
from tests.journeys.desk import Desk, seen, told
from tests.journeys.panel import Panel
from tests.journeys.yunxi import (
    BROKEN,
    CITY,
    HILLS,
    TOWN,
    definition_on,
    estimate,
    firm_in,
    six_and_a_broken_one,
    world_of,
)
from tests.world.apply import good_facts
from tests.world.client import Person
from tests.world.installation import until
from tests.world.review_steps import PASS
from tests.world.up import STOP_SECONDS, beside, up

TRACKS = [
    *("provider", "cloud", "benchmark", "online-step"),
    *("rent", "storage", "loan", "workshop"),
]
MILLION = 100_000_000
LOAN = {"principal_fen": 10 * MILLION, "reference_rate_bp": 310, "days": 360}


@pytest.mark.timeout(240)
async def test_a_sixth_city_needs_no_line_of_code(quick_path: Path) -> None:
    data, programmes = quick_path / "data", quick_path / "programmes"
    today = datetime.now(SHANGHAI).date()
    six_and_a_broken_one(programmes, today)
    async with up(data, "--programmes", str(programmes), demo=True) as process:
        async with world_of(data) as world:
            desk = Desk(world, definition_on(today))
            await everybody_sees_six_cities(desk, data, today)
            await every_track_is_estimated(desk)
            await the_cloud_is_paid_to_the_provider(desk)
            await five_tracks_are_paid_to_the_firms(desk)
            await what_the_notice_rules_out(desk)
            await titles_wait_for_their_notices(desk)
        os.kill(process.pid, signal.SIGTERM)
        assert process.stderr is not None
        complaint = (await asyncio.wait_for(process.stderr.read(), STOP_SECONDS)).decode()
    assert f"{BROKEN}：没有发布" in complaint
    assert f"{BROKEN}/policy.toml · tracks.provider.conditions[3].op" in complaint


async def everybody_sees_six_cities(desk: Desk, data: Path, today: date) -> None:
    """The broken copy is nowhere, and all the others are published, each with its demonstration."""
    _, listed = await beside(data, "programme", "list")
    published = {line.split()[0] for line in listed.splitlines()}
    assert {f"{CITY}-{today.year}", f"{CITY}-{today.year + 1}"} <= published
    assert not [code for code in published if code.startswith(BROKEN)]
    items = (await desk.world.anyone.get("/programmes", params={"limit": "100"})).ok()["items"]
    by_programme = {item["programme"]: item for item in items if item["status"] == "open"}
    assert len(by_programme) == 6
    assert by_programme[CITY]["code"] == desk.code
    assert by_programme[CITY]["authority"] == "云溪市工业和信息化局"
    shown = (await desk.world.anyone.get(f"/programmes/{desk.code}")).ok()
    assert [track["code"] for track in shown["tracks"]] == TRACKS
    (fraud,) = shown["clauses"]
    assert (fraud["id"], fraud["cite"]) == ("fraud", "十")
    page = (await desk.world.anyone.get(f"/programmes/{desk.code}/platforms")).ok()
    assert {item["name"] for item in page["items"]} >= {"示例·云上行（虚构平台）"}


async def every_track_is_estimated(desk: Desk) -> None:
    """Amounts by hand from the notice, the cases at their edges."""
    provider = {"years_established": 2, "firms_served": 30, "no_violation": True}
    for technicians, region, eligible in ((8, "hills", True), (8, None, False), (15, None, True)):
        answer = await estimate(desk, "provider", region, technicians=technicians, **provider)
        assert (answer["eligible"], answer["award_fen"]) == (eligible, 0)
    awards: tuple[tuple[str, dict[str, Any], int], ...] = (
        ("cloud", {"fee_fen": 980_001}, 490_000),
        ("cloud", {"fee_fen": 4_000_000}, 1_500_000),
        ("benchmark", {"digital_spending_fen": MILLION + 1}, 20_000_000),
        ("online-step", {"annual_volume_fen": 5 * MILLION}, 0),
        ("online-step", {"annual_volume_fen": 5 * MILLION + 1}, 2_000_000),
        ("online-step", {"annual_volume_fen": 101 * MILLION}, 28_000_000),
        (
            "online-step",
            {"annual_volume_fen": 21 * MILLION, "highest_past_volume_fen": 6 * MILLION},
            6_000_000,
        ),
        ("rent", {"support_year": 1, "rent_fen": 10_000_000}, 8_000_000),
        (
            "rent",
            {"support_year": 2, "rent_fen": 10_000_000, "received_fen": 8_000_000},
            4_000_000,
        ),
        ("storage", {"area": 99}, 0),
        ("storage", {"area": 100}, 600_000),
        ("storage", {"area": 1001}, 6_000_000),
        ("loan", LOAN, 12_400_000),
        ("loan", {**LOAN, "provincial_received_fen": 2_000_000}, 10_400_000),
        ("loan", {**LOAN, "days": 365, "principal_fen": 100 * MILLION}, 15_000_000),
        ("workshop", {"grade": "national"}, 30_000_000),
        ("workshop", {"grade": "provincial", "lower_received_fen": 5_000_000}, 10_000_000),
    )
    for track, facts, award_fen in awards:
        found = desk.definition.find_track(track)
        assert found is not None
        answer = await estimate(desk, track, **(good_facts(found) | _dates(track) | facts))
        assert answer["award_fen"] == award_fen, (track, facts)
        assert answer["eligible"] or award_fen == 0, (track, facts)


def _dates(track: str) -> dict[str, str]:
    """Signed ten days ago and paid the day after, on the track that asks."""
    now = datetime.now(UTC).replace(microsecond=0)
    dates = {"signed_at": now - timedelta(days=10), "paid_at": now - timedelta(days=9)}
    return {name: day.isoformat() for name, day in dates.items() if track == "cloud"}


async def the_cloud_is_paid_to_the_provider(desk: Desk) -> None:
    """A small firm in the hills, below the main threshold, and a plan above the cap."""
    world = desk.world
    query = {"q": "云上行"}
    page = (await world.anyone.get(f"/programmes/{desk.code}/platforms", params=query)).ok()
    (provider,) = page["items"]
    shown = (
        await world.anyone.get(f"/platforms/{provider['id']}", params={"edition": desk.code})
    ).ok()
    plan = next(plan for plan in shown["plans"] if plan["fee_fen"] == 4_000_000)
    parts = [plan[f"{who}_fen"] for who in ("government", "platform", "enterprise")]
    assert (parts[0], sum(parts)) == (1_500_000, 4_000_000)
    for number, district in ((1, HILLS), (2, TOWN)):
        owner, firm = await firm_in(desk, district, number)
        draft = await _cloud(desk, owner, firm, provider["id"], plan)
        answer = await owner.post(f"/applications/{draft['id']}/submit")
        if district == TOWN:
            (why,) = answer.refused(409, "ineligible")["errors"]
            assert (why["field"], why["cite"]) == ("employees", "三(一)")
            continue
        entry = answer.ok()
        assert (entry["stage"], entry["award_fen"]) == ("endorse", 1_500_000)
        seller = await world.new_staff("platform", platform_id=provider["id"])
        path = f"/platform/applications/{entry['id']}/endorse"
        (await seller.post(path, PASS)).ok()
        (await desk.decide(entry, "audit", "auditor")).ok()
        (await desk.approve(entry)).ok()
        payout = await desk.paid("云财企1号")
        (line,) = payout["lines"]
        assert (line["platform_id"], line["amount_fen"]) == (provider["id"], 1_500_000)
        assert (await seen(owner, entry))["status"] == "paid"
        assert (await desk.pools())["cloud"]["locked_fen"] == 1_500_000


async def _cloud(
    desk: Desk, owner: Person, firm: dict[str, Any], platform_id: str, plan: dict[str, Any]
) -> dict[str, Any]:
    """Complete, not handed in; six employees."""
    body = {
        **{"edition": desk.code, "track": "cloud", "enterprise_id": firm["id"]},
        **{"platform_id": platform_id, "plan_id": plan["id"]},
    }
    draft = (await owner.post("/applications", body)).ok(201)
    given = {
        **_dates("cloud"),
        "contract_no": f"HT-{draft['id']}",
        "fee_fen": plan["fee_fen"],
        "paid_fen": plan["enterprise_fen"],
        "facts": {"registered_here": True, "employees": 6, "turnover_fen": 9 * MILLION},
    }
    headers = {"If-Match": f'"{draft["version"]}"'}
    path = f"/applications/{draft['id']}/particulars"
    filled = dict((await owner.put(path, given, headers=headers)).ok())
    await owner.hand_over_papers(filled)
    return filled


FIRMS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("online-step", {"annual_volume_fen": 21 * MILLION}, 8_000_000),
    ("rent", {"support_year": 1, "rent_fen": 10_000_000}, 8_000_000),
    ("storage", {"area": 250}, 1_500_000),
    ("loan", {**LOAN, "provincial_received_fen": 2_000_000}, 10_400_000),
    ("workshop", {"grade": "city"}, 5_000_000),
    ("workshop", {"grade": "city"}, 5_000_000),
)


async def five_tracks_are_paid_to_the_firms(desk: Desk) -> None:
    """Each along its own path, then one payout with a line for every firm."""
    cases = []
    for number, (track, facts, award_fen) in enumerate(FIRMS, 11):
        owner, firm = await firm_in(desk, TOWN, number)
        entry = await desk.apply(owner, firm, track, **facts)
        assert entry["award_fen"] == award_fen, track
        await _through(desk, entry)
        cases.append((owner, firm, entry, award_fen))
    total = sum(award_fen for *_, award_fen in cases)
    assert (await desk.pools())["general"]["locked_fen"] == total
    payout = await desk.paid("云财企2号")
    assert payout["total_fen"] == total
    lines = {line["payee"]: line for line in payout["lines"]}
    for owner, firm, entry, award_fen in cases:
        assert lines[firm["name"]]["amount_fen"] == award_fen
        assert lines[firm["name"]]["platform_id"] is None
        assert (await seen(owner, entry))["status"] == "paid"
    owner = cases[0][0]
    await until(lambda: told(owner, "application.paid"), "the worker tells of the payment")


async def _through(desk: Desk, entry: dict[str, Any]) -> None:
    """From the first review to the decision, whichever steps the track has."""
    track = desk.definition.find_track(entry["track"])
    assert track is not None
    for stage in track.stages:
        if stage.kind not in ("payout", "publicity"):
            (await desk.decide(entry, stage.kind, stage.role)).ok()


async def what_the_notice_rules_out(desk: Desk) -> None:
    """Rent beside storage, a fourth year of rent, a third workshop of the city in one year."""
    owner, firm = await firm_in(desk, TOWN, 31)
    await desk.apply(owner, firm, "storage", area=100)
    taken = await desk.start(owner, firm, "rent", support_year=1, rent_fen=1_000_000)
    (why,) = taken.refused(409, "already_applied")["errors"]
    assert (why["code"], why["cite"]) == ("no_stacking", "六(三)")
    owner, firm = await firm_in(desk, TOWN, 32)
    draft = (await desk.start(owner, firm, "rent", support_year=4, rent_fen=1_000_000)).ok(201)
    await owner.hand_over_papers(draft)
    late = await owner.post(f"/applications/{draft['id']}/submit")
    (why,) = late.refused(409, "ineligible")["errors"]
    assert (why["field"], why["cite"]) == ("support_year", "六(一)")
    third = await desk.apply(owner, firm, "workshop", grade="city")
    (why,) = (await desk.approve(third)).refused(409, "exhausted")["errors"]
    assert (why["field"], why["cite"]) == ("facts.grade", "八(一)")


async def titles_wait_for_their_notices(desk: Desk) -> None:
    """Five experts for the prize; both notices stand, and neither closes before its days are over."""
    owner, firm = await firm_in(desk, TOWN, 41)
    provider = await desk.apply(owner, firm, "provider", functions=["management"], modes=["cloud"])
    (await desk.decide(provider, "preliminary", "district")).ok()
    prize = await desk.apply(owner, firm, "benchmark", products=["erp", "mes"])
    (await desk.decide(prize, "preliminary", "district")).ok()
    track = desk.definition.find_track("benchmark")
    assert track is not None
    panel = Panel(desk, track)
    for total in (90, 88, 86, 84):
        expert = await desk.world.new_staff("expert", edition_code=desk.code)
        await panel.give_all(expert, {prize["id"]: total})
    (await panel.close(reason="提前结束")).refused(409, "scores_missing")
    expert = await desk.world.new_staff("expert", edition_code=desk.code)
    await panel.give_all(expert, {prize["id"]: 82})
    (ranked,) = (await panel.close(reason="只有一家申报，提前评审")).ok()["ranking"]
    assert (ranked["rank"], ranked["average"], ranked["experts"]) == (1, "86.00", 5)
    (await panel.line(1, "达到标准")).ok()
    for code, days in (("provider", 5), ("benchmark", 7)):
        notice = await desk.publish(code)
        assert notice["working_days"] == days
        (await desk.close(notice)).refused(409, "notice_running")
