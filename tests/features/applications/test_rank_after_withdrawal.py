"""Who gave up a place ranks no earlier than the return, in that pool, whoever corrects what."""

from datetime import datetime
from uuid import UUID

from tests.features.exceptions.waiver_steps import applied_once, grant_waiver
from tests.world.application import World
from tests.world.handing_in_again import paid
from tests.world.review_steps import AUDIT_PASS, decide, endorse


async def test_a_verified_payment_does_not_bring_back_the_old_place(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await owner.submitted(edition, **paid(9))
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    again = await owner.submitted(edition, enterprise_id=first["enterprise"]["id"], **paid(9))
    (await endorse(world, again)).ok()
    verified = {"paid_at": paid(12)["paid_at"]}
    passed = {**AUDIT_PASS, "verified": verified}
    (await decide(await world.staff("auditor"), again, "audit", passed)).ok()
    (row,) = await world.fetch(
        "SELECT c.later_at, c.earlier_at, a.submitted_at, a.paid_at FROM claims c"
        " JOIN applications a ON a.id = c.application_id WHERE a.id = $1",
        UUID(again["id"]),
    )
    assert row["paid_at"] == datetime.fromisoformat(verified["paid_at"])
    assert row["later_at"] == row["submitted_at"].replace(microsecond=0)


async def test_a_verified_payment_moves_a_first_claim_earlier(world: World) -> None:
    """What the test above would see without the rule."""
    edition, owner = await world.publish(), await world.sme()
    only = await owner.submitted(edition, **paid(9))
    (await endorse(world, only)).ok()
    passed = {**AUDIT_PASS, "verified": {"paid_at": paid(12)["paid_at"]}}
    (await decide(await world.staff("auditor"), only, "audit", passed)).ok()
    (row,) = await world.fetch(
        "SELECT c.later_at, a.paid_at FROM claims c"
        " JOIN applications a ON a.id = c.application_id WHERE a.id = $1",
        UUID(only["id"]),
    )
    assert row["later_at"] == row["paid_at"]


async def test_a_place_that_was_given_up_later_takes_nothing_from_the_second(world: World) -> None:
    """The second was submitted beside the first, by a waiver: it has not come back from anything."""
    edition, owner, firm, first = await applied_once(world)
    (await grant_waiver(world, edition, firm["uscc"])).ok(201)
    second = await owner.submitted(edition, enterprise_id=firm["id"], **paid(7))
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    (await endorse(world, second)).ok()
    passed = {**AUDIT_PASS, "verified": {"paid_at": paid(8)["paid_at"]}}
    (await decide(await world.staff("auditor"), second, "audit", passed)).ok()
    (row,) = await world.fetch(
        "SELECT c.later_at, a.paid_at FROM claims c"
        " JOIN applications a ON a.id = c.application_id WHERE a.id = $1",
        UUID(second["id"]),
    )
    assert row["later_at"] == row["paid_at"]
