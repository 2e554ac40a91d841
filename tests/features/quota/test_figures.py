"""The figures for everybody: they add up at every moment, and 304 says that nothing changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec

from models.rules.line.ranking import PoolLimits, RankedClaim
from server.features.quota.rebuild import rebuild
from storage.postgres.ranking.log import record_figures
from tests.world.application import World
from tests.world.client import Answer
from tests.world.wire import cut, open_wire

AWARD = 400_000
FEE = 1_000_000


async def read(world: World, edition: str, **headers: str) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return await world.anyone.get(f"/programmes/{edition}/quota", headers=given)


async def pool_of(world: World, edition: str) -> dict[str, Any]:
    """The only pool, its sums checked."""
    (pool,) = (await read(world, edition)).ok()["pools"]
    assert pool["budget_fen"] == pool["locked_fen"] + pool["funded_fen"] + pool["remaining_fen"]
    assert pool["remaining_fen"] >= 0
    return dict(pool)


async def pool_id_of(world: World, edition: str) -> UUID:
    (row,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    found: UUID = row["id"]
    return found


async def test_the_same_figures_have_the_same_tag_whenever_they_are_read(world: World) -> None:
    edition = await world.publish()
    first, second = await read(world, edition), await read(world, edition)
    assert first.body["pools"][0]["as_of"] < second.body["pools"][0]["as_of"]
    etag = first.headers["etag"]
    assert etag == second.headers["etag"]
    # Two bodies under one tag: such a tag says so (RFC 9110, 8.8.1).
    assert etag.startswith('W/"')
    assert first.headers["cache-control"] == "no-cache"


async def test_who_has_the_present_figures_is_told_so_and_who_has_older_ones_gets_them(
    world: World,
) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    etag = (await read(world, edition)).headers["etag"]
    for tag in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = await read(world, edition, if_none_match=tag)
        assert (again.status, again.raw, again.headers["etag"]) == (304, b"", etag)
    person = await world.sme()
    application = await person.submitted(edition, fee_fen=FEE, paid_fen=FEE)
    changed = await read(world, edition, if_none_match=etag)
    assert changed.ok()["pools"][0]["funded_fen"] == AWARD
    assert changed.headers["etag"] != etag
    (await person.post(f"/applications/{application['id']}/withdraw")).ok()
    back = await read(world, edition, if_none_match=etag)
    assert back.status == 304, "the figures are the first ones again"


async def test_an_unknown_edition_is_not_found_until_it_is_published(world: World) -> None:
    (await read(world, "sh-shuangtui-nowhere")).refused(404, "not_found")
    edition = await world.publish()
    assert (await pool_of(world, edition))["funded"] == 0
    number = int(edition.rpartition("-t")[2]) + 1
    (await read(world, f"sh-shuangtui-t{number}")).refused(404, "not_found")
    assert await world.publish() == f"sh-shuangtui-t{number}"
    assert not (await pool_of(world, f"sh-shuangtui-t{number}"))["stale"]


async def test_while_a_ranking_loads_the_recorded_figures_stand_in(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    await (await world.sme()).submitted(edition, fee_fen=FEE, paid_fen=FEE)
    pool_id, quota = await pool_id_of(world, edition), world.ports.quota
    live = await pool_of(world, edition)
    tag = (await read(world, edition)).headers["etag"]
    report = await quota.report(pool_id)
    await quota.begin(pool_id, report.epoch + 1, PoolLimits(9, 2 * AWARD, None))
    unrecorded = await pool_of(world, edition)
    assert (unrecorded["stale"], unrecorded["funded"]) == (True, 0)
    recorded = msgspec.json.encode(report.figures).decode()
    await record_figures(pool_id, recorded, at=world.ports.clock.now())
    stale = await pool_of(world, edition)
    assert stale | {"as_of": "", "stale": False} == live | {"as_of": ""}
    assert stale["stale"]
    assert (await read(world, edition, if_none_match=tag)).status == 200, "now they are stale"
    await rebuild(
        world.settings.postgres_dsn, pool_id, at_least=report.epoch + 2, quota=world.ports.quota
    )
    assert not (await pool_of(world, edition))["stale"]
    assert (await read(world, edition, if_none_match=tag)).status == 304


async def test_while_a_line_settles_nothing_is_guessed(world: World) -> None:
    edition = await world.publish(budget_fen=1_200 * AWARD)
    pool_id, quota = await pool_id_of(world, edition), world.ports.quota
    limits = PoolLimits(1, 1_200 * AWARD, None)
    epoch = (await quota.report(pool_id)).epoch + 1
    await quota.begin(pool_id, epoch, limits)
    assert await quota.load(pool_id, epoch, 1, [claim(number) for number in range(1_000)])
    while await quota.finish(pool_id, epoch, 1) != "ready":
        assert (await pool_of(world, edition))["stale"]
    assert (await pool_of(world, edition))["funded"] == 1_000
    status = await quota.resize(pool_id, replace(limits, version=2, budget_fen=10 * AWARD))
    assert status == "settling"
    steps = 0
    while status != "ready":
        assert (await pool_of(world, edition))["stale"]
        status, steps = await quota.rebalance(pool_id), steps + 1
    settled = await pool_of(world, edition)
    assert (settled["stale"], settled["funded"], settled["waiting"]) == (False, 10, 990)
    assert steps > 0


def claim(number: int) -> RankedClaim:
    """A claim that only the ranking knows."""
    return RankedClaim(
        claim_id=uuid4(),
        version=1,
        live=True,
        passed=False,
        locked=False,
        key=f"{number:010d}{0:010d}{number:019d}",
        amount_fen=AWARD,
        places=1,
        granted_fen=0,
    )


async def test_the_figures_add_up_at_every_read_of_a_rush(world: World) -> None:
    edition = await world.publish(budget_fen=4 * AWARD)
    people = [await world.sme() for _ in range(6)]
    ready = [await one.ready(edition, fee_fen=FEE, paid_fen=FEE) for one in people]
    shown = []
    async with reading(world, edition):
        for verb, number in (("submit", 6), ("withdraw", 3)):
            for person, application in zip(people[:number], ready, strict=False):
                (await person.post(f"/applications/{application['id']}/{verb}")).ok()
                pool = await pool_of(world, edition)
                shown.append((pool["funded"], pool["waiting"]))
    assert shown[:6] == [(1, 0), (2, 0), (3, 0), (4, 0), (4, 1), (4, 2)]
    assert shown[6:] == [(4, 1), (4, 0), (3, 0)]


@asynccontextmanager
async def reading(world: World, edition: str) -> AsyncIterator[None]:
    """Readers inside the block, each of whose reads must add up."""
    over = asyncio.Event()

    async def keep_reading() -> None:
        while not over.is_set():
            await pool_of(world, edition)

    tasks = [asyncio.create_task(keep_reading()) for _ in range(8)]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*tasks)


async def test_readers_that_hang_up_harm_nobody(world: World) -> None:
    edition, complaints = await world.publish(), list[dict[str, Any]]()
    request = f"GET /api/v1/programmes/{edition}/quota HTTP/1.1\r\nhost: x\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))

    async def leave() -> None:
        _, writer = await open_wire(world.url)
        writer.write(request)
        await asyncio.sleep(0)
        cut(writer)

    try:
        calls = [call for _ in range(30) for call in (leave(), read(world, edition))]
        answers = [one for one in await asyncio.gather(*calls) if one is not None]
    finally:
        loop.set_exception_handler(None)
    assert [answer.status for answer in answers] == [200] * 30
    assert complaints == []
