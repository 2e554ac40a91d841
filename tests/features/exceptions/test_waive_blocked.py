"""A waiver that nobody could use is refused at once, with the reason."""

from datetime import timedelta

from tests.features.exceptions.waiver_steps import applied_once, grant_waiver
from tests.world.application import MovableClock, World
from tests.world.review_steps import approved


async def test_a_firm_with_a_credit_record_gets_no_waiver(world: World) -> None:
    edition, owner, firm, first = await applied_once(world)
    await approved(world, first)
    authority = await world.staff("authority")
    body = {"reason": "提供虚假发票", "recover_fen": 0, "credit_record": True}
    (await authority.post(f"/applications/{first['id']}/revoke", body)).ok()
    answer = await grant_waiver(world, edition, firm["uscc"])
    answer.refused(409, "credit_blocked")
    assert answer.reasons() == {("uscc", "credit_blocked")}
    (reason,) = answer.body["errors"]
    assert "提供虚假发票" in reason["message"]
    assert "失信记录" in answer.body["detail"]
    inbox = (await owner.get("/notifications")).ok()["items"]
    assert "waiver.granted" not in [entry["event"] for entry in inbox]


async def test_an_edition_that_is_over_opens_no_slot(world: World, clock: MovableClock) -> None:
    edition, _, firm, _ = await applied_once(world)
    authority = await world.staff("authority")
    (await authority.post(f"/programmes/{edition}/close", {"reason": "额度用完"})).ok()
    clock.ahead = timedelta(seconds=1)
    answer = await grant_waiver(world, edition, firm["uscc"])
    answer.refused(409, "window_closed")
    assert "已截止" in answer.body["detail"]
