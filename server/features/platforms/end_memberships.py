"""Ends memberships in a platform's firm whose grant has ended; run by the worker at intervals."""

from server.clock import Clock
from storage.postgres.core.transaction import transaction
from storage.postgres.platform_members import leave_platform_firms


async def end_memberships(*, clock: Clock) -> int:
    """How many ended. Polled, since a grant expires without a request that could do it.

    Raises StoreUnavailable.
    """
    async with transaction() as tx:
        return await leave_platform_firms(tx, at=clock.now())
