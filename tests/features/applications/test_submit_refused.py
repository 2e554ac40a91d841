"""What keeps an application from being submitted: every reason at once, and nothing changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.features.applications.rivals import overtake
from tests.world.application import MovableClock, World
from tests.world.client import Answer, Person

_PAPERS = ("commitment_letter", "business_licence", "service_contract", "payment_receipt")


async def submit(owner: Person, application: dict[str, Any]) -> Answer:
    return await owner.post(f"/applications/{application['id']}/submit")


async def test_all_that_is_missing_is_told_at_once(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    nothing = dict.fromkeys(("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen"))
    empty = await owner.fill_in(draft, **nothing, facts={})
    answer = await submit(owner, empty)
    answer.refused(409, "incomplete")
    facts = {f"facts.{name}" for name in ("is_sme", "newly_signed", "registered_for_use")}
    fields = {field for field, _ in answer.reasons()}
    assert fields == {*nothing, *facts, *(f"evidence.{kind}" for kind in _PAPERS)}
    assert all(reason["message"] for reason in answer.body["errors"])
    await unchanged(world, owner, empty)


async def unchanged(world: World, owner: Person, before: dict[str, Any]) -> None:
    """As it was, and without a trace in any table that a submission writes."""
    after = (await owner.get(f"/applications/{before['id']}")).ok()
    moving = dict.fromkeys(("queue", "evidence", "timeline", "missing", "next", "allowed"))
    assert after | moving == before | moving
    assert after["status"] == "draft"
    for table in ("claims", "receipts", "reviews", "entitlements", "award_lines"):
        rows = await world.fetch(f"SELECT 1 FROM {table} WHERE application_id = $1", before["id"])
        assert (table, rows) == (table, [])


async def test_conditions_that_are_not_met_come_with_their_clauses(world: World) -> None:
    owner = await world.sme()
    enterprise = await owner.enterprise(registered_city="苏州市", district="吴江区")
    facts = {"is_sme": False, "newly_signed": False, "registered_for_use": True}
    application = await owner.ready(world.edition, enterprise_id=enterprise["id"], facts=facts)
    answer = await submit(owner, application)
    answer.refused(409, "ineligible")
    told = {(reason["field"], reason["cite"]) for reason in answer.body["errors"]}
    assert told == {
        ("is_sme", "三 方式一"),
        ("registered_city", "四(二)1"),
        ("newly_signed", "四(二)1"),
    }
    assert all(reason["message"] for reason in answer.body["errors"])
    await unchanged(world, owner, application)


async def test_the_future_is_refused(world: World) -> None:
    owner = await world.sme()
    later = (datetime.now(UTC) + timedelta(hours=30)).isoformat()
    application = await owner.ready(world.edition, signed_at=later, paid_at=later)
    answer = await submit(owner, application)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("signed_at", "in_future"), ("paid_at", "in_future")}
    await unchanged(world, owner, application)


async def test_what_lies_ahead_is_told_with_all_the_rest(world: World) -> None:
    """Each by its own code; the answer's is that of what must be mended first."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    later = (datetime.now(UTC) + timedelta(hours=30)).isoformat()
    facts = {"is_sme": False, "newly_signed": True}
    filled = await owner.fill_in(draft, signed_at=later, contract_no=None, facts=facts)
    answer = await submit(owner, filled)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("signed_at", "in_future"),
        ("is_sme", "not_met"),
        ("contract_no", "missing"),
        ("facts.registered_for_use", "missing"),
        *((f"evidence.{kind}", "missing") for kind in _PAPERS),
    }
    words = {reason["field"]: reason["message"] for reason in answer.body["errors"]}
    assert words["contract_no"] == "合同编号还没有填写，请补上"
    assert words["signed_at"].startswith("签约时间不能晚于现在，填的是")
    await unchanged(world, owner, filled)


async def test_what_is_not_met_is_not_called_incomplete(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    facts = {"is_sme": False, "newly_signed": True, "registered_for_use": True}
    answer = await submit(owner, await owner.fill_in(draft, contract_no=None, facts=facts))
    answer.refused(409, "ineligible")
    assert answer.reasons() == {
        ("is_sme", "not_met"),
        ("contract_no", "missing"),
        *((f"evidence.{kind}", "missing") for kind in _PAPERS),
    }


async def test_what_the_firms_own_record_says_is_mended_there(world: World) -> None:
    owner = await world.sme()
    enterprise = await owner.enterprise(registered_city="苏州市", district="吴江区")
    draft = await owner.draft(world.edition, enterprise_id=enterprise["id"])
    answer = await owner.put(
        f"/applications/{draft['id']}/particulars",
        {"facts": {"registered_city": "上海市"}},
        headers={"If-Match": f'"{draft["version"]}"'},
    )
    answer.refused(422, "invalid")
    (reason,) = answer.body["errors"]
    assert (reason["field"], reason["code"]) == ("facts.registered_city", "contradicts")
    assert "企业资料里登记注册地是“苏州市”" in reason["message"]
    assert "“我的企业”" in reason["message"]


async def test_shape_and_rules_of_the_particulars_come_together(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    body = {
        "fee_fen": "12000",
        "signed_at": "2026-02-30",
        "paid_at": "2026/03/32",
        "facts": {"is_sme": "yes", "no_such_fact": 1},
    }
    answer = await owner.put(
        f"/applications/{draft['id']}/particulars",
        body,
        headers={"If-Match": f'"{draft["version"]}"'},
    )
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("fee_fen", "type"),
        ("signed_at", "format"),
        ("paid_at", "format"),
        ("facts.is_sme", "wrong_type"),
        ("facts.no_such_fact", "unknown_field"),
    }


async def test_what_was_signed_before_the_period_does_not_count(world: World) -> None:
    owner = await world.sme()
    long_ago = (datetime.now(UTC) - timedelta(days=90)).isoformat()
    application = await owner.ready(world.edition, signed_at=long_ago)
    answer = await submit(owner, application)
    answer.refused(409, "ineligible")
    assert ("signed_at", "outside_period") in answer.reasons()
    assert "paid_at" not in {field for field, _ in answer.reasons()}
    await unchanged(world, owner, application)


async def test_the_firms_own_part_must_be_paid(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    own_fen = draft["plan"]["enterprise_fen"]
    short = await owner.fill_in(draft, paid_fen=own_fen - 1)
    await owner.hand_over_papers(short)
    answer = await submit(owner, short)
    answer.refused(409, "incomplete")
    assert answer.reasons() == {("paid_fen", "too_little")}
    await unchanged(world, owner, short)
    enough = await owner.fill_in(short, paid_fen=own_fen)
    assert (await submit(owner, enough)).ok()["status"] == "in_review"


async def test_after_the_window_a_draft_stays_a_draft(world: World, clock: MovableClock) -> None:
    owner = await world.sme()
    application = await owner.ready(world.edition)
    clock.ahead = timedelta(days=301)
    owner = await world.sme(owner.name)
    (await submit(owner, application)).refused(409, "window_closed")
    clock.ahead = timedelta(0)
    await unchanged(world, await world.sme(owner.name), application)


async def test_one_firm_is_helped_once_in_an_edition(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    enterprise = await owner.enterprise()
    first = await owner.submitted(edition, enterprise_id=enterprise["id"])
    start = {"edition": edition, "track": "copay", "enterprise_id": enterprise["id"]}
    again = await owner.post("/applications", start | await owner.some_plan(edition))
    again.refused(409, "already_applied")
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    second = await owner.submitted(edition, enterprise_id=enterprise["id"])
    assert second["queue"]["state"] == "funded"


async def test_a_draft_that_was_overtaken_is_refused(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    enterprise = await owner.enterprise()
    application = await owner.ready(edition, enterprise_id=enterprise["id"])
    await overtake(world, edition, enterprise["uscc"])
    (await submit(owner, application)).refused(409, "already_applied")
    rows = await world.fetch("SELECT 1 FROM claims WHERE application_id = $1", application["id"])
    assert rows == []


async def test_a_credit_record_blocks_the_submission_too(world: World) -> None:
    owner = await world.sme()
    application = await owner.ready(world.edition)
    await world.fetch(
        "INSERT INTO credit_records (id, uscc, reason, recover_fen, recorded_by_id, recorded_at)"
        " SELECT gen_random_uuid(), e.uscc, '演示', 0, gen_random_uuid(), now()"
        "   FROM enterprises e"
        "   JOIN applications a ON a.enterprise_id = e.id WHERE a.id = $1",
        application["id"],
    )
    (await submit(owner, application)).refused(409, "credit_blocked")
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    assert (shown["next"]["act"], "submit" in shown["allowed"]) == ("barred", False)
    await unchanged(world, owner, application)
