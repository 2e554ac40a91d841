"""What comes to wait after an edition was settled ends as well; nobody waits there for ever."""

from tests.features.applications.test_line import AWARD, apply
from tests.features.quota.closing import close, settle
from tests.features.reviews.path import AUDIT_PASS, decide, endorse
from tests.fixtures.application import World

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


async def test_a_smaller_budget_ends_who_no_longer_fits(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    assert await settle(world) == 0
    authority = await world.staff("authority", edition_code=edition)
    body = {"budget_fen": AWARD, "places": None, "reason": "预算压减"}
    (await authority.put(f"/programmes/{edition}/pools/copay", body)).ok()
    assert await settle(world) == 1
    assert [(await one.now())["status"] for one in (first, second)] == ["in_review", "not_funded"]


async def test_an_upheld_appeal_finds_no_money_or_takes_it(world: World) -> None:
    """Its own key decides: behind the line it ends again, before it another one does."""
    edition = await world.publish(budget_fen=2 * AWARD)
    line = [await apply(world, edition, paid_days_ago=days) for days in (9, 8, 7)]
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    early, middle, late = line
    (await endorse(world, await early.now())).ok()
    (await decide(auditor, await early.now(), "audit", REJECT)).ok()
    path = f"/applications/{early.id}/appeal"
    appeal = (await early.owner.post(path, {"reason": "原件可查"})).ok(201)
    await close(world, edition)
    assert await settle(world) == 0
    assert await late.place() == ("funded", 2, None)
    (await authority.post(f"/appeals/{appeal['id']}/decide", UPHELD)).ok()
    assert await early.place() == ("funded", 1, None)
    assert await settle(world) == 1
    assert (await late.now())["status"] == "not_funded"
    (await decide(auditor, await early.now(), "audit", AUDIT_PASS)).ok()
    assert (await early.now())["queue"]["state"] == "locked"
    assert await middle.place() == ("funded", 1, None)
