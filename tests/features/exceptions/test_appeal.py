"""An appeal that is upheld puts the application back, with its key; one that is dismissed does not."""

from typing import Any

from server.features.quota.lock_next import lock_next_in_turn
from server.features.verdicts.after_lock import open_after_lock
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, PASS, audited, decide, endorse, shown

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


async def rejected(world: World, stage: str = "audit") -> tuple[str, Person, dict[str, Any]]:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    if stage == "approve":
        await audited(world, application)
        person = await world.staff("authority")
    else:
        (await endorse(world, application)).ok()
        person = await world.staff("auditor")
    (await decide(person, application, stage, REJECT)).ok()
    return edition, owner, application


async def key_of(world: World, application: dict[str, Any]) -> tuple[Any, ...]:
    (row,) = await world.fetch(
        "SELECT later_at, earlier_at, sequence, live FROM claims WHERE application_id::text = $1",
        application["id"],
    )
    return tuple(row)


async def test_upheld_it_goes_on_where_it_ended(world: World) -> None:
    _, owner, application = await rejected(world)
    before = await key_of(world, application)
    path = f"/applications/{application['id']}/appeal"
    made = (await owner.post(path, {"reason": "原件可查"})).ok(201)
    (await owner.post(path, {"reason": "再次"})).refused(409, "not_appealable")
    authority = await world.staff("authority")
    items = (await authority.get("/appeals", params={"limit": "100"})).ok()["items"]
    assert made["id"] in [item["id"] for item in items]
    seen = (await authority.get(f"/appeals/{made['id']}")).ok()
    assert seen["enterprise"]["id"] == application["enterprise"]["id"]
    against = seen["against"]
    assert (against["status"], against["reason"]) == ("rejected", REJECT["comment"])
    file = (await authority.get(f"/office/applications/{application['id']}")).ok()
    assert (file["open_appeal"], file["government_paid_fen"]) == (made["id"], 0)
    assert file["firm"]["id"] == application["enterprise"]["id"]
    assert file["decision"]["rejection"]["reason"] == REJECT["comment"]
    assert "decide_appeal" in file["application"]["allowed"]
    decided = (await authority.post(f"/appeals/{made['id']}/decide", UPHELD)).ok()
    assert decided["state"] == "upheld"
    seen = await shown(owner, application)
    assert (seen["status"], seen["stage"]) == ("in_review", "audit")
    assert seen["queue"]["state"] == "funded"
    assert await key_of(world, application) == (*before[:3], True)
    again = await authority.post(f"/appeals/{made['id']}/decide", UPHELD)
    again.refused(409, "already_decided")
    (await decide(await world.staff("auditor"), application, "audit", AUDIT_PASS)).ok()


async def test_what_had_passed_is_locked_again_first(world: World) -> None:
    edition, owner, application = await rejected(world, "approve")
    made = (await owner.post(f"/applications/{application['id']}/appeal", {"reason": "有误"})).ok(
        201
    )
    authority = await world.staff("authority")
    (await authority.post(f"/appeals/{made['id']}/decide", UPHELD)).ok()
    query = {"q": application["number"]}
    assert (await authority.get("/reviews", params=query)).ok()["items"] == []
    (pool,) = await world.fetch(
        "SELECT id FROM pools WHERE edition_id = $1 AND code = 'copay'", edition
    )
    ports = world.ports
    locked = await lock_next_in_turn(
        pool["id"],
        open_next=open_after_lock,
        clock=ports.clock,
        ranker=ports.ranker,
    )
    assert locked == 1
    review = (await decide(authority, application, "approve", PASS)).ok()
    assert review["round"] == 2
    assert review["application"]["status"] == "payable"


async def test_dismissed_it_stays_ended(world: World) -> None:
    _, owner, application = await rejected(world)
    path = f"/applications/{application['id']}/appeal"
    made = (await owner.post(path, {"reason": "不服"})).ok(201)
    authority = await world.staff("authority")
    body = {"verdict": "dismissed", "comment": "理由不成立"}
    (await authority.post(f"/appeals/{made['id']}/decide", body)).ok()
    assert (await shown(owner, application))["status"] == "rejected"
    (await owner.post(path, {"reason": "仍不服"})).refused(409, "not_appealable")
    (own,) = (await owner.get(f"{path}s")).ok()["items"]
    assert (own["id"], own["state"], own["decision"]) == (made["id"], "dismissed", "理由不成立")
    (await (await world.sme()).get(f"{path}s")).refused(404, "not_found")


async def test_not_if_the_firm_has_applied_anew(world: World) -> None:
    edition, owner, application = await rejected(world)
    made = (await owner.post(f"/applications/{application['id']}/appeal", {"reason": "有误"})).ok(
        201
    )
    await owner.submitted(edition, enterprise_id=application["enterprise"]["id"])
    authority = await world.staff("authority")
    answer = await authority.post(f"/appeals/{made['id']}/decide", UPHELD)
    answer.refused(409, "already_applied")
    assert (await shown(owner, application))["status"] == "rejected"


async def test_whose_appeal_it_is(world: World) -> None:
    _, owner, application = await rejected(world)
    path = f"/applications/{application['id']}/appeal"
    stranger = await world.sme()
    (await stranger.post(path, {"reason": "x"})).refused(404, "not_found")
    (await owner.post(path, {"reason": ""})).refused(422, "invalid")
    made = (await owner.post(path, {"reason": "有误"})).ok(201)
    outside = await world.staff("authority", edition_code=world.edition)
    answer = await outside.post(f"/appeals/{made['id']}/decide", UPHELD)
    answer.refused(404, "not_found")
    for person in (owner, await world.staff("auditor"), await world.staff("inspector")):
        answer = await person.post(f"/appeals/{made['id']}/decide", UPHELD)
        answer.refused(403, "forbidden")
    running = await owner.submitted(world.edition)
    answer = await owner.post(f"/applications/{running['id']}/appeal", {"reason": "x"})
    answer.refused(409, "not_appealable")


async def test_who_left_the_firm_is_told_nothing_more_of_it(world: World) -> None:
    _, owner, application = await rejected(world)
    path, key = f"/applications/{application['id']}/appeal", {"Idempotency-Key": "appeal-once"}
    made = (await owner.post(path, {"reason": "有误"}, headers=key)).ok(201)
    again = (await owner.post(path, {"reason": "有误"}, headers=key)).ok(201)
    assert again["id"] == made["id"]
    await world.fetch(
        "UPDATE enterprise_members SET left_at = now() WHERE user_id::text = $1", owner.user["id"]
    )
    (await owner.post(path, {"reason": "有误"}, headers=key)).refused(404, "not_found")


async def test_the_review_names_the_appeal_to_who_decides_it(world: World) -> None:
    _, owner, application = await rejected(world, "approve")
    path = f"/applications/{application['id']}/appeal"
    authority, query = await world.staff("authority"), {"q": application["number"], "state": "done"}
    items = (await authority.get("/reviews", params=query)).ok()["items"]
    (review,) = [item for item in items if item["stage"] == "approve"]
    assert (await authority.get(f"/reviews/{review['id']}")).ok()["open_appeal"] is None
    made = (await owner.post(path, {"reason": "原件可查"})).ok(201)
    assert (await authority.get(f"/reviews/{review['id']}")).ok()["open_appeal"] == made["id"]
