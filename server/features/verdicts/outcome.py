"""Collects what a decision leaves to be done: jobs in its transaction, a claim to rank after it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.rules.line.ranking import RankedClaim
from server.features.quota.ranking import Ranker
from storage.postgres.jobs.enqueue import Job
from storage.postgres.money.claims import ClaimRow
from storage.postgres.money.held_line import HeldLine


@dataclass(slots=True)
class Outcome:
    """Collected while a decision is written; `detail` goes into its audit line.

    `line` is what the transaction knows of the pool's line already, where it decides several.
    """

    jobs: list[Job] = field(default_factory=list)
    detail: dict[str, Any] = field(default_factory=dict)
    placed: tuple[UUID, RankedClaim] | None = None
    line: HeldLine | None = None

    def touched(self, claim: ClaimRow, epoch: int) -> None:
        """A claim's row as it is now; the last one is what is ranked."""
        self.placed = claim.pool_id, claim.ranked(epoch)

    @property
    def locked(self) -> bool:
        """Whether this decision found, or made, the claim locked."""
        return self.placed is not None and self.placed[1].locked

    async def rank(self, *, ranker: Ranker) -> None:
        """After the commit, in a task that the application owns."""
        if self.placed is not None:
            await ranker.rank(*self.placed)
