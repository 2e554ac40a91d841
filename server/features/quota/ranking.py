"""After a commit: tell the ranking about a claim, and note in batches what it has confirmed."""

import asyncio
import logging
from dataclasses import dataclass
from uuid import UUID

from models.rules.line.ranking import RankedClaim, Standing
from server.features.quota.standings import PENDING
from storage.errors import StoreUnavailable
from storage.postgres.money.claims import mark_ranked
from storage.postgres.ranking.differences import demand_rebuild
from storage.redis.quota import QuotaRedis

_LOG = logging.getLogger(__name__)
_FLUSH_SECONDS = 0.2


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    version: int
    pool_id: UUID
    epoch: int


class RankedMarks:
    """Versions that the ranking has confirmed, written together a few times a second.

    What is lost here with the process is ranked once more by the reconciler, which changes nothing.
    """

    def __init__(self) -> None:
        self._marks: dict[UUID, _Mark] = {}

    def note(self, pool_id: UUID, claim: RankedClaim, version: int) -> None:
        """The ranking answered that it holds `version` of the claim, which it was told."""
        self._keep(claim.claim_id, _Mark(version, pool_id, claim.epoch))

    async def flush(self) -> None:
        """Write what was noted; keeps it for the next time if the database does not answer.

        A version that the row has not reached proves that the ranking is newer than the database:
        that ranking must be rebuilt.
        """
        marks, self._marks = self._marks, {}
        if not marks:
            return
        try:
            # Sorted, so that two processes never lock the same rows in opposite order.
            ahead = await mark_ranked([(one, marks[one].version) for one in sorted(marks)])
            for claim_id in ahead:
                await _demand_rebuild(marks[claim_id])
        except BaseException:
            for claim_id, mark in marks.items():
                self._keep(claim_id, mark)
            raise

    def _keep(self, claim_id: UUID, mark: _Mark) -> None:
        self._marks[claim_id] = max(mark, self._marks.get(claim_id, mark))

    async def run(self) -> None:
        """Flush until cancelled."""
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            try:
                await self.flush()
            except StoreUnavailable:
                _LOG.warning("ranked versions wait for the database")
            except Exception:  # noqa: BLE001  # a loop that ended would leave all to the reconciler
                _LOG.exception("ranked versions could not be written")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Takes what was committed to the ranking, and notes what that has confirmed."""

    quota: QuotaRedis
    marks: RankedMarks

    async def rank(self, pool_id: UUID, claim: RankedClaim) -> Standing:
        """Where the ranking puts the claim; `pending` if it gives no answer now."""
        try:
            standing = await self.quota.apply(pool_id, claim)
        except StoreUnavailable:
            return PENDING
        if standing.version >= claim.version:
            self.marks.note(pool_id, claim, standing.version)
        return standing


async def _demand_rebuild(mark: _Mark) -> None:
    if await demand_rebuild(mark.pool_id, mark.epoch, "newer"):
        _LOG.warning("the ranking of pool %s is newer than the database", mark.pool_id)
