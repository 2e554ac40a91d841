"""Finds what proves that a ranking is not the database's, from the pool's row and the report."""

from models.rules.line.ranking import RankingReport
from server.features.quota.pools_to_rank import RankedPool, list_ranked_pools
from storage.postgres.ranking.differences import DifferenceKind
from storage.redis.inspect import Inspection, inspect_pool
from storage.redis.quota import QuotaRedis


async def find_difference(
    before: RankedPool, report: RankingReport, *, quota: QuotaRedis
) -> DifferenceKind | None:
    """What proves that the pool's ranking is not the database's; None where nothing does.

    `before` was read before `report`; the row is read once more after it, and a difference counts
    when both readings of the row show it. What only rises in the database (epoch, position of the
    recorder) cannot be ahead of the ranking by the first reading unless the ranking fell back; what
    reaches the ranking after the database (epoch, limits) cannot be ahead of the second unless the
    database did. So no call that is under way is ever taken for a loss.
    """
    inspection = await inspect_pool(quota, before.id)
    kind = difference(before, report, inspection)
    if kind is None:
        return None
    after = await list_ranked_pools(among=[before.id])
    return kind if [difference(pool, report, inspection) for pool in after] == [kind] else None


def difference(
    pool: RankedPool, report: RankingReport, inspection: Inspection
) -> DifferenceKind | None:
    """The first that applies, the most obvious first; row and answers as they were read."""
    if report.status == "missing":
        return "missing"
    if report.epoch != pool.epoch:
        return "epoch"
    if report.status == "loading":
        return "unfinished"
    if pool.recorded_epoch == report.epoch and pool.recorded_revision > report.revision:
        return "older_copy"
    if pool.ranked_run_id != inspection.run_id:
        return "run_id"
    if not inspection.whole:
        return "torn"
    return "limits" if _has_foreign_limits(pool, report) else None


def _has_foreign_limits(pool: RankedPool, report: RankingReport) -> bool:
    """Newer limits than the row's, or others of the same version: both of a lost database."""
    figures, limits = report.figures, pool.limits
    if report.limits_version != limits.version or figures is None:
        return report.limits_version > limits.version
    return (figures.budget_fen, figures.places) != (limits.budget_fen, limits.places)
