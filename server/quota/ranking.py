"""After a commit: tell the ranking about a claim, and note in batches what it has confirmed."""

import asyncio
import logging
from typing import Protocol
from uuid import UUID

from models.rules.ranking import RankedClaim, Standing
from server.quota.standings import PENDING
from storage.errors import StoreUnavailable
from storage.postgres.claims import mark_ranked

_LOG = logging.getLogger(__name__)
_FLUSH_SECONDS = 0.2


class ApplyPort(Protocol):
    async def apply(self, pool_id: UUID, claim: RankedClaim) -> Standing: ...


class RankedMarks:
    """Versions that the ranking has confirmed, written together a few times a second.

    What is lost here with the process is ranked once more by the reconciler, which changes nothing.
    """

    def __init__(self) -> None:
        self._marks: dict[UUID, int] = {}

    def note(self, claim_id: UUID, version: int) -> None:
        self._marks[claim_id] = max(version, self._marks.get(claim_id, 0))

    async def flush(self) -> None:
        """Write what was noted; keeps it for the next time if the database does not answer."""
        marks, self._marks = self._marks, {}
        if not marks:
            return
        try:
            # Sorted, so that two processes never lock the same rows in opposite order.
            await mark_ranked(sorted(marks.items()))
        except BaseException:
            for claim_id, version in marks.items():
                self.note(claim_id, version)
            raise

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


async def rank_claim(
    pool_id: UUID, claim: RankedClaim, *, quota: ApplyPort, marks: RankedMarks
) -> Standing:
    """Take the committed claim to the ranking; `pending` if it gives no answer now."""
    try:
        standing = await quota.apply(pool_id, claim)
    except StoreUnavailable:
        return PENDING
    if standing.version >= claim.version:
        marks.note(claim.claim_id, standing.version)
    return standing
