"""The editions that an authority decides, with the money of each as everybody sees it."""

from tests.world.application import World


async def test_own_editions_with_their_live_money(world: World) -> None:
    edition, owner = await world.publish(budget_fen=1_000_000), await world.sme()
    await owner.submitted(edition)
    authority = await world.staff("authority")
    items = {one["code"]: one for one in (await authority.get("/editions")).ok()["items"]}
    found = items[edition]
    assert found["status"] in ("open", "exhausted")
    assert found["closed_at"] is None
    live = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    shown = {pool.pop("pool"): pool for pool in map(dict, found["pools"])}
    for pool in live:
        mine = shown[pool["pool"]]
        assert mine["label"]
        for name in ("budget_fen", "locked_fen", "funded_fen", "remaining_fen", "waiting"):
            assert mine[name] == pool[name]
    gives = {track["code"]: (track["pool"], track["gives_money"]) for track in found["tracks"]}
    assert gives == {
        "platform": (None, False),
        "copay": ("copay", True),
        "expansion": (None, True),
    }

    inspector = await world.staff("inspector")
    assert edition in {one["code"] for one in (await inspector.get("/editions")).ok()["items"]}
    other = await world.new_staff("authority", edition_code=await world.publish())
    codes = {one["code"] for one in (await other.get("/editions")).ok()["items"]}
    assert edition not in codes
