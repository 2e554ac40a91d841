"""Corrections (补正): only the items named are open, until a due day; then the application lapses."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from models.rules.workdays import add_workdays
from server.clock import SHANGHAI
from server.edge.calendar import working_calendar
from tests.features.verdicts.return_steps import ASKED, lapse, returned, status_of
from tests.world.application import MovableClock, World
from tests.world.client import particulars
from tests.world.handing_in_again import answer_all
from tests.world.review_steps import (
    AUDIT_PASS,
    decide,
    endorse,
    events,
    review_of,
    shown,
)


@dataclass(frozen=True)
class Unpublished:
    """A calendar that knows no year."""

    days: frozenset[date] = field(default_factory=frozenset)

    def is_workday(self, day: date) -> bool | None:
        return None


async def test_only_what_was_asked_is_open_and_it_comes_back(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    assert (application["status"], application["stage"]) == ("returned", "audit")
    assert application["queue"]["state"] in ("funded", "pending")
    asked = {item["item"]: item["reason"] for item in application["corrections"]}
    assert asked == {item["item"]: item["reason"] for item in ASKED}
    today = world.clock.now().astimezone(SHANGHAI).date()
    due = add_workdays(working_calendar(), today, 5)
    expected = None if due.provisional else due.on.isoformat()
    assert {item["due_on"] for item in application["corrections"]} == {expected}

    path, match = f"/applications/{application['id']}/particulars", str(application["version"])
    held = particulars(application) | {
        name: application[name] for name in ("signed_at", "paid_at", "fee_fen", "paid_fen", "facts")
    }
    closed = held | {"contract_no": "HT-1", "paid_fen": held["paid_fen"] - 1}
    answer = await owner.put(path, closed, headers={"If-Match": match})
    answer.refused(409, "not_editable")
    assert answer.reasons() == {("paid_fen", "not_editable")}
    other = await owner.upload(application["id"], "service_contract")
    for problem in (answer.body, other.refused(409, "not_editable")):
        assert problem["detail"].startswith("退回补正期间只能修改退回的各项")

    opened = held | {"contract_no": "HT-2026-补"}
    changed = (await owner.put(path, opened, headers={"If-Match": match})).ok()
    (await owner.upload(application["id"], "payment_receipt")).ok(201)
    again = (await owner.post(f"/applications/{application['id']}/submit")).ok()
    assert (again["status"], again["stage"]) == ("in_review", "audit")
    assert again["version"] > changed["version"]
    assert again["corrections"] == []

    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    seen = (await auditor.get(f"/reviews/{review['id']}")).ok()
    assert seen["round"] == 2
    changes = {change["event"]: change["items"] for change in seen["changes"]}
    assert changes["edited"] == ["contract_no"]
    assert changes["evidence_added"] == ["payment_receipt"]
    assert sorted(changes["resubmitted"]) == ["contract_no", "payment_receipt"]
    (await auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)).ok()


async def test_the_firm_is_told_what_to_correct(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    (row,) = await world.fetch(
        "SELECT body FROM notifications WHERE application_id = $1"
        " AND event = 'application.returned'",
        UUID(application["id"]),
    )
    assert "合同编号" in row["body"]
    assert "服务费用支付凭据" in row["body"]
    assert "请补正两处" in row["body"]
    assert all(f"（{item['reason']}）" in row["body"] for item in ASKED), "each with its reason"


async def test_after_the_due_day_it_lapses_and_frees_the_money(
    world: World, clock: MovableClock
) -> None:
    edition = await world.publish()
    owner = await world.sme()
    application = await returned(world, owner, edition)
    due = application["corrections"][0]["due_on"]
    assert due is not None, "the tests' year is published"
    today = world.clock.now().astimezone(SHANGHAI).date()
    until = date.fromisoformat(due) - today

    await lapse(world, until)
    assert (await shown(owner, application))["status"] == "returned"
    assert await lapse(world, until + timedelta(days=1)) >= 1
    seen = await shown(owner, application)
    assert (seen["status"], seen["stage"], seen["queue"]["state"]) == ("lapsed", None, "none")
    assert events(seen)[-1] == "lapsed"
    assert seen["corrections"] == []
    (told,) = await world.fetch(
        "SELECT body FROM notifications WHERE application_id = $1 AND event = 'application.lapsed'",
        UUID(application["id"]),
    )
    assert f"{date.fromisoformat(due).day}日" in told["body"]
    (quota,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (quota["locked_fen"], quota["funded_fen"]) == (0, 0)


async def test_one_that_cannot_lapse_holds_up_no_other(world: World) -> None:
    owner = await world.sme()
    stuck, other = await returned(world, owner), await returned(world, await world.sme())
    assert stuck["id"] < other["id"], "the one that fails comes first"
    await world.fetch(
        "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'stuck'; END $$"
    )
    await world.fetch(
        "CREATE TRIGGER stuck BEFORE UPDATE ON applications FOR EACH ROW"
        f" WHEN (OLD.id = '{UUID(stuck['id'])}') EXECUTE FUNCTION stuck()"
    )
    try:
        await lapse(world, timedelta(days=60))
    finally:
        await world.fetch("DROP FUNCTION stuck CASCADE")
    assert (await shown(owner, stuck))["status"] == "returned"
    assert await status_of(world, other) == "lapsed"
    assert await lapse(world, timedelta(days=60)) >= 1
    assert (await shown(owner, stuck))["status"] == "lapsed"


async def test_nothing_lapses_on_a_provisional_day(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    await world.fetch(
        "UPDATE corrections SET due_on = NULL WHERE application_id = $1",
        UUID(application["id"]),
    )
    await lapse(world, timedelta(days=60), Unpublished())
    seen = await shown(owner, application)
    assert seen["status"] == "returned"
    assert {item["due_on"] for item in seen["corrections"]} == {None}
    # The calendar comes out: the day is fixed, and not moved to the day of the look.
    await lapse(world, timedelta(0))
    seen = await shown(owner, application)
    assert seen["status"] == "returned"
    assert seen["corrections"][0]["due_on"] == application["corrections"][0]["due_on"]
    await lapse(world, timedelta(days=60))
    assert (await shown(owner, application))["status"] == "lapsed"


async def test_what_was_handed_in_again_does_not_lapse(world: World) -> None:
    owner = await world.sme()
    application = await returned(world, owner)
    await answer_all(owner, application)
    (await owner.post(f"/applications/{application['id']}/submit")).ok()
    await lapse(world, timedelta(days=60))
    assert (await shown(owner, application))["status"] == "in_review"


async def test_each_step_may_send_back_and_gets_it_back(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    body = {"verdict": "return", "items": [{"item": "commitment_letter", "reason": "缺盖章"}]}
    answer = (await endorse(world, application, **body)).ok()
    assert (answer["status"], answer["stage"]) == ("returned", "endorse")
    (await owner.upload(application["id"], "commitment_letter")).ok(201)
    (await owner.post(f"/applications/{application['id']}/submit")).ok()
    (await endorse(world, application)).ok()
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    (await decide(auditor, application, "audit", AUDIT_PASS)).ok()
    review = (await decide(authority, application, "approve", body)).ok()
    assert review["application"]["queue"]["state"] == "locked"
    (await owner.upload(application["id"], "commitment_letter")).ok(201)
    (await owner.post(f"/applications/{application['id']}/submit")).ok()
    passed = (await decide(authority, application, "approve", {"verdict": "pass"})).ok()
    assert passed["application"]["status"] == "payable"
