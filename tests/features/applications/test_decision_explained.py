"""The whole reasoning behind an application, and the firm's own yes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.world.application import World
from tests.world.audit_chain import chain_break
from tests.world.review_steps import (
    AUDIT_PASS,
    PASS,
    approved,
    audited,
    decide,
    endorse,
    shown,
)
from tests.world.verified import pay_out, verify_firm


async def test_every_condition_with_value_source_and_clause(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application)).ok()
    at = (datetime.now(UTC) - timedelta(days=20)).replace(microsecond=0)
    body = {**AUDIT_PASS, "verified": {"signed_at": at.isoformat()}}
    (await decide(await world.staff("auditor"), application, "audit", body)).ok()
    found = (await owner.get(f"/applications/{application['id']}/decision")).ok()

    assert found["rules"]["number"] == 1
    assert len(found["rules"]["hash"]) == 64
    assert found["eligible"] is True
    conditions = {condition["id"]: condition for condition in found["conditions"]}
    assert all(condition["met"] and condition["cite"] for condition in conditions.values())

    def source(condition: str) -> tuple[Any, str]:
        (value,) = conditions[condition]["values"]
        return value["value"], value["source"]

    assert source("is_sme") == (True, "declared")
    assert source("registered_city") == ("上海市", "firm")
    assert source("signed_in_period")[1] == "verified"
    assert source("paid_in_period")[1] == "particulars"

    award = found["award"]
    assert award["award_fen"] == award["granted_fen"] == application["award_fen"]
    assert application["award_fen"] in [step["amount_fen"] for step in award["steps"]]
    assert [review["stage"] for review in found["reviews"]] == ["endorse", "audit"]
    assert len(found["reviews"][1]["papers"]) == len(application["evidence"])
    (change,) = found["changes"]
    assert (change["field"], change["role"], change["stage"]) == ("signed_at", "auditor", "audit")
    assert datetime.fromisoformat(change["new"]) == at
    history = {event["event"]: event for event in found["queue_history"]}
    assert history["submitted"]["key"]
    assert history["audit.passed"]["granted_fen"] == application["award_fen"]
    assert found["queue"]["state"] == "locked"


async def test_a_draft_says_what_it_cannot_tell_yet(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    found = (await owner.get(f"/applications/{draft['id']}/decision")).ok()
    assert found["eligible"] is None
    assert None in [condition["met"] for condition in found["conditions"]]
    assert found["reviews"] == found["changes"] == found["queue_history"] == []


async def test_only_ones_own_is_explained(world: World) -> None:
    owner, stranger = await world.sme(), await world.sme()
    application = await owner.submitted(world.edition)
    path = f"/applications/{application['id']}"
    (await stranger.get(f"{path}/decision")).refused(404, "not_found")
    (await stranger.post(f"{path}/confirm")).refused(404, "not_found")


async def test_nothing_to_confirm_in_what_the_firm_filed_itself(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    answer = await owner.post(f"/applications/{application['id']}/confirm")
    answer.refused(409, "nothing_to_confirm")


async def test_what_a_platform_filed_waits_for_the_firms_own_yes(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await world.fetch(
        "UPDATE applications SET filed_by = 'platform' WHERE id::text = $1", application["id"]
    )
    authority = await world.staff("authority")
    (await verify_firm(authority, application["enterprise"]["id"])).ok()
    await audited(world, application)
    (await decide(authority, application, "approve", PASS)).ok()
    assert (await shown(owner, application))["status"] == "approved"
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")

    path = f"/applications/{application['id']}/confirm"
    (await owner.post(path)).ok()
    (await owner.post(path)).ok()
    payout = await pay_out(world, edition)
    assert payout["total_fen"] == application["award_fen"]
    assert (await shown(owner, application))["status"] == "payable"


async def test_after_the_whole_path_the_audit_chain_holds(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    rows = await world.fetch(
        "SELECT * FROM audit WHERE subject_id::text = $1 ORDER BY seq", application["id"]
    )
    assert len(rows) > 8
    assert chain_break(rows) is None
    changed = [dict(row) for row in rows]
    changed[4]["event"] = "something.else"
    assert chain_break(changed) == 5
