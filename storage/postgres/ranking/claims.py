"""The rows beside the ranking: sums of a pool's live claims, and its claims page by page."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from models.rules.line.ranking import RankedClaim
from storage.postgres.core.rows import list_rows
from storage.postgres.money.claims import CLAIM_COLUMNS, ClaimRow

_FIRST = UUID(int=0)
_SUMS = """
SELECT p.epoch, count(c.id) AS claims, coalesce(sum(c.version), 0)::bigint AS versions,
       coalesce(sum(c.amount_fen), 0)::bigint AS amounts_fen,
       count(c.id) FILTER (WHERE c.version > c.ranked_version) AS unranked
  FROM pools p LEFT JOIN claims c ON c.pool_id = p.id AND c.live
 WHERE p.id = $1 GROUP BY p.id
"""
_CONFIRMED = """
SELECT id, ranked_version FROM claims WHERE pool_id = $1 AND live AND id > $2 ORDER BY id LIMIT $3
"""
_FIND = f"""
SELECT {CLAIM_COLUMNS}, c.ranked_version FROM claims c WHERE c.id = ANY($1) AND c.pool_id = $2
"""


class _ConfirmedClaim(ClaimRow, frozen=True):
    ranked_version: int


class _Confirmed(msgspec.Struct, frozen=True):
    id: UUID
    ranked_version: int


class ClaimSums(msgspec.Struct, frozen=True):
    """Over the live claims of a pool, of one moment; `epoch` is the database's.

    `unranked`: claims of which no ranking has confirmed the latest version.
    """

    epoch: int
    claims: int
    versions: int
    amounts_fen: int
    unranked: int

    @property
    def sums(self) -> tuple[int, int, int]:
        """What is compared with `RankingReport.sums`."""
        return self.claims, self.versions, self.amounts_fen


async def sum_claims(pool_id: UUID) -> ClaimSums:
    """Raises StoreUnavailable."""
    (found,) = await list_rows(ClaimSums, _SUMS, pool_id, tx=None)
    return found


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A row as the ranking takes it, with the version that the ranking has confirmed (0: none)."""

    claim: RankedClaim
    confirmed: int


async def find_claims(pool_id: UUID, claim_ids: Sequence[UUID]) -> dict[UUID, FoundClaim]:
    """Those of the ids that are rows of this pool, live or ended. Raises StoreUnavailable."""
    rows = await list_rows(_ConfirmedClaim, _FIND, list(claim_ids), pool_id, tx=None)
    return {row.id: FoundClaim(row.ranked(0), row.ranked_version) for row in rows}


async def list_confirmed(pool_id: UUID, page: int = 500) -> AsyncIterator[list[tuple[UUID, int]]]:
    """Pages of live claims with the version that the ranking has confirmed (0: none), by id."""
    after = _FIRST
    while rows := await list_rows(_Confirmed, _CONFIRMED, pool_id, after, page, tx=None):
        yield [(row.id, row.ranked_version) for row in rows]
        after = rows[-1].id


async def list_live_claims(pool_id: UUID) -> list[RankedClaim]:
    """All live claims of the pool, of one moment. Raises StoreUnavailable."""
    statement = f"SELECT {CLAIM_COLUMNS} FROM claims c WHERE c.pool_id = $1 AND c.live"
    return [row.ranked(0) for row in await list_rows(ClaimRow, statement, pool_id, tx=None)]
