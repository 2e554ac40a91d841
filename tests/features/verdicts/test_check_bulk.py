"""Before a pass in bulk one learns how many can pass, over how much, and what is to be stated."""

from tests.features.verdicts.bulk_steps import pass_all, reviews_of, waiting_for_audit
from tests.world.application import World
from tests.world.review_steps import KINDS


async def test_what_it_would_come_to_and_what_not(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 3)
    auditor = await world.staff("auditor")
    colleague = await world.new_staff("auditor")
    ids = await reviews_of(auditor, made)
    (await colleague.post(f"/reviews/{ids[0]}/take")).ok()
    await pass_all(auditor, [ids[1]])
    unknown = "00000000-0000-7000-8000-000000000000"
    body = {"ids": [*ids, unknown, ids[2]]}
    told = (await auditor.post("/reviews/decide/check", body)).ok()
    codes = {one["id"]: one.get("code") for one in told["results"]}
    assert codes == {
        ids[0]: "taken",
        ids[1]: "already_decided",
        ids[2]: None,
        unknown: "not_found",
    }
    assert (told["count"], told["amount_fen"]) == (1, made[2]["award_fen"])
    assert [paper["kind"] for paper in told["statement"]] == list(KINDS)
    # Nothing was done, and what it said of the last one holds.
    assert await pass_all(auditor, [ids[2]]) == [None]
