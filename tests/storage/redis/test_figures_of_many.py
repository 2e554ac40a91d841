"""The figures of several pools come in one round trip; a pool that is not ready has none."""

from typing import Any
from uuid import UUID, uuid4

from redis.asyncio import Redis

from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import make_claim, money, open_pool


async def opened(quota: QuotaRedis, *budgets: int) -> list[UUID]:
    """Pools with these budgets and one claim of 100 fen each."""
    found = [uuid4() for _ in budgets]
    for pool_id, budget in zip(found, budgets, strict=True):
        await open_pool(quota, pool_id, money(budget), make_claim(1))
    return found


async def test_each_pool_has_its_own_figures(quota: QuotaRedis) -> None:
    pools = await opened(quota, 1_000, 250, 0)
    figures = await quota.figures_of(pools)
    assert {pool_id: await quota.figures(pool_id) for pool_id in pools} == figures
    found = [figures[pool_id] for pool_id in pools]
    assert [one and one.remaining_fen for one in found] == [900, 150, 0]
    assert [one and one.waiting for one in found] == [0, 0, 1]


async def test_what_is_missing_or_loading_has_none(quota: QuotaRedis) -> None:
    (ready,) = await opened(quota, 1_000)
    loading, missing = uuid4(), uuid4()
    await quota.begin(loading, 1, money(500))
    figures = await quota.figures_of([missing, ready, loading])
    assert (figures[missing], figures[loading]) == (None, None)
    assert figures[ready] == await quota.figures(ready)
    assert await quota.figures_of([missing]) == {missing: None}


async def test_many_pools_cost_one_round_trip(valkey_url: str) -> None:
    """Counted where it cannot be missed: by what the connection sends."""
    client = open_redis(valkey_url, max_connections=1)
    quota = QuotaRedis(client, Keys(f"test-{uuid4().hex}"))
    pools = await opened(quota, 1_000, 250, 0)
    await quota.figures_of(pools)  # now the server knows the script
    sent = await counted_sends(client)
    await quota.figures_of(pools)
    assert sent == [1]
    for pool_id in pools:
        await quota.figures(pool_id)
    assert sent == [1, 1, 1, 1]
    await client.aclose()


async def counted_sends(client: Client) -> list[int]:
    """Grows by one with every packet of commands on the client's only connection."""
    assert isinstance(client, Redis)
    connection = await client.connection_pool.get_connection()
    sent: list[int] = []
    real = connection.send_packed_command

    async def counting(*args: Any, **options: Any) -> None:
        sent.append(1)
        await real(*args, **options)

    connection.send_packed_command = counting  # type: ignore[method-assign]
    await client.connection_pool.release(connection)
    return sent


async def test_a_server_that_forgot_the_script_is_sent_it_again(quota: QuotaRedis) -> None:
    pools = await opened(quota, 1_000, 250)
    expected = await quota.figures_of(pools)
    await quota.client.script_flush()
    assert await quota.figures_of(pools) == expected
