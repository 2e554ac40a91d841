"""`quota show`: database and ranking of an edition's pools side by side, with a verdict."""

import asyncio
from argparse import Namespace
from typing import Final
from uuid import UUID

import msgspec

from models.rules.line.ranking import RankingReport
from models.rules.money import yuan
from server.cli.place import find_place
from server.cli.quota_words import AGREE, KINDS, STATES, STATUSES, VERDICT
from server.cli.say import say
from server.cli.session import session
from server.cli.unknown import pools_of
from server.clock import SHANGHAI
from server.features.quota.differ import difference
from server.features.quota.pools_to_rank import RankedPool
from storage.postgres.core.rows import list_rows
from storage.postgres.ranking.claims import ClaimSums, sum_claims
from storage.postgres.ranking.differences import DifferenceKind, list_differences
from storage.redis.inspect import Inspection, inspect_pool
from storage.redis.quota import QuotaRedis

_ENDS: Final = 3
"""So many of the first, and of the last in the line."""
_LOCKED = """
SELECT p.locked_fen, p.locked_places, coalesce(sum(c.granted_fen), 0)::bigint AS claims_fen
  FROM pools p LEFT JOIN claims c ON c.pool_id = p.id AND c.locked_at IS NOT NULL
 WHERE p.id = $1 GROUP BY p.id
"""
_LINE = """
SELECT c.id, a.number, c.amount_fen FROM claims c JOIN applications a ON a.id = c.application_id
 WHERE c.pool_id = $1 AND c.live AND c.locked_at IS NULL
 ORDER BY c.later_at {0}, c.earlier_at {0}, c.sequence {0} LIMIT $2
"""


class _Locked(msgspec.Struct, frozen=True):
    """A pool's counters, and the sum of its locked claims."""

    locked_fen: int
    locked_places: int
    claims_fen: int


class _Place(msgspec.Struct, frozen=True):
    """A claim near one end of the line."""

    id: UUID
    number: str
    amount_fen: int


def run_show(options: Namespace) -> None:
    asyncio.run(_show(options))


async def _show(options: Namespace) -> None:
    async with session(find_place(options.data)) as ports:
        for pool in await pools_of(options.edition):
            await _show_pool(pool, ports.quota)


async def _show_pool(pool: RankedPool, quota: QuotaRedis) -> None:
    report = await quota.report(pool.id)
    inspection = await inspect_pool(quota, pool.id)
    sums = await sum_claims(pool.id)
    say(f"资金池 {pool.edition} {pool.code}", "Pool", pool.id)
    await _show_database(pool, sums)
    _show_ranking(pool, report, inspection)
    _show_verdict(difference(pool, report, inspection), sums, report)
    for counted in await list_differences(pool.edition):
        if counted.pool == pool.code:
            zh, en = KINDS[counted.kind]
            at = counted.last_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
            say(f"  曾发现：{zh}", f"found before, {en}", f"{counted.times} 次，最近 {at}")
    await _show_line(pool, quota)


async def _show_database(pool: RankedPool, sums: ClaimSums) -> None:
    (counted,) = await list_rows(_Locked, _LOCKED, pool.id, tx=None)
    limits = pool.limits
    if limits.budget_fen is not None:
        say("  数据库：预算", "database: budget", f"{yuan(limits.budget_fen)} 元")
    if limits.places is not None:
        say("  数据库：名额", "database: places", limits.places)
    locked = f"{yuan(counted.locked_fen)} 元 / {counted.locked_places} 户"
    say("  数据库：已锁定", "database: locked", locked)
    if counted.claims_fen != counted.locked_fen:
        claims = f"{yuan(counted.claims_fen)} 元"
        say("  数据库：计数与各笔之和不符！", "counter differs from its claims", claims)
    say("  数据库：有效申请", "live claims", f"{sums.claims}（未排序 {sums.unranked}）")
    say("  数据库：代次/额度版本", "epoch, version", f"{pool.epoch}, {limits.version}")
    say("  数据库：版本和/金额和", "sums", f"{sums.versions}, {sums.amounts_fen}")


def _show_ranking(pool: RankedPool, report: RankingReport, inspection: Inspection) -> None:
    say("  排序：状态", "ranking", STATUSES[report.status])
    if report.figures is None:
        return
    figures = report.figures
    say("  排序：已锁定", "locked", f"{yuan(figures.locked_fen)} 元 / {figures.locked} 户")
    say("  排序：暂列额度内", "funded", f"{yuan(figures.funded_fen)} 元 / {figures.funded} 户")
    if figures.remaining_fen is not None:
        say("  排序：剩余", "remaining", f"{yuan(figures.remaining_fen)} 元")
    say("  排序：候补", "waiting", f"{figures.waiting} 户")
    say("  排序：有效申请", "live claims", report.claims)
    say("  排序：代次/额度版本", "epoch, version", f"{report.epoch}, {report.limits_version}")
    say("  排序：版本和/金额和", "sums", f"{report.versions}, {report.amounts_fen}")
    recorded = f"{pool.recorded_epoch}-{pool.recorded_revision}"
    said = f"{report.epoch}-{report.revision}（已记录至 {recorded}）"
    say("  排序：变动号", "revision, recorded up to", said)
    run = f"{inspection.run_id[:12]}（建于 {(pool.ranked_run_id or '-')[:12]}）"
    say("  排序：Redis 运行号", "run id, built in", run)


def _show_verdict(kind: DifferenceKind | None, sums: ClaimSums, report: RankingReport) -> None:
    if kind is None and sums.sums == report.sums:
        say(*VERDICT, "一致，正在移动 / moving" if report.status == "settling" else AGREE)
        return
    if kind is None and sums.unranked:
        say(*VERDICT, "有申请正在送往排序，稍后再看 / calls are under way")
        return
    zh, en = KINDS[kind or "sums"]
    say(*VERDICT, f"不一致：{zh} / differ: {en}")
    if kind is None:
        say("  若半分钟后仍如此，执行 quota check 逐笔核对", "if it stays, run `quota check`")
    else:
        say("  工作进程会在数秒内自动重建；若一直如此，请看它是否在运行，或执行 quota rebuild")


async def _show_line(pool: RankedPool, quota: QuotaRedis) -> None:
    first = await list_rows(_Place, _LINE.format("ASC"), pool.id, _ENDS, tx=None)
    last = await list_rows(_Place, _LINE.format("DESC"), pool.id, _ENDS, tx=None)
    claims = [*first, *(claim for claim in last[::-1] if claim not in first)]
    standings = await quota.standings(pool.id, [claim.id for claim in claims])
    for claim, standing in zip(claims, standings, strict=True):
        state = STATES["pending" if standing is None else standing.state]
        place = "-" if standing is None or standing.position is None else standing.position
        say(f"  第 {place} 位 {claim.number}", "place", f"{state} {yuan(claim.amount_fen)} 元")
