"""Revoking: before payment the money is free at once, after it the claim keeps its lock."""

from datetime import datetime
from typing import Any

from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import approved, events, shown
from tests.world.verified import pay_out

REASON = {"reason": "提供虚假材料"}


async def pool(world: World, edition: str) -> dict[str, Any]:
    (found,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert found["budget_fen"] == (
        found["locked_fen"] + found["funded_fen"] + found["remaining_fen"]
    )
    return dict(found)


async def paid(world: World, edition: str) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    authority = await world.staff("authority")
    payout = await pay_out(world, edition)
    body = {"paid_on": datetime.now(SHANGHAI).date().isoformat(), "voucher_no": "PZ-1"}
    (await authority.post(f"/payouts/{payout['id']}/confirm", body)).ok()
    return owner, application


async def test_before_payment_the_money_is_free(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    assert (await pool(world, edition))["locked_fen"] == application["award_fen"]
    authority = await world.staff("authority")
    path = f"/applications/{application['id']}/revoke"
    answer = await authority.post(path, {**REASON, "recover_fen": 1})
    answer.refused(422, "invalid")
    assert answer.reasons() == {("recover_fen", "too_much")}
    seen = (await authority.post(path, REASON)).ok()
    assert (seen["status"], seen["queue"]["state"]) == ("revoked", "none")
    assert (await pool(world, edition))["locked_fen"] == 0
    assert events(await shown(owner, application))[-1] == "revoked"
    (await authority.post(path, REASON)).ok()
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")


async def test_after_payment_it_stays_locked_and_is_on_record(world: World) -> None:
    edition = await world.publish()
    owner, application = await paid(world, edition)
    authority = await world.staff("authority")
    path = f"/applications/{application['id']}/revoke"
    body = {**REASON, "recover_fen": application["award_fen"], "credit_record": True}
    too_much = {**body, "recover_fen": application["award_fen"] + 1}
    (await authority.post(path, too_much)).refused(422, "invalid")
    seen = (await authority.post(path, body)).ok()
    assert (seen["status"], seen["queue"]["state"]) == ("revoked", "locked")
    assert (await pool(world, edition))["locked_fen"] == application["award_fen"]

    (firm,) = (await owner.get("/enterprises")).ok()["items"]
    auditor = await world.staff("auditor")
    query = {"uscc": firm["uscc"]}
    (record,) = (await auditor.get("/credit-records", params=query)).ok()["items"]
    assert (record["reason"], record["recover_fen"]) == (REASON["reason"], application["award_fen"])
    (await owner.get("/credit-records", params=query)).refused(403, "forbidden")
    (await auditor.get("/credit-records")).refused(422, "invalid")
    again = await owner.post(
        "/applications",
        {
            "edition": await world.publish(),
            "track": "copay",
            "enterprise_id": firm["id"],
            **(await owner.some_plan(edition)),
        },
    )
    again.refused(409, "credit_blocked")


async def test_not_while_it_is_on_its_way_or_undecided(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    authority = await world.staff("authority")
    path = f"/applications/{application['id']}/revoke"
    (await authority.post(path, REASON)).refused(409, "not_revocable")
    await approved(world, application)
    await pay_out(world, edition)
    (await authority.post(path, REASON)).refused(409, "not_revocable")
    assert (await shown(owner, application))["status"] == "payable"


async def test_only_the_authority_within_its_grant(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    path = f"/applications/{application['id']}/revoke"
    outside = await world.staff("authority", edition_code=world.edition)
    (await outside.post(path, REASON)).refused(404, "not_found")
    for person in (owner, await world.staff("auditor"), await world.staff("inspector")):
        (await person.post(path, REASON)).refused(403, "forbidden")
