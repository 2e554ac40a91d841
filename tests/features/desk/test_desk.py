"""The start page of each role counts what its lists show, and leads there."""

from typing import Any
from uuid import UUID

from tests.features.notices.ground import edition_with_notice, published, waiting
from tests.features.programme_files.city import City, act, operators, propose
from tests.features.scoring.contest import contest
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, audited, decide, endorsed, platform_of, review_of


async def desk(person: Person, edition: str | None = None) -> dict[str, dict[str, Any]]:
    """Figures by code; of one edition where it is named, and those of none."""
    items = (await person.get("/desk")).ok()["items"]
    return {
        item["code"]: item
        for item in items
        if edition is None or item["edition"] in (edition, None)
    }


async def test_a_reviewer_sees_what_waits_and_what_is_held(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await endorsed(world, owner, edition)
    await endorsed(world, owner, edition)
    auditor = await world.new_staff("auditor", edition_code=edition)
    review = await review_of(auditor, first, "audit")
    await world.fetch(
        "UPDATE reviews SET due_on = current_date - 3 WHERE id = $1", UUID(review["id"])
    )
    found = (await desk(auditor))["reviews"]
    assert (found["count"], found["overdue"], found["new"]) == (2, 1, 2)
    assert (found["role"], found["edition"], found["section"]) == ("auditor", edition, "waiting")
    assert found["amount_fen"] == 2 * first["award_fen"]
    link = {name: value for name, value in found["link"].items() if name != "list"}
    listed = (await auditor.get("/reviews", params=link)).ok()
    assert listed["totals"] == {"count": 2, "amount_fen": found["amount_fen"]}
    (await auditor.post(f"/reviews/{review['id']}/take")).ok()
    assert (await desk(auditor))["mine"]["count"] == 1
    (await decide(auditor, first, "audit", AUDIT_PASS)).ok()
    after = await desk(auditor)
    assert (after["reviews"]["count"], after["decided"]["count"]) == (1, 1)
    assert "mine" not in after
    english = (await auditor.get("/desk", headers={"Accept-Language": "en"})).ok()["items"]
    assert all(item["label"].isascii() for item in english)


async def test_only_what_the_grants_reach_is_counted(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    await endorsed(world, owner, edition)
    other = await world.new_staff("auditor", edition_code=await world.publish())
    assert await desk(other) == {}
    inspector = await world.new_staff("inspector", edition_code=edition)
    assert (await desk(inspector))["reviews"]["count"] == 1
    admin = await world.new_staff("admin")
    assert await desk(admin) == {}


async def test_only_experts_have_to_declare(world: World) -> None:
    made = await contest(world, entries=2, experts=1)
    found = await desk(made.experts[0], made.edition)
    assert (found["to_declare"]["count"], "to_score" in found) == (2, False)
    inspector = await world.new_staff("inspector", edition_code=made.edition)
    read = await desk(inspector, made.edition)
    assert (read["to_score"]["count"], "to_declare" in read) == (2, False)


async def test_the_authority_sees_what_is_to_be_published_decided_and_paid(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, _ = await waiting(world, edition)
    authority = await world.new_staff("authority", edition_code=edition)
    due = (await desk(authority))["notices_due"]
    assert (due["count"], due["link"]) == (
        1,
        {"list": "notices", "edition": edition, "state": "due"},
    )
    notice = await published(world, edition)
    after = await desk(authority)
    assert "notices_due" not in after
    assert (after["notices_running"]["count"], after["notices_running"]["due_on"]) == (
        1,
        notice["ends_on"],
    )
    (await owner.post("/session/phone", {"code": "sandbox-phone-13900001234"})).ok()
    (await owner.post(f"/notices/{notice['id']}/objections", {"reason": "有异议"})).ok(201)
    assert (await desk(authority))["objections"]["count"] == 1
    shop = await world.publish()
    paid = await (await world.sme()).submitted(shop)
    await audited(world, paid)
    payer = await world.new_staff("authority", edition_code=shop)
    assert (await desk(payer, shop))["reviews"]["count"] == 1
    (await decide(payer, paid, "approve", {"verdict": "pass", "comment": "同意"})).ok()
    payable = (await desk(payer, shop))["payable"]
    assert (payable["count"], payable["amount_fen"]) == (1, paid["award_fen"])


async def test_a_platform_sees_its_clients_and_their_money(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    platform = await platform_of(world, application)
    found = await desk(platform, edition)
    assert found["endorse"]["link"] == {"list": "clients", "edition": edition, "stage": "endorse"}
    assert found["money_expected"]["amount_fen"] >= application["award_fen"]
    items = [{"item": "payment_receipt", "reason": "看不清"}]
    body = {"verdict": "return", "comment": "请补正", "items": items}
    before = found.get("returned", {"count": 0})["count"]
    (await platform.post(f"/platform/applications/{application['id']}/endorse", body)).ok()
    assert (await desk(platform, edition))["returned"]["count"] == before + 1


async def test_files_of_a_programme_wait_for_whoever_did_not_propose_them(world: World) -> None:
    async def waiting_for(person: Person) -> int:
        return int((await desk(person)).get("files_proposed", {"count": 0})["count"])

    first, second = await operators(world)
    own, others = await waiting_for(first), await waiting_for(second)
    made = (await propose(first, City())).ok(201)
    assert (await waiting_for(first), await waiting_for(second)) == (own, others + 1)
    (await act(second, made, "refuse", reason="请再核对")).ok()
    assert await waiting_for(second) == others
