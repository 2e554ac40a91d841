"""A review keeps its claim's order key: opened, handed in again, with corrected dates, by anybody."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tests.features.exceptions.date_corrections import correct
from tests.features.verdicts.return_steps import RETURN
from tests.world.application import World
from tests.world.client import Person
from tests.world.handing_in_again import days_ago, signed_and_paid
from tests.world.review_steps import AUDIT_PASS, PASS, audited, decide, endorse, endorsed

_KEYS = """
SELECT r.stage, r.order_key,
       lpad(extract(epoch FROM c.later_at)::bigint::text, 10, '0')
         || lpad(extract(epoch FROM c.earlier_at)::bigint::text, 10, '0')
         || lpad(c.sequence::text, 19, '0') AS claim_key
  FROM reviews r JOIN claims c ON c.application_id = r.application_id
 WHERE r.application_id = $1 ORDER BY r.opened_at
"""


async def listed(person: Person, edition: str, **query: str) -> list[str]:
    """The applications' ids in the order of the work list."""
    given = {"edition": edition, "stage": "audit", **query}
    items = (await person.get("/reviews", params=given)).ok()["items"]
    return [item["application_id"] for item in items]


async def require_keys(world: World, application: dict[str, Any], stages: list[str]) -> None:
    rows = await world.fetch(_KEYS, UUID(application["id"]))
    assert [row["stage"] for row in rows] == stages
    assert {row["order_key"] for row in rows} == {row["claim_key"] for row in rows}


async def test_every_step_stands_at_the_claim(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await require_keys(world, application, ["endorse"])
    await audited(world, application)
    await require_keys(world, application, ["endorse", "audit", "approve"])


async def test_a_corrected_date_moves_it_in_the_list(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await endorsed(world, owner, edition, **signed_and_paid(9))
    second = await endorsed(world, owner, edition, **signed_and_paid(5))
    auditor = await world.staff("auditor")
    assert await listed(auditor, edition) == [first["id"], second["id"]]
    (await correct(world, second["id"], paid_at=days_ago(15), signed_at=days_ago(15))).ok()
    assert await listed(auditor, edition) == [second["id"], first["id"]]
    await require_keys(world, second, ["endorse", "audit"])
    assert await listed(auditor, edition, limit="1") == [second["id"]]


async def test_one_that_is_handed_in_again_stands_where_it_stood(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await endorsed(world, owner, edition, **signed_and_paid(9))
    second = await endorsed(world, owner, edition, **signed_and_paid(5))
    auditor = await world.staff("auditor")
    unclear = {**RETURN, "items": [{"item": "payment_receipt", "reason": "付款凭证看不清"}]}
    (await decide(auditor, first, "audit", unclear)).ok()
    assert await listed(auditor, edition) == [second["id"]]
    (await owner.upload(first["id"], "payment_receipt")).ok(201)
    (await owner.post(f"/applications/{first['id']}/submit")).ok()
    assert await listed(auditor, edition) == [first["id"], second["id"]]
    await require_keys(world, first, ["endorse", "audit", "audit"])


async def test_one_without_a_claim_stands_at_the_second_it_was_opened(world: World) -> None:
    """Opened by somebody who knows nothing of keys."""
    edition, owner = await world.publish(), await world.sme()
    draft = await owner.draft(edition)
    opened_at = datetime(2026, 11, 1, tzinfo=UTC)
    await world.fetch(
        "INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at,"
        " out_of_order) VALUES (gen_random_uuid(), $1, 'audit', 'auditor', 1, 'void', $2, false)",
        UUID(draft["id"]),
        opened_at,
    )
    (row,) = await world.fetch(
        "SELECT order_key FROM reviews WHERE application_id = $1", UUID(draft["id"])
    )
    assert row["order_key"] == str(int(opened_at.timestamp()))


async def test_what_is_not_endorsed_yet_is_not_passed_over(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await owner.submitted(edition, **signed_and_paid(9))
    second = await endorsed(world, owner, edition, **signed_and_paid(5))
    third = await endorsed(world, owner, edition, **signed_and_paid(3))
    auditor = await world.staff("auditor")
    review = (await decide(auditor, second, "audit", AUDIT_PASS)).ok()
    assert review["out_of_order"] is False
    (await endorse(world, first)).ok()
    review = (await decide(auditor, third, "audit", AUDIT_PASS)).ok()
    assert review["out_of_order"] is True


async def test_a_pool_of_its_own_has_an_order_of_its_own(world: World) -> None:
    owner = await world.sme()
    edition, other = await world.publish(), await world.publish()
    await endorsed(world, owner, other, **signed_and_paid(9))
    application = await endorsed(world, owner, edition, **signed_and_paid(5))
    auditor = await world.staff("auditor")
    review = (await decide(auditor, application, "audit", AUDIT_PASS)).ok()
    assert review["out_of_order"] is False
    authority = await world.staff("authority")
    assert (await decide(authority, application, "approve", PASS)).ok()["verdict"] == "pass"
