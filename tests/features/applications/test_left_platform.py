"""A platform that has left takes no new clients; who is in already goes on."""

from typing import Any

from tests.world.application import World
from tests.world.handing_in_again import answer_all
from tests.world.review_steps import KINDS, endorse, review_of


async def leave(world: World, application: dict[str, Any]) -> None:
    """As where the platform's title was withdrawn, or it left this funding mode."""
    await world.fetch(
        "UPDATE participations SET withdrawn_at = now()"
        " WHERE platform_id::text = $1 AND edition_id = $2 AND track = 'copay'",
        application["platform"]["id"],
        application["edition"],
    )


async def test_a_draft_cannot_be_handed_in_any_more(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    draft = await owner.ready(edition)
    await leave(world, draft)
    answer = await owner.post(f"/applications/{draft['id']}/submit")
    (reason,) = answer.refused(409, "ineligible")["errors"]
    assert (reason["field"], reason["code"]) == ("platform_id", "not_participating")
    assert reason["cite"] == "四(二)1"
    assert (await owner.get(f"/applications/{draft['id']}")).ok()["status"] == "draft"


async def test_what_is_missing_and_the_platform_are_told_together(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    draft = await owner.fill_in(await owner.draft(edition))
    await leave(world, draft)
    answer = await owner.post(f"/applications/{draft['id']}/submit")
    answer.refused(409, "ineligible")
    assert ("platform_id", "not_participating") in answer.reasons()
    assert {(f"evidence.{kind}", "missing") for kind in KINDS} < answer.reasons()


async def test_a_correction_is_handed_in_all_the_same(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    body = {"verdict": "return", "items": [{"item": "paid_at", "reason": "请核对"}]}
    (await auditor.post(f"/reviews/{review['id']}/decide", body)).ok()
    await answer_all(owner, application)
    await leave(world, application)
    again = (await owner.post(f"/applications/{application['id']}/submit")).ok()
    assert again["status"] == "in_review"
