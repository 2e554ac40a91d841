"""Whoever left a platform acts for its firm no longer; run now and again by the worker."""

from server.clock import Clock
from storage.postgres.core.transaction import transaction
from storage.postgres.platform_members import leave_platform_firms


async def end_memberships(*, clock: Clock) -> int:
    """How many ended. A grant runs out by itself, so no act of anybody's could see to it.

    Raises StoreUnavailable.
    """
    async with transaction() as tx:
        return await leave_platform_firms(tx, at=clock.now())
