"""From a draft to a place in the line, as an SME owner goes through it."""

from tests.world.application import World


async def test_a_complete_draft_is_submitted_and_ranked(world: World) -> None:
    owner = await world.sme()
    application = await owner.ready(await world.publish())

    submitted = (await owner.post(f"/applications/{application['id']}/submit")).ok()

    assert submitted["status"] == "in_review"
    assert submitted["stage"] == "endorse"
    assert submitted["queue"]["state"] == "funded"
    assert submitted["queue"]["position"] == 1
    assert submitted["award_fen"] == application["plan"]["government_fen"]
    assert submitted["missing"] == []
    assert submitted["receipt"]
    assert [entry["event"] for entry in submitted["timeline"]][-1] == "submitted"
