"""Whoever may read a review reads the reasoning behind its application, as the firm reads it."""

from tests.features.scoring.contest import contest
from tests.world.application import World
from tests.world.review_steps import endorsed, review_of


async def test_the_auditor_reads_what_the_firm_reads(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await world.staff("auditor", edition_code=edition)
    review = await review_of(auditor, application, "audit")
    seen = (await auditor.get(f"/reviews/{review['id']}/decision")).ok()
    own = (await owner.get(f"/applications/{application['id']}/decision")).ok()
    for one in (seen, own):
        del one["queue"]["as_of"]
    assert seen == own
    assert seen["award"]["steps"]
    assert all(value["source"] for one in seen["conditions"] for value in one["values"])
    stranger = await world.staff("auditor", edition_code=await world.publish())
    (await stranger.get(f"/reviews/{review['id']}/decision")).refused(404, "not_found")


async def test_an_expert_declares_first(world: World) -> None:
    made = await contest(world)
    (entry,) = await made.enter(1)
    expert = made.experts[0]
    review = await review_of(expert, entry, "score")
    path = f"/reviews/{review['id']}/decision"
    (await expert.get(path)).refused(403, "declaration_needed")
    (await made.declare(expert, entry)).ok()
    assert (await expert.get(path)).ok()["id"] == entry["id"]
