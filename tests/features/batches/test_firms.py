"""Whose the firms of a batch are: nobody's yet, somebody's, known under another name."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.client import firm
from tests.world.client_batches import office, worked_off

REASON = {"reason": "本公司没有与该平台签订服务协议"}


async def test_the_declared_contact_verifies_the_owner_who_then_sees_it(world: World) -> None:
    at, owner = await office(world), await world.sme()
    own = await owner.enterprise()
    row = at.row(uscc=own["uscc"], enterprise_name=own["name"])
    phone = row.cells["contact_phone"]
    (await owner.post("/session/phone", {"code": f"sandbox-phone-{phone}"})).ok()
    batch = await at.handed_in(row)
    (result,) = await at.results(batch)
    assert result["result"] == "accepted", result
    assert (await owner.get("/enterprises")).ok()["items"][0]["state"] == "verified"
    shown = (await owner.get(f"/applications/{result['application_id']}")).ok()
    assert {paper["kind"] for paper in shown["evidence"]} == set(row.papers)
    (await owner.post(f"/applications/{result['application_id']}/confirm")).ok()


async def test_who_only_took_the_code_sees_nothing_and_its_record_stays(world: World) -> None:
    at, taker = await office(world), await world.sme()
    own = await taker.enterprise(employees=7)
    batch = await at.handed_in(at.row(uscc=own["uscc"], enterprise_name=own["name"]))
    (result,) = await at.results(batch)
    assert result["result"] == "accepted", result
    shown = await taker.get(f"/applications/{result['application_id']}")
    shown.refused(404, "not_found")
    (kept,) = (await taker.get("/enterprises")).ok()["items"]
    assert (kept["state"], kept["employees"]) == ("claimed", 7)
    told = {one["field"]: one["message"] for one in result["errors"] if one["code"] == "differs"}
    assert "以企业自己登记的为准" in told["employees"]
    assert "（" not in told["employees"], "what is in no public register is not told"


async def test_a_slip_in_the_contact_is_mended_by_sending_the_row_again(world: World) -> None:
    at, owner = await office(world), await world.sme()
    row = at.row()
    await at.handed_in(row)
    mended = at.row(**row.cells | {"contact_phone": at.row().cells["contact_phone"]})
    (result,) = await at.results(await at.handed_in(mended))
    assert result["result"] == "skipped"
    assert [one["code"] for one in result["errors"]] == ["already_in", "contact_replaced"]
    await owner.enterprise(**firm(uscc=row.uscc, name=row.cells["enterprise_name"]))
    phone = mended.cells["contact_phone"]
    (await owner.post("/session/phone", {"code": f"sandbox-phone-{phone}"})).ok()
    assert (await owner.get("/enterprises")).ok()["items"][0]["state"] == "verified"
    result, _ = await at.results(await at.handed_in(row, at.row(contact_phone="1")))
    assert [one["code"] for one in result["errors"]] == ["already_in"], "its owner is known by now"


async def test_a_draft_of_the_firms_own_stands_in_nobodys_way(world: World) -> None:
    at, owner = await office(world), await world.sme()
    draft = await owner.draft(at.edition)
    (own,) = await world.fetch(
        "SELECT uscc, name FROM enterprises WHERE id = $1", UUID(draft["enterprise"]["id"])
    )
    batch = await at.handed_in(at.row(uscc=own["uscc"], enterprise_name=own["name"]))
    assert batch["accepted"] == 1, batch


async def test_a_code_under_another_name_is_told_at_its_cell(world: World) -> None:
    at = await office(world)
    known = firm()
    await (await world.sme()).enterprise(**known)
    batch = await at.handed_in(at.row(uscc=known["uscc"]))
    (result,) = await at.results(batch)
    found = {(one["field"], one["code"]) for one in result["errors"]}
    assert ("enterprise_name", "contradicts") in found


async def test_an_unowned_firm_takes_the_newer_record_while_nothing_is_under_way(
    world: World,
) -> None:
    at = await office(world)
    row = at.row()
    (filed,) = await at.results(await at.handed_in(row))
    await world.fetch(
        "UPDATE applications SET status = 'withdrawn', stage = NULL WHERE id = $1",
        UUID(filed["application_id"]),
    )
    later = await office(world)
    batch = await later.handed_in(
        later.row(uscc=row.uscc, employees="77", enterprise_name=row.cells["enterprise_name"])
    )
    assert batch["accepted"] == 1, batch
    (firm_now,) = await world.fetch("SELECT employees FROM enterprises WHERE uscc = $1", row.uscc)
    assert firm_now["employees"] == 77


async def test_who_lost_the_right_files_nothing_more_and_a_colleague_goes_on(
    world: World,
) -> None:
    at = await office(world)
    gone = await world.new_staff("platform", platform_id=at.platform_id)
    batch = (await type(at)(world, at.edition, at.platform_id, gone, at.plan).hand_in(at.row())).ok(
        202
    )
    await world.fetch(
        "UPDATE grants SET valid_to = now() - interval '1 minute' WHERE user_id = $1", gone.id
    )
    await worked_off(world)
    stopped = await at.shown(batch)
    assert (stopped["status"], stopped["problems"][0]["code"]) == ("failed", "no_grant")
    (await at.person.post(f"/platform/batches/{batch['id']}/resume")).ok()
    await worked_off(world)
    assert (await at.shown(batch))["accepted"] == 1


async def test_what_would_wait_is_said_and_filed(world: World) -> None:
    edition = await world.publish(budget_fen=1)
    at = await office(world, edition=edition)
    batch = await at.handed_in(at.row())
    (result,) = await at.results(batch)
    assert result["result"] == "accepted"
    assert [one["code"] for one in result["errors"]] == ["would_wait"]


async def test_a_row_that_others_of_its_batch_stand_before_is_told_that_it_waits(
    world: World,
) -> None:
    known = await office(world)
    (alone,) = await known.results(await known.handed_in(known.row()))
    award = (await known.person.get(f"/platform/applications/{alone['application_id']}")).ok()
    at = await office(world, edition=await world.publish(budget_fen=award["award_fen"]))
    now = at.world.clock.now().astimezone(SHANGHAI)
    later = at.row(paid_at=(now - timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S"))
    results = await at.results(await at.handed_in(later, at.row()))
    assert [[one["code"] for one in result["errors"]] for result in results] == [["would_wait"], []]


async def test_who_went_over_to_another_platform_files_nothing_more_for_the_first(
    world: World,
) -> None:
    at = await office(world)
    gone = await world.new_staff("platform", platform_id=at.platform_id)
    batch = (await replace(at, person=gone).hand_in(at.row())).ok(202)
    other = await office(world, platform=1, edition=at.edition)
    await world.fetch(
        "UPDATE grants SET organisation_id = (SELECT organisation_id FROM platforms WHERE id = $2)"
        " WHERE user_id = $1",
        gone.id,
        other.platform_id,
    )
    await worked_off(world)
    stopped = await at.shown(batch)
    assert (stopped["status"], stopped["problems"][0]["code"]) == ("failed", "no_grant")


async def test_who_takes_up_a_filed_firm_cannot_rename_it_under_its_reviewers(
    world: World,
) -> None:
    at, taker = await office(world), await world.sme()
    row = at.row()
    await at.handed_in(row)
    known = firm(uscc=row.uscc, name="别人的有限公司", employees=7)
    taken = await taker.enterprise(**known)
    assert (taken["name"], taken["employees"]) == (row.cells["enterprise_name"], 7)


async def test_a_firm_that_said_no_is_not_asked_again_for_the_same_contract(world: World) -> None:
    at, owner = await office(world), await world.sme()
    own = await owner.enterprise()
    row = at.row(uscc=own["uscc"], enterprise_name=own["name"])
    phone = row.cells["contact_phone"]
    (await owner.post("/session/phone", {"code": f"sandbox-phone-{phone}"})).ok()
    (filed,) = await at.results(await at.handed_in(row))
    try:
        (await owner.post(f"/applications/{filed['application_id']}/refuse", REASON)).ok()
        (again,) = await at.results(await at.handed_in(row.but(voucher_no="PZ-1")))
        found = {(one["field"], one["code"]) for one in again["errors"]}
        assert (again["result"], found) == ("rejected", {("contract_no", "refused_by_firm")})
        (other,) = await at.results(await at.handed_in(row.but(contract_no="HT-other")))
        assert other["result"] == "accepted", other
    finally:
        await world.fetch("UPDATE applications SET refused_at = NULL WHERE refused_at IS NOT NULL")


async def test_who_only_took_the_code_makes_way_for_the_declared_contact(world: World) -> None:
    at, taker, contact = await office(world), await world.sme(), await world.sme()
    draft = await taker.draft(at.edition)
    (own,) = await world.fetch(
        "SELECT id, uscc, name FROM enterprises WHERE id = $1", UUID(draft["enterprise"]["id"])
    )
    row = at.row(uscc=own["uscc"], enterprise_name=own["name"])
    (filed,) = await at.results(await at.handed_in(row))
    theirs = firm(uscc=own["uscc"], name=own["name"])
    (await contact.post("/enterprises", theirs)).refused(409, "enterprise_claimed")
    phone = f"sandbox-phone-{row.cells['contact_phone']}"
    (await contact.post("/session/phone", {"code": phone})).ok()
    assert (await contact.enterprise(**theirs))["state"] == "verified"
    assert (await taker.get("/enterprises")).ok()["items"] == []
    (await taker.get(f"/applications/{filed['application_id']}")).refused(404, "not_found")
    (await contact.post(f"/applications/{filed['application_id']}/confirm")).ok()

    (known,) = (await contact.get("/disputes")).ok()["items"]
    assert (known["uscc"], known["state"]) == (own["uscc"], "upheld")
    told = await world.fetch(
        "SELECT body FROM notifications WHERE event = 'firm.lost' AND user_id = $1", taker.id
    )
    assert draft["number"] in told[0]["body"]
    dispute = {"uscc": own["uscc"], "reason": "这是我的公司"}
    raised = (await taker.post("/enterprises/disputes", dispute)).ok(201)
    judge = await world.staff("authority")
    verdict = {"verdict": "upheld", "reason": "营业执照一致"}
    (await judge.post(f"/enterprises/disputes/{raised['id']}/decide", verdict)).ok()
    # Not for its yes, which keeps a firm as well.
    unsaid = "UPDATE applications SET confirmed_at = NULL WHERE id = $1"
    await world.fetch(unsaid, UUID(filed["application_id"]))
    (await contact.post("/enterprises", theirs)).refused(409, "enterprise_claimed")
    assert [one["id"] for one in (await taker.get("/enterprises")).ok()["items"]] == [
        str(own["id"])
    ]


async def test_a_declared_phone_takes_nothing_that_was_said_yes_to(world: World) -> None:
    """Its owner has moved since, so that the firm is only claimed again."""
    at, owner, contact = await office(world), await world.sme(), await world.sme()
    own = await owner.enterprise()
    row = at.row(uscc=own["uscc"], enterprise_name=own["name"])
    phone = f"sandbox-phone-{row.cells['contact_phone']}"
    (await owner.post("/session/phone", {"code": phone})).ok()
    (filed,) = await at.results(await at.handed_in(row))
    (await owner.post(f"/applications/{filed['application_id']}/confirm")).ok()
    other = f"sandbox-phone-{at.row().cells['contact_phone']}"
    (await contact.post("/session/phone", {"code": other})).ok()
    await world.fetch(
        "UPDATE enterprises SET state = 'claimed', declared_phone_index ="
        " (SELECT phone_index FROM users WHERE id = $2) WHERE id = $1",
        UUID(own["id"]),
        contact.id,
    )
    theirs = firm(uscc=own["uscc"], name=own["name"])
    (await contact.post("/enterprises", theirs)).refused(409, "enterprise_claimed")


async def test_a_declared_phone_takes_nothing_that_was_handed_in(world: World) -> None:
    at, owner, contact = await office(world), await world.sme(), await world.sme()
    own = await owner.submitted(await world.publish())
    (known,) = await world.fetch(
        "SELECT uscc, name FROM enterprises WHERE id = $1", UUID(own["enterprise"]["id"])
    )
    row = at.row(uscc=known["uscc"], enterprise_name=known["name"])
    await at.handed_in(row)
    phone = f"sandbox-phone-{row.cells['contact_phone']}"
    (await contact.post("/session/phone", {"code": phone})).ok()
    theirs = firm(uscc=known["uscc"], name=known["name"])
    (await contact.post("/enterprises", theirs)).refused(409, "enterprise_claimed")
    assert (await owner.get(f"/applications/{own['id']}")).ok()["status"] == "in_review"
