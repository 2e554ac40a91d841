"""Versions of a plan that were held: wherever the newest one is asked for, nobody reads them."""

from urllib.parse import quote
from uuid import UUID

from models.rules.scenes import CodeScene, SceneKind
from tests.features.held.looked_at import PLAN, decide, held_of
from tests.world.application import World
from tests.world.platforms import taking_part


async def test_nobody_else_reads_a_version_that_was_held(world: World) -> None:
    """While it waits, once it is refused, and beside the one that came in its place."""
    edition, person = await world.publish(), await world.sme()
    own, authority = await taking_part(world, edition, "copay"), await world.staff("authority")
    plan, beside = [(await own.staff.post("/platform/plans", PLAN)).ok(201) for _ in range(2)]
    (await person.call("PUT", f"/favourites/plans/{plan['id']}")).ok(204)

    async def newest() -> set[tuple[str, str]]:
        """As everybody compares it, as one keeps it in mind, and where its code leads."""
        world.ports.rendered.forget()
        asked = {"plans": f"{plan['id']},{beside['id']}"}
        compared = (await person.get(f"/programmes/{edition}/plans/compare", params=asked)).ok()
        assert [one["offered"] for one in compared["plans"]] == [True, True]
        (kept,) = (await person.get("/favourites")).ok()["items"]
        scene = CodeScene(SceneKind.PLAN, UUID(plan["id"]))
        led = (await world.anyone.get(f"/scenes/{quote(str(scene))}")).ok()
        assert led["kind"] == "plan"
        compared_plan = compared["plans"][0]["plan"]
        return {(one["id"], one["title"]) for one in (compared_plan, kept, led)}

    doubtful, clean = PLAN | {"title": "保证通过"}, PLAN | {"title": "云上采购二版"}
    for ended in ("refused", "replaced"):
        held_plan = (await own.staff.put(f"/platform/plans/{plan['id']}", doubtful)).ok()
        assert await newest() == {(plan["id"], PLAN["title"])}
        keeping = await person.call("PUT", f"/favourites/plans/{held_plan['id']}")
        keeping.refused(404, "not_found")
        if ended == "refused":
            (held,) = await held_of(authority, held_plan["id"])
            (await decide(authority, held, "refuse", reason="不得承诺通过")).ok()
            assert await newest() == {(plan["id"], PLAN["title"])}
    latest = (await own.staff.put(f"/platform/plans/{plan['id']}", clean)).ok()
    assert await newest() == {(latest["id"], clean["title"])}
