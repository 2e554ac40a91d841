"""A payout shown before it is made: the same lines, nothing written, and only to whom it is for."""

from tests.features.payouts.payout_steps import payable, platforms_of
from tests.world.application import World
from tests.world.verified import pay_out, verified


async def test_the_preview_is_the_payout(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    one, two = await platforms_of(world, edition, 2)
    await payable(world, owner, edition, one, 1_234_567)
    await payable(world, owner, edition, two, 999_999)
    authority = await world.staff("authority")
    held = (await authority.post("/payouts/preview", {"edition": edition})).ok()
    assert held["lines"] == []
    assert held["held_fen"] == 493_826 + 399_999
    await verified(world, edition)
    shown = (await authority.post("/payouts/preview", {"edition": edition})).ok()
    groups = (await authority.get("/office/payable")).ok()["items"]
    assert {
        (group["platform_id"], group["applications"], group["amount_fen"])
        for group in groups
        if group["edition"] == edition
    } == {(one, 1, 493_826), (two, 1, 399_999)}

    made = await pay_out(world, edition)
    assert shown["applications"] == 2
    assert shown["total_fen"] == made["total_fen"] == 493_826 + 399_999
    assert [(line["payee"], line["amount_fen"]) for line in shown["lines"]] == [
        (line["payee"], line["amount_fen"]) for line in made["lines"]
    ]
    again = await authority.post("/payouts/preview", {"edition": edition})
    again.refused(409, "nothing_payable")
    left = (await authority.get("/office/payable")).ok()["items"]
    assert edition not in {group["edition"] for group in left}


async def test_one_platform_alone(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    one, two = await platforms_of(world, edition, 2)
    await payable(world, owner, edition, one, 1_234_567)
    await payable(world, owner, edition, two, 999_999)
    await verified(world, edition)
    authority = await world.staff("authority")
    body = {"edition": edition, "platform_id": two}
    assert (await authority.post("/payouts/preview", body)).ok()["total_fen"] == 399_999
    body = {"edition": "no-such-2026"}
    (await authority.post("/payouts/preview", body)).refused(404, "not_found")
