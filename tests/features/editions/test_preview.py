"""What other limits would do is told before it is done, by the line's own rule, and nothing moves."""

import random
from typing import Any
from uuid import UUID

from models.rules.line.allocation import LiveClaim, PoolTerms, allocate
from server.features.editions.access import Actor
from server.features.editions.preview import PoolPreview, preview_pool
from server.features.editions.schemas import NewLimits
from tests.world.applicant import AWARD, apply, figures
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import audited

_ROWS = """
INSERT INTO claims (id, application_id, pool_id, sequence, later_at, earlier_at, amount_fen, places,
                    live, version, ranked_version, recorded_epoch, recorded_revision, state,
                    touched_at, created_at)
SELECT gen_random_uuid(), gen_random_uuid(), $1, 900000000000000 + n,
       to_timestamp(later), to_timestamp(0), fen, places, true, 1, 1, 0, 0, 'pending', now(), now()
  FROM unnest($2::int[], $3::int[], $4::int[], $5::int[]) AS t(n, later, fen, places)
"""


async def authority_of(world: World, edition: str) -> Person:
    return await world.staff("authority", edition_code=edition)


async def test_who_would_lose_and_who_would_get_money(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    line = [await apply(world, edition, paid_days_ago=days) for days in (9, 8, 7)]
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    before = await figures(world, edition)
    less = (await authority.post(f"{path}/preview", {"budget_fen": AWARD, "places": None})).ok()
    assert less["to_waiting"] == {"count": 1, "amount_fen": AWARD}
    assert less["to_funded"] == {"count": 0, "amount_fen": 0}
    assert (less["before"]["funded"], less["after"]["funded"]) == (2, 1)
    (moved,) = less["changed"]
    assert (moved["application_id"], moved["before"], moved["after"]) == (
        line[1].id,
        "funded",
        "waiting",
    )
    more = {"budget_fen": 3 * AWARD, "places": None}
    raised = (await authority.post(f"{path}/preview", more)).ok()
    assert [one["application_id"] for one in raised["changed"]] == [line[2].id]
    assert raised["to_funded"] == {"count": 1, "amount_fen": AWARD}
    assert {**before, "as_of": None} == {**await figures(world, edition), "as_of": None}
    pool = (await authority.put(path, {**more, "reason": "年中追加预算"})).ok()
    done = {name: pool[name] for name in raised["after"]}
    assert done == raised["after"]


async def test_less_than_is_locked_is_said_in_words(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await apply(world, edition, paid_days_ago=8)
    authority = await authority_of(world, edition)
    await audited(world, await first.now())
    path = f"/programmes/{edition}/pools/copay/preview"
    found = (await authority.post(path, {"budget_fen": AWARD - 1, "places": None})).ok()
    assert [(one["field"], one["code"]) for one in found["problems"]] == [
        ("budget_fen", "below_locked")
    ]
    assert "已锁定" in found["problems"][0]["message"]
    assert (found["locked_fen"], found["after"]["funded"]) == (AWARD, 0)
    neither = await authority.post(path, {"budget_fen": None, "places": None})
    assert neither.refused(422, "invalid")
    stranger = await world.staff("authority", edition_code=await world.publish())
    (await stranger.post(path, {"budget_fen": AWARD, "places": None})).refused(404, "not_found")


async def test_it_says_what_the_rule_says(world: World) -> None:
    """Random lines under random limits, with amounts of nothing and a last award cut to the rest."""
    chance = random.Random(15)
    edition = await world.publish(budget_fen=10)
    (pool,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    for _ in range(40):
        claims = [
            (n, chance.randrange(9), chance.randrange(6), chance.randrange(3)) for n in range(9)
        ]
        now, then = _limits(chance), _limits(chance)
        last, least = chance.choice(("stop", "partial")), chance.randrange(4)
        await world.fetch("DELETE FROM claims WHERE pool_id = $1", pool["id"])
        await world.fetch(_ROWS, pool["id"], *map(list, zip(*claims, strict=True)))
        await world.fetch(
            "UPDATE pools SET budget_fen = $2, places = $3, last_award = $4,"
            " last_award_min_fen = $5 WHERE id = $1",
            *(pool["id"], *now, last, least),
        )
        async with world.as_app():
            found = await preview_pool(
                edition, "copay", NewLimits(*then), by=Actor("authority"), english=False
            )
        terms: Any = {"last_award": last, "last_award_min_fen": least}
        _require(found, claims, PoolTerms(*now, **terms), PoolTerms(*then, **terms))
    await world.fetch("DELETE FROM claims WHERE pool_id = $1", pool["id"])


def _limits(chance: random.Random) -> tuple[int | None, int | None]:
    fen, places = chance.randrange(25), chance.randrange(10)
    return chance.choice([(fen, None), (None, places), (fen, places)])


def _require(
    found: PoolPreview, claims: list[tuple[int, int, int, int]], now: PoolTerms, then: PoolTerms
) -> None:
    live = [
        LiveClaim(str(UUID(int=n)), f"{later:04d}{n:04d}", fen, places)
        for n, later, fen, places in claims
    ]
    before = {one.claim_id: one for one in allocate(now, live)}
    after = {one.claim_id: one for one in allocate(then, live)}
    for side, stood in ((found.before, before), (found.after, after)):
        funded = [one.granted_fen for one in stood.values() if one.state == "funded"]
        assert (side.funded, side.funded_fen) == (len(funded), sum(funded))
        assert side.waiting == len(stood) - len(funded)
    lost = [
        before[key].granted_fen
        for key in before
        if (before[key].state, after[key].state) == ("funded", "waiting")
    ]
    assert (found.to_waiting.count, found.to_waiting.amount_fen) == (len(lost), sum(lost))
