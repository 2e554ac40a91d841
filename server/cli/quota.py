"""`quota rebuild|reconcile`: an edition's rankings brought back to the rows, by an operator."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.errors import NotFound
from server.quota.pools_to_rank import RankedPool, list_pools_of
from server.quota.rebuild import rebuild
from server.quota.reconcile import reconcile


def run_rebuild(options: Namespace) -> None:
    asyncio.run(_rebuild(options))


async def _rebuild(options: Namespace) -> None:
    place = find_place(options.data)
    async with session(place) as ports:
        for pool in await _pools(options.edition):
            report = await ports.quota.report(pool.id)
            loaded = await rebuild(
                place.worker_dsn, pool.id, at_least=report.epoch + 1, quota=ports.quota
            )
            say(f"资金池 {pool.code} 已重建", "Rebuilt, claims", loaded)


def run_reconcile(options: Namespace) -> None:
    asyncio.run(_reconcile(options))


async def _reconcile(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        pools = {pool.id for pool in await _pools(options.edition)}
        applied = await reconcile(
            quota=ports.quota, marks=ports.marks, clock=ports.clock, pools=pools
        )
    say("补排的申请", "Claims ranked", applied)


async def _pools(edition: str | None) -> list[RankedPool]:
    """The edition's pools, or everybody's; raises NotFound for an edition that nobody knows."""
    pools = await list_pools_of(edition)
    if not pools and edition is not None:
        raise NotFound()
    return pools
