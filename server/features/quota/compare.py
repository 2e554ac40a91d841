"""Compares a pool's ranking with its rows claim by claim, while both go on changing.

Nothing is locked for it. The versions make it exact all the same: a claim's version rises with
every transaction, is committed before the ranking hears of it, and never falls on either side. So
of two readings one after the other each of these proves a difference:

- a version in the ranking, read *before* the row, is at most the row's: above it (or without a row)
  the ranking is `newer` than the database, which was restored to an earlier moment;
- a row's `ranked_version`, read *before* the ranking, is at most the version held: above it the
  ranking has `lost` what it once confirmed;
- at equal versions the contents are equal, for the contents of a version never change: otherwise
  the two are of different histories (`contents`).

Anything else is a call under way. What is left are sums that no claim explains: where no call is
under way and both sides said the same before and after the comparison, they are wrong (`sums`).
"""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from models.rules.line.ranking import RankedClaim, RankingReport
from storage.postgres.ranking.claims import (
    FoundClaim,
    find_claims,
    list_confirmed,
    sum_claims,
)
from storage.postgres.ranking.differences import DifferenceKind
from storage.redis.movements import PAGE, HeldClaim, held_claims
from storage.redis.quota import QuotaRedis


async def compare_claims(
    pool_id: UUID, epoch: int, *, quota: QuotaRedis, most: int = 1
) -> dict[UUID, DifferenceKind]:
    """At most `most` claims of which something is proven, of the generation of that epoch.

    Nothing when another generation has begun meanwhile. Raises StoreUnavailable.
    """
    found: dict[UUID, DifferenceKind] = {}
    async for claim_id, kind in _differences(pool_id, quota):
        found[claim_id] = kind
        if len(found) == most:
            break
    report = await quota.report(pool_id)
    same = report.epoch == epoch and report.status in ("ready", "settling")
    return found if same else {}


async def _differences(
    pool_id: UUID, quota: QuotaRedis
) -> AsyncIterator[tuple[UUID, DifferenceKind]]:
    """First what the ranking holds, then the live rows, for what it does not hold at all."""
    async for page in _pages(quota, pool_id):
        rows = await find_claims(pool_id, [held.claim_id for held in page])
        behind = []
        for held in page:
            row = rows.get(held.claim_id)
            kind = _held_difference(held, row)
            if kind is not None:
                yield held.claim_id, kind
            elif row is not None and held.version < row.confirmed:
                behind.append((held.claim_id, row.confirmed))
        async for claim_id in _lost(pool_id, behind, quota):
            yield claim_id, "lost"
    async for confirmed in list_confirmed(pool_id, PAGE):
        async for claim_id in _lost(pool_id, confirmed, quota):
            yield claim_id, "lost"


async def _lost(
    pool_id: UUID, confirmed: Sequence[tuple[UUID, int]], quota: QuotaRedis
) -> AsyncIterator[UUID]:
    """Claims of which the ranking holds less now than the rows, read before, say it confirmed."""
    if not confirmed:
        return
    standings = await quota.standings(pool_id, [claim_id for claim_id, _ in confirmed])
    for (claim_id, version), standing in zip(confirmed, standings, strict=True):
        if version > (0 if standing is None else standing.version):
            yield claim_id


async def find_wrong_sums(
    pool_id: UUID, before: RankingReport, *, quota: QuotaRedis
) -> DifferenceKind | None:
    """ "sums" if they differ where nothing moves: the ranking still says what it said `before`, and
    every row's version is confirmed.
    """
    sums = await sum_claims(pool_id)
    after = await quota.report(pool_id)
    still = after == before and sums.unranked == 0 and sums.epoch == after.epoch
    return "sums" if still and sums.sums != after.sums else None


async def _pages(quota: QuotaRedis, pool_id: UUID) -> AsyncIterator[list[HeldClaim]]:
    page: list[HeldClaim] = []
    async for held in held_claims(quota, pool_id):
        page.append(held)
        if len(page) >= PAGE:
            yield page
            page = []
    if page:
        yield page


def _held_difference(held: HeldClaim, row: FoundClaim | None) -> DifferenceKind | None:
    if row is None or held.version > row.claim.version:
        return "newer"
    if held.version < row.claim.version:
        return None
    in_ranking = _contents(held, live=held.state != "none", locked=held.state == "locked")
    in_row = _contents(row.claim, live=row.claim.live, locked=row.claim.locked)
    return None if in_ranking == in_row else "contents"


def _contents(claim: HeldClaim | RankedClaim, *, live: bool, locked: bool) -> tuple[object, ...]:
    """What never changes while the version is the same; of an ended claim only that it ended."""
    if not live:
        return ()
    granted_fen = claim.granted_fen if locked else 0
    return (locked, granted_fen, claim.key, claim.amount_fen, claim.places, claim.passed)
