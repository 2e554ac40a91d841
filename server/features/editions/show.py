"""A pool and an edition as the authority sees them after its act."""

from uuid import UUID

from models.rules.line.ranking import Figures
from models.tables.pools import Pool
from models.tables.programmes import Edition, RuleVersion
from server.clock import Clock
from server.errors import NotFound
from server.features.editions.schemas import EditionState
from server.features.programmes.window import Window
from server.features.quota.figures import PoolFigures, PoolView, locked_figures, pool_view
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import postgres_errors
from storage.redis.quota import QuotaRedis


async def show_pool(edition: str, pool: str, *, quota: QuotaRedis, clock: Clock) -> PoolView:
    """The pool as in the quota's view, under the limits that are on record. Raises NotFound.

    While the ranking does not answer, or has not heard of them: what the row knows, and `stale`.
    """
    with postgres_errors():
        row = await Pool.get_or_none(edition_id=edition, code=pool)
    if row is None:
        raise NotFound()
    live = await _find_live(row, quota)
    known = locked_figures(row.budget_fen, row.places, row.locked_fen, row.locked_places)
    return pool_view(PoolFigures(pool, live or known, clock.now(), stale=live is None))


async def get_edition_state(code: str, *, clock: Clock) -> EditionState:
    """Raises NotFound."""
    with postgres_errors():
        row = await Edition.get_or_none(code=code)
    if row is None:
        raise NotFound()
    window = Window(row.opens_at, row.closes_at, row.closed_at)
    return EditionState(code, window.status(clock.now()), row.closed_at, row.settled_at)


async def get_edition_of(version_id: UUID) -> str:
    """The code of the edition that a rule version belongs to. Raises NotFound."""
    with postgres_errors():
        row = await RuleVersion.get_or_none(id=version_id).only("id", "edition_id")
    if row is None:
        raise NotFound()
    return row.edition_id


async def _find_live(row: Pool, quota: QuotaRedis) -> Figures | None:
    try:
        report = await quota.report(row.id)
    except StoreUnavailable:
        return None
    known = report.status == "ready" and report.limits_version >= row.version
    return report.figures if known else None
