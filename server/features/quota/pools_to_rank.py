"""Reads pools with what their ranking is compared with: those still ranked, or an edition's."""

from collections.abc import Collection
from uuid import UUID

from server.errors import NotFound
from storage.postgres.core.rows import list_rows
from storage.postgres.money.claims import LimitsRow
from storage.postgres.ranking.pools import STILL_RANKED

_COLUMNS = """
SELECT p.id, p.edition_id AS edition, p.code, p.epoch, p.version, p.budget_fen, p.places,
       p.last_award, p.last_award_min_fen, p.recorded_epoch, p.recorded_revision, p.ranked_run_id
  FROM pools p JOIN editions e ON e.code = p.edition_id
"""
_RANKED = f"{_COLUMNS} WHERE (p.id = ANY($1) OR $1::uuid[] IS NULL) AND {STILL_RANKED}"
_OF_EDITION = f"""{_COLUMNS}
 WHERE p.edition_id = $1 OR $1::text IS NULL ORDER BY p.edition_id DESC, p.code
"""


class RankedPool(LimitsRow, frozen=True):
    """A pool's row; `ranked_run_id` None: never built, or a rebuild was demanded."""

    id: UUID
    edition: str
    code: str
    epoch: int
    recorded_epoch: int
    recorded_revision: int
    ranked_run_id: str | None


async def list_ranked_pools(*, among: Collection[UUID] | None = None) -> list[RankedPool]:
    """All of them, or those named. Raises StoreUnavailable."""
    named = None if among is None else list(among)
    return await list_rows(RankedPool, _RANKED, named, tx=None)


async def list_pools_of(edition: str | None) -> list[RankedPool]:
    """The edition's pools, or everybody's, closed ones too.

    Raises NotFound for an edition without any, StoreUnavailable.
    """
    pools = await list_rows(RankedPool, _OF_EDITION, edition, tx=None)
    if not pools and edition is not None:
        raise NotFound()
    return pools
