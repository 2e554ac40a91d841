"""Tells the ranking of the rows that are in, for as long as it answers."""

from collections.abc import Iterable
from uuid import UUID

from models.rules.line.ranking import RankedClaim
from server.features.quota.ranking import Ranker


class RoundRanking:
    """One round of a batch: what it does not tell, the reconciler ranks.

    A Redis that is silent takes each call its second: thousands of rows would wait for it.
    """

    def __init__(self, ranker: Ranker) -> None:
        self._ranker, self._answers = ranker, True

    async def tell(self, placed: Iterable[tuple[UUID, RankedClaim] | None]) -> None:
        """After the commit."""
        for one in placed:
            if one is not None and self._answers:
                # A ranking that gives no version is not there, or is being rebuilt from the rows.
                self._answers = (await self._ranker.rank(*one)).version > 0
