"""`quota show|rebuild|reconcile`: the ranking of an edition's pools, for operators."""

import asyncio
from argparse import Namespace
from typing import Any

from tortoise import connections

from models.rules.money import yuan
from models.rules.ranking import Figures
from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.errors import NotFound
from server.quota.rebuild import rebuild
from server.quota.reconcile import reconcile

_POOLS = """
SELECT p.id, p.edition_id, p.code, p.epoch, p.version, p.budget_fen, p.places,
       p.locked_fen, p.locked_places,
       count(c.id) FILTER (WHERE c.live) AS live,
       count(c.id) FILTER (WHERE c.version > c.ranked_version) AS unranked
  FROM pools p LEFT JOIN claims c ON c.pool_id = p.id
 WHERE p.edition_id = $1 OR $1::text IS NULL GROUP BY p.id ORDER BY p.edition_id DESC, p.code
"""


def run_show(options: Namespace) -> None:
    asyncio.run(_show(options))


async def _show(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        for pool in await _pools(options.edition):
            report = await ports.quota.report(pool["id"])
            say(f"资金池 {pool['edition_id']} {pool['code']}", "Pool", pool["id"])
            locked = f"{yuan(pool['locked_fen'])} 元 / {pool['locked_places']} 户"
            say("  数据库:已锁定", "database: locked", locked)
            say("  数据库:有效申请", "live claims", f"{pool['live']}(未排序 {pool['unranked']})")
            say("  排序", "ranking", f"{report.status} epoch {report.epoch}/{pool['epoch']}")
            if report.figures is not None:
                _show_figures(report.figures)


def _show_figures(figures: Figures) -> None:
    say("  排序:已锁定", "locked", f"{yuan(figures.locked_fen)} 元 / {figures.locked} 户")
    say("  排序:暂列额度内", "funded", f"{yuan(figures.funded_fen)} 元 / {figures.funded} 户")
    if figures.remaining_fen is not None:
        say("  排序:剩余", "remaining", f"{yuan(figures.remaining_fen)} 元")
    say("  排序:候补", "waiting", f"{figures.waiting} 户")


def run_rebuild(options: Namespace) -> None:
    asyncio.run(_rebuild(options))


async def _rebuild(options: Namespace) -> None:
    place = find_place(options.data)
    async with session(place) as ports:
        for pool in await _pools(options.edition):
            report = await ports.quota.report(pool["id"])
            loaded = await rebuild(
                place.worker_dsn, pool["id"], at_least=report.epoch + 1, quota=ports.quota
            )
            say(f"资金池 {pool['code']} 已重建", "Rebuilt, claims", loaded)


def run_reconcile(options: Namespace) -> None:
    asyncio.run(_reconcile(options))


async def _reconcile(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        pools = {pool["id"] for pool in await _pools(options.edition)}
        applied = await reconcile(
            quota=ports.quota, marks=ports.marks, clock=ports.clock, pools=pools
        )
    say("补排的申请", "Claims ranked", applied)


async def _pools(edition: str | None) -> list[dict[str, Any]]:
    """The edition's pools, or everybody's; raises NotFound for an edition that nobody knows."""
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        _POOLS, [edition]
    )
    if not rows and edition is not None:
        raise NotFound()
    return rows
