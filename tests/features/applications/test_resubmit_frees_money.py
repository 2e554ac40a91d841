"""Handing in again: money that is freed reaches the next, a partial award stays as it was frozen."""

from uuid import UUID

from server.features.quota.lock_next import lock_next_in_turn
from server.features.verdicts.after_lock import open_after_lock
from tests.world.applicant import AWARD, FEE
from tests.world.application import World
from tests.world.handing_in_again import (
    answer_all,
    hand_in_again,
    paid,
    pool_of,
    send_back,
    turns_waiting,
)
from tests.world.review_steps import AUDIT_PASS, PASS, audited, decide, endorse, shown


async def test_money_that_a_correction_frees_reaches_the_next_that_has_passed(
    world: World,
) -> None:
    """Room for one and a half; the first asks less after its correction, the second then fits."""
    edition = await world.publish(budget_fen=AWARD + AWARD // 2)
    pool_id = await pool_of(world, edition)
    first, second = await world.sme(), await world.sme()
    ahead = await first.submitted(edition, **paid(9))
    behind = await second.submitted(edition, **paid(8))
    await audited(world, behind)
    assert (await shown(second, behind))["queue"]["state"] == "waiting"
    (await endorse(world, ahead)).ok()
    await send_back(world, "auditor", "audit", ahead)
    before = await turns_waiting(world, pool_id)
    (await hand_in_again(first, ahead, fee_fen=FEE // 2, paid_fen=FEE // 2)).ok()
    assert await turns_waiting(world, pool_id) == before + 1
    locked = await lock_next_in_turn(
        pool_id,
        open_next=open_after_lock,
        clock=world.ports.clock,
        ranker=world.ports.ranker,
    )
    assert locked == 1
    assert (await shown(second, behind))["queue"]["state"] == "locked"


async def test_a_partial_last_award_can_be_handed_in_again(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD // 2, last_award="partial", last_award_min_fen=1)
    owner = await world.sme()
    application = await owner.submitted(edition, **paid(9))
    await audited(world, application)
    assert (await shown(owner, application))["queue"]["state"] == "locked"
    await send_back(world, "authority", "approve", application)
    await answer_all(owner, application)
    (await hand_in_again(owner, application)).ok()
    (row,) = await world.fetch(
        "SELECT amount_fen, granted_fen FROM claims WHERE application_id = $1",
        UUID(application["id"]),
    )
    assert tuple(row) == (AWARD, AWARD // 2)
    (await decide(await world.staff("authority"), application, "approve", PASS)).ok()


async def test_locked_money_shrinks_with_a_correction_and_never_grows(world: World) -> None:
    edition = await world.publish(budget_fen=10 * AWARD)
    pool_id, owner = await pool_of(world, edition), await world.sme()
    application = await owner.submitted(edition, **paid(9))
    await audited(world, application)
    await send_back(world, "authority", "approve", application)
    more = await hand_in_again(owner, application, fee_fen=2 * FEE, paid_fen=2 * FEE)
    more.refused(409, "incomplete")
    assert more.reasons() == {("fee_fen", "amount_locked")}
    (await hand_in_again(owner, application, fee_fen=FEE // 2, paid_fen=FEE // 2)).ok()
    (ledger,) = await world.fetch(
        "SELECT kind, amount_fen, actor_id::text FROM pool_ledger WHERE pool_id = $1"
        " ORDER BY id DESC LIMIT 1",
        pool_id,
    )
    assert tuple(ledger) == ("release", -AWARD // 2, owner.user["id"])


async def test_many_that_passed_are_locked_page_by_page(world: World) -> None:
    """More than one page waits behind a claim that gives its money back."""
    edition = await world.publish(budget_fen=3 * AWARD)
    pool_id, owner = await pool_of(world, edition), await world.sme()
    blocking = await owner.submitted(edition, **paid(9, 3 * FEE))
    owners = [await world.sme() for _ in range(3)]
    behind = [await one.submitted(edition, **paid(5)) for one in owners]
    for application in behind:
        (await endorse(world, application)).ok()
        (await decide(await world.staff("auditor"), application, "audit", AUDIT_PASS)).ok()
    versions = await claim_versions(world, pool_id)
    again = await turn(world, pool_id)
    assert (again, await claim_versions(world, pool_id)) == (0, versions)
    (await owner.post(f"/applications/{blocking['id']}/withdraw")).ok()
    assert await turn(world, pool_id) == 3


async def claim_versions(world: World, pool_id: UUID) -> list[int]:
    rows = await world.fetch(
        "SELECT version FROM claims WHERE pool_id = $1 ORDER BY sequence", pool_id
    )
    return [row["version"] for row in rows]


async def turn(world: World, pool_id: UUID) -> int:
    return await lock_next_in_turn(
        pool_id,
        open_next=open_after_lock,
        clock=world.ports.clock,
        ranker=world.ports.ranker,
        most=2,
    )
