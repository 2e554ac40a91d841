"""`quota rebuild|reconcile`: an operator brings an edition's rankings up to date with the rows."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.unknown import pools_of
from server.features.quota.pools_to_rank import RankedPool
from server.features.quota.rebuild import rebuild
from server.features.quota.reconcile import reconcile
from storage.redis.quota import QuotaRedis


def run_rebuild(options: Namespace) -> None:
    asyncio.run(_rebuild(options))


async def _rebuild(options: Namespace) -> None:
    place = find_place(options.data)
    async with session(place) as ports:
        pools = await pools_of(options.edition)
        await rebuild_pools(place.worker_dsn, pools, quota=ports.quota)


async def rebuild_pools(dsn: str, pools: Sequence[RankedPool], *, quota: QuotaRedis) -> None:
    """One after the other, saying of each how many claims were loaded, or that it was overtaken."""
    for pool in pools:
        report = await quota.report(pool.id)
        loaded = await rebuild(dsn, pool.id, at_least=report.epoch + 1, quota=quota)
        if loaded is None:
            say(
                f"资金池 {pool.code} 未由本命令重建：另一重建已接手，或 Redis 中途丢失；"
                "请用 quota show 查看",
                "Another rebuild overtook this one, or Redis lost it; see quota show",
            )
        else:
            say(f"资金池 {pool.code} 已重建", "Rebuilt, claims", loaded)


def run_reconcile(options: Namespace) -> None:
    asyncio.run(_reconcile(options))


async def _reconcile(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        pools = {pool.id for pool in await pools_of(options.edition)}
        applied = await reconcile(ranker=ports.ranker, clock=ports.clock, pools=pools)
    say("补排的申请", "Claims ranked", applied)
