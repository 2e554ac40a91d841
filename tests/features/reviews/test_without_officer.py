"""What no grant reaches is a list of the authority's, and is moved to where somebody sees it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from storage.postgres.without_officer import count_without_officer
from tests.world.application import World
from tests.world.client import Person

TRACK = "platform"


async def at_preliminary(world: World, owner: Person, district: str) -> dict[str, Any]:
    """A hand-in of the accreditation, whose first step is the district's."""
    made = await owner.submitted(await world.publish(), enterprise_id=await _firm(owner, district))
    # The first step of `copay` is the platform's; the district's desk is what this is about.
    await world.fetch(
        "UPDATE reviews SET role = 'district', stage = 'preliminary' WHERE application_id::text = $1"
        " AND state = 'open'",
        made["id"],
    )
    await world.fetch(
        "UPDATE applications SET stage = 'preliminary' WHERE id::text = $1", made["id"]
    )
    return made


async def _firm(owner: Person, district: str) -> str:
    return str((await owner.enterprise(district=district))["id"])


async def numbers(who: Person, path: str) -> set[str]:
    page = (await who.get(path, params={"limit": "100"})).ok()
    return {item["number"] for item in page["items"]}


@pytest_asyncio.fixture(loop_scope="session")
async def only_district_officers(world: World) -> AsyncIterator[None]:
    """No officer of other tests sees these districts meanwhile; afterwards they do again."""
    held = await world.fetch(
        "SELECT id, valid_to FROM grants WHERE role = 'district'"
        " AND (district IS NULL OR district <> '徐汇区') AND (valid_to IS NULL OR valid_to > now())"
    )
    await world.fetch(
        "UPDATE grants SET valid_to = now() - interval '1 minute' WHERE id = ANY($1)",
        [row["id"] for row in held],
    )
    yield
    for row in held:
        again = "UPDATE grants SET valid_to = $2 WHERE id = $1"
        await world.fetch(again, row["id"], row["valid_to"])


@pytest.mark.usefixtures("only_district_officers")
async def test_it_is_listed_counted_moved_told_and_seen(world: World) -> None:
    owner = await world.sme()
    authority = await world.staff("authority")
    await world.staff("district", district="徐汇区")
    officer = await world.staff("district", district="徐汇区")
    made = await at_preliminary(world, owner, "崇明区")
    assert made["number"] in await numbers(authority, "/reviews/without-officer")
    async with world.as_app():
        counted = {one.kind: one.count for one in await count_without_officer()}
    assert counted["review"] >= 1
    assert made["number"] not in await numbers(officer, "/reviews")

    path = f"/applications/{made['id']}/district"
    wrong = await authority.post(path, {"district": "火星区", "reason": "x"})
    assert wrong.reasons() == {("district", "not_an_option")}
    elsewhere = await authority.post(path, {"district": "莲都区", "reason": "x"})
    assert elsewhere.reasons() == {("district", "contradicts")}
    (await officer.post(path, {"district": "徐汇", "reason": "x"})).refused(404, "not_found")
    moved = (await authority.post(path, {"district": "徐汇", "reason": "企业在徐汇区"})).ok()
    assert moved["district"] == "徐汇区"
    assert made["number"] in await numbers(officer, "/reviews")
    assert made["number"] not in await numbers(authority, "/reviews/without-officer")

    shown = (await owner.get(f"/applications/{made['id']}")).ok()
    assert ("district.moved", "企业在徐汇区") in [
        (line["event"], line["comment"]) for line in shown["timeline"]
    ]
    inbox = (await owner.get("/notifications")).ok()["items"]
    assert any("徐汇区" in item["body"] for item in inbox)

    # Its own officer may hand it on, and does not see it any more.
    (await officer.post(path, {"district": "黄浦区", "reason": "更正"})).ok()
    assert made["number"] not in await numbers(officer, "/reviews")
    assert made["number"] in await numbers(authority, "/reviews/without-officer")


async def test_only_district_and_authority_move(world: World) -> None:
    owner = await world.sme()
    made = await at_preliminary(world, owner, "徐汇区")
    body = {"district": "黄浦区", "reason": "x"}
    for role in ("auditor", "expert", "inspector"):
        answer = await (await world.staff(role)).post(f"/applications/{made['id']}/district", body)
        answer.refused(403, "forbidden")
    (await owner.post(f"/applications/{made['id']}/withdraw")).ok()
    authority = await world.staff("authority")
    answer = await authority.post(f"/applications/{made['id']}/district", body)
    answer.refused(409, "not_movable")


async def test_a_firm_that_nobody_may_check_is_listed(world: World) -> None:
    owner, authority = await world.sme(), await world.staff("authority")
    firm = await owner.enterprise(district="崇明区")
    path = "/reviews/without-officer"
    page = (await authority.get(path, params={"limit": "100"})).ok()
    assert firm["id"] not in [item["id"] for item in page["items"]]


async def test_firms_and_disputes_without_any_officer_are_counted(bare: World) -> None:
    holder, other = await bare.sme(), await bare.sme()
    firm = await holder.enterprise(district="崇明区")
    said = {"uscc": firm["uscc"], "reason": "这是我的企业"}
    (await other.post("/enterprises/disputes", said)).ok(201)
    async with bare.as_app():
        counted = {one.kind: one.count for one in await count_without_officer()}
    assert counted == {"dispute": 1, "enterprise": 1}

    await bare.new_staff("district", district="徐汇区")
    async with bare.as_app():
        assert len(await count_without_officer()) == 2
    await bare.new_staff("district", district="崇明")
    async with bare.as_app():
        assert await count_without_officer() == []
