"""What was shown and is corrected afterwards is shown again; new papers alone are not."""

from typing import Any

import pytest

from tests.features.notices.ground import close, day_after, edition_with_notice, published, waiting
from tests.world.application import World
from tests.world.client import Person, particulars
from tests.world.review_steps import PASS, decide, shown


async def returned_after_its_notice(
    world: World, item: str
) -> tuple[str, Person, dict[str, Any], str]:
    """Edition, owner, application as returned by the authority, the notice that it had."""
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    notice = await published(world, edition)
    await close(world, notice["id"], day_after(notice))
    authority = await world.staff("authority")
    body = {"verdict": "return", "items": [{"item": item, "reason": "与原件不符"}]}
    (await decide(authority, application, "approve", body)).ok()
    return edition, owner, await shown(owner, application), notice["id"]


async def test_a_corrected_particular_needs_another_notice(world: World) -> None:
    edition, owner, application, first = await returned_after_its_notice(world, "contract_no")
    names = ("signed_at", "paid_at", "fee_fen", "paid_fen", "facts")
    held = particulars(application) | {name: application[name] for name in names}
    match = {"If-Match": str(application["version"])}
    path = f"/applications/{application['id']}"
    changed = held | {"contract_no": "HT-更正"}
    (await owner.put(f"{path}/particulars", changed, headers=match)).ok()
    again = (await owner.post(f"{path}/submit")).ok()
    assert (again["status"], again["stage"]) == ("in_review", "publicity")

    second = await published(world, edition)
    assert second["id"] != first
    assert [entry["name"] for entry in second["entries"]] == [application["enterprise"]["name"]]
    await close(world, second["id"], day_after(second))
    authority = await world.staff("authority")
    (await decide(authority, application, "approve", PASS)).ok()
    rows = await world.fetch(
        "SELECT round, invalidated_at IS NOT NULL AS past FROM reviews"
        " WHERE application_id = $1::text::uuid AND stage = 'publicity' ORDER BY round",
        application["id"],
    )
    assert [tuple(row) for row in rows] == [(1, True), (2, False)], "the first stays on record"


@pytest.mark.parametrize("kind", ["payment_receipt"])
async def test_a_new_paper_alone_goes_back_to_who_asked(world: World, kind: str) -> None:
    _, owner, application, _ = await returned_after_its_notice(world, kind)
    (await owner.upload(application["id"], kind)).ok(201)
    again = (await owner.post(f"/applications/{application['id']}/submit")).ok()
    assert (again["status"], again["stage"]) == ("in_review", "approve")
