"""Each way in which a live ranking is not the database's is seen, counted once, and mended."""

from dataclasses import replace

import pytest
import pytest_asyncio

from models.rules.line.ranking import PoolLimits
from storage.redis.connect import open_redis
from storage.redis.quota import QuotaRedis
from tests.features.quota.ranked import Harm, Line, make_line
from tests.world.application import World
from tests.world.valkey import valkey_server


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


async def lost(line: Line) -> None:
    await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))


async def of_an_older_generation(line: Line) -> None:
    copy = await line.copy()
    await line.end(0)
    await line.set_pool("ranked_run_id = NULL")
    assert await line.repair() == [line.pool_id]
    await line.fall_back(copy)


async def of_a_later_generation(line: Line) -> None:
    """The database was restored to before a rebuild, and has forgotten a withdrawal."""
    epoch = (await line.pool())["epoch"]
    await line.set_pool("ranked_run_id = NULL")
    await line.repair()
    await line.quota.apply(line.pool_id, replace(await line.claim(0), live=False, version=9))
    await line.set_pool(f"epoch = {epoch}")


async def an_older_copy(line: Line) -> None:
    copy = await line.copy()
    await line.end(0)
    assert await line.record() > 0
    await line.fall_back(copy)


async def left_unfinished(line: Line) -> None:
    """Its rebuilder opened a generation and died."""
    pool = await line.pool()
    await line.set_pool("epoch = epoch + 1")
    limits = PoolLimits(pool["version"], pool["budget_fen"], None)
    assert await line.quota.begin(line.pool_id, pool["epoch"] + 1, limits) == pool["epoch"] + 1


async def foreign_limits(line: Line) -> None:
    version = (await line.pool())["version"] + 1
    await line.quota.resize(line.pool_id, PoolLimits(version, 400_000, None))


async def another_budget_of_the_same_version(line: Line) -> None:
    """Limits of version 2 were lost with the database, and others became version 2."""
    await foreign_limits(line)
    await line.set_pool("version = version + 1, budget_fen = budget_fen + 400000")


async def torn(line: Line) -> None:
    await line.quota.client.delete(line.quota.keys.pool(line.pool_id)[3])


async def without_its_claims(line: Line) -> None:
    await line.quota.client.delete(line.quota.keys.pool(line.pool_id)[1])


HARMS: list[tuple[Harm, str]] = [
    (lost, "missing"),
    (of_an_older_generation, "epoch"),
    (of_a_later_generation, "epoch"),
    (an_older_copy, "older_copy"),
    (left_unfinished, "unfinished"),
    (foreign_limits, "limits"),
    (another_budget_of_the_same_version, "limits"),
    (torn, "torn"),
    (without_its_claims, "torn"),
]


@pytest.mark.parametrize(("harm", "kind"), HARMS, ids=lambda one: getattr(one, "__name__", one))
async def test_harm_is_seen_counted_and_mended(line: Line, harm: Harm, kind: str) -> None:
    assert await line.repair() == []
    await harm(line)
    assert await is_wrong(line)
    held = (await line.quota.report(line.pool_id)).epoch
    known = (await line.pool())["epoch"]

    assert await line.repair() == [line.pool_id]

    assert await line.is_right()
    assert await line.differences() == {kind: 1}
    report = await line.quota.report(line.pool_id)
    assert report.epoch == (await line.pool())["epoch"] > max(held, known)
    assert await line.repair() == []
    assert await line.differences() == {kind: 1}
    await line.record()
    rows = {row["id"]: row["state"] for row in await line.rows() if row["live"]}
    assert rows == await line.expected()


async def is_wrong(line: Line) -> bool:
    """The control of each case: without the detector the wrong state would stay."""
    try:
        return not await line.is_right()
    except Exception as error:  # noqa: BLE001  # torn keys may break the script itself
        return "redis" in str(error)


async def test_another_server_that_took_over_is_seen_though_it_says_the_same(line: Line) -> None:
    """A replica that was promoted; what it never received nobody can tell from its revision."""
    copy = await line.copy()
    ended = await line.end(0)
    async with valkey_server() as url:
        promoted = QuotaRedis(open_redis(url), line.quota.keys)
        await line.fall_back(copy, promoted)
        assert not await line.is_right(promoted)

        assert await line.repair(promoted) == [line.pool_id]

        assert await line.is_right(promoted)
        assert await line.differences() == {"run_id": 1}
        assert (await promoted.standing(line.pool_id, ended.claim_id)).state == "none"
        await promoted.client.aclose()
    assert await line.repair() == [line.pool_id], "and back again"
    assert await line.is_right()


async def test_a_new_pool_and_a_demanded_rebuild_are_no_differences_of_their_own(
    line: Line,
) -> None:
    await line.set_pool("ranked_run_id = NULL")
    assert await line.repair() == [line.pool_id]
    await lost(line)
    await line.set_pool("ranked_run_id = NULL")
    assert await line.repair() == [line.pool_id]
    assert await line.differences() == {}


async def test_older_limits_are_no_difference(line: Line) -> None:
    """Whoever changes them tells the ranking a moment later; a call that was lost is made good."""
    await line.set_pool("version = version + 1, budget_fen = 800000")
    assert not await line.is_right()
    assert await line.repair() == []
    assert await line.is_right()
    assert await line.differences() == {}
