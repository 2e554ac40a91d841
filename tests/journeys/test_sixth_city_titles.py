"""The sixth city's titles to the end: a prize with its scores and notice, a standing one for years.

The clock goes back to years whose days off are published, so that working days can pass.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.features.recognitions.carry_over import carry_over
from tests.journeys.desk import Desk, be, seen, told
from tests.journeys.panel import Panel
from tests.journeys.yunxi import CITY, HILLS, TOWN, definition_on, firm_in
from tests.world.application import MovableClock, World
from tests.world.cities import publish_definition
from tests.world.client import Person

SUMMARY, RE_REVIEW = "provider.summary", "provider.re_review"


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every journey sets it."""


async def open_year(world: World, day: date, name: str, before: Desk | None = None) -> Desk:
    """That year under a code of its own; who holds a standing title is carried into it."""
    be(world, day)
    definition = definition_on(day)
    edition = replace(definition.edition, code=f"{CITY}-{name}-{day.year}")
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    async with world.as_owner():
        await carry_over([made.edition.code], clock=world.ports.clock)
    world.ports.rendered.forget()
    return Desk(world, made, before.present if before else {})


async def test_a_prize_by_scores_after_its_notice(world: World) -> None:
    """Three seek it, the line is drawn after the second; both are paid 200 000 yuan."""
    desk = await open_year(world, date(2024, 3, 4), "prize")
    seekers = []
    for number in (501, 502, 503):
        owner, firm = await firm_in(desk, TOWN, number)
        entry = await desk.apply(owner, firm, "benchmark", products=["erp", "mes"])
        assert (entry["award_fen"], entry["stage"]) == (20_000_000, "preliminary")
        (await desk.decide(entry, "preliminary", "district")).ok()
        seekers.append((owner, firm, entry))
    await _scored(desk, [entry["id"] for _, _, entry in seekers])
    notice = await desk.publish("benchmark")
    # Seven working days from Monday 4 March: Tuesday 5 to Wednesday 13.
    assert (notice["starts_on"], notice["ends_on"]) == ("2024-03-04", "2024-03-13")
    assert [entry["name"] for entry in notice["entries"]] == [
        firm["name"] for _, firm, _ in seekers[:2]
    ]
    be(world, date(2024, 3, 13), 23, 50)
    (await desk.close(notice)).refused(409, "notice_running")
    be(world, date(2024, 3, 14))
    (await desk.close(notice)).ok()
    for _, _, entry in seekers[:2]:
        (await desk.approve(entry)).ok()
    assert await _listed(desk) == {firm["name"]: "year" for _, firm, _ in seekers[:2]}
    payout = await desk.paid("云财企〔2024〕1号")
    assert (payout["total_fen"], len(payout["lines"])) == (40_000_000, 2)
    pool = (await desk.pools())["benchmark"]
    assert (pool["locked_fen"], pool["remaining_fen"]) == (40_000_000, 160_000_000)
    third = await desk.back(seekers[2][0])
    assert (await seen(third, seekers[2][2]))["status"] == "rejected"
    await _not_a_second_time(desk, seekers[0])


async def _scored(desk: Desk, entries: list[str]) -> None:
    """Five experts, who agree on the order."""
    track = desk.definition.find_track("benchmark")
    assert track is not None
    panel = Panel(desk, track)
    for points in (0, 1, 2, 3, 4):
        expert = await desk.world.new_staff("expert", edition_code=desk.code)
        totals = {key: 90 - 10 * place - points for place, key in enumerate(entries)}
        await panel.give_all(expert, totals)
    ranking = (await panel.close(reason="申报企业均已评分")).ok()["ranking"]
    assert [line["application_id"] for line in ranking] == entries
    assert [line["average"] for line in ranking] == ["88.00", "78.00", "68.00"]
    (await panel.line(2, "第三名未达到标杆要求")).ok()


async def _not_a_second_time(desk: Desk, seeker: tuple[Person, dict[str, Any], Any]) -> None:
    """Once ever, in the next year as well."""
    later = await open_year(desk.world, date(2025, 3, 3), "prize", desk)
    owner = await later.back(seeker[0])
    refused = await later.start(owner, seeker[1], "benchmark")
    (why,) = refused.refused(409, "already_applied")["errors"]
    assert why["cite"] == "四(四)"


async def _listed(desk: Desk) -> dict[str, str]:
    """The public list of the year: how long each title holds, by name."""
    desk.world.ports.rendered.forget()
    page = (await desk.world.anyone.get(f"/lists/{CITY}", params={"edition": desk.code})).ok()
    assert {entry["state"] for entry in page["items"]} == {"valid"}
    return {entry["name"]: entry["span"] for entry in page["items"]}


async def test_a_provider_is_listed_sums_up_and_is_reviewed(world: World) -> None:
    desk = await open_year(world, date(2024, 3, 4), "provider")
    owner, firm = await firm_in(desk, HILLS, 511)
    declared = {"functions": ["market"], "modes": ["cloud"]}
    entry = await desk.apply(owner, firm, "provider", technicians=8, **declared)
    (await desk.decide(entry, "preliminary", "district")).ok()
    (notice,) = await desk.noticed(["provider"])
    # Five working days: Tuesday 5 to Monday 11.
    assert notice["ends_on"] == "2024-03-11"
    (await desk.approve(entry)).ok()
    assert await _listed(desk) == {firm["name"]: "standing"}
    owner = await desk.back(owner)
    assert "云溪市数字化服务商" in (await told(owner, "recognition.entered"))[0]
    assert await _browsed(desk) == {firm["name"]: ["market"]}

    year = await open_year(world, date(2025, 1, 6), "provider", desk)
    assert await _browsed(year) == {firm["name"]: ["market"]}, "a standing title goes on"
    owner = await year.back(owner)
    (await year.start(owner, firm, RE_REVIEW)).refused(409, "not_due")
    summary = await year.apply(owner, firm, SUMMARY)
    (await year.approve(summary)).ok()
    assert (await seen(owner, summary))["status"] == "approved"

    due = await open_year(world, date(2026, 3, 2), "provider", desk)
    owner = await due.back(owner)
    report = await due.apply(owner, firm, RE_REVIEW)
    (await due.decide(report, "preliminary", "district")).ok()
    (await due.approve(report)).ok()
    page = (await world.anyone.get(f"/lists/{CITY}", params={"q": firm["name"]})).ok()
    (held,) = page["items"]
    assert (held["state"], held["reviewed_on"]) == ("valid", "2026-03-02")
    assert held["review_due_on"] == "2028-03-12"


async def _browsed(desk: Desk) -> dict[str, list[str]]:
    """The providers that a firm can choose in the year, with their categories."""
    desk.world.ports.rendered.forget()
    page = (await desk.world.anyone.get(f"/programmes/{desk.code}/platforms")).ok()
    return {item["name"]: item["categories"] for item in page["items"]}
