"""A date that the firm corrected to an earlier one counts once a reviewer has confirmed it."""

from datetime import datetime
from typing import Any

from tests.features.exceptions.date_corrections import (
    claim_of,
    correct,
    own_correction,
    receipt_of,
    told_of,
)
from tests.world.applicant import Applicant, apply
from tests.world.application import World
from tests.world.handing_in_again import days_ago
from tests.world.review_steps import AUDIT_PASS, decide, endorse

ASKED = [{"item": "paid_at", "reason": "与回单不符"}]


async def earlier_by_itself(world: World, paid_at: str) -> Applicant:
    """A firm that paid nine days ago, as it said first, and then corrected that to `paid_at`."""
    applicant = await apply(world, await world.publish(), paid_days_ago=9)
    (await endorse(world, await applicant.now(), verdict="return", items=ASKED)).ok()
    await own_correction(applicant, paid_at=paid_at)
    return applicant


def seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())


async def audit(world: World, applicant: Applicant, **verified: Any) -> None:
    (await endorse(world, await applicant.now())).ok()
    passed = {**AUDIT_PASS, **({"verified": verified} if verified else {})}
    (await decide(await world.staff("auditor"), await applicant.now(), "audit", passed)).ok()


async def test_unconfirmed_it_does_not_count(world: World) -> None:
    paid_at = days_ago(20)
    applicant = await earlier_by_itself(world, paid_at)
    before = await claim_of(world, applicant.id)
    await audit(world, applicant)
    assert (await claim_of(world, applicant.id))["later"] == before["later"] > seconds(paid_at)
    assert await told_of(applicant.owner) == []


async def test_confirmed_by_the_auditor_it_does(world: World) -> None:
    paid_at = days_ago(20)
    applicant = await earlier_by_itself(world, paid_at)
    await audit(world, applicant, paid_at=paid_at)
    assert (await claim_of(world, applicant.id))["later"] == seconds(paid_at)
    assert len(await told_of(applicant.owner)) == 1
    assert (
        f"{seconds(paid_at):010d}" == (await receipt_of(world, await applicant.now()))["key"][:10]
    )


async def test_confirmed_by_the_authority_it_does_once(world: World) -> None:
    paid_at = days_ago(20)
    applicant = await earlier_by_itself(world, paid_at)
    first = (await correct(world, applicant.id, paid_at=paid_at)).ok()
    assert (await claim_of(world, applicant.id))["later"] == seconds(paid_at)
    again = (await correct(world, applicant.id, paid_at=paid_at)).ok()
    assert (again["version"], again["receipt"]) == (first["version"], first["receipt"])


async def test_a_bare_day_given_back_as_it_is_shown_stays_a_day(world: World) -> None:
    owner = await world.sme()
    given = await owner.submitted(await world.publish(), paid_at="2026-11-15")
    applicant = Applicant(owner, given["id"])
    before = await applicant.now()
    assert before["paid_at"] == "2026-11-15T23:59:59+08:00"
    await audit(world, applicant, paid_at=before["paid_at"])
    (row,) = await world.fetch(
        "SELECT paid_precision FROM applications WHERE id::text = $1", applicant.id
    )
    assert row["paid_precision"] == "day"
    assert (await applicant.now())["receipt"] == before["receipt"]
