"""What an operator's monitoring reads of the rankings: differences, claims not ranked, unsettled."""

import asyncio

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest

from models.rules.line.ranking import PoolLimits
from server.edge.jobs import figures, ranking_figures
from server.edge.jobs.figures import JobGauges
from server.edge.jobs.ranking_figures import RankingGauges
from server.edge.jobs.reread import Reread
from storage.redis.connect import open_redis
from storage.redis.quota import QuotaRedis
from tests.features.messages.conftest import until
from tests.features.quota.ranked import Line, make_line
from tests.world.application import World


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


async def shown(quota: QuotaRedis) -> dict[str, float]:
    """Each sample's name with its labels, and its value, as Prometheus reads them."""
    gauges, registry = RankingGauges(quota), CollectorRegistry()
    assert generate_latest(registry) == b""
    registry.register(gauges)
    await gauges.refresh()
    lines = generate_latest(registry).decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


async def test_every_difference_is_counted(line: Line) -> None:
    labels = f'edition="{line.edition}",kind="missing",pool="copay"'
    name = f"shuangtui_ranking_differences_total{{{labels}}}"
    assert name not in await shown(line.quota)
    for times in (1, 2):
        await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))
        await line.repair()
        assert (await shown(line.quota))[name] == times


async def test_what_is_not_ranked_and_what_is_not_settled(line: Line) -> None:
    unranked = f'shuangtui_claims_unranked{{edition="{line.edition}",pool="copay"}}'
    loading = 'shuangtui_rankings_unsettled{status="loading"}'
    before = await shown(line.quota)
    assert before[unranked] == 0
    await line.world.fetch(
        "UPDATE claims SET version = version + 1, touched_at = now() - interval '1 minute'"
        " WHERE pool_id = $1",
        line.pool_id,
    )
    epoch = (await line.pool())["epoch"] + 1
    await line.quota.begin(line.pool_id, epoch, PoolLimits(1, 1, None))
    after = await shown(line.quota)
    assert after[unranked] == 5
    assert after[loading] == before[loading] + 1
    await line.repair()


async def test_without_redis_the_rest_is_shown(line: Line) -> None:
    nowhere = open_redis("unix:///nonexistent/socket")
    found = await shown(QuotaRedis(nowhere, line.quota.keys))
    assert not [name for name in found if name.startswith("shuangtui_rankings_unsettled")]
    assert [name for name in found if name.startswith("shuangtui_claims_unranked")]
    await nowhere.aclose()


async def test_the_server_shows_them(world: World, line: Line) -> None:
    async def served() -> bool:
        async with world.http.get(f"{world.url}/metrics") as answer:
            return "shuangtui_claims_unranked" in await answer.text()

    await until(served, "the rankings' figures are among the others")


@pytest.mark.parametrize("kind", ["rankings", "jobs"])
async def test_an_error_that_nobody_expected_ends_no_reading(
    kind: str, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, nothing stale is shown meanwhile, and the figures come back."""
    gauges: RankingGauges | JobGauges = JobGauges()
    module, reads = figures, "job_figures"
    if kind == "rankings":
        gauges = RankingGauges(world.ports.quota)
        module, reads = ranking_figures, "list_pool_backlogs"
    monkeypatch.setattr(Reread, "every_seconds", 0.01)
    task = asyncio.create_task(gauges.run())

    async def shows() -> bool:
        assert not task.done()
        return bool(list(gauges.collect()))

    async def shows_nothing() -> bool:
        return not await shows()

    await until(shows, "the figures are there")
    with monkeypatch.context() as broken:
        broken.setattr(module, reads, unexpected)
        await until(shows_nothing, "nothing stale is shown")
    await until(shows, "the figures are there again")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "nobody expected this" in caplog.text


async def unexpected(*_: object) -> None:
    raise LookupError("nobody expected this")
