"""The live figures of an edition's money, as pages draw them."""

from dataclasses import dataclass

import msgspec

from server.features.quota.figures import PoolView, QuotaView
from server.ports import Ports


@dataclass(frozen=True, slots=True)
class MoneyLeft:
    """`tag` changes with the figures, not with the moment they are of."""

    tag: str
    pools: list[PoolView]

    @property
    def budget_fen(self) -> int | None:
        """Of all pools together; None where one of them has none, or there is none."""
        budgets = [pool.budget_fen for pool in self.pools]
        known = [one for one in budgets if one is not None]
        return sum(known) if known and len(known) == len(budgets) else None

    @property
    def remaining_fen(self) -> int:
        return sum(pool.remaining_fen or 0 for pool in self.pools)

    @property
    def taken_fen(self) -> int:
        return sum(pool.locked_fen + pool.funded_fen for pool in self.pools)

    @property
    def waiting(self) -> int:
        return sum(pool.waiting for pool in self.pools)


async def money_left(code: str, ports: Ports) -> MoneyLeft:
    """Raises NotFound, StoreUnavailable."""
    shown = await ports.figures.show(code)
    return MoneyLeft(shown.etag, msgspec.json.decode(shown.body, type=QuotaView).pools)
