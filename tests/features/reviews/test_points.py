"""A review tells what to go through: papers with what they must show, then what was stated, in words."""

from datetime import date, datetime, timedelta
from uuid import UUID

from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.review_steps import KINDS, endorsed, review_of


async def test_papers_first_then_what_was_stated(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await world.staff("auditor", edition_code=edition)
    item = await review_of(auditor, application, "audit")
    shown = (await auditor.get(f"/reviews/{item['id']}")).ok()
    papers = [point for point in shown["points"] if point["sort"] == "paper"]
    assert [paper["item"] for paper in papers] == list(KINDS)
    assert all(paper["required"] and paper["shows"] for paper in papers)
    assert [point["sort"] for point in shown["points"][: len(papers)]] == ["paper"] * len(papers)
    said = {point["item"]: point["text"] for point in shown["points"]}
    assert said["contract_no"] == application["contract_no"]
    assert said["fee_fen"].endswith(" 元")
    assert said["facts.is_sme"] == "是"
    assert shown["firm"]["name"] == item["enterprise"]["name"]
    assert len(shown["firm"]["uscc"]) == 18
    assert (shown["round"], shown["edition"], shown["grant"]) == (1, edition, None)
    # Every point can be named by a return.
    items = [{"item": point["item"], "reason": "请核对"} for point in shown["points"]]
    decision = {"verdict": "return", "comment": "请补正", "items": items}
    (await auditor.post(f"/reviews/{item['id']}/decide", decision)).ok()


async def test_days_left_run_below_zero(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await world.staff("auditor", edition_code=edition)
    item = await review_of(auditor, application, "audit")

    async def left(due_on: date) -> int:
        await world.fetch("UPDATE reviews SET due_on = $2 WHERE id = $1", UUID(item["id"]), due_on)
        return int((await review_of(auditor, application, "audit"))["workdays_left"])

    today = datetime.now(SHANGHAI).date()
    assert item["workdays_left"] is None
    assert await left(today) == 0
    assert await left(today + timedelta(28)) > 10
    # Also where only days off lie between.
    assert await left(today - timedelta(1)) == -1
